import { z } from 'zod'
import type { Endpoint } from '#domain/endpoint.ts'
import { Hundredths, readHundredths } from '#domain/hundredths.ts'
import { isPlainDate, PlainDate } from '#domain/plain-date.ts'

/**
 * How a fact was come by: `checked` in the source named, `secondary` in somebody else's account of it,
 * `recalled` from memory and still to be checked.
 */
export const Certainty = z.enum(['checked', 'secondary', 'recalled'])
export type Certainty = z.infer<typeof Certainty>

/** What a catalogue entry is called for good: people's records refer to it. */
export const CatalogueId = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    error: 'must be lower-case letters and digits joined by single hyphens, such as gmp-2024',
  })
  .max(60, { error: 'must have at most 60 characters' })

export const AccreditorId = CatalogueId
export type AccreditorId = z.infer<typeof AccreditorId>
export const TagSetId = CatalogueId
export type TagSetId = z.infer<typeof TagSetId>
export const SchemeId = CatalogueId
export type SchemeId = z.infer<typeof SchemeId>

/** Words for what is there and is not text; what is not there at all is the reader's to say. */
const notText = (words: string) => (issue: { input?: unknown }) => {
  if (issue.input === undefined) return undefined
  return issue.input === null ? 'must not be empty' : words
}
/** Text of an author's, with words for what is wrong with it. */
export const Text = z
  .string({ error: notText('must be text; put it in quotes') })
  .max(2000, { error: 'must have at most 2,000 characters' })
  .refine((text) => text.trim() !== '', { error: 'must not be empty' })
const whole = (least: number, most: number, error = `must be a whole number, ${least} to ${most}`) => {
  return z.int({ error }).min(least, { error }).max(most, { error })
}
const monthOrChosen = 'must be the number of a month, 1 to 12, or chosen'

/** What every entry says about itself. `certainty` holds for all of the entry but the parts that carry their own. */
export const provenance = {
  version: Text,
  source: Text,
  certainty: Certainty,
  note: Text.optional(),
  validFrom: PlainDate.optional(),
  validTo: PlainDate.optional(),
}

export const datesInOrder = ({ validFrom, validTo }: { validFrom?: unknown; validTo?: unknown }): boolean =>
  !isDay(validFrom) || !isDay(validTo) || validFrom <= validTo
const isDay = (value: unknown): value is PlainDate => typeof value === 'string' && isPlainDate(value)
export const beforeItBegan = { error: 'must not be before validFrom', path: ['validTo'], when: isEntry }

const Unit = z.enum(['credit', 'point', 'hour'])

/** What a credit can be told to be; one credit may be several of these (C13). */
export const KindOfCredit = z.enum(['clinical', 'non-clinical', 'external', 'internal', 'personal', 'participatory'])
export type KindOfCredit = z.infer<typeof KindOfCredit>

/** Amounts are hundredths in the program and '1.25' in the files; all else is the same in both. */
function schemasWith<Amount extends z.ZodType<Hundredths>>(amount: Amount) {
  const accreditor = z
    .strictObject({
      id: AccreditorId,
      name: Text,
      country: Text.optional(),
      /** Absent where the organisation's rules have not been looked up. */
      unit: Unit.optional(),
      /** The word on its awards. A `point` is a unit of its own and always shown; the others give way to the person's choice (C7). */
      unitLabel: z.strictObject({ one: Text, many: Text }).optional(),
      /** Its credits come in steps of this. */
      step: amount.optional(),
      /** The month its CPD year starts in, 1 to 12. */
      yearStartsIn: whole(1, 12).optional(),
      /** Parts that are less sure, or surer, than the entry. */
      certaintyOf: z
        .strictObject({
          country: Certainty.optional(),
          unit: Certainty.optional(),
          step: Certainty.optional(),
          yearStartsIn: Certainty.optional(),
        })
        .optional(),
      ...provenance,
    })
    .refine((entry) => (entry.unit === undefined) === (entry.unitLabel === undefined), {
      error: 'unit and unitLabel go together: give both or neither',
      when: isEntry,
    })
    .refine(datesInOrder, beforeItBegan)

  const amountOfKind = z.strictObject({ kind: KindOfCredit, amount, certainty: Certainty.optional() })
  const limits = z.array(amountOfKind).superRefine(eachKindOnce, { when: isList })

  const scheme = z
    .strictObject({
      id: SchemeId,
      name: Text,
      unit: Unit,
      /** A period lasts `years` and starts on the first of a month, or on the day its owner chooses. */
      period: z.strictObject({
        years: whole(1, 10),
        startsIn: z.union([whole(1, 12, monthOrChosen), z.literal('chosen')], { error: monthOrChosen }),
        certainty: Certainty.optional(),
      }),
      target: z.strictObject({ amount, certainty: Certainty.optional() }),
      /** At least this much of the target must be of the kind. */
      minima: limits,
      /** What is of the kind counts up to this much and no further. */
      caps: limits,
      ...provenance,
    })
    .refine(datesInOrder, beforeItBegan)

  return { accreditor, scheme }
}

/** An amount as the files write it: text, '1.25', so that no reader of YAML makes a binary fraction of it (C9). */
export const WrittenAmount = z
  .string({ error: notText("must be an amount in quotes, such as '0.25'") })
  .regex(/^\d{1,3}\.\d{2}$/, { error: "must have two decimals, '0.00' to '999.99'" })
  .transform((text, context): Hundredths => {
    const read = readHundredths(text)
    if ('value' in read && read.value !== null) return read.value
    context.addIssue("must have two decimals, '0.00' to '999.99'")
    return z.NEVER
  })

const inProgram = schemasWith(Hundredths)
const inFiles = schemasWith(WrittenAmount)

/** An organisation that accredits learning (C1). Amounts in hundredths. */
export const Accreditor = inProgram.accreditor
export type Accreditor = z.infer<typeof Accreditor>
/** An accreditor as its file writes it; parses to `Accreditor`. */
export const AccreditorFile = inFiles.accreditor

/** A target somebody may have to meet, and what of it must or may be of some kind (C10, C13). Amounts in hundredths. */
export const Scheme = inProgram.scheme
export type Scheme = z.infer<typeof Scheme>
/** A scheme as its file writes it; parses to `Scheme`. */
export const SchemeFile = inFiles.scheme

/** The short name of a part within its entry. */
export const Code = z
  .string({ error: notText("must be text; put it in quotes, such as '1.1'") })
  .regex(/^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/, { error: 'must be letters and digits, with dots or hyphens between' })
  .max(40, { error: 'must have at most 40 characters' })

const TagOfSet = z.strictObject({ code: Code, label: Text, certainty: Certainty })
const TagGroup = z.strictObject({
  code: Code,
  label: Text,
  certainty: Certainty,
  items: z.array(TagOfSet).min(1, { error: 'must have at least one item' }),
})
type TagGroup = z.infer<typeof TagGroup>

/** A ready-made family of tags, switched on and off by each person (P6). */
export const TagSet = z
  .strictObject({
    id: TagSetId,
    title: Text,
    /** The codes were made for Cairn, and are no reference into the document the titles come from. */
    codesAreOurs: z.boolean(),
    defaultOn: z.boolean(),
    groups: z.array(TagGroup).min(1, { error: 'must have at least one group' }).superRefine(eachCodeOnce, { when: isList }),
    ...provenance,
  })
  .refine(datesInOrder, beforeItBegan)
export type TagSet = z.infer<typeof TagSet>

/** Everything in the catalogue, each list in the order of its ids. */
export const Catalogue = z.strictObject({
  accreditors: z.array(Accreditor),
  tagSets: z.array(TagSet),
  schemes: z.array(Scheme),
})
export type Catalogue = z.infer<typeof Catalogue>

export const readCatalogue = {
  method: 'GET',
  url: '/api/catalogue',
  schema: {
    summary: 'Accrediting organisations, tag sets and schemes, each with its source',
    response: { 200: Catalogue },
  },
} as const satisfies Endpoint

// These two let a check of the whole run although a part is at fault, so that one reading finds every fault.
export function isEntry(payload: { value: unknown }): boolean {
  return typeof payload.value === 'object' && payload.value !== null && !Array.isArray(payload.value)
}
export function isList(payload: { value: unknown }): boolean {
  return Array.isArray(payload.value)
}

/** A part of a list that may itself have failed its schema. */
export type Perhaps<T> = { readonly [Key in keyof T]?: unknown } | null | undefined

function eachKindOnce(limits: readonly Perhaps<{ kind: KindOfCredit }>[], context: z.RefinementCtx): void {
  const seen = new Set<unknown>()
  for (const [index, limit] of limits.entries()) {
    const kind = limit?.kind
    if (seen.has(kind)) context.addIssue({ code: 'custom', message: `'${String(kind)}' is here twice`, path: [index, 'kind'] })
    if (typeof kind === 'string') seen.add(kind)
  }
}

function eachCodeOnce(groups: readonly Perhaps<TagGroup>[], context: z.RefinementCtx): void {
  const seen = new Set<string>()
  const see = (code: unknown, path: (string | number)[]) => {
    if (typeof code !== 'string') return
    const sameCode = code.toLowerCase()
    if (seen.has(sameCode)) context.addIssue({ code: 'custom', message: `'${code}' is in this set already`, path })
    seen.add(sameCode)
  }
  for (const [g, group] of groups.entries()) {
    see(group?.code, [g, 'code'])
    if (!Array.isArray(group?.items)) continue
    for (const [i, item] of (group.items as Perhaps<z.infer<typeof TagOfSet>>[]).entries()) {
      see(item?.code, [g, 'items', i, 'code'])
    }
  }
}
