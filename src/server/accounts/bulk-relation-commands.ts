import { sql } from 'kysely'
import { relationWords } from '#domain/accounts/relation-words.ts'
import type { GivenRelation } from '#domain/accounts/relations.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { auditInParts, inParts } from '#server/platform/audit-in-parts.ts'
import type { Tx } from '#server/platform/db.ts'

/** A relation of many that are given at once, as their giver planned them. */
export interface PlannedRelation {
  readonly id: string
  readonly ownerId: string
  readonly personId: string
  /** As the person is called, for the owner's trail. */
  readonly name: string
  readonly relation: GivenRelation
  readonly from: PlainDate
  readonly until: PlainDate
  readonly placementId: string | null
}

/**
 * `giveWithin` for many at once, a table at a time: written from both sides, and in each owner's trail. That nobody supervises themselves,
 * and one educational supervisor at a time, is for the caller to have planned with the owners locked.
 */
export async function giveRelationsWithin(tx: Tx, giverId: string, given: readonly PlannedRelation[]): Promise<void> {
  const rowOf = ({ id, relation, from, until }: PlannedRelation) => ({ id, relation, from_on: from, until_on: until })
  await inParts(given, (part) =>
    tx
      .insertInto('relation')
      .values(
        part.map((one) => ({
          ...rowOf(one),
          owner_id: one.ownerId,
          person_id: one.personId,
          placement_id: one.placementId,
          given_by: giverId,
        })),
      )
      .execute(),
  )
  await inParts(given, (part) =>
    tx
      .insertInto('relation_by_person')
      .values(part.map((one) => ({ ...rowOf(one), owner_id: one.personId, record_owner_id: one.ownerId })))
      .execute(),
  )
  await auditInParts(
    tx,
    given.map(({ id, ownerId, name, relation, from, until }) => ({
      ownerId,
      personId: giverId,
      act: 'accounts.relation_given',
      recordKind: 'relation',
      recordId: id,
      about: relationWords.about(name, relation, from, until),
    })),
  )
}

/** `endWithin` for many at once: each to a day that its caller knows to be earlier than its last. */
export async function endRelationsWithin(
  tx: Tx,
  enderId: string,
  ended: readonly (PlannedRelation & { readonly newUntil: PlainDate })[],
): Promise<void> {
  for (const { id, ownerId, personId, newUntil } of ended) {
    await tx
      .updateTable('relation')
      .set({ until_on: newUntil, ended_by: enderId, ended_at: sql<Date>`now()` })
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .execute()
    await tx.updateTable('relation_by_person').set({ until_on: newUntil }).where('owner_id', '=', personId).where('id', '=', id).execute()
  }
  await auditInParts(
    tx,
    ended.map(({ id, ownerId, name, relation, from, until, newUntil }) => ({
      ownerId,
      personId: enderId,
      act: 'accounts.relation_ended',
      recordKind: 'relation',
      recordId: id,
      about: relationWords.about(name, relation, from, newUntil),
      changes: [{ field: 'until', before: until, after: newUntil }],
    })),
  )
}
