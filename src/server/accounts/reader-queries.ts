import { sql } from 'kysely'
import type { RecordKind } from '#domain/accounts/permission-table.ts'
import { may } from '#domain/accounts/permissions.ts'
import { RELATIONS, relationToday, type Relation } from '#domain/accounts/relations.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { namesOf, programmesToday } from './owner-queries.ts'

export interface Reader {
  readonly personId: string
  readonly name: string
  readonly relation: Relation
}

/** Who can read a kind of an owner's records today, beside the owner: by name, for whoever is about to open something to them (P24). */
export async function readersOf(db: Db | Tx, ownerId: string, kind: RecordKind): Promise<Reader[]> {
  const { rows } = await sql<{ personId: string; relation: Relation; from: PlainDate; until: PlainDate | null }>`
    select person_id as "personId", relation, from_on as from, until_on as until from relation where owner_id = ${ownerId}
    union
    select role.person_id, role.role, greatest(role.from_on, trainee.from_on), least(role.until_on, trainee.until_on)
    from trainee
    join role on role.programme_id = trainee.programme_id or role.role = 'college administrator'
    where trainee.owner_id = ${ownerId}`.execute(db)
  const today = programmesToday()
  const present = rows.filter((row) => {
    const phase = relationToday(row, today)
    return may([{ relation: row.relation, phase }], 'read', kind).allowed
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
