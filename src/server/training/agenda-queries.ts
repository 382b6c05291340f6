import type { AgendaPoint } from '#domain/training/agenda-contract.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/**
 * Points for an owner's meetings, the oldest first: all that wait, and those that were talked about at `meetingId`. The viewer was found
 * to read them (`seenBy` with `agenda_point`).
 */
export async function agendaPointsOf(db: Db | Tx, ownerId: string, meetingId: string | null = null): Promise<AgendaPoint[]> {
  const rows = await db
    .selectFrom('agenda_point')
    .where('owner_id', '=', ownerId)
    .where((eb) => eb.or([eb('done_at', 'is', null), ...(meetingId === null ? [] : [eb('meeting_item_id', '=', meetingId)])]))
    .selectAll()
    .orderBy('raised_at')
    .orderBy('id')
    .execute()
  return named(db, rows)
}

/** One point, as it is now. */
export async function agendaPoint(db: Db | Tx, ownerId: string, id: string): Promise<AgendaPoint | null> {
  const rows = await db.selectFrom('agenda_point').where('owner_id', '=', ownerId).where('id', '=', id).selectAll().execute()
  return (await named(db, rows))[0] ?? null
}

interface Row {
  readonly id: string
  readonly text: string
  readonly raised_by: string
  readonly raised_at: Date
  readonly done_at: Date | null
  readonly meeting_item_id: string | null
}

async function named(db: Db | Tx, rows: readonly Row[]): Promise<AgendaPoint[]> {
  const names = await namesOf(
    db,
    rows.map((row) => row.raised_by),
  )
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    raisedBy: names.get(row.raised_by) ?? '',
    raisedAt: row.raised_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
    meetingId: row.meeting_item_id,
  }))
}
