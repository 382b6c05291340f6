import { addDays, type PlainDate } from '#domain/plain-date.ts'

/** What somebody is made to one owner, by name and with dates (A7). */
export const GIVEN_RELATIONS = ['clinical supervisor', 'educational supervisor', 'panel member', 'lay member'] as const
export type GivenRelation = (typeof GIVEN_RELATIONS)[number]

/** What somebody is made in one programme, and so to everybody who trains in it (A7). */
export const PROGRAMME_ROLES = ['tutor', 'programme director', 'programme coordinator'] as const
export type ProgrammeRole = (typeof PROGRAMME_ROLES)[number]

/** A college administrator stands in a relation to every trainee; a publisher and a system administrator to nobody's record (A7). */
export const ROLES = [...PROGRAMME_ROLES, 'college administrator', 'publisher', 'system administrator'] as const
export type Role = (typeof ROLES)[number]

/** What a viewer can be to an owner, in the order of the permission table's columns. */
export const RELATIONS = [
  'owner',
  'clinical supervisor',
  'educational supervisor',
  'tutor',
  'programme director',
  'programme coordinator',
  'college administrator',
  'panel member',
  'lay member',
] as const
export type Relation = (typeof RELATIONS)[number]

/** Who makes whom (A7). The first system administrator is made by nobody. */
export const GIVEN_BY = {
  'clinical supervisor': 'programme coordinator',
  'educational supervisor': 'programme coordinator',
  'panel member': 'programme coordinator',
  'lay member': 'programme coordinator',
  tutor: 'college administrator',
  'programme director': 'college administrator',
  'programme coordinator': 'college administrator',
  'college administrator': 'system administrator',
  publisher: 'system administrator',
  'system administrator': 'system administrator',
} as const satisfies Record<GivenRelation | Role, Role>

export const isProgrammeRole = (role: Role): role is ProgrammeRole => PROGRAMME_ROLES.some((one) => one === role)

/** Under which section of relations it stands in the permission table. */
export const sectionOf = (relation: GivenRelation): 'supervision' | 'panel' => (isSupervisor(relation) ? 'supervision' : 'panel')

/** Days a supervisor keeps reading, and finishing what was begun, where the programme names no number of its own (T2). */
export const SUPERVISOR_GRACE_DAYS = 28

export const PHASES = ['before', 'during', 'grace', 'after'] as const
export type Phase = (typeof PHASES)[number]

/** A relation or role with its first and its last day, both included. `until` is null where no end is set. */
export interface Dated<Name extends string> {
  readonly relation: Name
  readonly from: PlainDate
  readonly until: PlainDate | null
}

/**
 * Where a day stands to the dates of a relation: access follows them (T2). Only supervisors have days of grace. A relation that was
 * taken back before its first day has its last day before that, and was never in force.
 */
export function relationToday(
  { relation, from, until }: Dated<Relation | Role>,
  today: PlainDate,
  graceDays = SUPERVISOR_GRACE_DAYS,
): Phase {
  if (until !== null && until < from) return 'after'
  if (today < from) return 'before'
  if (until === null || today <= until) return 'during'
  return isSupervisor(relation) && today <= addDays(until, graceDays) ? 'grace' : 'after'
}

const isSupervisor = (relation: Relation | Role): boolean => relation === 'clinical supervisor' || relation === 'educational supervisor'
