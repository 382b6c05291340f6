import type { Tx } from '#server/platform/db.ts'

/** What was begun is finished, and its draft with it: what is typed after that is begun anew. */
export async function finishForm(tx: Tx, personId: string, form: string): Promise<void> {
  await tx.deleteFrom('draft').where('owner_id', '=', personId).where('form', '=', form).execute()
}
