import { faultsOfAnswers, type Answers } from '#domain/assessments/answers.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { reflectionWords as say } from '#domain/assessments/reflection-words.ts'
import { AUDIENCES, type Audience } from '#domain/assessments/shares.ts'
import { Refusal, refuseField } from '#domain/errors.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { linkedOf } from '#server/curriculum/evidence-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { completeOfKind } from '#server/portfolio/kind-commands.ts'
import { v7 as uuidv7 } from 'uuid'
import { entryForUpdate, writtenIn } from './entry-commands.ts'
import type { EntryRow, House } from './entry-queries.ts'
import { writtenNow } from './filled-queries.ts'
import { guardAnswers } from './guard-entry.ts'
import { sharesOf } from './share-queries.ts'

/** A reflection of the viewer's own, locked until the transaction ends. @throws Refusal `not_found`, `not_allowed` in the bin */
export async function ownReflection(house: House, tx: Tx, seen: Seen, id: string): Promise<{ row: EntryRow; form: FormFile }> {
  // Whoever is linking it waits, so that nothing is linked that was just made private.
  const known = await entryForUpdate(house, tx, seen, id)
  if (known.form.family !== 'reflection') throw new Refusal('not_allowed', say.onlyReflections)
  return known
}

const actOn = (seen: Seen, { id, title }: EntryRow) =>
  ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'entry', recordId: id, about: title }) as const

/** What stands in it, by the rules of today and with the reasons that were kept (P18). @throws Refusal `invalid_input` at the fields */
async function guardWritten(tx: Tx, { ownerId, viewerId }: Seen, itemId: string, form: FormFile): Promise<void> {
  const now = await writtenIn(tx, ownerId, itemId)
  await guardAnswers(tx, { ownerId, personId: viewerId, itemId, form, sections: [...now.keys()], now, before: now })
}

/**
 * Shares the learning layer with these audiences from now on, and with no others (F8). What a signature saw is kept by it.
 * @throws Refusal `not_found`; `not_allowed` where it would be private and is linked; `invalid_input` at `isShown` where somebody new
 *   would read it, who was not shown first
 */
export async function shareReflection(
  house: House,
  seen: Seen,
  id: string,
  { with: wanted, isShown }: { with: readonly Audience[]; isShown: boolean },
): Promise<void> {
  return house.db.transaction().execute(async (tx) => {
    const { row, form } = await ownReflection(house, tx, seen, id)
    const now = (await sharesOf(tx, seen.ownerId, [id])).get(id) ?? []
    const added = AUDIENCES.filter((one) => wanted.includes(one) && !now.includes(one))
    const ended = now.filter((one) => !wanted.includes(one))
    if (added.length > 0 && !isShown) throw refuseField('isShown', say.notShown)
    if (wanted.length === 0 && ended.length > 0) {
      const codes = (await linkedOf(tx, seen.ownerId, [id])).get(id)
      if (codes !== undefined) throw new Refusal('not_allowed', say.linkedStill(codes), { details: { linkedTo: codes } })
    }
    if (added.length > 0) await guardWritten(tx, seen, id, form)
    const at = new Date()
    if (ended.length > 0)
      await tx
        .updateTable('entry_share')
        .set({ ended_at: at })
        .where('owner_id', '=', seen.ownerId)
        .where('item_id', '=', id)
        .where('audience', 'in', ended)
        .where('ended_at', 'is', null)
        .execute()
    if (added.length > 0)
      await tx
        .insertInto('entry_share')
        .values(added.map((audience) => ({ owner_id: seen.ownerId, id: uuidv7(), item_id: id, audience, shared_at: at })))
        .execute()
    if (added.length + ended.length === 0) return
    await audit(tx, {
      ...actOn(seen, row),
      act: wanted.length === 0 ? 'reflection.unshared' : 'reflection.shared',
      changes: [{ field: 'sharedWith', before: now.join(', '), after: AUDIENCES.filter((one) => wanted.includes(one)).join(', ') }],
    })
  })
}

/**
 * Marks it as completed today: nobody signs a reflection, and it can be amended ever after. Done twice it is once.
 * @throws Refusal `not_found`; `invalid_input` at the fields that are still to be filled
 */
export async function finishReflection(house: House, seen: Seen, id: string): Promise<{ finishedOn: PlainDate }> {
  return house.db.transaction().execute(async (tx) => {
    const { row, form } = await ownReflection(house, tx, seen, id)
    const item = await tx
      .selectFrom('item')
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .select('completed_on')
      .executeTakeFirstOrThrow()
    if (item.completed_on !== null) return { finishedOn: item.completed_on }
    const written = (await writtenNow(tx, seen.ownerId, [id])).get(id) ?? {}
    const all: Answers = Object.assign({}, ...Object.values(written)) as Answers
    const faults = form.sections.flatMap((section) => faultsOfAnswers(form, section, written[section.id] ?? {}, all, true))
    if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
    await guardWritten(tx, seen, id, form)
    const finishedOn = programmesToday()
    await completeOfKind(tx, seen.ownerId, id, finishedOn)
    await audit(tx, { ...actOn(seen, row), act: 'reflection.finished' })
    return { finishedOn }
  })
}

/**
 * Says which file of the library or module it is about; null takes that back. Only its author is ever told.
 * @throws Refusal `not_found`; `invalid_input` at `aboutId`
 */
export async function setSubject(house: House, seen: Seen, id: string, aboutId: string | null): Promise<void> {
  return house.db.transaction().execute(async (tx) => {
    const { row } = await ownReflection(house, tx, seen, id)
    const before = await subjectTitle(tx, seen.ownerId, id)
    const key = { owner_id: seen.ownerId, item_id: id }
    if (aboutId === null) await tx.deleteFrom('entry_about').where('owner_id', '=', seen.ownerId).where('item_id', '=', id).execute()
    else {
      const subject = await tx
        .selectFrom('item')
        .where('owner_id', '=', seen.ownerId)
        .where('id', '=', aboutId)
        .where('kind', 'in', ['library file', 'module'])
        .where('binned_at', 'is', null)
        .select('id')
        .executeTakeFirst()
      if (subject === undefined) throw refuseField('aboutId', say.noSubject)
      await tx
        .insertInto('entry_about')
        .values({ ...key, about_id: aboutId })
        .onConflict((conflict) => conflict.columns(['owner_id', 'item_id']).doUpdateSet({ about_id: aboutId }))
        .execute()
    }
    const after = await subjectTitle(tx, seen.ownerId, id)
    if (before !== after) await audit(tx, { ...actOn(seen, row), act: 'reflection.about', changes: [{ field: 'about', before, after }] })
  })
}

async function subjectTitle(tx: Tx, ownerId: string, id: string): Promise<string> {
  const row = await tx
    .selectFrom('entry_about as about')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'about.owner_id').onRef('item.id', '=', 'about.about_id'))
    .where('about.owner_id', '=', ownerId)
    .where('about.item_id', '=', id)
    .select('item.title')
    .executeTakeFirst()
  return row?.title ?? ''
}
