import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Standing } from '#domain/reviews/share-rules.ts'
import { ownSight } from '#server/accounts/seen.ts'
import { formOf } from '#server/assessments/form-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { standingsThrough } from '#server/portfolio/chosen-queries.ts'
import type { House } from './shared-view-queries.ts'

/**
 * How rows stand for an appraiser, by id: credits, and a version that is another whenever something that can be read of the row is: the row
 * itself, what a reflection says beside its scratch part, or its files. Rows in the bin or gone are left out.
 */
export async function standingsOf(
  { catalogue }: Pick<House, 'catalogue'>,
  db: Db | Tx,
  ownerId: string,
  accreditorId: string | null,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  if (ids.length === 0) return new Map()
  const among = sql<boolean>`item_id = any(${[...ids]}::uuid[])`
  const rows = await standingsThrough(db, ownSight(ownerId), accreditorId, ids)
  const files = await db.selectFrom('file').where('owner_id', '=', ownerId).where(among).select(['item_id', 'id']).execute()
  const entries = await db.selectFrom('entry').where('owner_id', '=', ownerId).where(among).select(['item_id', 'form_id']).execute()
  const parts = await db
    .selectFrom('entry_part')
    .where('owner_id', '=', ownerId)
    .where(among)
    .select(['item_id', 'section', 'version'])
    .execute()
  const filesOf = Map.groupBy(files, (file) => file.item_id)
  const partsOf = Map.groupBy(parts, (part) => part.item_id)
  const forms = new Map(entries.map((entry) => [entry.item_id, formOf({ catalogue }, entry.form_id)]))
  const written = (id: string): string[] => {
    const form = forms.get(id)
    if (form?.family !== 'reflection') return []
    const read = new Set(form.sections.flatMap(({ id: section, scratch }) => (scratch ? [] : [section])))
    return (partsOf.get(id) ?? []).flatMap(({ section, version }) => (read.has(section) ? [`${section} ${version}`] : [])).sort()
  }
  return new Map(
    [...rows].map(([id, { version, ...credits }]) => {
      const read = JSON.stringify([version, written(id), (filesOf.get(id) ?? []).map((file) => file.id).sort()])
      return [id, { ...credits, version: createHash('sha256').update(read).digest('base64url').slice(0, 22) }]
    }),
  )
}
