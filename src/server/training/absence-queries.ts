import { sql } from 'kysely'
import { mayOf } from '#domain/accounts/may.ts'
import { isTold, mostHalfDaysAway, TOLD_FROM_DAYS } from '#domain/training/absence.ts'
import type { Absence, YearAway } from '#domain/training/absence-contract.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'

const stands = (row: { readonly taken_back_at: Date | null }) => row.taken_back_at === null

/** All absences of an owner, the newest first, and what each training year adds up to. */
export async function absencesOf(db: Db | Tx, seen: Seen) {
  const rows = await db
    .selectFrom('absence')
    .where('owner_id', '=', seen.ownerId)
    .selectAll()
    .orderBy('from_on', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const years = await db
    .selectFrom('training_year')
    .where('owner_id', '=', seen.ownerId)
    .whereRef('until_on', '>=', 'from_on')
    .select(['code', 'from_on as from', 'until_on as until'])
    .orderBy('from_on', 'desc')
    .execute()
  const names = await namesOf(db, [
    seen.ownerId,
    ...rows.flatMap((row) => [row.recorded_by, ...(row.taken_back_by === null ? [] : [row.taken_back_by])]),
  ])
  const away = rows.filter(stands).map((row) => ({ from: row.from_on, until: row.until_on, halfDays: row.half_days }))
  return {
    name: names.get(seen.ownerId) ?? '',
    can: { write: mayOf(seen.may('write', 'absence', { state: 'new' })) },
    years: years.map((year): YearAway => {
      const halfDays = mostHalfDaysAway(away, year)
      return { ...year, workingDays: halfDays / 2, isTold: isTold(halfDays) }
    }),
    absences: rows.map((row): Absence => ({
      id: row.id,
      type: row.type,
      from: row.from_on,
      until: row.until_on,
      workingDays: row.half_days / 2,
      note: row.note,
      recordedBy: names.get(row.recorded_by) ?? '',
      takenBackBy: row.taken_back_by === null ? null : (names.get(row.taken_back_by) ?? ''),
    })),
  }
}

export interface ToldAway {
  readonly ownerId: string
  readonly name: string
  readonly code: string
  readonly from: PlainDate
  readonly until: PlainDate
  readonly workingDays: number
}

/**
 * Of a programme's trainees those whose absences in the training year of today reach what is pointed out (T20), the longest first. One
 * statement for all of them; only years with enough days at all are looked at closely.
 */
export async function toldIn(db: Db, programmeId: string): Promise<ToldAway[]> {
  const today = programmesToday()
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('training_year as year', (join) =>
      join.onRef('year.owner_id', '=', 'trainee.owner_id').onRef('year.trainee_id', '=', 'trainee.id'),
    )
    .innerJoin('absence', (join) =>
      join
        .onRef('absence.owner_id', '=', 'year.owner_id')
        .onRef('absence.from_on', '<=', 'year.until_on')
        .onRef('absence.until_on', '>=', 'year.from_on'),
    )
    .innerJoin('person', 'person.owner_id', 'trainee.owner_id')
    .where('trainee.programme_id', '=', programmeId)
    .where('year.from_on', '<=', today)
    .where('year.until_on', '>=', today)
    .where('absence.taken_back_at', 'is', null)
    .groupBy(['year.owner_id', 'year.id', 'person.name', 'year.code', 'year.from_on', 'year.until_on'])
    .having(sql<boolean>`sum(absence.half_days) >= ${2 * TOLD_FROM_DAYS}`)
    .select([
      'year.owner_id as ownerId',
      'person.name',
      'year.code',
      'year.from_on as from',
      'year.until_on as until',
      sql<{ from: PlainDate; until: PlainDate; halfDays: number }[]>`json_agg(json_build_object(
        'from', absence.from_on, 'until', absence.until_on, 'halfDays', absence.half_days))`.as('absences'),
    ])
    .execute()
  return rows
    .flatMap(({ absences, ...row }) => {
      const halfDays = mostHalfDaysAway(absences, row)
      return isTold(halfDays) ? [{ ...row, workingDays: halfDays / 2 }] : []
    })
    .sort((one, other) => other.workingDays - one.workingDays)
}
