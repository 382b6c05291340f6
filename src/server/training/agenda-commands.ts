import type { z } from 'zod'
import { notFound, Refusal } from '#domain/errors.ts'
import type { AgendaInput, AgendaPoint } from '#domain/training/agenda-contract.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { agendaPoint } from './agenda-queries.ts'

/**
 * Puts something on the agenda of the next meeting (T18). Sent twice it is one. The viewer was found to write `agenda_point`.
 * @throws Refusal `invalid_input` at `text`
 */
export async function raiseAgendaPoint(db: Db, seen: Seen, point: z.output<typeof AgendaInput>): Promise<AgendaPoint> {
  return db.transaction().execute(async (tx) => {
    const { id: itemId, text, overrides } = point
    const { ownerId, viewerId: personId } = seen
    await guardTexts(tx, { ownerId, personId, kind: 'clinical writing', itemId, texts: { text }, overrides })
    const made = await tx
      .insertInto('agenda_point')
      .values({ owner_id: seen.ownerId, id: point.id, text: point.text, raised_by: seen.viewerId })
      .onConflict((conflict) => conflict.columns(['owner_id', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made !== undefined) await audit(tx, { ...actOn(seen, point.id), act: 'training.agenda_raised' })
    const found = await agendaPoint(tx, seen.ownerId, point.id)
    if (found === null) throw notFound()
    return found
  })
}

/**
 * Takes a point off the agenda: it was talked about, at the meeting that is named or besides. Doing so twice changes nothing.
 * @throws Refusal `not_found` of the point, or of a meeting that is not of this record; `not_allowed` of one that is signed
 */
export async function closeAgendaPoint(db: Db, seen: Seen, id: string, meetingId: string | null): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('agenda_point')
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .select('done_at')
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw notFound()
    if (row.done_at !== null) return
    if (meetingId !== null) await refuseOtherThanMeeting(tx, seen.ownerId, meetingId)
    await tx
      .updateTable('agenda_point')
      .set({ done_at: new Date(), meeting_item_id: meetingId })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    await audit(tx, { ...actOn(seen, id), act: 'training.agenda_closed' })
  })
}

async function refuseOtherThanMeeting(tx: Tx, ownerId: string, itemId: string): Promise<void> {
  const found = await tx
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where('id', '=', itemId)
    .where('kind', '=', 'entry')
    .where('type', '=', 'meeting')
    .where('binned_at', 'is', null)
    .select('id')
    .executeTakeFirst()
  if (found === undefined) throw notFound()
  const signed = await tx
    .selectFrom('entry_step')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .where('step', '=', 'submit')
    .select('step')
    .executeTakeFirst()
  if (signed !== undefined) throw new Refusal('not_allowed', 'This meeting is signed. What it talked about stays as it is.')
}

const actOn = (seen: Seen, id: string) =>
  ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'agenda point', recordId: id }) as const
