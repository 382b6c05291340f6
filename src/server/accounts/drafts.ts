import { sql } from 'kysely'
import type { z } from 'zod'
import type { DraftBody } from '#domain/accounts/draft-body.ts'
import { needDraftRoom, type DraftsThere } from '#domain/accounts/draft-room.ts'
import type { Db } from '#server/platform/db.ts'
import type { Seen } from './seen.ts'

type Draft = z.infer<typeof DraftBody>

/** What was typed into one form and not yet saved (P20). Not in the audit trail: nothing of the portfolio has changed. */
export async function draftOf(db: Db, seen: Seen, form: string): Promise<{ draft: Draft | null; savedAt: string | null }> {
  const row = await draftRow(db, seen, form).select(['body', 'saved_at']).executeTakeFirst()
  return row ? { draft: row.body as Draft, savedAt: row.saved_at.toISOString() } : { draft: null, savedAt: null }
}

/** @throws Refusal `quota_passed` where there is no room for it */
export async function saveDraft(db: Db, seen: Seen, form: string, draft: Draft): Promise<void> {
  const body = JSON.stringify(draft)
  needDraftRoom(await draftsThere(db, seen, form), Buffer.byteLength(body))
  await db
    .insertInto('draft')
    .values({ owner_id: seen.ownerId, form, body, begun_at: new Date() })
    .onConflict((conflict) => conflict.columns(['owner_id', 'form']).doUpdateSet({ body, saved_at: sql`now()` }))
    .execute()
}

async function draftsThere(db: Db, seen: Seen, form: string): Promise<DraftsThere> {
  const { rows } = await sql<DraftsThere>`
    select count(*) filter (where form <> ${form})::int as others,
      coalesce(sum(pg_column_size(body)) filter (where form <> ${form}), 0)::float as "otherBytes",
      count(*) filter (where form = ${form}) > 0 as "isThere"
    from draft where owner_id = ${seen.ownerId}`.execute(db)
  return rows[0]!
}

export async function discardDraft(db: Db, seen: Seen, form: string): Promise<void> {
  await db.deleteFrom('draft').where('owner_id', '=', seen.ownerId).where('form', '=', form).execute()
}

const draftRow = (db: Db, seen: Seen, form: string) => db.selectFrom('draft').where('owner_id', '=', seen.ownerId).where('form', '=', form)
