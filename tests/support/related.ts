import { v7 as uuidv7 } from 'uuid'
import type { GivenRelation, Relation, Role } from '../../src/domain/accounts/relations.ts'
import { GIVEN_RELATIONS, isProgrammeRole } from '../../src/domain/accounts/relations.ts'
import { addDays, dayIn, type PlainDate } from '../../src/domain/plain-date.ts'
import type { House } from '../../src/server/house.ts'

/** A day by the programmes' calendar, so many days from today. */
export const inDays = (days: number): PlainDate => addDays(dayIn('Europe/London', Date.now()), days)

export interface Dates {
  readonly from?: PlainDate
  readonly until?: PlainDate
}

const dated = ({ from = inDays(-100), until = inDays(100) }: Dates) => ({ from_on: from, until_on: until })

/** With null for no end. */
export interface OpenDates {
  readonly from?: PlainDate
  readonly until?: PlainDate | null
}

/** Gives a relation as if a coordinator had. */
export async function relate(
  house: Pick<House, 'db'>,
  personId: string,
  relation: GivenRelation,
  ownerId: string,
  dates: Dates = {},
): Promise<string> {
  const id = uuidv7()
  const row = { id, relation, ...dated(dates) }
  await house.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('relation')
      .values({ ...row, owner_id: ownerId, person_id: personId, given_by: uuidv7() })
      .execute()
    await tx
      .insertInto('relation_by_person')
      .values({ ...row, owner_id: personId, record_owner_id: ownerId })
      .execute()
  })
  return id
}

/** A programme as a college administrator would have made it. */
export async function programme(
  house: Pick<House, 'db'>,
  wish: { id?: string; title?: string; graceDays?: number; toldAfterMonths?: number; frozenAfterMonths?: number } = {},
): Promise<string> {
  const id = wish.id ?? uuidv7()
  await house.db
    .insertInto('programme')
    .values({
      id,
      title: wish.title ?? 'Internal medicine, test deanery',
      curriculum_id: 'imt-stage-1-2019',
      grace_days: wish.graceDays ?? 28,
      told_after_months: wish.toldAfterMonths ?? 2,
      frozen_after_months: wish.frozenAfterMonths ?? 3,
      made_by: uuidv7(),
    })
    .execute()
  return id
}

/** An owner in a programme. */
export async function train(house: Pick<House, 'db'>, ownerId: string, programmeId: string, dates: Dates = {}): Promise<void> {
  await house.db
    .insertInto('trainee')
    .values({ owner_id: ownerId, id: uuidv7(), programme_id: programmeId, curriculum_id: 'imt-stage-1-2019', ...dated(dates) })
    .execute()
}

/** Gives a role as if somebody who may had. */
export async function appoint(
  house: Pick<House, 'db'>,
  personId: string,
  role: Role,
  programmeId: string,
  dates: OpenDates = {},
): Promise<string> {
  const id = uuidv7()
  await house.db
    .insertInto('role')
    .values({
      id,
      person_id: personId,
      role,
      programme_id: isProgrammeRole(role) ? programmeId : null,
      given_by: uuidv7(),
      from_on: dates.from ?? inDays(-100),
      until_on: dates.until === undefined ? inDays(100) : dates.until,
    })
    .execute()
  return id
}

/** Puts a person into any relation to a trainee of a programme. */
export async function stand(
  house: Pick<House, 'db'>,
  personId: string,
  relation: Relation,
  of: { ownerId: string; programmeId: string },
  dates: Dates = {},
) {
  if (relation === 'owner') return
  const given = GIVEN_RELATIONS.find((one) => one === relation)
  if (given !== undefined) await relate(house, personId, given, of.ownerId, dates)
  else await appoint(house, personId, relation as Role, of.programmeId, dates)
}
