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
import { paperLinks } from './archive-paper-links.ts'
import { stagedRows } from './archive-staged.ts'

type RowOf<Name extends 'professional_certificate' | 'exam_result'> = z.infer<(typeof ARCHIVED)[Name]['row']>

/**
 * Certificates and results of exams that the owner entered themselves (T5), after their items: verified by nobody here, whoever verified
 * them elsewhere. One meets an item of the curriculum where the owner trains by the same one.
 */
export async function bringPapers(tx: Tx, { catalogue }: Pick<Parts, 'catalogue'>, of: OfImport, items: Ids): Promise<void> {
  const training = await trainingOf(tx, of.ownerId)
  const curriculum = training === null ? undefined : await curriculumNow(tx, catalogue, training.curriculumId)
  const certificates = await paperLinks(tx, of, 'professional_certificate', items)
  const exams = await paperLinks(tx, of, 'exam_result', items)
  const here = <Row extends RowOf<'exam_result'> | RowOf<'professional_certificate'>>(kind: 'certificate' | 'exam', row: Row): Row => {
    const isMet = curriculum?.id === row.curriculum_id && curriculumItem(curriculum, row.item_code ?? '')?.kind === kind
    const met = isMet ? {} : { curriculum_id: null, item_code: null }
    const item_id = items.idOf(row.item_id)
    const { corrects } = kind === 'exam' ? exams : certificates
    return { ...row, ...met, item_id, corrects: corrects.get(item_id) ?? null }
  }
  const isComing = ({ row }: { row: { item_id: string } }) => items.isComing(row.item_id)
  for await (const rows of stagedRows<RowOf<'professional_certificate'>>(tx, of, 'professional_certificate')) {
    const made = rows
      .filter(isComing)
      .map(({ row }) => here('certificate', row))
      .map((row) => ({ ...row, renews: certificates.renews.get(row.item_id) ?? null }))
    await sql`
      insert into professional_certificate (owner_id, item_id, curriculum_id, item_code, awarding_body, number, issued_on, expires_on, corrects, renews)
      select ${of.ownerId}, made.item_id, made.curriculum_id, made.item_code, made.awarding_body, made.number, made.issued_on, made.expires_on,
        made.corrects, made.renews
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as made (item_id uuid, curriculum_id text, item_code text, awarding_body text,
        number text, issued_on date, expires_on date, corrects uuid, renews uuid)
      join item on item.owner_id = ${of.ownerId} and item.id = made.item_id and item.kind = 'certificate'`.execute(tx)
  }
  for await (const rows of stagedRows<RowOf<'exam_result'>>(tx, of, 'exam_result')) {
    const made = rows.filter(isComing).map(({ row }) => here('exam', row))
    await sql`
      insert into exam_result (owner_id, item_id, curriculum_id, item_code, awarding_body, candidate_number, diet, taken_on, result, corrects)
      select ${of.ownerId}, made.item_id, made.curriculum_id, made.item_code, made.awarding_body, made.candidate_number, made.diet,
        made.taken_on, made.result, made.corrects
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as made (item_id uuid, curriculum_id text, item_code text, awarding_body text,
        candidate_number text, diet text, taken_on date, result text, corrects uuid)
      join item on item.owner_id = ${of.ownerId} and item.id = made.item_id and item.kind = 'exam'`.execute(tx)
  }
}
