import { sql } from 'kysely'
import { may, type Standing } from '#domain/accounts/permissions.ts'
import { relationToday, SUPERVISOR_GRACE_DAYS, type GivenRelation } from '#domain/accounts/relations.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { enrolmentOn } from '#domain/training/enrolment.ts'
import { overlap } from '#domain/training/placements.ts'
import { roleTitles } from '#domain/training/placement-words.ts'
import type { DutyInProgramme, TraineeAtAGlance, TraineeWait } from '#domain/training/roster-contract.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { rolesOf } from '#server/accounts/relation-queries.ts'
import type { Db } from '#server/platform/db.ts'

/** The most days of grace that a programme may give. */
const MOST_GRACE_DAYS = 365

/** Counts something that waits for a viewer with each of these owners; one statement, however many they are. */
export interface Waiting {
  readonly what: TraineeWait
  /** Whether it is the viewer's to do, as the permission table has it: what one may not do today does not wait for one. */
  isFor(standings: readonly Standing[], state: 'new' | 'frozen'): boolean
  count(db: Db, ownerIds: readonly string[], viewerId: string): Promise<ReadonlyMap<string, number>>
}

/**
 * Whose record a person reads by name today, by the trainee's name (T14): their trainees, and those whose panel they sit on. One
 * statement a part. `waiting` adds what other parts of the record have for them.
 */
export async function traineesOf(db: Db, personId: string, waiting: readonly Waiting[] = []): Promise<TraineeAtAGlance[]> {
  const today = programmesToday()
  const relations = await db
    .selectFrom('relation_by_person')
    .where('owner_id', '=', personId)
    .where('until_on', '>=', addDays(today, -MOST_GRACE_DAYS))
    .whereRef('until_on', '>=', 'from_on')
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('closing').whereRef('closing.owner_id', '=', 'record_owner_id').select('closing.owner_id'))),
    )
    .select(['record_owner_id as ownerId', 'relation', 'from_on as from', 'until_on as until'])
    .orderBy('until_on', 'desc')
    .orderBy('id')
    .execute()
  const ids = [...new Set(relations.map(({ ownerId }) => ownerId))]
  if (ids.length === 0) return []
  const trainings = await db
    .selectFrom('trainee')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .where('trainee.owner_id', 'in', ids)
    .where((eb) => eb.or([eb('trainee.until_on', 'is', null), eb('trainee.until_on', '>=', eb.ref('trainee.from_on'))]))
    .select([
      'trainee.owner_id as ownerId',
      'trainee.from_on as from',
      'trainee.until_on as until',
      'trainee.enrolled_on as enrolledOn',
      'programme.title',
      'programme.grace_days as graceDays',
      'programme.told_after_months as toldAfterMonths',
      'programme.frozen_after_months as frozenAfterMonths',
    ])
    .orderBy(sql`(trainee.from_on <= ${today}::date and coalesce(trainee.until_on, 'infinity') >= ${today}::date)`, 'desc')
    .orderBy('trainee.from_on', 'desc')
    .execute()
  const trainingsOf = Map.groupBy(trainings, ({ ownerId }) => ownerId)
  const open = relations.flatMap((one) => {
    const relation = one.relation as GivenRelation
    const grace = Math.max(
      -1,
      ...(trainingsOf.get(one.ownerId) ?? [])
        .filter(({ from, until }) => overlap(one, { from, until: until ?? '9999-12-31' }))
        .map(({ graceDays }) => graceDays),
    )
    const graceDays = grace < 0 ? SUPERVISOR_GRACE_DAYS : grace
    const phase = relationToday({ ...one, relation }, today, graceDays)
    if (phase !== 'during' && phase !== 'grace') return []
    const graceDaysLeft = phase === 'grace' ? daysFrom(today, addDays(one.until, graceDays)) : null
    return [{ ownerId: one.ownerId, relation, from: one.from, until: one.until, phase, graceDaysLeft }]
  })
  const shown = [...new Set(open.map(({ ownerId }) => ownerId))]
  if (shown.length === 0) return []
  const people = await db.selectFrom('person').where('owner_id', 'in', shown).select(['owner_id', 'name', 'photo_as']).execute()
  const years = await db
    .selectFrom('training_year')
    .distinctOn('owner_id')
    .where('owner_id', 'in', shown)
    .where('until_on', '>=', today)
    .whereRef('until_on', '>=', 'from_on')
    .select(['owner_id', 'code'])
    .orderBy('owner_id')
    .orderBy('from_on')
    .execute()
  const relationsOf = Map.groupBy(open, ({ ownerId }) => ownerId)
  const enrolmentsOf = (ownerId: string) =>
    (trainingsOf.get(ownerId) ?? []).map((training) => enrolmentOn(today, { ...training, isInvited: true }, training))
  const stateOf = (ownerId: string) => (enrolmentsOf(ownerId).includes('frozen') ? 'frozen' : 'new')
  const counts: { what: TraineeWait; of: ReadonlyMap<string, number> }[] = []
  for (const one of waiting) {
    const theirs = shown.filter((ownerId) => one.isFor(relationsOf.get(ownerId) ?? [], stateOf(ownerId)))
    counts.push({ what: one.what, of: await one.count(db, theirs, personId) })
  }
  const codes = new Map(years.map((year) => [year.owner_id, year.code]))
  return people
    .map((person) => {
      const training = trainingsOf.get(person.owner_id)?.[0]
      return {
        ownerId: person.owner_id,
        name: person.name,
        hasPhoto: person.photo_as !== null,
        programme: training?.title ?? '',
        year: codes.get(person.owner_id) ?? null,
        enrolment: enrolmentsOf(person.owner_id)[0] ?? null,
        relations: (relationsOf.get(person.owner_id) ?? []).map(({ ownerId: _owner, ...relation }) => relation),
        waits: sums(counts, person.owner_id),
      }
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'en-GB') || (one.ownerId < other.ownerId ? -1 : 1))
}

/** What is counted in several parts is one number. */
function sums(counts: readonly { what: TraineeWait; of: ReadonlyMap<string, number> }[], ownerId: string) {
  return [...Map.groupBy(counts, ({ what }) => what)]
    .map(([what, parts]) => ({ what, count: parts.reduce((sum, { of }) => sum + (of.get(ownerId) ?? 0), 0) }))
    .filter(({ count }) => count > 0)
}

function daysFrom(today: PlainDate, last: PlainDate): number {
  let days = 0
  for (let day = today; day <= last; day = addDays(day, 1)) days += 1
  return days
}

/**
 * The programmes a person has a role in today, with the corrections of supervisors that wait there for them: those without a name for who
 * names the right one, and every open one for who makes the change or says why not (T2). One statement, however many train there.
 */
export async function programmesOf(db: Db, personId: string): Promise<DutyInProgramme[]> {
  const held = await rolesOf(db, personId)
  const ids = [...new Set(held.flatMap(({ programmeId }) => programmeId ?? []))]
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('programme')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('trainee')
          .innerJoin('supervisor_correction as correction', 'correction.owner_id', 'trainee.owner_id')
          .whereRef('trainee.programme_id', '=', 'programme.id')
          .where('correction.closed_at', 'is', null)
          .select([
            sql<number>`count(distinct correction.id)::int`.as('open'),
            sql<number>`(count(distinct correction.id) filter (where named_person_id is null))::int`.as('unnamed'),
          ])
          .as('counted'),
      (join) => join.onTrue(),
    )
    .where('programme.id', 'in', ids)
    .select(['id', 'title', 'open', 'unnamed'])
    .orderBy('title')
    .execute()
  return rows.map(({ id, title, open, unnamed }) => {
    const roles = held.filter(({ programmeId }) => programmeId === id).map(({ role }) => role)
    const standings = roles.map((relation) => ({ relation, phase: 'during' }) as Standing)
    const mayWrite = (section: 'naming' | 'outcome') => may(standings, 'write', 'supervisor_correction', { section }).allowed
    const corrections = mayWrite('outcome') ? open : mayWrite('naming') ? unnamed : 0
    return { id, title, roles: roles.map((role) => roleTitles[role]), corrections: corrections ?? 0 }
  })
}
