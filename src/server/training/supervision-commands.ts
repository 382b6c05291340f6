import type { z } from 'zod'
import { notFound, refuseField } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { sectionOf, type GivenRelation } from '#domain/accounts/relations.ts'
import type { PanelInput, SupervisionInput } from '#domain/training/placement-contract.ts'
import { within } from '#domain/training/placements.ts'
import { placementWords as words } from '#domain/training/placement-words.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { endWithin, giveWithin, lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { placementOf } from './placement-commands.ts'
import { accountOf } from './people-queries.ts'

/**
 * Makes somebody a supervisor, by their email. A clinical supervisor is one of a placement, within its dates (T2).
 * @throws Refusal `invalid_input` at the field, `not_found`, `already_exists`
 */
export async function superviseBy(db: Db, seen: Seen, wanted: z.output<typeof SupervisionInput>): Promise<{ id: string }> {
  const { relation, email, from, until, instead } = wanted
  const { ownerId, viewerId } = seen
  const placementId = relation === 'clinical supervisor' ? wanted.placementId : null
  return db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const { id: personId } = await accountOf(tx, email)
    if (until < from) throw refuseField('until', words.endsBeforeItBegins)
    if (relation === 'clinical supervisor') {
      if (placementId === null) throw refuseField('placementId', words.choosePlacement)
      const placement = await placementOf(tx, ownerId, placementId)
      if (!within({ from, until }, placement))
        throw refuseField(from < placement.from ? 'from' : 'until', words.outsidePlacement(placement.from, placement.until))
    }
    if (relation === 'educational supervisor' && instead) await endTheOneBefore(tx, seen, { from, until })
    return giveWithin(tx, viewerId, { ownerId, personId, relation, from, until, placementId }, 'email')
  })
}

/** The educational supervisor of these days ends the day before; one who only begins within them stands in the way. */
async function endTheOneBefore(tx: Tx, { ownerId, viewerId }: Seen, { from, until }: { from: PlainDate; until: PlainDate }): Promise<void> {
  const rows = await tx
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('relation', '=', 'educational supervisor')
    .where('from_on', '<=', until)
    .where('until_on', '>=', from)
    .whereRef('until_on', '>=', 'from_on')
    .select(['id', 'person_id', 'from_on'])
    .execute()
  for (const row of rows) {
    if (row.from_on >= from) {
      const names = await namesOf(tx, [row.person_id])
      throw refuseField('from', words.begunLater(names.get(row.person_id) ?? '', row.from_on))
    }
    await endWithin(tx, viewerId, { ownerId, id: row.id }, addDays(from, -1))
  }
}

/** @throws Refusal `invalid_input` at the field, `already_exists` */
export async function conveneBy(db: Db, seen: Seen, wanted: z.output<typeof PanelInput>): Promise<{ id: string }> {
  const { relation, email, from, until } = wanted
  return db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const { id: personId } = await accountOf(tx, email)
    return giveWithin(tx, seen.viewerId, { ownerId: seen.ownerId, personId, relation, from, until }, 'email')
  })
}

/** @throws Refusal `not_found` for what is no relation of this section, `invalid_input` */
export async function endIn(db: Db, seen: Seen, section: 'supervision' | 'panel', id: string, on: PlainDate): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('relation')
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .select('relation')
      .executeTakeFirst()
    if (row === undefined || sectionOf(row.relation as GivenRelation) !== section) throw notFound()
    await endWithin(tx, seen.viewerId, { ownerId: seen.ownerId, id }, on, 'on')
  })
}
