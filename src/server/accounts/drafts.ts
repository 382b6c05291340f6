import { sql } from 'kysely'
import type { z } from 'zod'
import type { DraftBody } from '#domain/accounts/draft-body.ts'
import type { Db } from '#server/platform/db.ts'
import type { Seen } from './seen.ts'

/** Of one person; of more the oldest go. */
const MOST_DRAFTS = 100

type Draft = z.infer<typeof DraftBody>

/** What was typed into one form and not yet saved (P20). Not in the audit trail: nothing of the portfolio has changed. */
export async function draftOf(db: Db, seen: Seen, form: string): Promise<{ draft: Draft | null; savedAt: string | null }> {
  const row = await draftRow(db, seen, form).select(['body', 'saved_at']).executeTakeFirst()
  return row ? { draft: row.body as Draft, savedAt: row.saved_at.toISOString() } : { draft: null, savedAt: null }
}

export async function saveDraft(db: Db, seen: Seen, form: string, draft: Draft): Promise<void> {
  const body = JSON.stringify(draft)
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('draft')
      .values({ owner_id: seen.ownerId, form, body, begun_at: new Date() })
      .onConflict((conflict) => conflict.columns(['owner_id', 'form']).doUpdateSet({ body, saved_at: sql`now()` }))
      .execute()
    await tx
      .deleteFrom('draft')
      .where('owner_id', '=', seen.ownerId)
      .where('form', 'in', (eb) =>
        eb
          .selectFrom('draft')
          .where('owner_id', '=', seen.ownerId)
          .orderBy('saved_at', 'desc')
          .orderBy('form')
          .offset(MOST_DRAFTS)
          .select('form'),
      )
      .execute()
  })
}

export async function discardDraft(db: Db, seen: Seen, form: string): Promise<void> {
  await db.deleteFrom('draft').where('owner_id', '=', seen.ownerId).where('form', '=', form).execute()
}

const draftRow = (db: Db, seen: Seen, form: string) => db.selectFrom('draft').where('owner_id', '=', seen.ownerId).where('form', '=', form)
