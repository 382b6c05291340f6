import type { z } from 'zod'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { addDays, addMonths } from '#domain/plain-date.ts'
import type { recordAbsence as contract } from '#domain/training/absence-contract.ts'
import { placementWords as words } from '#domain/training/placement-words.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db } from '#server/platform/db.ts'

/**
 * Records an absence; the same one sent twice is recorded once (T20).
 * @throws Refusal `invalid_input` at the field
 */
export async function recordAbsence(db: Db, seen: Seen, wanted: z.output<(typeof contract)['schema']['body']>): Promise<void> {
  const { id, type, from, until, workingDays, note } = wanted
  if (until < from) throw refuseField('until', words.endsBeforeItBegins)
  if (until >= addMonths(from, 36)) throw refuseField('until', words.absenceTooLong)
  const days = daysBetween(from, until, Math.ceil(workingDays))
  if (workingDays > days) throw refuseField('workingDays', words.tooManyDays(days))
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const rows = await tx
      .selectFrom('absence')
      .where('owner_id', '=', seen.ownerId)
      .where('taken_back_at', 'is', null)
      .where('from_on', '<=', until)
      .where('until_on', '>=', from)
      .select(['id', 'type', 'from_on', 'until_on'])
      .execute()
    if (rows.some((row) => row.id === id)) return
    const other = rows[0]
    if (other) throw refuseField('from', words.absenceOverlaps(other.type, other.from_on, other.until_on))
    await tx
      .insertInto('absence')
      .values({
        owner_id: seen.ownerId,
        id,
        type,
        from_on: from,
        until_on: until,
        half_days: Math.round(workingDays * 2),
        note,
        recorded_by: seen.viewerId,
      })
      .execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'training.absence_recorded',
      recordKind: 'absence',
      recordId: id,
      about: words.aboutAbsence(type, from, until),
    })
  })
}

/** @throws Refusal `not_found`, `not_allowed` where it was taken back before */
export async function takeBackAbsence(db: Db, seen: Seen, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('absence')
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .select(['type', 'from_on', 'until_on', 'taken_back_at'])
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw notFound()
    if (row.taken_back_at !== null) throw new Refusal('not_allowed', words.takenBack)
    await tx
      .updateTable('absence')
      .set({ taken_back_by: seen.viewerId, taken_back_at: new Date() })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'training.absence_taken_back',
      recordKind: 'absence',
      recordId: id,
      about: words.aboutAbsence(row.type, row.from_on, row.until_on),
    })
  })
}

/** Days between two, both included; counted no further than `enough`. */
function daysBetween(from: string, until: string, enough: number): number {
  let days = 1
  for (let day = from; day < until && days < enough; day = addDays(day, 1)) days += 1
  return days
}
