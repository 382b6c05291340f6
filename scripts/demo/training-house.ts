import { addDays, addMonths, longDate, type PlainDate } from '#domain/plain-date.ts'
import { relationWords } from '#domain/accounts/relation-words.ts'
import type { GivenRelation, Role } from '#domain/accounts/relations.ts'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { placementWords } from '#domain/training/placement-words.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { ModuleShelf } from '#server/learning/module-shelf.ts'
import type { Random } from './random.ts'
import type { Trail } from './trail.ts'

export type DemoHouse = Pick<Parts, 'catalogue' | 'files' | 'config'> & { readonly shelf: ModuleShelf }

export interface Who {
  readonly id: string
  readonly name: string
}

/** Everybody of the programme that a trainee's record names. */
export interface People {
  readonly educational: Who
  readonly clinical: Who
  readonly past: Who
  readonly tutor: Who
  readonly coordinator: Who
  readonly college: Who
  readonly administrator: Who
  readonly programmeId: string
}

export const CURRICULUM = 'imt-stage-1-2019'
export const PROGRAMME = 'Internal medicine, Demo Deanery'

export function curriculumIn({ catalogue }: Pick<DemoHouse, 'catalogue'>): CurriculumFile {
  const curriculum = catalogue.curricula.find(({ id }) => id === CURRICULUM)
  if (curriculum === undefined) throw new Error(`The demo has no curriculum ${CURRICULUM}.`)
  return curriculum
}

export const at = (day: PlainDate, time = '12:00'): Date => new Date(`${day}T${time}:00Z`)

/** What is written of one owner in one transaction. */
export interface Desk {
  readonly tx: Tx
  readonly house: DemoHouse
  readonly people: People
  readonly owner: Who & { readonly email: string }
  readonly today: PlainDate
  readonly random: Random
  readonly trail: Trail
}

/** The programme, which comes with whoever of it is laid out first. */
export async function putProgramme(tx: Tx, { programmeId, college }: People, today: PlainDate): Promise<void> {
  await tx
    .insertInto('programme')
    .values({
      id: programmeId,
      title: PROGRAMME,
      curriculum_id: CURRICULUM,
      contact_name: 'Demo Deanery, training office',
      contact_email: 'coordinator@example.org',
      contact_phone: '01632 960000',
      made_by: college.id,
      made_at: at(addDays(today, -900)),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** A role without an end, in force for years. */
export async function putRole({ tx, people, owner, today, random, trail }: Desk, role: Role): Promise<void> {
  const from = addDays(today, -890)
  const giver = role === 'system administrator' ? null : role === 'college administrator' ? people.administrator : people.college
  const id = random.id(at(from).getTime())
  await tx
    .insertInto('role')
    .values({
      id,
      person_id: owner.id,
      role,
      programme_id: role === 'tutor' || role === 'programme coordinator' ? people.programmeId : null,
      from_on: from,
      until_on: null,
      given_by: giver?.id ?? null,
      given_at: at(from, '09:00'),
    })
    .execute()
  trail.add(at(from, '09:00'), {
    ownerId: owner.id,
    personId: giver?.id ?? owner.id,
    act: giver === null ? 'accounts.first_administrator' : 'accounts.role_given',
    recordKind: 'role',
    recordId: id,
    about: relationWords.about(owner.name, role, from, null),
  })
}

export interface Span {
  readonly from: PlainDate
  readonly until: PlainDate
}

/** The owner in the programme, and how they came to be: invited and enrolled, or invited alone, or neither. */
export async function putTrainee(
  { tx, people, owner, random, trail }: Desk,
  { from, enrolledOn, invitedOn, code }: { from: PlainDate; enrolledOn: PlainDate | null; invitedOn: PlainDate | null; code: string },
): Promise<string> {
  const id = random.id(at(from).getTime())
  await tx
    .insertInto('trainee')
    .values({
      owner_id: owner.id,
      id,
      programme_id: people.programmeId,
      curriculum_id: CURRICULUM,
      from_on: from,
      until_on: null,
      enrolled_on: enrolledOn,
    })
    .execute()
  trail.add(at(addDays(from, -20)), {
    ownerId: owner.id,
    personId: people.coordinator.id,
    act: 'training.trainee_added',
    recordKind: 'programme_enrolment',
    recordId: id,
    about: placementWords.aboutTrainee(PROGRAMME, from),
  })
  if (invitedOn === null) return id
  await tx
    .insertInto('invitation')
    .values({
      id: random.id(at(invitedOn).getTime()),
      email: owner.email,
      programme_id: people.programmeId,
      training_year: code,
      starts_on: from,
      // Of no link that was ever sent: who is invited finds the invitation once they are signed in.
      token_hash: `demo ${owner.id}`,
      invited_by: people.college.id,
      invited_at: at(invitedOn),
      accepted_by: enrolledOn === null ? null : owner.id,
      accepted_at: enrolledOn === null ? null : at(enrolledOn),
    })
    .execute()
  if (enrolledOn === null) return id
  trail.add(at(enrolledOn), {
    ownerId: owner.id,
    personId: owner.id,
    act: 'training.enrolled',
    recordKind: 'programme_enrolment',
    recordId: id,
    about: `${PROGRAMME}, ${code}, ${longDate(from)}`,
  })
  return id
}

export async function putYear(
  { tx, people, owner, random, trail }: Desk,
  { traineeId, code, from, until }: Span & { readonly traineeId: string; readonly code: string },
): Promise<string> {
  const given = at(addDays(from, -20), '12:05')
  const id = random.id(given.getTime())
  await tx
    .insertInto('training_year')
    .values({ owner_id: owner.id, id, trainee_id: traineeId, code, from_on: from, until_on: until })
    .execute()
  trail.add(given, {
    ownerId: owner.id,
    personId: people.coordinator.id,
    act: 'training.year_given',
    recordKind: 'placement',
    recordId: id,
    about: placementWords.aboutYear(code, from, until),
  })
  return id
}

export async function putPlacement(
  { tx, people, owner, random, trail }: Desk,
  { yearId, post, specialty, site, from, until }: Span & { yearId: string; post: string; specialty: string; site: string },
): Promise<string> {
  const given = at(addDays(from, -18), '12:10')
  const id = random.id(given.getTime())
  await tx
    .insertInto('placement')
    .values({
      owner_id: owner.id,
      id,
      training_year_id: yearId,
      post,
      specialty,
      site,
      employer: 'Demo Hospitals Trust',
      from_on: from,
      until_on: until,
      given_by: people.coordinator.id,
      given_at: given,
    })
    .execute()
  trail.add(given, {
    ownerId: owner.id,
    personId: people.coordinator.id,
    act: 'training.placement_given',
    recordKind: 'placement',
    recordId: id,
    about: placementWords.aboutPlacement(post, site, from, until),
  })
  return id
}

/** Written from both sides. */
export async function putSupervisor(
  { tx, people, owner, random, trail }: Desk,
  { who, relation, placementId, from, until }: Span & { who: Who; relation: GivenRelation; placementId: string | null },
): Promise<void> {
  const given = at(addDays(from, -16), '12:15')
  const row = { id: random.id(given.getTime()), relation, from_on: from, until_on: until }
  await tx
    .insertInto('relation')
    .values({
      ...row,
      owner_id: owner.id,
      person_id: who.id,
      placement_id: placementId,
      given_by: people.coordinator.id,
      given_at: given,
    })
    .execute()
  await tx
    .insertInto('relation_by_person')
    .values({ ...row, owner_id: who.id, record_owner_id: owner.id })
    .execute()
  trail.add(given, {
    ownerId: owner.id,
    personId: people.coordinator.id,
    act: 'accounts.relation_given',
    recordKind: 'relation',
    recordId: row.id,
    about: relationWords.about(who.name, relation, from, until),
  })
}

/** The first day of a record that froze some days ago. */
export const frozenSince = (today: PlainDate, days: number): PlainDate => addDays(addMonths(today, -3), -days)
