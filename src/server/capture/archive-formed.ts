import { sql } from 'kysely'
import { DraftBody } from '#domain/accounts/draft-body.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { ownCertificate, ownExam } from '#domain/capture/archived-paper.ts'
import { Mapping } from '#domain/capture/import-columns.ts'
import { itemOfDraft, reflectionForm, reflectionPart } from '#domain/capture/archived-reflection.ts'
import type { ArchivedName } from '#domain/reports/archive-tables.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Db } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'

type Row = Record<string, unknown>

/** By its headers a table is known again, and the database looks rows up by no longer words. */
const MOST_BYTES_OF_HEADERS = 2000

/**
 * While an archive is read: which items of kinds that other features own are the owner's own writing all the same (F1, T5). Their rows are
 * read before the items, by which each item is known.
 */
export class Formed {
  readonly #forms: readonly FormFile[]
  readonly #owner: string
  readonly #formOf = new Map<string, FormFile>()
  readonly #papers = new Map<string, 'certificate' | 'exam'>()
  readonly #unfit = new Set<string>()

  constructor(forms: readonly FormFile[], owner: string) {
    this.#forms = forms
    this.#owner = owner
  }

  /** Whether an item of this kind comes in. */
  isOf = (kind: unknown, itemId: string): boolean =>
    (kind === 'entry' && this.#formOf.has(itemId)) || (kind !== undefined && this.#papers.get(itemId) === kind)

  /** The row as it is kept aside; null where it stays out, undefined where another has to say. */
  read(table: ArchivedName, row: Row): Row | null | undefined {
    const itemId = row['item_id'] as string
    if (table === 'entry') {
      const form = reflectionForm(this.#forms, row as never, this.#owner)
      if (form !== null) this.#formOf.set(itemId, form)
      return form === null ? null : row
    }
    if (table === 'professional_certificate' || table === 'exam_result') {
      const isExam = table === 'exam_result'
      const own = (isExam ? ownExam : ownCertificate)(row as never, programmesToday())
      if (own !== null) this.#papers.set(itemId, isExam ? 'exam' : 'certificate')
      return own
    }
    if (table === 'import_mapping') {
      const headers = row['headers'] as string
      const mapping = Mapping.safeParse(row['mapping'])
      return mapping.success && Buffer.byteLength(headers) <= MOST_BYTES_OF_HEADERS ? { ...row, mapping: mapping.data } : null
    }
    if (table === 'draft') {
      const typedInto = itemOfDraft(row['form'] as string, this.#owner)
      const body = DraftBody.safeParse(row['body'])
      return typedInto !== null && this.#formOf.has(typedInto) && body.success ? { ...row, body: body.data } : null
    }
    if (table !== 'entry_part') return undefined
    const form = this.#formOf.get(itemId)
    if (form === undefined || row['saved_by'] !== this.#owner) return null
    const part = reflectionPart(form, row as never)
    if (part === null) this.#unfit.add(itemId)
    return part
  }

  /** Forgets what does not fit the forms of here, with all that belongs to it; answers how many. */
  async dropUnfit(db: Db, { ownerId, importId }: OfImport): Promise<number> {
    const ids = [...this.#unfit]
    if (ids.length > 0)
      await sql`delete from import_part where owner_id = ${ownerId} and import_id = ${importId}
        and (row->>'item_id' = any(${ids}::text[]) or part = 'item' and row->>'id' = any(${ids}::text[]))`.execute(db)
    return ids.length
  }
}
