import type { TagSet } from '#domain/catalogue/contract.ts'
import type { PlainDate, Span } from '#domain/plain-date.ts'

/**
 * An appraisal report groups what was done by the domains of Good medical practice and by the six kinds of supporting information
 * (R5). Both are tag sets of the catalogue: an item stands where its owner tagged it, and nowhere by guess.
 */
export const SUPPORTING_INFORMATION = 'gmc-supporting-info'
const GOOD_MEDICAL_PRACTICE = 'gmp-'

type Validity = Pick<TagSet, 'id'> & { readonly validFrom?: PlainDate | undefined; readonly validTo?: PlainDate | undefined }

/** The editions of Good medical practice in force in a span, the newest first, and any other that an item bears. */
export function editionsFor<Set extends Validity>(sets: readonly Set[], { from, to }: Span, borne: ReadonlySet<string>): Set[] {
  return sets
    .filter(({ id }) => id.startsWith(GOOD_MEDICAL_PRACTICE))
    .filter(
      ({ id, validFrom, validTo }) =>
        borne.has(id) || ((validFrom === undefined || validFrom <= to) && (validTo === undefined || validTo >= from)),
    )
    .sort((one, other) => ((one.validFrom ?? '') < (other.validFrom ?? '') ? 1 : -1))
}

interface Tagged {
  readonly tags: readonly { readonly setId: string | null; readonly code: string | null }[]
}

export interface Group<Item> {
  readonly code: string
  readonly label: string
  readonly items: readonly Item[]
}

/** Items under the groups of a set: each once under every group it bears a tag of, in the order given. */
export const underGroups = <Item extends Tagged>(set: Pick<TagSet, 'id' | 'groups'>, items: readonly Item[]): Group<Item>[] =>
  set.groups.map(({ code, label, items: tags }) => {
    const codes = new Set(tags.map((tag) => tag.code))
    return { code, label, items: items.filter((item) => item.tags.some((tag) => tag.setId === set.id && codes.has(tag.code ?? ''))) }
  })

/** Items under each single tag of a set. */
export const underTags = <Item extends Tagged>(set: Pick<TagSet, 'id' | 'groups'>, items: readonly Item[]): Group<Item>[] =>
  set.groups
    .flatMap((group) => group.items)
    .map(({ code, label }) => ({
      code,
      label,
      items: items.filter((item) => item.tags.some((tag) => tag.setId === set.id && tag.code === code)),
    }))

/** What bears no tag of any of these sets. */
export const underNone = <Item extends Tagged>(setIds: ReadonlySet<string>, items: readonly Item[]): Item[] =>
  items.filter((item) => !item.tags.some((tag) => tag.setId !== null && setIds.has(tag.setId)))
