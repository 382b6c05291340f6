import type { TagSet } from '#domain/catalogue/contract.ts'
import { fold } from '#domain/fold.ts'
import type { TagChoice, TagRef } from '#domain/portfolio/tag-contract.ts'

/** A tag somebody chose or could choose, whether it is a row of theirs yet or not. */
export interface TagOption {
  /** Equal for what the server would take for the same tag (P5). */
  readonly key: string
  readonly label: string
  readonly setId: string | null
  readonly code: string | null
  readonly choice: TagChoice
}

export interface TagGroup {
  readonly id: string
  readonly title: string
  readonly options: readonly TagOption[]
  /** How many more there are than are shown. */
  readonly hidden: number
}

const ownKey = (label: string) => `own:${fold(label)}`

export const optionOf = (tag: TagRef): TagOption => ({
  key: tag.setId !== null && tag.code !== null ? `${tag.setId}:${tag.code}` : ownKey(tag.label),
  label: tag.label,
  setId: tag.setId,
  code: tag.code,
  choice: { id: tag.id },
})

/** A tag made by typing it. */
export const typedOption = (label: string): TagOption => {
  const tidy = label.trim().replace(/\s+/g, ' ').slice(0, 100)
  return { key: ownKey(tidy), label: tidy, setId: null, code: null, choice: { label: tidy } }
}

export const optionsOfSet = (set: TagSet): TagOption[] =>
  set.groups.flatMap((group) =>
    group.items.map(({ code, label }) => ({
      key: `${set.id}:${code}`,
      label,
      setId: set.id,
      code,
      choice: { setId: set.id, code },
    })),
  )

interface Offer {
  readonly tags: readonly TagRef[]
  /** The tag sets that are on (P6). */
  readonly sets: readonly TagSet[]
  readonly chosen: readonly TagOption[]
  readonly typed: string
  readonly ownTitle: string
  readonly most: number
}

/**
 * What is offered while tagging: the owner's tags and each set that is on, the best match first; and a new tag where none is called
 * that. `named` is what the typed name stands for: the tag of that very name, else the new one; null where that one is on already.
 */
export function offerTags({ tags, sets, chosen, typed, ownTitle, most }: Offer): {
  groups: TagGroup[]
  make: TagOption | null
  named: TagOption | null
} {
  const made = typedOption(typed)
  const wanted = fold(made.label)
  const on = new Set(chosen.map((tag) => tag.key))
  const own = tags.filter((tag) => tag.setId === null).map(optionOf)
  const all = [
    { id: 'own', title: ownTitle, options: own },
    ...sets.map((set) => ({ id: set.id, title: set.title, options: optionsOfSet(set) })),
  ]
  const groups = all
    .map(({ id, title, options }) => {
      const hits = options
        .map((option) => ({ option, rank: on.has(option.key) ? NO_MATCH : rankOf(option, wanted) }))
        .filter(({ rank }) => rank < NO_MATCH)
        .toSorted((a, b) => a.rank - b.rank)
      return { id, title, hits, best: hits[0]?.rank ?? NO_MATCH }
    })
    .filter(({ hits }) => hits.length > 0)
    .toSorted((a, b) => a.best - b.best)
    .map(({ id, title, hits }) => ({
      id,
      title,
      options: hits.slice(0, most).map(({ option }) => option),
      hidden: Math.max(0, hits.length - most),
    }))
  const isNamed = (option: TagOption) => fold(option.label) === wanted
  if (wanted === '' || chosen.some(isNamed)) return { groups, make: null, named: null }
  const make = own.some(isNamed) ? null : made
  return { groups, make, named: all.flatMap(({ options }) => options).find(isNamed) ?? make }
}

const NO_MATCH = 3

/** The name itself, its beginning, a part of it. */
function rankOf({ label, code }: TagOption, wanted: string): number {
  const name = fold(label)
  if (name === wanted || wanted === '') return 0
  if (name.startsWith(wanted) || code?.toLowerCase().startsWith(wanted) === true) return 1
  return name.includes(wanted) ? 2 : NO_MATCH
}

/** What stands in the field of tags and is no tag yet, with the one it stands for. */
export interface Typing {
  readonly text: string
  readonly tag: TagOption | null
}

export const NOTHING_TYPED: Typing = { text: '', tag: null }

/** The tags with the one that was typed and left (P20). */
export const withTyped = (tags: readonly TagOption[], { tag }: Typing): TagOption[] =>
  tag === null || tags.some(({ key }) => key === tag.key) ? [...tags] : [...tags, tag]

/** What must be put on and taken off to get from one choice of tags to another. */
export function tagChanges(before: readonly TagOption[], after: readonly TagOption[]): { add: TagChoice[]; remove: string[] } {
  const [was, is] = [new Set(before.map((tag) => tag.key)), new Set(after.map((tag) => tag.key))]
  return {
    add: after.filter((tag) => !was.has(tag.key)).map((tag) => tag.choice),
    remove: before.flatMap((tag) => (!is.has(tag.key) && 'id' in tag.choice ? [tag.choice.id] : [])),
  }
}
