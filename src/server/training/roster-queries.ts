import { sql } from 'kysely'
import type { z } from 'zod'
import { mayOf } from '#domain/accounts/may.ts'
import type { GivenRelation } from '#domain/accounts/relations.ts'
import { addDays } from '#domain/plain-date.ts'
import { enrolmentOn } from '#domain/training/enrolment.ts'
import type { listCorrections, readProgramme, RosterRow } from '#domain/training/roster-contract.ts'
import { placementWords as words, roleTitles } from '#domain/training/placement-words.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { LoadedCatalogue } from '#server/platform/catalogue.ts'
import type { Db } from '#server/platform/db.ts'
import { keptIn } from './kept-queries.ts'
import type { ProgrammeSeen } from './programme-sight.ts'
import { correctionView } from './record-queries.ts'
import { yearCodesOf } from './year-codes.ts'

export const ROSTER_PAGE = 50

/** A programme and what waits in it. */
export async function programmeOf(
  db: Db,
  catalogue: LoadedCatalogue,
  seen: ProgrammeSeen,
): Promise<z.output<(typeof readProgramme)['schema']['response'][200]>> {
  const counts = await db
    .selectFrom('trainee')
    .where('programme_id', '=', seen.programmeId)
    .select([
      sql<number>`(count(*) filter (where ${inProgramme(programmesToday())}))::int`.as('trainees'),
      // As integers: a sum of counts is numeric, which is read as hundredths.
      sql<number>`coalesce(sum((
        select count(*) from supervisor_correction c where c.owner_id = trainee.owner_id and c.closed_at is null)), 0)::int`.as('open'),
    ])
    .executeTakeFirstOrThrow()
  return {
    title: seen.title,
    roles: seen.roles.map((role) => roleTitles[role]),
    today: programmesToday(),
    trainees: counts.trainees,
    openCorrections: counts.open,
    kept: seen.may('read', 'kept_record').allowed ? (await keptIn(db, seen.programmeId)).length : 0,
    yearCodes: await yearCodesOf(db, catalogue, seen.curriculumId),
    can: {
      place: mayOf(seen.may('write', 'placement')),
      name: mayOf(seen.may('write', 'supervisor_correction', { section: 'naming' })),
      close: mayOf(seen.may('write', 'supervisor_correction', { section: 'outcome' })),
    },
  }
}

const inProgramme = (today: string) =>
  sql<boolean>`(trainee.until_on is null or trainee.until_on >= greatest(trainee.from_on, ${today}::date))`

/** Who trains in a programme today or is to, by name: a page after the owner `after`. One statement a part, however many train there. */
export async function rosterOf(
  db: Db,
  programmeId: string,
  { search, after }: { readonly search: string; readonly after?: string | undefined },
): Promise<{ trainees: RosterRow[]; next: string | null }> {
  const today = programmesToday()
  const wanted = search.trim()
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('person', 'person.owner_id', 'trainee.owner_id')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .where('trainee.programme_id', '=', programmeId)
    .where(inProgramme(today))
    .$if(wanted !== '', (qb) =>
      qb.where(
        sql<boolean>`(position(folded(${wanted}) in folded(person.name)) > 0 or lower(person.professional_number) = lower(${wanted}))`,
      ),
    )
    .$if(after !== undefined, (qb) =>
      qb.where(sql<boolean>`(lower(person.name), person.owner_id) > (select lower(name), owner_id from person where owner_id = ${after})`),
    )
    .select([
      'trainee.owner_id as ownerId',
      'trainee.from_on as from',
      'trainee.until_on as until',
      'trainee.enrolled_on as enrolledOn',
      'person.name',
      'person.professional_number as professionalNumber',
      'programme.told_after_months as toldAfterMonths',
      'programme.frozen_after_months as frozenAfterMonths',
    ])
    .orderBy(sql`lower(person.name)`)
    .orderBy('person.owner_id')
    .limit(ROSTER_PAGE + 1)
    .execute()
  const page = rows.slice(0, ROSTER_PAGE)
  const ids = page.map(({ ownerId }) => ownerId)
  const [years, placements, supervisors] = ids.length === 0 ? [[], [], []] : await partsOf(db, ids, today)
  const names = await namesOf(
    db,
    supervisors.map((one) => one.personId),
  )
  return {
    trainees: page.map(({ ownerId, name, professionalNumber, from, until, enrolledOn, toldAfterMonths, frozenAfterMonths }) => {
      const supervisor = supervisors.find((one) => one.ownerId === ownerId)
      const placement = placements.find((one) => one.ownerId === ownerId)
      return {
        ownerId,
        name,
        professionalNumber,
        from,
        isToCome: from > today,
        // Whether the college has invited is for the trainee's own page: here both work provisionally.
        enrolment: enrolmentOn(today, { from, until, enrolledOn, isInvited: true }, { toldAfterMonths, frozenAfterMonths }),
        year: years.find((one) => one.ownerId === ownerId)?.code ?? null,
        placement:
          placement === undefined ? null : { post: placement.post, site: placement.site, from: placement.from, until: placement.until },
        educationalSupervisor: supervisor === undefined ? null : (names.get(supervisor.personId) ?? ''),
      }
    }),
    next: rows.length > ROSTER_PAGE ? page.at(-1)!.ownerId : null,
  }
}

/** Of each of these owners what is today, else the next to come: the earliest that is not over. */
async function partsOf(db: Db, ids: readonly string[], today: string) {
  const years = await db
    .selectFrom('training_year')
    .distinctOn('owner_id')
    .where('owner_id', 'in', [...ids])
    .where('until_on', '>=', today)
    .whereRef('until_on', '>=', 'from_on')
    .select(['owner_id as ownerId', 'code'])
    .orderBy('owner_id')
    .orderBy('from_on')
    .execute()
  const placements = await db
    .selectFrom('placement')
    .distinctOn('owner_id')
    .where('owner_id', 'in', [...ids])
    .where('until_on', '>=', today)
    .whereRef('until_on', '>=', 'from_on')
    .select(['owner_id as ownerId', 'post', 'site', 'from_on as from', 'until_on as until'])
    .orderBy('owner_id')
    .orderBy('from_on')
    .execute()
  const supervisors = await db
    .selectFrom('relation')
    .distinctOn('owner_id')
    .where('owner_id', 'in', [...ids])
    .where('relation', '=', 'educational supervisor')
    .where('until_on', '>=', today)
    .whereRef('until_on', '>=', 'from_on')
    .select(['owner_id as ownerId', 'person_id as personId'])
    .orderBy('owner_id')
    .orderBy('from_on')
    .execute()
  return [years, placements, supervisors] as const
}

/** Corrections under way, the oldest first, then those closed in the last 30 days. */
export async function correctionsIn(
  db: Db,
  programmeId: string,
): Promise<z.output<(typeof listCorrections)['schema']['response'][200]>['corrections']> {
  const since = new Date(`${addDays(programmesToday(), -30)}T00:00:00Z`)
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('supervisor_correction as correction', 'correction.owner_id', 'trainee.owner_id')
    .innerJoin('relation', (join) =>
      join.onRef('relation.owner_id', '=', 'correction.owner_id').onRef('relation.id', '=', 'correction.relation_id'),
    )
    .where('trainee.programme_id', '=', programmeId)
    .where((eb) => eb.or([eb('correction.closed_at', 'is', null), eb('correction.closed_at', '>=', since)]))
    .selectAll('correction')
    .select(['relation.person_id as aboutId', 'relation.relation'])
    .orderBy(sql`correction.closed_at is not null`)
    .orderBy('correction.asked_at')
    .limit(200)
    .execute()
  const names = await namesOf(
    db,
    rows.flatMap((row) => [row.owner_id, row.aboutId, row.named_person_id, row.named_by, row.closed_by]).filter((id) => id !== null),
  )
  const name = (id: string | null) => (id === null ? null : (names.get(id) ?? ''))
  return rows.map((row) => ({
    ...correctionView(row, words.aboutSupervisor(name(row.aboutId) ?? '', row.relation as GivenRelation), name),
    ownerId: row.owner_id,
    trainee: name(row.owner_id) ?? '',
  }))
}
