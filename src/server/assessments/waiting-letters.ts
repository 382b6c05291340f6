import type { FormFile } from '#domain/assessments/form-file.ts'
import { entryLetters } from '#domain/assessments/entry-letters.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { EntryRow, House } from './entry-queries.ts'

/**
 * Tells who is to do their part that the trainee has done theirs (H3): whom the trainee asked, else the supervisors who may sign such a
 * form today. One letter for each, without a clinical word.
 */
export async function tellWhoSigns(
  { config }: Pick<House, 'config'>,
  tx: Tx,
  ownerId: string,
  row: Pick<EntryRow, 'id' | 'askedId'>,
  form: FormFile,
): Promise<void> {
  const ids = row.askedId === null ? await signersOf(tx, ownerId, form) : [row.askedId]
  const names = await namesOf(tx, [ownerId, ...ids])
  for (const id of ids) {
    const recipient = await emailOf(tx, id)
    if (recipient === null) continue
    const url = `${config.url}/record/${ownerId}/entries/${row.id}`
    const letter = entryLetters.waits(names.get(ownerId) ?? '', names.get(id) ?? '', form.title, url)
    await sendMail(tx, { category: form.family === 'meeting' ? 'meetings' : 'tickets', ownerId: id, recipient, ...writeLetter(letter) })
  }
}

async function signersOf(tx: Tx, ownerId: string, { signedBy }: FormFile): Promise<string[]> {
  const today = programmesToday()
  const rows = await tx
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('relation', 'in', signedBy === 'supervisor' ? ['clinical supervisor', 'educational supervisor'] : ['educational supervisor'])
    .where('from_on', '<=', today)
    .where('until_on', '>=', today)
    .select('person_id')
    .distinct()
    .execute()
  return rows.map(({ person_id }) => person_id)
}
