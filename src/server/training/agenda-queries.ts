import type { AgendaPoint } from '#domain/training/logs-contract.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'

const CLOSED_SHOWN = 50

/**
 * Points for an owner's meetings, the oldest first: all that wait (`doneAt` null and no meeting has taken them up), and with `closed`
 * also the last that do not. The viewer was found to read them (`seenBy` with `agenda_point`).
 */
export async function agendaPointsOf(
  db: Db | Tx,
  ownerId: string,
  { closed = false } = {},
): Promise<(AgendaPoint & { meetingItemId: string | null })[]> {
  let asked = db
    .selectFrom('agenda_point')
    .where('owner_id', '=', ownerId)
    .select(['id', 'text', 'raised_by', 'raised_at', 'done_at', 'meeting_item_id'])
  asked = closed
    ? asked.orderBy('raised_at', 'desc').limit(CLOSED_SHOWN)
    : asked.where('done_at', 'is', null).where('meeting_item_id', 'is', null).orderBy('raised_at')
  const rows = await asked.execute()
  const names = await namesOf(
    db,
    rows.map((row) => row.raised_by),
  )
  return rows
    .map((row) => ({
      id: row.id,
      text: row.text,
      raisedBy: names.get(row.raised_by) ?? '',
      raisedAt: row.raised_at.toISOString(),
      doneAt: row.done_at?.toISOString() ?? null,
      meetingItemId: row.meeting_item_id,
    }))
    .sort((one, other) => (one.raisedAt < other.raisedAt ? -1 : 1))
}
