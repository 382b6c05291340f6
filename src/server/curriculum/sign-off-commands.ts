import type { NewSignOff, OwnYear } from '#domain/curriculum/contract.ts'
import type { CurriculumItem } from '#domain/curriculum/curriculum-items.ts'
import { faultsOfAnswer, signOffNeeds, type ReasonAsked, type SupervisorAnswer } from '#domain/curriculum/sign-off.ts'
import { curriculumWords, linkWords, signedWords } from '#domain/curriculum/words.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { finishForm } from '#server/accounts/begun-commands.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { relationsOfOwner } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { basisOf, evidenceNow, type EvidenceRow } from './evidence-queries.ts'
import { linkedTo } from './item-queries.ts'
import { newestAssessment } from './page-queries.ts'
import { tellTrainee, type Signer, type SignedNews } from './sign-off-letters.ts'
import { inHandOf, itemIn, signingsOf, signOffForms, type InHand } from './year-queries.ts'

type House = Pick<Parts, 'db' | 'catalogue' | 'config'>
type Wanted = NewSignOff & { readonly code: string; readonly id: string; readonly basis: string }
export interface Signed {
  readonly id: string
  readonly chainNumber: number
}
export type Outcome =
  | { readonly code: string; readonly signed: Signed; readonly refused: null }
  | { readonly code: string; readonly signed: null; readonly refused: Refusal }

/**
 * A supervisor's answer for a curriculum item (T9): what they saw is kept as it was, the signature joins the owner's chain, and the
 * trainee is written to. Nothing signed before is changed: the newest of an item and year counts. Sent again, as after a lost answer,
 * it answers what is there.
 * @throws Refusal `not_found`; `not_allowed` for who may not sign; `stale_version` where the evidence or the self-assessment is not as
 *   it was shown; `invalid_input` at the fields of the form
 */
export async function signOffItem(house: House, seen: Seen, wanted: Wanted): Promise<Signed> {
  const [outcome] = await signOffItems(house, seen, [wanted])
  if (outcome!.refused !== null) throw outcome!.refused
  return outcome!.signed
}

/**
 * `signOffItem` for several as one act (T19): each has its own link of the chain, and the trainee gets one mail for all. What is refused
 * keeps nothing of the rest from being signed.
 * @throws Refusal `not_found` for who trains nowhere; `not_allowed` where that is the answer to each
 */
export async function signOffItems(house: House, seen: Seen, wanted: readonly Wanted[]): Promise<Outcome[]> {
  const inHand = await inHandOf(house, seen.ownerId)
  const signing = { seen, inHand, signingOf: await signingsOf(house.db, seen, inHand), by: await signerOf(house, seen) }
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const codes = wanted.map(({ code }) => code)
    await lockEvidence(tx, seen.ownerId, inHand.curriculum.id, codes)
    const outcomes: Outcome[] = []
    const news: SignedNews[] = []
    for (const one of wanted) {
      const { code } = one
      try {
        const { signed, told } = await signOne(house, tx, signing, one)
        if (told !== null) news.push(told)
        outcomes.push({ code, signed, refused: null })
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault
        outcomes.push({ code, signed: null, refused: fault })
      }
    }
    if (outcomes.every(({ refused }) => refused?.code === 'not_allowed')) throw outcomes[0]!.refused!
    await tellTrainee(tx, house, seen, signing.by, news)
    return outcomes
  })
}

interface Signing {
  readonly seen: Seen
  readonly inHand: InHand
  readonly signingOf: Awaited<ReturnType<typeof signingsOf>>
  readonly by: Signer
}

/** The owner is locked. Nothing is written before all that can be refused was. `told` is null for what was signed before. */
async function signOne(
  house: House,
  tx: Tx,
  { seen, inHand, signingOf, by }: Signing,
  wanted: Wanted,
): Promise<{ signed: Signed; told: SignedNews | null }> {
  const { code } = wanted
  const item = itemIn(inHand, code)
  const { year, closed } = signingOf(code)
  const before = await signedBefore(tx, seen, wanted.id)
  if (before !== null) return { signed: before, told: null }
  if (closed !== null || year === null) throw new Refusal('not_allowed', closed ?? curriculumWords.noYear)
  const evidence = await evidenceLocked(house, tx, seen.ownerId, inHand.curriculum.id, code)
  const assessed = (await newestAssessment(tx, seen.ownerId, inHand.curriculum.id, year.id, code)) ?? null
  if (basisOf(evidence, assessed?.id ?? null) !== wanted.basis) throw new Refusal('stale_version', signedWords.basisChanged)
  const basis = { links: evidence.length, hasSelfAssessment: assessed !== null }
  const faults = faultsOfAnswer(answerOf(wanted), basis, item.scale)
  if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
  const said = kept(wanted, item, basis)
  const at = new Date()
  const selfAssessment =
    assessed === null ? null : { id: assessed.id, level: assessed.level, why: assessed.why, at: assessed.at.toISOString() }
  const head = await signRecord(tx, chainKeyOf(house.config), {
    ownerId: seen.ownerId,
    kind: 'sign-off',
    says: `${linkWords.audited(item.title, code)}, ${year.code}: ${levelTitle(item, said.level) ?? said.answer}`,
    by: { id: by.id, name: by.name, as: by.relation },
    at,
    record: {
      id: wanted.id,
      ownerId: seen.ownerId,
      ...recordOf(inHand, item, year),
      ...said,
      selfAssessment,
      evidence: evidence.map((row) => ({
        itemId: row.evidence.itemId,
        version: row.version,
        title: row.evidence.title,
        hash: row.hash,
        files: row.evidence.files.map(({ id, name, sizeBytes, sha256 }) => ({ id, name, sizeBytes, sha256 })),
      })),
    },
  })
  await tx
    .insertInto('sign_off')
    .values({
      owner_id: seen.ownerId,
      id: wanted.id,
      curriculum_id: inHand.curriculum.id,
      item_code: code,
      training_year_id: year.id,
      training_year: year.code,
      ...said,
      reasons: JSON.stringify(said.reasons),
      signed_by: by.id,
      signed_by_name: by.name,
      relation: by.relation,
      signed_at: at,
      self_assessment_id: assessed?.id ?? null,
      chain_number: head.number,
    })
    .execute()
  await keepVersions(tx, seen.ownerId, wanted.id, evidence)
  await finishForm(tx, seen.viewerId, `${signOffForms(seen.ownerId, inHand.curriculum)}${code}`)
  await audit(tx, {
    ownerId: seen.ownerId,
    personId: seen.viewerId,
    act: said.level === null ? 'curriculum.more_asked' : 'curriculum.signed_off',
    recordKind: 'sign_off',
    recordId: wanted.id,
    about: `${linkWords.audited(item.title, code)}, ${year.code}`,
    changes: [{ field: 'level', before: '', after: levelTitle(item, said.level) ?? said.answer }],
  })
  return {
    signed: { id: wanted.id, chainNumber: head.number },
    told: { item, year, answer: said.answer, level: levelTitle(item, said.level), head },
  }
}

const answerOf = ({ answer, level, reasons, note }: NewSignOff): SupervisorAnswer =>
  answer === 'signed off at level' ? { answer, level: level ?? '', reasons: asked(reasons) } : { answer, note }

const asked = (reasons: NewSignOff['reasons']) =>
  Object.fromEntries(Object.entries(reasons).filter(([, reason]) => reason !== undefined)) as Partial<Record<ReasonAsked, string>>

/** What stands in the signature: a level with the reasons that were asked for, or what more is needed. */
function kept({ answer, level, reasons, note }: NewSignOff, item: CurriculumItem, basis: { links: number; hasSelfAssessment: boolean }) {
  if (answer !== 'signed off at level') return { answer, level: null, reasons: {}, note }
  const needs = signOffNeeds({ ...basis, level: item.scale.levels.find(({ code }) => code === level) })
  const wanted: readonly ReasonAsked[] = needs.refused === null ? needs.reasonsFor : []
  return { answer, level, reasons: Object.fromEntries(wanted.map((one) => [one, reasons[one] ?? ''])), note }
}

const levelTitle = (item: CurriculumItem, level: string | null): string | null =>
  item.scale.levels.find(({ code }) => code === level)?.title ?? null

/** What was signed off, by the words of its own version: the curriculum may have another by the time somebody checks. */
const recordOf = ({ curriculum }: InHand, item: CurriculumItem, year: OwnYear) => ({
  curriculum: { id: curriculum.id, title: curriculum.title, version: curriculum.version },
  item: { code: item.code, title: item.title, levels: item.scale.levels.map(({ code, title }) => ({ code, title })) },
  trainingYear: { id: year.id, code: year.code },
})

async function signedBefore(tx: Tx, seen: Seen, id: string): Promise<Signed | null> {
  const row = await tx
    .selectFrom('sign_off')
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .select(['signed_by', 'chain_number'])
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.signed_by !== seen.viewerId) throw notFound()
  return { id, chainNumber: row.chain_number }
}

/** All that is rested on, in one order, so that two who want the same never wait for each other. */
async function lockEvidence(tx: Tx, ownerId: string, curriculumId: string, codes: readonly string[]): Promise<void> {
  await linkedTo(tx, ownerId, curriculumId, codes).clearOrderBy().orderBy('item.id').forShare().execute()
}

/** Nothing of the evidence changes until it is signed: who changes an item or its files waits. */
async function evidenceLocked(house: House, tx: Tx, ownerId: string, curriculumId: string, code: string): Promise<EvidenceRow[]> {
  const links = await linkedTo(tx, ownerId, curriculumId, [code]).clearOrderBy().orderBy('item.id').forShare().execute()
  const rows = await evidenceNow(
    house,
    tx,
    ownerId,
    links.map(({ itemId }) => itemId),
  )
  return [...rows.values()]
}

async function keepVersions(tx: Tx, ownerId: string, signOffId: string, evidence: readonly EvidenceRow[]): Promise<void> {
  if (evidence.length === 0) return
  await tx
    .insertInto('evidence_version')
    .values(
      evidence.map(({ evidence: { itemId, title, type, startedOn, completedOn, notes, filled }, version, hash }) => ({
        owner_id: ownerId,
        sign_off_id: signOffId,
        item_id: itemId,
        item_version: version,
        title,
        type,
        started_on: startedOn,
        completed_on: completedOn,
        notes,
        filled: filled === null ? null : JSON.stringify(filled),
        hash,
      })),
    )
    .execute()
  const files = evidence.flatMap(({ evidence: { itemId, files }, storedAs }) =>
    files.map(({ id, name, mediaType, sizeBytes, sha256 }) => ({
      owner_id: ownerId,
      sign_off_id: signOffId,
      item_id: itemId,
      file_id: id,
      name,
      media_type: mediaType,
      size_bytes: sizeBytes,
      sha256,
      stored_as: storedAs.get(id)!,
    })),
  )
  if (files.length > 0) await tx.insertInto('evidence_version_file').values(files).execute()
}

/** As what the viewer signs: in post before over, educational supervisor before clinical, the newest first. */
async function signerOf({ db }: House, seen: Seen): Promise<Signer> {
  const [relations, names] = await Promise.all([relationsOfOwner(db, seen), namesOf(db, [seen.viewerId])])
  const mine = relations
    .filter(({ personId, phase }) => personId === seen.viewerId && phase !== 'before')
    .flatMap(({ relation, phase, from, until }) =>
      (relation === 'clinical supervisor' || relation === 'educational supervisor') && from <= until ? [{ relation, phase, until }] : [],
    )
    .toSorted(
      (a, b) =>
        Number(b.phase === 'during') - Number(a.phase === 'during') ||
        Number(b.relation === 'educational supervisor') - Number(a.relation === 'educational supervisor') ||
        (a.until < b.until ? 1 : -1),
    )
  return { id: seen.viewerId, name: names.get(seen.viewerId) ?? '', relation: mine[0]?.relation ?? 'clinical supervisor' }
}
