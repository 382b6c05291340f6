import type { CurriculumFile } from './curriculum-file.ts'
import { curriculumItems, type CurriculumItem, type EvidenceLink } from './curriculum-items.ts'

export interface CoveredItem {
  readonly item: CurriculumItem
  /** Different pieces of evidence. */
  readonly pieces: number
}

export interface Coverage {
  /** In the order of the tree. */
  readonly items: readonly CoveredItem[]
  readonly covered: number
  readonly of: number
}

/**
 * Which items of a curriculum have evidence, and which have none (P16). A piece linked to an item twice counts once; links to what this
 * version does not have count for nothing.
 */
export function coverageOf(curriculum: CurriculumFile, links: Iterable<EvidenceLink>): Coverage {
  const piecesOf = new Map<string, Set<string>>()
  for (const { itemCode, evidenceId } of links) {
    const pieces = piecesOf.get(itemCode)
    if (pieces === undefined) piecesOf.set(itemCode, new Set([evidenceId]))
    else pieces.add(evidenceId)
  }
  const items = curriculumItems(curriculum).map((item) => ({ item, pieces: piecesOf.get(item.code)?.size ?? 0 }))
  return { items, covered: items.filter(({ pieces }) => pieces > 0).length, of: items.length }
}
