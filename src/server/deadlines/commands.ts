import { randomBytes } from 'node:crypto'
import { ticketCode } from '#domain/assessments/ticket-code.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { hashOf } from '#server/assessments/ticket-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Parts } from '#server/platform/parts.ts'

type House = Pick<Parts, 'db' | 'config'>

/** Makes an address that tells the owner's deadlines to whoever holds it; the one before leads nowhere. */
export async function makeCalendarFeed({ db, config }: House, { ownerId, viewerId }: Seen): Promise<{ url: string }> {
  const token = randomBytes(32).toString('base64url')
  await db.transaction().execute(async (tx) => {
    const made = { token_hash: hashOf(token), made_at: new Date() }
    await tx
      .insertInto('calendar_feed')
      .values({ owner_id: ownerId, ...made })
      .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(made))
      .execute()
    await audit(tx, { ownerId, personId: viewerId, act: 'calendar.made', recordKind: 'preference' })
  })
  return { url: `${config.url}/api/calendars/${ticketCode(ownerId, token)}.ics` }
}

/** Twice is once. */
export async function dropCalendarFeed({ db }: House, { ownerId, viewerId }: Seen): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numDeletedRows } = await tx.deleteFrom('calendar_feed').where('owner_id', '=', ownerId).executeTakeFirst()
    if (numDeletedRows > 0n) await audit(tx, { ownerId, personId: viewerId, act: 'calendar.dropped', recordKind: 'preference' })
  })
}
