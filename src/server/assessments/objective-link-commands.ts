import { meetingWords as say } from '#domain/assessments/meeting-words.ts'
import { notFound, refuseField } from '#domain/errors.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db } from '#server/platform/db.ts'

/**
 * Says which objectives an item works towards; those left out are unlinked (P26). The item itself does not change.
 * @throws Refusal `not_found` for an item in the bin; `invalid_input` at `objectives`
 */
export async function linkObjectives(db: Db, seen: Seen, itemId: string, wanted: readonly string[]): Promise<void> {
  const { ownerId } = seen
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const item = await tx
      .selectFrom('item')
      .where('owner_id', '=', ownerId)
      .where('id', '=', itemId)
      .where('binned_at', 'is', null)
      .select('id')
      .executeTakeFirst()
    if (item === undefined) throw notFound()
    const [objectives, links] = [
      await tx.selectFrom('objective').where('owner_id', '=', ownerId).select(['id', 'objective']).execute(),
      await tx.selectFrom('objective_item').where('owner_id', '=', ownerId).where('item_id', '=', itemId).select('objective_id').execute(),
    ]
    const words = new Map(objectives.map(({ id, objective }) => [id, objective]))
    if (wanted.some((id) => !words.has(id))) throw refuseField('objectives', say.noObjective)
    const now = new Set(links.map(({ objective_id }) => objective_id))
    const added = [...new Set(wanted)].filter((id) => !now.has(id))
    const ended = [...now].filter((id) => !wanted.includes(id))
    if (added.length > 0)
      await tx
        .insertInto('objective_item')
        .values(added.map((id) => ({ owner_id: ownerId, objective_id: id, item_id: itemId, linked_at: new Date() })))
        .execute()
    if (ended.length > 0)
      await tx
        .deleteFrom('objective_item')
        .where('owner_id', '=', ownerId)
        .where('item_id', '=', itemId)
        .where('objective_id', 'in', ended)
        .execute()
    const act = (id: string, what: string) => ({
      ownerId,
      personId: seen.viewerId,
      act: what,
      recordKind: 'item',
      recordId: itemId,
      about: say.objective(words.get(id) ?? ''),
    })
    await audit(tx, ...added.map((id) => act(id, 'pdp.item_linked')), ...ended.map((id) => act(id, 'pdp.item_unlinked')))
  })
}
