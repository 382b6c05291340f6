import type { Act, RecordKind } from '#domain/accounts/permission-table.ts'
import { may, type Answer, type Standing, type Where } from '#domain/accounts/permissions.ts'
import { isProgrammeRole, type Role } from '#domain/accounts/relations.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { rolesOf } from '#server/accounts/relation-queries.ts'
import type { Db } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'

/** What a viewer may do in one programme today: the only way from a request to what belongs to a programme and to no owner. */
export interface ProgrammeSeen {
  readonly programmeId: string
  readonly viewerId: string
  readonly title: string
  readonly curriculumId: string
  readonly roles: readonly Role[]
  may<K extends RecordKind>(act: Act, kind: K, where?: Where<K>): Answer
}

/**
 * Asks the permission table with the roles the viewer holds today in this programme, or in the college.
 * @throws Refusal `not_found` for who has none, `not_allowed` with the reason for who has another
 */
export async function seenIn<K extends RecordKind>(
  db: Db,
  viewer: Viewer,
  programmeId: string,
  kind: K,
  act: Act = 'read',
  where: Where<K> = {},
): Promise<ProgrammeSeen> {
  const held = await rolesOf(db, viewer.personId)
  const roles = held
    .filter(({ role, programmeId: of }) => (isProgrammeRole(role) ? of === programmeId : role === 'college administrator'))
    .map(({ role }) => role)
  const standings = roles.map((relation) => ({ relation, phase: 'during' }) as Standing)
  if (standings.length === 0) throw notFound()
  const programme = await db.selectFrom('programme').where('id', '=', programmeId).select(['title', 'curriculum_id']).executeTakeFirst()
  if (programme === undefined) throw notFound()
  const answer = may(standings, act, kind, where)
  if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
  return {
    programmeId,
    viewerId: viewer.personId,
    title: programme.title,
    curriculumId: programme.curriculum_id,
    roles: [...new Set(roles)],
    may: (what, of, at) => may(standings, what, of, at),
  }
}
