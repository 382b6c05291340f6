import { sql } from 'kysely'
import type { CarryOverView } from '#domain/curriculum/carry-over-contract.ts'
import { proposeCarryOver } from '#domain/curriculum/carry-over.ts'
import { curriculumItems, type EvidenceLink } from '#domain/curriculum/curriculum-items.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { curriculaNow } from './catalogue-queries.ts'
import type { CurriculaHouse } from './edition-queries.ts'

/** What stands linked under one version. */
export async function linksUnder(db: Db | Tx, ownerId: string, curriculumId: string): Promise<EvidenceLink[]> {
  const { rows } = await sql<EvidenceLink>`
    select item_id as "evidenceId", item_code as "itemCode" from evidence_link
    where owner_id = ${ownerId} and curriculum_id = ${curriculumId} and unlinked_at is null
    order by linked_at, id`.execute(db)
  return rows
}

/** What each move to a new version left to decide (T10). `seen` is for links. */
export async function carryOverOf({ db, catalogue }: CurriculaHouse, seen: Seen): Promise<CarryOverView> {
  const { ownerId } = seen
  const can = { answer: mayOf(seen.may('write', 'evidence_link', { state: 'new' })) }
  const moves = await db.selectFrom('curriculum_move').where('owner_id', '=', ownerId).selectAll().orderBy('moved_at', 'desc').execute()
  const [curricula, proposals, names] = await Promise.all([
    curriculaNow(db, catalogue),
    db
      .selectFrom('proposed_link as link')
      .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'link.owner_id').onRef('item.id', '=', 'link.item_id'))
      .where('link.owner_id', '=', ownerId)
      .where('item.binned_at', 'is', null)
      // To others an item is open for as long as it is linked (P24).
      .$if(seen.viewerId !== ownerId, (qb) =>
        qb.where(
          sql<boolean>`exists (
            select from evidence_link as open where open.owner_id = item.owner_id and open.item_id = item.id and open.unlinked_at is null)`,
        ),
      )
      .select(['link.id', 'move_id', 'item_id', 'title', 'from_codes', 'to_code', 'answer'])
      .select(
        sql<boolean>`exists (
          select from evidence_link as open where open.owner_id = item.owner_id and open.item_id = item.id and open.unlinked_at is null)`.as(
          'isOpen',
        ),
      )
      .orderBy('item.title')
      .orderBy('item_id')
      .orderBy('to_code')
      .execute(),
    namesOf(db, [ownerId, ...moves.map((move) => move.moved_by)]),
  ])
  const shown = []
  for (const move of moves) {
    const from = curricula.find(({ id }) => id === move.from_curriculum)
    const to = curricula.find(({ id }) => id === move.to_curriculum)
    if (from === undefined || to === undefined) continue
    const [titlesFrom, titlesTo] = [from, to].map((one) => new Map(curriculumItems(one).map(({ code, title }) => [code, title])))
    const { leftBehind, added } = proposeCarryOver(await linksUnder(db, ownerId, from.id), from, to)
    const pieces = new Map<string, CarryOverView['moves'][number]['pieces'][number]>()
    for (const row of proposals.filter(({ move_id }) => move_id === move.id)) {
      const piece = pieces.get(row.item_id) ?? { itemId: row.item_id, title: row.title, isOpen: row.isOpen, proposals: [] }
      pieces.set(row.item_id, piece)
      piece.proposals.push({
        id: row.id,
        from: row.from_codes.map((code) => ({ code, title: titlesFrom!.get(code) ?? '' })),
        to: { code: row.to_code, title: titlesTo!.get(row.to_code) ?? '' },
        answer: row.answer as 'waiting',
      })
    }
    shown.push({
      id: move.id,
      movedAt: move.moved_at.toISOString(),
      movedBy: names.get(move.moved_by) ?? '',
      from: { id: from.id, title: from.title, version: from.version },
      to: { id: to.id, title: to.title, version: to.version },
      pieces: [...pieces.values()],
      leftBehind: leftBehind.map(({ item, evidenceIds }) => ({ code: item.code, title: item.title, pieces: evidenceIds.length })),
      added: added.map(({ code, title }) => ({ code, title })),
    })
  }
  return { name: names.get(ownerId) ?? '', can, moves: shown }
}
