import type { z } from 'zod'
import { faultsOfAnswers, keptAnswers, type Answers } from '#domain/assessments/answers.ts'
import type { commentOnEntry as commentEndpoint, EntryComment } from '#domain/assessments/contract.ts'
import type { FormFile, FormSection, Writer } from '#domain/assessments/form-file.ts'
import { recordKindOf } from '#domain/assessments/sections.ts'
import { entryWords as say } from '#domain/assessments/words.ts'
import type { Answer } from '#domain/accounts/permissions.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { knownEntry, mayComment, maySection, maySee, sectionOf, standingWord, type House, type KnownRow } from './entry-queries.ts'
import { tellWhoSigns } from './waiting-letters.ts'
import { guardAnswers } from './guard-entry.ts'

/** @throws Refusal with the reason of the permission table */
export const must = (answer: Answer): void => {
  if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
}

/** What is written of an item for the first time (P18). @throws Refusal at the fields */
export const guardNew = (
  tx: Tx,
  seen: Seen,
  itemId: string,
  texts: Readonly<Record<string, string>>,
  overrides: GuardOverrides | undefined,
) => guardTexts(tx, { ownerId: seen.ownerId, personId: seen.viewerId, kind: 'clinical writing', itemId, texts, overrides })

/** Whoever puts it into the bin waits, or is waited for. */
export async function lockItem(tx: Tx, ownerId: string, id: string): Promise<void> {
  await tx.selectFrom('item').where('owner_id', '=', ownerId).where('id', '=', id).select('id').forUpdate().execute()
}

/** The entry locked until the transaction ends, so that nobody signs what another is changing. @throws Refusal `not_found` */
export async function entryForUpdate(house: House, tx: Tx, seen: Seen, id: string): Promise<{ row: KnownRow; form: FormFile }> {
  await lockPerson(tx, seen.ownerId)
  await lockItem(tx, seen.ownerId, id)
  const known = await knownEntry(house, tx, seen, id)
  if (known.row.isBinned) throw new Refusal('not_allowed', say.inTheBin)
  return known
}

/**
 * Saves one section, to go on later. What is required need not be there yet; what cannot be is refused.
 * @throws Refusal `not_found`, `not_allowed`, `stale_version`, `invalid_input` at the fields
 */
export async function saveEntryPart(
  house: House,
  seen: Seen,
  id: string,
  sectionId: string,
  { answers, version, overrides }: { answers: Answers; version: number; overrides?: GuardOverrides | undefined },
): Promise<{ version: number }> {
  return house.db.transaction().execute(async (tx) => {
    const { row, form } = await entryForUpdate(house, tx, seen, id)
    const section = sectionOf(form, sectionId)
    if (!maySee(seen, form, section)) throw notFound()
    must(maySection(seen, form, section.writer, 'write', row))
    const now = await writtenIn(tx, seen.ownerId, id)
    const there = now.get(sectionId)
    if ((there?.version ?? 0) !== version) throw new Refusal('stale_version', say.changedSince)
    if (row.state === 'prepared' && section.writer === 'trainee') refuseUnwhole(form, section, answers, now)
    const saved = await savePart(tx, form, seen.ownerId, id, sectionId, answers, now, seen.viewerId)
    if (section.writer === 'trainee' && isToldOfParts(form, row) && faultsIn(form, 'trainee', now).length > 0)
      await tellOnceWhole(house, tx, seen.ownerId, row, form)
    const by = { ownerId: seen.ownerId, personId: seen.viewerId, itemId: id, form, overrides }
    await guardAnswers(tx, { ...by, sections: [sectionId], before: now, now: await writtenIn(tx, seen.ownerId, id) })
    const { title } = row
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'entry.saved',
      recordKind: 'entry',
      recordId: id,
      about: say.says(form.title, title),
    })
    return saved
  })
}

/** Whether who signs hears of the trainee's part as it is saved: where it is prepared they hear of that, and by ticket of the ticket. */
const isToldOfParts = (form: FormFile, row: KnownRow): boolean =>
  form.assessing !== undefined && (form.signedBy === 'assessor' ? row.askedId !== null : form.preparedByTrainee !== true)

/** They hear once, however often what is required is emptied and filled in again (H3). */
async function tellOnceWhole(house: House, tx: Tx, ownerId: string, row: KnownRow, form: FormFile): Promise<void> {
  if (faultsIn(form, 'trainee', await writtenIn(tx, ownerId, row.id)).length > 0) return
  const told = await tx
    .updateTable('entry')
    .set({ told_at: new Date() })
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', row.id)
    .where('told_at', 'is', null)
    .returning('item_id')
    .executeTakeFirst()
  if (told !== undefined) await tellWhoSigns(house, tx, ownerId, row, form)
}

export type Written = ReadonlyMap<string, { readonly answers: Answers; readonly version: number }>

export async function writtenIn(tx: Tx, ownerId: string, id: string): Promise<Written> {
  const rows = await tx.selectFrom('entry_part').where('owner_id', '=', ownerId).where('item_id', '=', id).selectAll().execute()
  return new Map(rows.map((row) => [row.section, { answers: row.answers as Answers, version: row.version }]))
}

const othersIn = (now: Written, sectionId: string): Answers =>
  Object.assign({}, ...[...now].flatMap(([section, { answers }]) => (section === sectionId ? [] : [answers]))) as Answers

/** What is wrong with the sections of one writer. */
export const faultsIn = (form: FormFile, writer: Writer, now: Written) =>
  form.sections
    .filter((section) => section.writer === writer && section.scratch !== true)
    .flatMap((section) => faultsOfAnswers(form, section, now.get(section.id)?.answers ?? {}, othersIn(now, section.id), true))

/** What was finished can be changed until it is signed, and stays whole. @throws Refusal at the fields */
function refuseUnwhole(form: FormFile, section: FormSection, answers: Answers, now: Written): void {
  const faults = faultsOfAnswers(form, section, answers, othersIn(now, section.id), section.scratch !== true)
  if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
}

/** Keeps what was written into a section, checked. `savedBy` is null for an assessor without an account. @throws Refusal at the fields */
export async function savePart(
  tx: Tx,
  form: FormFile,
  ownerId: string,
  id: string,
  sectionId: string,
  answers: Answers,
  now: Written,
  savedBy: string | null,
): Promise<{ version: number }> {
  const section = sectionOf(form, sectionId)
  const others = othersIn(now, sectionId)
  const faults = faultsOfAnswers(form, section, answers, others, false)
  if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
  const version = (now.get(sectionId)?.version ?? 0) + 1
  const row = { answers: JSON.stringify(keptAnswers(section, answers, others)), version, saved_by: savedBy, saved_at: new Date() }
  await tx
    .insertInto('entry_part')
    .values({ owner_id: ownerId, item_id: id, section: sectionId, ...row })
    .onConflict((conflict) => conflict.columns(['owner_id', 'item_id', 'section']).doUpdateSet(row))
    .execute()
  return { version }
}

/** Sent twice it is once, as it was first. @throws Refusal `not_found`, `not_allowed`; `invalid_input` at `text` */
export async function commentOnEntry(
  house: House,
  seen: Seen,
  id: string,
  { id: commentId, text, overrides }: z.output<(typeof commentEndpoint)['schema']['body']>,
): Promise<z.output<typeof EntryComment>> {
  const [names, as] = await Promise.all([namesOf(house.db, [seen.viewerId]), standingWord(house.db, seen)])
  return house.db.transaction().execute(async (tx) => {
    const { row, form } = await entryForUpdate(house, tx, seen, id)
    if (!seen.may('read', recordKindOf(form.family), { section: 'comments' }).allowed) throw notFound()
    must(mayComment(seen, form, row))
    const by = { by_name: names.get(seen.viewerId) ?? '', by_as: as }
    const made = await tx
      .insertInto('entry_comment')
      .values({ owner_id: seen.ownerId, id: commentId, item_id: id, by_id: seen.viewerId, ...by, text, at: new Date() })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    const kept = await tx
      .selectFrom('entry_comment')
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', commentId)
      .select(['item_id', 'by_id', 'by_name', 'by_as', 'text', 'at'])
      .executeTakeFirstOrThrow()
    if (kept.item_id !== id || kept.by_id !== seen.viewerId) throw notFound()
    const answer = { id: commentId, byName: kept.by_name, byAs: kept.by_as, text: kept.text, at: kept.at.toISOString() }
    if (made === undefined) return answer
    await guardNew(tx, seen, commentId, { text }, overrides)
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'entry.commented',
      recordKind: 'entry',
      recordId: id,
      about: say.says(form.title, row.title),
    })
    return answer
  })
}
