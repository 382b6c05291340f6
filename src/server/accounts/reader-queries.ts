import type { Act, RecordKind } from '#domain/accounts/permission-table.ts'
import { may, type Where } from '#domain/accounts/permissions.ts'
import { RELATIONS, type Relation } from '#domain/accounts/relations.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { namesOf } from './owner-queries.ts'
import { peopleStandingTo } from './standings.ts'

export interface Reader {
  readonly personId: string
  readonly name: string
  readonly relation: Relation
}

/** `readersOf`, and those who can do more than read. */
export async function thoseWhoMay<K extends RecordKind>(
  db: Db | Tx,
  ownerId: string,
  act: Act,
  kind: K,
  where: Where<K> = {},
): Promise<Reader[]> {
  const standing = await peopleStandingTo(db, ownerId)
  const present = standing.filter((one, at) => {
    const again = standing.findIndex(({ personId, relation }) => personId === one.personId && relation === one.relation) < at
    return !again && may([one], act, kind, where).allowed
  })
  const names = await namesOf(
    db,
    present.map(({ personId }) => personId),
  )
  return present
    .flatMap(({ personId, relation }) => {
      const name = names.get(personId)
      return name === undefined ? [] : [{ personId, name, relation }]
    })
    .toSorted((a, b) => RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation) || a.name.localeCompare(b.name))
}

/**
 * Who can read a kind of an owner's records today, or a section of it, beside the owner: by name, for whoever is about to open something
 * to them (P24).
 */
export const readersOf = <K extends RecordKind>(db: Db | Tx, ownerId: string, kind: K, where: Where<K> = {}): Promise<Reader[]> =>
  thoseWhoMay(db, ownerId, 'read', kind, where)
