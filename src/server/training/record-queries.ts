import { mayOf } from '#domain/accounts/may.ts'
import type { Answer } from '#domain/accounts/permissions.ts'
import { relationToday, sectionOf, SUPERVISOR_GRACE_DAYS, type GivenRelation } from '#domain/accounts/relations.ts'
import { notFound } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { freezesOn } from '#domain/training/enrolment.ts'
import type { CorrectionView, RecordView } from '#domain/training/placement-contract.ts'
import { placementOn } from '#domain/training/placements.ts'
import { placementWords as words } from '#domain/training/placement-words.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { LoadedCatalogue } from '#server/platform/catalogue.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { addressesOf } from './people-queries.ts'
import { trainingOf, type Training } from './queries.ts'
import { yearCodesOf } from './year-codes.ts'

/** One trainee's record at a glance, as far as the viewer may read it. One statement a part. `absence` says whether absences may be read. */
export async function recordOf(
  db: Db,
  catalogue: LoadedCatalogue,
  seen: Seen,
  absence: Answer,
): Promise<Omit<RecordView, 'signedElsewhere'>> {
  const { ownerId } = seen
  const today = programmesToday()
  const person = await db
    .selectFrom('person')
    .innerJoin('auth.user as account', 'account.id', 'person.owner_id')
    .where('person.owner_id', '=', ownerId)
    .select([
      'person.name',
      'account.email',
      'person.mobile',
      'person.work_phone as workPhone',
      'person.professional_body as professionalBody',
      'person.professional_number as professionalNumber',
      'person.grade',
      'person.specialty',
      'person.photo_as',
    ])
    .executeTakeFirst()
  if (person === undefined) throw notFound()
  const training = await trainingOf(db, ownerId)
  const programme =
    training === null
      ? null
      : await db
          .selectFrom('programme')
          .where('id', '=', training.programmeId)
          .select(['id', 'title', 'grace_days'])
          .executeTakeFirstOrThrow()
  const yearCodes = await yearCodesOf(db, catalogue, training?.curriculumId ?? null)
  const years = await db
    .selectFrom('training_year')
    .where('owner_id', '=', ownerId)
    .whereRef('until_on', '>=', 'from_on')
    .select(['id', 'code', 'from_on as from', 'until_on as until'])
    .orderBy('from_on')
    .execute()
  const placements = await db
    .selectFrom('placement')
    .where('owner_id', '=', ownerId)
    .whereRef('until_on', '>=', 'from_on')
    .select([
      'id',
      'training_year_id as yearId',
      'post',
      'specialty',
      'site',
      'employer',
      'from_on as from',
      'until_on as until',
      'working_percent as workingPercent',
    ])
    .orderBy('from_on')
    .orderBy('id')
    .execute()
  const relations = await db
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .whereRef('until_on', '>=', 'from_on')
    .select([
      'id as relationId',
      'person_id as personId',
      'relation',
      'from_on as from',
      'until_on as until',
      'placement_id as placementId',
    ])
    .orderBy('from_on', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const corrected = seen.may('read', 'supervisor_correction')
  const rows = corrected.allowed
    ? await db
        .selectFrom('supervisor_correction')
        .where('owner_id', '=', ownerId)
        .selectAll()
        .orderBy('asked_at', 'desc')
        .limit(50)
        .execute()
    : []
  const about = await relationsNamed(
    db,
    ownerId,
    rows.map((row) => row.relation_id),
  )
  const people = await addressesOf(db, [
    ...relations.map((one) => one.personId),
    ...about.map((one) => one.personId),
    ...rows.flatMap((row) => [row.named_person_id, row.named_by, row.closed_by]).filter((id) => id !== null),
  ])
  const name = (id: string | null) => (id === null ? null : (people.get(id)?.name ?? ''))
  const { photo_as, ...contact } = person
  const mayEnrol = seen.may('read', 'programme_enrolment').allowed
  const grace = programme?.grace_days ?? SUPERVISOR_GRACE_DAYS
  return {
    person: { id: ownerId, ...contact, hasPhoto: photo_as !== null && seen.may('read', 'profile', { section: 'photo' }).allowed },
    today,
    programme: programme && { id: programme.id, title: programme.title },
    enrolment: training && mayEnrol ? { state: training.enrolment, since: enrolmentSince(training) } : null,
    yearCodes,
    years: years.map((year) => ({ ...year, title: yearCodes.find(({ code }) => code === year.code)?.title ?? year.code })),
    placements: placements.map((one) => ({ ...one, when: placementOn(today, one) })),
    supervisors: relations
      .map((one) => ({ ...one, relation: one.relation as GivenRelation }))
      .filter(({ relation }) => seen.may('read', 'relation', { section: sectionOf(relation) }).allowed)
      .map((one) => ({
        ...one,
        name: name(one.personId) ?? '',
        email: people.get(one.personId)?.email ?? '',
        phase: relationToday(one, today, grace),
      })),
    corrections: corrected.allowed
      ? rows.map((row) => {
          const relation = about.find(({ id }) => id === row.relation_id)
          return correctionView(
            row,
            relation === undefined ? '' : words.aboutSupervisor(name(relation.personId) ?? '', relation.relation),
            name,
          )
        })
      : null,
    can: {
      place: mayOf(seen.may('write', 'placement')),
      supervise: mayOf(seen.may('write', 'relation', { section: 'supervision' })),
      convene: mayOf(seen.may('write', 'relation', { section: 'panel' })),
      ask: mayOf(seen.may('write', 'supervisor_correction', { section: 'request' })),
      name: mayOf(seen.may('write', 'supervisor_correction', { section: 'naming' })),
      close: mayOf(seen.may('write', 'supervisor_correction', { section: 'outcome' })),
      readAbsence: mayOf(absence),
    },
  }
}

async function relationsNamed(db: Db | Tx, ownerId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('id', 'in', [...ids])
    .select(['id', 'person_id as personId', 'relation'])
    .execute()
}

interface CorrectionRow {
  readonly id: string
  readonly relation_id: string
  readonly says: string
  readonly asked_at: Date
  readonly named_person_id: string | null
  readonly named_by: string | null
  readonly outcome: string | null
  readonly reason: string
  readonly closed_by: string | null
}

export const correctionView = (row: CorrectionRow, about: string, name: (id: string | null) => string | null): CorrectionView => ({
  id: row.id,
  relationId: row.relation_id,
  about,
  says: row.says,
  askedAt: row.asked_at.toISOString(),
  named: name(row.named_person_id),
  namedBy: name(row.named_by),
  outcome: row.outcome as CorrectionView['outcome'],
  reason: row.reason,
  closedBy: name(row.closed_by),
})

function enrolmentSince({ enrolment, from, until, enrolledOn, limits }: Training): PlainDate {
  if (enrolment === 'frozen') return freezesOn(from, limits)
  if (enrolment === 'ended' && until !== null) return addDays(until, 1)
  return enrolledOn ?? from
}
