import { Refusal } from '#domain/errors.ts'
import type { CurriculumFile } from './curriculum-file.ts'
import { curriculumItems, type CurriculumItem, type EvidenceLink } from './curriculum-items.ts'
import { carryOverWords } from './words.ts'

/** A link the new version could have. It is no link until its trainee says yes. */
export interface ProposedLink {
  readonly evidenceId: string
  /** The old items it comes from: several where they became one. */
  readonly fromCodes: readonly string[]
  readonly toCode: string
  readonly answer: 'waiting' | 'yes' | 'no'
}

export interface CarryOver {
  readonly proposed: readonly ProposedLink[]
  /** Old items that became nothing, with the evidence that stays linked to them in the old version. */
  readonly leftBehind: readonly { readonly item: CurriculumItem; readonly evidenceIds: readonly string[] }[]
  /** Items of the new version that no old item became. */
  readonly added: readonly CurriculumItem[]
}

/**
 * What moving a trainee to a new version of their curriculum does to their links (T10). Nothing is linked by it: each proposal waits for
 * a yes. The old links, and the sign-offs that rest on them, stay with the old version.
 * @throws Refusal where `to` does not take the place of `from`
 */
export function proposeCarryOver(links: readonly EvidenceLink[], from: CurriculumFile, to: CurriculumFile): CarryOver {
  if (to.replaces?.curriculum !== from.id) {
    throw new Refusal('invalid_input', carryOverWords.noMapping(from, to))
  }
  const { map } = to.replaces
  const proposals = new Map<string, ProposedLink>()
  for (const { evidenceId, itemCode } of links) {
    for (const pair of map) {
      if (pair.from !== itemCode) continue
      const key = JSON.stringify([evidenceId, pair.to])
      const fromCodes = new Set([...(proposals.get(key)?.fromCodes ?? []), itemCode])
      proposals.set(key, { evidenceId, fromCodes: [...fromCodes], toCode: pair.to, answer: 'waiting' })
    }
  }
  const mapped = new Set(map.map((pair) => pair.from))
  const reached = new Set(map.map((pair) => pair.to))
  return {
    proposed: [...proposals.values()],
    leftBehind: curriculumItems(from)
      .filter(({ code }) => !mapped.has(code))
      .map((item) => ({ item, evidenceIds: evidenceOf(item.code, links) })),
    added: curriculumItems(to).filter(({ code }) => !reached.has(code)),
  }
}

const evidenceOf = (code: string, links: readonly EvidenceLink[]): string[] => [
  ...new Set(links.filter((link) => link.itemCode === code).map((link) => link.evidenceId)),
]

/** The links of the new version that were said yes to (T10). */
export const linksCarriedOver = (proposed: readonly ProposedLink[]): EvidenceLink[] =>
  proposed.filter(({ answer }) => answer === 'yes').map(({ evidenceId, toCode }) => ({ evidenceId, itemCode: toCode }))
