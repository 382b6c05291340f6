import { z } from 'zod'
import type { Relation } from '#domain/accounts/relations.ts'

/** Whom an author can share a reflection with (F8). Ours, by who reads a training record at all. */
export const AUDIENCES = ['supervisors', 'programme', 'panel'] as const
export const Audience = z.enum(AUDIENCES, { error: 'Choose from what is offered.' })
export type Audience = z.infer<typeof Audience>

const OF: Readonly<Record<Relation, Audience | null>> = {
  owner: null,
  'clinical supervisor': 'supervisors',
  'educational supervisor': 'supervisors',
  tutor: 'programme',
  'programme director': 'programme',
  'programme coordinator': null,
  'college administrator': null,
  'panel member': 'panel',
  'lay member': 'panel',
}

/** Which audience a relation to the author belongs to; null for who never reads a reflection. */
export const audienceOf = (relation: Relation): Audience | null => OF[relation]

/** The audiences that somebody belongs to who stands in these relations to the author. */
export const audiencesOf = (relations: readonly Relation[]): Audience[] =>
  AUDIENCES.filter((audience) => relations.some((relation) => audienceOf(relation) === audience))
