import { z } from 'zod'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ItemType } from '#domain/portfolio/item.ts'
import { wellFormed } from '#domain/text.ts'
import { addAll, addFilled, Pair, Pairs } from './readable.ts'
import { elsewhereWords as words } from './words.ts'

/** What sort of record it is. */
export const KINDS_ELSEWHERE = [
  'sign-off',
  'form',
  'objective',
  'declaration',
  'certificate',
  'exam',
  'log',
  'module certificate',
  'other',
] as const
export type KindElsewhere = (typeof KINDS_ELSEWHERE)[number]

/**
 * How far its proof goes. `whole`: the record, its chain and the end of the chain are as the key of the archive signed them; `unsigned`: the
 * end bears no signature of that key; `broken`: something else in the chain was altered; `altered`: this very record was; `told`: another
 * Cairn carried it on, and says how it was; `none`: it stood in no chain.
 */
export const PROOFS = ['whole', 'unsigned', 'broken', 'altered', 'told', 'none'] as const
export const ProofElsewhere = z.enum(PROOFS)
export type ProofElsewhere = z.infer<typeof ProofElsewhere>

/**
 * What else the archive says of it, and what of it is not shown. `gaps`: what was signed after it is not all there; `unnamed`: this Cairn signed
 * it, and can no longer say in whose account; `not whole`: so says of its proof who carried it on.
 */
export const REMARKS = [
  'corrected',
  'partly corrected',
  'superseded',
  'denied',
  'confirmed',
  'acknowledged',
  'voided',
  'cut',
  'gathered',
  'few',
  'gaps',
  'unnamed',
  'not whole',
] as const
export type RemarkElsewhere = (typeof REMARKS)[number]

const text = (most: number) => z.string().overwrite((one) => wellFormed(one).trim().slice(0, most).toWellFormed())

/** A record as it comes in. Where it says nothing of its origin, it is the archive's. */
export const ComingElsewhere = z.object({
  /** By it the same record is known again, whatever archive brings it: the hash of what was signed, or which certificate it is, with `told` before it where another Cairn says so. */
  key: z.string().regex(/^(told )?([0-9a-f]{64}|certificate [0-9a-f-]{36})$/),
  kind: z.enum(KINDS_ELSEWHERE),
  section: z.enum(['whole', 'few']),
  title: text(500),
  type: ItemType.nullable(),
  signed_on: PlainDate,
  signed_at: z.iso.datetime(),
  signer_name: text(300),
  signer_as: text(300),
  content: z.array(Pair).max(200),
  remarks: z.array(z.enum(REMARKS)).max(REMARKS.length),
  from_owner: z.uuid().nullable(),
  from_name: text(500).nullable(),
  server: text(500).nullable(),
  proof: ProofElsewhere,
  number: z.int().min(1).nullable(),
  public_key: text(200),
  key_is_ours: z.boolean(),
})
export type ComingElsewhere = z.infer<typeof ComingElsewhere>

/** As the chain writes it. */
const Moment = z.iso.datetime({ precision: 3 })

type Said = Readonly<Record<string, unknown>>
const isSaid = (value: unknown): value is Said => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What was signed: its words and when. */
export interface SignedThere {
  readonly text: string
  readonly kind: string
  readonly at: string
}

/** A signed record in words, with what ties it to others of its chain. */
export interface ReadThere {
  readonly row: Pick<
    ComingElsewhere,
    'kind' | 'section' | 'title' | 'type' | 'signed_on' | 'signed_at' | 'signer_name' | 'signer_as' | 'content' | 'remarks'
  >
  /** What it is called there, and its rows where it has some; and what it corrects. */
  readonly ids: readonly string[]
  readonly rowIds: readonly string[]
  readonly corrects: readonly string[]
  /** A newer one with the same takes its place. */
  readonly place: string | null
}

/** That the owner has read a record, or that who signed on the spot says it was them, or was not. */
export interface AboutThere {
  readonly about: string
  readonly remark: 'acknowledged' | 'confirmed' | 'denied'
}

/**
 * What a signed record says, in words (R6). Null for what stands nowhere by itself: what the owner alone signed in a form, which is theirs
 * to bring; what was accepted there from elsewhere; and what cannot be read.
 */
export function readSigned(
  { text, kind, at }: SignedThere,
  ownerId: string,
  forms: ReadonlyMap<string, FormFile>,
): ReadThere | AboutThere | null {
  const record = jsonOf(text)
  if (record === null || !Moment.safeParse(at).success || at < '1900' || at >= '2200') return null
  const by = isSaid(record['signedBy']) ? record['signedBy'] : {}
  const sort = sortOf(record, kind)
  if (sort === null) return null
  if (sort === 'confirmation') return { about: textOf(record['entry']), remark: record['wasMe'] === true ? 'confirmed' : 'denied' }
  if (sort === 'form' && record['step'] === 'acknowledge') return { about: textOf(record['id']), remark: 'acknowledged' }
  if (sort === 'form' && by['id'] === ownerId) return null
  const form = isSaid(record['form']) ? forms.get(textOf(record['form']['id'])) : undefined
  const pairs = new Pairs()
  const { answers, gathered, title, form: _form, step: _step, says, signedBy: _by, signedAt: _at, verified: _is, ...rest } = record
  if (isSaid(record['form'])) pairs.add(words.form, [textOf(record['form']['title'])])
  addAll(pairs, rest)
  const isKnown = form !== undefined && addFilled(pairs, form, answers)
  const withheld = new Set(form?.sections.flatMap(({ id, restricted, scratch }) => (restricted === true || scratch === true ? [id] : [])))
  if (!isKnown) addAll(pairs, isSaid(answers) ? Object.fromEntries(Object.entries(answers).filter(([id]) => !withheld.has(id))) : answers)
  const hasFew = form !== undefined && form.sections.some(({ id, restricted }) => restricted === true && isSaid(answers) && id in answers)
  const logRows = sort === 'log' && Array.isArray(record['rows']) ? record['rows'].filter(isSaid) : []
  return {
    row: {
      kind: sort,
      // Declarations each have readers of their own, and what a form here unknown asks nobody can tell.
      section: sort === 'declaration' || sort === 'other' || (sort === 'form' && !isKnown) ? 'few' : 'whole',
      title: textOf(says) || textOf(title) || words.kinds[sort],
      type: typeOf(sort, form),
      signed_on: at.slice(0, 10),
      signed_at: at,
      signer_name: textOf(by['name']),
      signer_as: textOf(by['as']),
      content: pairs.pairs,
      remarks: [
        ...(pairs.isCut ? (['cut'] as const) : []),
        ...(gathered === undefined ? [] : (['gathered'] as const)),
        ...(hasFew ? (['few'] as const) : []),
      ],
    },
    ids: [textOf(record['id'])].filter(Boolean),
    rowIds: logRows.map(({ id }) => textOf(id)).filter(Boolean),
    corrects: [textOf(record['corrects']), ...logRows.map(({ corrects }) => textOf(corrects))].filter(Boolean),
    place: sort === 'sign-off' ? placeOf(record) : null,
  }
}

function jsonOf(text: string): Said | null {
  try {
    const value: unknown = JSON.parse(text)
    return isSaid(value) ? value : null
  } catch {
    return null
  }
}

/** Null for what was accepted there and signed in a third place: the archive carries that on by itself. */
function sortOf(record: Said, kind: string): KindElsewhere | 'confirmation' | null {
  const { verified } = record
  if (verified === 'signed elsewhere') return null
  if (kind === 'sign-off' || kind === 'declaration') return kind
  if (kind === 'verification') {
    if ('wasMe' in record) return 'confirmation'
    return verified === 'certificate' || verified === 'exam' || verified === 'log' ? verified : 'other'
  }
  if (kind !== 'form') return 'other'
  return 'objectiveId' in record ? 'objective' : isSaid(record['form']) ? 'form' : 'other'
}

function typeOf(kind: KindElsewhere, form: FormFile | undefined): ItemType | null {
  if (kind === 'certificate' || kind === 'exam') return kind
  if (kind !== 'form' || form === undefined) return 'other'
  return form.family === 'meeting' || form.family === 'supervisor report'
    ? 'meeting'
    : form.family === 'reflection'
      ? 'reflection'
      : 'assessment'
}

const placeOf = ({ curriculum, item }: Said): string =>
  JSON.stringify([isSaid(curriculum) ? textOf(curriculum['id']) : '', isSaid(item) ? textOf(item['code']) : ''])
