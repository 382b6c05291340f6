import { sql } from 'kysely'
import type { z } from 'zod'
import type { readClosing } from '#domain/accounts/closing-contract.ts'
import { keptUntil } from '#domain/accounts/closing.ts'
import { closingWords } from '#domain/accounts/closing-words.ts'
import { dayIn, type PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { programmesToday } from './owner-queries.ts'

/** The day an account closes, by the programmes' calendar. */
export const closesOn = (eraseAt: Date): PlainDate => dayIn('Europe/London', eraseAt.getTime())

/** Whether the owner's account is on its way out: nobody but a programme's own people reads it then (A10). */
export async function isClosing(db: Db | Tx, ownerId: string): Promise<boolean> {
  return (await db.selectFrom('closing').where('owner_id', '=', ownerId).select('owner_id').executeTakeFirst()) !== undefined
}

/** Which programmes would keep what was signed if the account closed on a day, and until when; none where nothing was signed. */
export async function programmesKeeping(db: Db | Tx, ownerId: string, closedOn: PlainDate) {
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .where('trainee.owner_id', '=', ownerId)
    .where((eb) => eb.exists(eb.selectFrom('signed_record').whereRef('signed_record.owner_id', '=', 'trainee.owner_id').select('number')))
    .select(['programme.id', 'programme.title', 'programme.kept_years as years', 'trainee.until_on as until'])
    .orderBy('trainee.from_on')
    .execute()
  const kept = new Map<string, { id: string; title: string; until: PlainDate }>()
  for (const { id, title, years, until: trainedUntil } of rows) {
    const until = keptUntil(trainedUntil, closedOn, years)
    if ((kept.get(id)?.until ?? '') < until) kept.set(id, { id, title, until })
  }
  return [...kept.values()].filter(({ until }) => until >= closedOn)
}

type ClosingState = z.output<(typeof readClosing)['schema']['response'][200]>

export async function closingOf(db: Db, ownerId: string): Promise<ClosingState> {
  const row = await db.selectFrom('closing').where('owner_id', '=', ownerId).select('erase_at').executeTakeFirst()
  const kept = await programmesKeeping(db, ownerId, programmesToday())
  return {
    closesOn: row === undefined ? null : closesOn(row.erase_at),
    kept: kept.map(({ title, until }) => ({ programme: title, until })),
    can: { close: row === undefined ? await whyNotClose(db, ownerId) : null },
  }
}

/** A Cairn without a system administrator could never get one again; who is closing does not count. */
export async function whyNotClose(db: Db | Tx, ownerId: string): Promise<string | null> {
  const lasting = await db
    .selectFrom('role')
    .where('role', '=', 'system administrator')
    .where('until_on', 'is', null)
    .where(sql<boolean>`not exists (select from closing where closing.owner_id = role.person_id)`)
    .select('person_id')
    .execute()
  const others = lasting.filter(({ person_id }) => person_id !== ownerId)
  return lasting.length > others.length && others.length === 0 ? closingWords.lastAdministrator : null
}
