import { sql } from 'kysely'
import { withoutRings } from '#domain/capture/archived-paper.ts'
import type { Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'
import type { Ids } from './archive-origins.ts'

const KIND_OF = { professional_certificate: 'certificate', exam_result: 'exam' } as const

interface Link {
  readonly id: string
  readonly corrects: string | null
  readonly renews: string | null
}

/** What each paper that comes in corrects and renews, by their ids here: another of the same table, and none by a way round itself. */
export async function paperLinks(tx: Tx, { ownerId, importId }: OfImport, table: keyof typeof KIND_OF, items: Ids) {
  const { rows: staged } = await sql<Link>`
    select paper.row->>'item_id' as id, paper.row->>'corrects' as corrects, paper.row->>'renews' as renews
    from import_part paper join import_part item on item.owner_id = ${ownerId} and item.import_id = ${importId} and item.part = 'item'
      and item.row->>'id' = paper.row->>'item_id' and item.row->>'kind' = ${KIND_OF[table]}
    where paper.owner_id = ${ownerId} and paper.import_id = ${importId} and paper.part = ${table}`.execute(tx)
  const renews = table === 'exam_result' ? sql`null::uuid` : sql`renews`
  const { rows: here } = await sql<Link>`
    select item_id as id, corrects, ${renews} as renews from ${sql.table(table)} where owner_id = ${ownerId}`.execute(tx)
  const idHere = (id: string | null) => (id !== null && items.isKnown(id) ? items.idOf(id) : null)
  const coming = staged
    .filter(({ id }) => items.isComing(id))
    .map((one) => ({ id: items.idOf(one.id), corrects: idHere(one.corrects), renews: idHere(one.renews) }))
  const all = [...here, ...coming]
  const papers = new Set(all.map(({ id }) => id))
  const linksBy = (column: 'corrects' | 'renews') =>
    withoutRings(
      new Map(
        all.flatMap((one) => {
          const older = one[column]
          return older !== null && papers.has(older) ? [[one.id, older] as const] : []
        }),
      ),
    )
  return { corrects: linksBy('corrects'), renews: linksBy('renews') }
}
