import { z } from 'zod'
import type { AuditEntry } from '#domain/accounts/contract.ts'
import { accountWords } from '#domain/accounts/words.ts'
import { refuseField } from '#domain/errors.ts'
import type { Db } from '#server/platform/db.ts'
import type { Seen } from './seen.ts'

const PAGE_SIZE = 50

/** One page of who looked and what changed, newest first (A9). `after` is the id the page before ended with. */
export async function pageOfAudit(db: Db, seen: Seen, after: string | undefined): Promise<{ entries: AuditEntry[]; next: string | null }> {
  if (after !== undefined && !z.uuid().safeParse(after).success)
    throw refuseField('after', 'This page cannot be found. Start again from the newest.')
  const rows = await db
    .selectFrom('audit')
    .leftJoin('person', 'person.owner_id', 'audit.person_id')
    .where('audit.owner_id', '=', seen.ownerId)
    .$if(after !== undefined, (qb) => qb.where('audit.id', '<', after!))
    .select(['audit.id', 'audit.at', 'audit.person_id as personId', 'person.name', 'audit.act', 'audit.about'])
    .orderBy('audit.id', 'desc')
    .limit(PAGE_SIZE + 1)
    .execute()
  const entries = rows.slice(0, PAGE_SIZE).map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    by: row.personId === null ? accountWords.server : (row.name ?? accountWords.unknownPerson),
    byOwner: row.personId === seen.ownerId,
    act: row.act,
    about: row.about,
  }))
  return { entries, next: rows.length > PAGE_SIZE ? entries.at(-1)!.id : null }
}
