import { sql } from 'kysely'
import type { z } from 'zod'
import { curriculumItem } from '#domain/curriculum/curriculum-items.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { trainingOf } from '#server/training/queries.ts'
import type { OfImport } from './archive-left.ts'
import type { Ids } from './archive-origins.ts'
import { stagedRows } from './archive-staged.ts'

/**
 * Certificates that the owner entered themselves (T5), after their items: verified by nobody here, whoever verified them elsewhere. One
 * meets an item of the curriculum where the owner trains by the same one.
 */
export async function bringCertificates(tx: Tx, { catalogue }: Pick<Parts, 'catalogue'>, of: OfImport, items: Ids): Promise<void> {
  const training = await trainingOf(tx, of.ownerId)
  const curriculum = training === null ? undefined : await curriculumNow(tx, catalogue, training.curriculumId)
  const otherOf = (id: string | null) => (id !== null && items.isKnown(id) ? items.idOf(id) : null)
  for await (const rows of stagedRows<z.infer<typeof ARCHIVED.professional_certificate.row>>(tx, of, 'professional_certificate')) {
    const made = rows
      .filter(({ row }) => items.isComing(row.item_id))
      .map(({ row }) => {
        const isMet = curriculum?.id === row.curriculum_id && curriculumItem(curriculum, row.item_code ?? '')?.kind === 'certificate'
        return {
          ...row,
          item_id: items.idOf(row.item_id),
          curriculum_id: isMet ? row.curriculum_id : null,
          item_code: isMet ? row.item_code : null,
          corrects: otherOf(row.corrects),
          renews: otherOf(row.renews),
        }
      })
    await sql`
      insert into professional_certificate (owner_id, item_id, curriculum_id, item_code, awarding_body, number, issued_on, expires_on, corrects, renews)
      select ${of.ownerId}, made.item_id, made.curriculum_id, made.item_code, made.awarding_body, made.number, made.issued_on, made.expires_on,
        nullif(made.corrects, made.item_id), nullif(made.renews, made.item_id)
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as made (item_id uuid, curriculum_id text, item_code text, awarding_body text,
        number text, issued_on date, expires_on date, corrects uuid, renews uuid)
      join item on item.owner_id = ${of.ownerId} and item.id = made.item_id and item.kind = 'certificate'`.execute(tx)
  }
}
