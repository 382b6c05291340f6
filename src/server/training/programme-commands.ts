import { v7 as uuidv7 } from 'uuid'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { ProgrammeFields } from '#domain/training/college-contract.ts'
import { programmeWords } from '#domain/training/programme-words.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Viewer } from '#server/platform/viewer.ts'

type Making = Pick<Parts, 'db' | 'catalogue'>

const columnsOf = (wanted: ProgrammeFields) => ({
  title: wanted.title,
  curriculum_id: wanted.curriculumId,
  contact_name: wanted.contactName,
  contact_email: wanted.contactEmail,
  contact_phone: wanted.contactPhone,
  told_after_months: wanted.toldAfterMonths,
  frozen_after_months: wanted.frozenAfterMonths,
  grace_days: wanted.graceDays,
  kept_years: wanted.keptYears,
  pace_follows_fraction: wanted.paceFollowsFraction,
  pace_follows_absence: wanted.paceFollowsAbsence,
})

async function refuseUnknownCurriculum({ db, catalogue }: Making, id: string): Promise<void> {
  if ((await curriculumNow(db, catalogue, id)) === undefined) throw refuseField('curriculumId', programmeWords.unknownCurriculum)
}

/**
 * For a college administrator. A programme belongs to no owner; that it was made stands in the trail of who made it.
 * @throws Refusal `invalid_input`
 */
export async function makeProgramme(parts: Making, viewer: Viewer, wanted: ProgrammeFields): Promise<{ id: string }> {
  await refuseUnknownCurriculum(parts, wanted.curriculumId)
  const id = uuidv7()
  await parts.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('programme')
      .values({ id, ...columnsOf(wanted), made_by: viewer.personId })
      .execute()
    await audit(tx, {
      ownerId: viewer.personId,
      personId: viewer.personId,
      act: 'training.programme_made',
      recordKind: 'programme',
      recordId: id,
      about: wanted.title,
    })
  })
  return { id }
}

/**
 * Changes a programme, if nobody changed it since `version` was read. Who trains in it stays on their own curriculum (T10).
 * @throws Refusal `not_found`, `invalid_input`, `stale_version`
 */
export async function amendProgramme(
  parts: Making,
  viewer: Viewer,
  id: string,
  { version, ...wanted }: ProgrammeFields & { version: number },
): Promise<void> {
  await refuseUnknownCurriculum(parts, wanted.curriculumId)
  await parts.db.transaction().execute(async (tx) => {
    const kept = await tx.selectFrom('programme').where('id', '=', id).selectAll().forUpdate().executeTakeFirst()
    if (kept === undefined) throw notFound()
    if (kept.version !== version) throw new Refusal('stale_version', programmeWords.changedElsewhere)
    const next = columnsOf(wanted)
    const changed = (Object.keys(next) as (keyof typeof next)[]).filter((column) => next[column] !== kept[column])
    if (changed.length === 0) return
    await tx
      .updateTable('programme')
      .set({ ...next, version: version + 1 })
      .where('id', '=', id)
      .execute()
    await audit(tx, {
      ownerId: viewer.personId,
      personId: viewer.personId,
      act: 'training.programme_changed',
      recordKind: 'programme',
      recordId: id,
      about: wanted.title,
      changes: changed.map((column) => ({ field: column, before: String(kept[column]), after: String(next[column]) })),
    })
  })
}
