import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import { may, type Answer, type Standing, type Where } from '#domain/accounts/permissions.ts'
import { PERMISSIONS, type Act, type RecordKind, type State } from '#domain/accounts/permission-table.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { DB } from '#server/platform/tables.ts'
import type { IsKnown, Viewer } from '#server/platform/viewer.ts'
import { collegeStandings, frozenAmong, isFrozen, standingsOf } from './standings.ts'

export { isFrozen }

/** What a viewer may see of one owner today: the only way from a request to somebody's rows. */
export interface Seen {
  readonly ownerId: string
  readonly viewerId: string
  /**
   * The permission table's answer for this viewer: for what a command finds out about a record, and for what a page is told it may do.
   * A record that is frozen is so whatever state is named (T1).
   * @throws Error where this was made for a kind that nothing freezes, and is asked about one that can be
   */
  may<K extends RecordKind>(act: Act, kind: K, where?: Where<K>): Answer
  /** Conditions on `item` for what the permission table lets this viewer see. The owner sees all of their own, others nothing. */
  limits(eb: ExpressionBuilder<DB, 'item'>): Expression<SqlBool>[]
}

/** What one request has found out about one owner. A viewer is made anew for each request. */
interface Look {
  readonly standings: Promise<readonly Standing[]>
  /** Asked for where the kind can be frozen. */
  frozen: Promise<boolean> | null
  noted: Promise<void> | null
}

const looks = new WeakMap<Viewer, Map<string, Look>>()

function lookOf(db: Db, viewer: Viewer, ownerId: string): Look {
  const ofViewer = looks.get(viewer) ?? new Map<string, Look>()
  looks.set(viewer, ofViewer)
  const look = ofViewer.get(ownerId) ?? { standings: standingsOf(db, viewer.personId, ownerId), frozen: null, noted: null }
  ofViewer.set(ownerId, look)
  return look
}

/** Whether there is any relation today: to a stranger not even an address exists (A11). */
export const isKnownIn =
  (db: Db): IsKnown =>
  async (viewer, ownerId) =>
    (await lookOf(db, viewer, ownerId).standings).length > 0

/**
 * Resolves the viewer's relations to the owner for today and asks the permission table. The first reading of somebody else's record
 * in a request leaves one row in the owner's audit trail (A9).
 * @throws Refusal `not_found` for who may not read, `not_allowed` with the reason for who may read but not write (A11)
 */
export async function seenBy<K extends RecordKind>(
  db: Db,
  viewer: Viewer,
  ownerId: string,
  kind: K,
  act: Act = 'read',
  where: Where<K> = {},
): Promise<Seen> {
  const look = lookOf(db, viewer, ownerId)
  const standings = await look.standings
  if (!may(standings, 'read', kind, where).allowed) throw notFound()
  const frozen = canFreeze(kind) ? await (look.frozen ??= isFrozen(db, ownerId)) : null
  const seen = seenWith(ownerId, viewer.personId, standings, frozen)
  const answer = seen.may(act, kind, where)
  if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
  if (viewer.personId !== ownerId) {
    await (look.noted ??= audit(db, { ownerId, personId: viewer.personId, act: `${kind}.read`, recordKind: kind }))
  }
  return seen
}

/**
 * `seenBy` for a college administrator and many owners at once, by the same table: what may be done in the record of each. A stranger
 * to them is left out. Nothing is read by it, so no row is left in a trail; whoever goes on leaves their own.
 */
export async function collegeMay<K extends RecordKind>(
  db: Db | Tx,
  viewer: Viewer,
  ownerIds: readonly string[],
  act: Act,
  kind: K,
  where: Where<K>,
): Promise<ReadonlyMap<string, Answer>> {
  const [standings, frozen] = await Promise.all([collegeStandings(db, viewer.personId, ownerIds), frozenAmong(db, ownerIds)])
  return new Map(
    [...standings].map(([ownerId, standing]) => [
      ownerId,
      may(standing, act, kind, canFreeze(kind) && frozen.has(ownerId) ? { ...where, state: 'frozen' } : where),
    ]),
  )
}

const canFreeze = (kind: RecordKind): boolean => (PERMISSIONS[kind].states as readonly State[]).includes('frozen')

/** The server's own sight of an owner's rows, for what it does on the owner's behalf by a job. */
export const ownSight = (ownerId: string): Seen => seenWith(ownerId, ownerId, [{ relation: 'owner', phase: 'during' }], null)

const seenWith = (ownerId: string, viewerId: string, standings: readonly Standing[], frozen: boolean | null): Seen => ({
  ownerId,
  viewerId,
  may: (act, kind, where) => {
    if (!canFreeze(kind)) return may(standings, act, kind, where)
    if (frozen === null) throw new Error(`Whether ${kind} is frozen was not asked.`)
    return may(standings, act, kind, frozen ? { ...where, state: 'frozen' } : where)
  },
  limits: () => (may(standings, 'read', 'item').allowed ? [] : [sql<boolean>`false`]),
})
