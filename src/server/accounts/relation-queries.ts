import { addDays, type PlainDate } from '#domain/plain-date.ts'
import {
  relationToday,
  sectionOf,
  SUPERVISOR_GRACE_DAYS,
  type GivenRelation,
  type Phase,
  type Relation,
  type Role,
} from '#domain/accounts/relations.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { may, type Where } from '#domain/accounts/permissions.ts'
import type { Act, RecordKind } from '#domain/accounts/permission-table.ts'
import { namesOf, programmesToday } from './owner-queries.ts'
import type { Seen } from './seen.ts'
import { standingsOf } from './standings.ts'

export interface ListedRelation {
  readonly id: string
  readonly personId: string
  /** Empty where the account is closed. */
  readonly name: string
  readonly relation: GivenRelation
  readonly from: PlainDate
  readonly until: PlainDate
  readonly phase: Phase
}

/** Who supervises and reviews an owner, and did or will, the newest first; as far as the viewer may read it. */
export async function relationsOfOwner(db: Db, seen: Seen): Promise<ListedRelation[]> {
  const rows = await db
    .selectFrom('relation')
    .where('owner_id', '=', seen.ownerId)
    .select(['id', 'person_id as personId', 'relation', 'from_on as from', 'until_on as until'])
    .orderBy('from_on', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const all = await listed(db, rows)
  return all.filter(({ relation }) => seen.may('read', 'relation', { section: sectionOf(relation) }).allowed)
}

/** Whose record a person reads today by name: the trainees of a supervisor, the reviews of a panel member. */
export async function recordsOpenTo(db: Db, personId: string): Promise<ListedRelation[]> {
  const rows = await db
    .selectFrom('relation_by_person')
    .where('owner_id', '=', personId)
    .where('until_on', '>=', addDays(programmesToday(), -SUPERVISOR_GRACE_DAYS))
    .select(['id', 'record_owner_id as personId', 'relation', 'from_on as from', 'until_on as until'])
    .orderBy('from_on', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return (await listed(db, rows)).filter(({ phase }) => phase === 'during' || phase === 'grace')
}

async function listed(
  db: Db,
  rows: readonly { id: string; personId: string; relation: string; from: PlainDate; until: PlainDate }[],
): Promise<ListedRelation[]> {
  const today = programmesToday()
  const names = await namesOf(
    db,
    rows.map((row) => row.personId),
  )
  return rows.map((row) => {
    const relation = row.relation as GivenRelation
    return { ...row, relation, name: names.get(row.personId) ?? '', phase: relationToday({ ...row, relation }, today) }
  })
}

export interface HeldRole {
  readonly id: string
  readonly role: Role
  /** Null where it is a role in the college or in this Cairn. */
  readonly programmeId: string | null
  readonly from: PlainDate
  readonly until: PlainDate | null
}

/** The roles a person holds today. */
export async function rolesOf(db: Db | Tx, personId: string): Promise<HeldRole[]> {
  const rows = await db
    .selectFrom('role')
    .where('person_id', '=', personId)
    .select(['id', 'role', 'programme_id as programmeId', 'from_on as from', 'until_on as until'])
    .orderBy('id')
    .execute()
  const today = programmesToday()
  return rows
    .map((row) => ({ ...row, role: row.role as Role }))
    .filter(({ role, from, until }) => relationToday({ relation: role, from, until }, today) === 'during')
}

/** What the viewer is to the owner where they may do this, as a word to stand beside their name; '' where nothing allows it. */
export async function standingFor<K extends RecordKind>(db: Db | Tx, seen: Seen, act: Act, kind: K, where: Where<K>): Promise<string> {
  const standings = await standingsOf(db, seen.viewerId, seen.ownerId)
  return standings.find((standing) => may([standing], act, kind, where).allowed)?.relation ?? ''
}

/** All that the viewer is to the owner today by which they may do this. */
export async function relationsFor<K extends RecordKind>(db: Db | Tx, seen: Seen, act: Act, kind: K, where: Where<K>): Promise<Relation[]> {
  const standings = await standingsOf(db, seen.viewerId, seen.ownerId)
  return standings.filter((standing) => may([standing], act, kind, where).allowed).map(({ relation }) => relation)
}
