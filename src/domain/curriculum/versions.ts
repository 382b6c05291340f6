import type { OwnYear } from './contract.ts'

interface Version {
  readonly id: string
  readonly title: string
  readonly version: string
}

/**
 * The versions a trainee's page can be read under (T10): their present one, and each that something of theirs stands under, in the order
 * given. `under` may name the present one, and one that is known no more, which is left out.
 */
export const versionsToRead = (present: Version, under: readonly string[], known: readonly Version[]): Version[] =>
  [present.id, ...under.filter((id) => id !== present.id)].flatMap((id) => {
    const one = id === present.id ? present : known.find((other) => other.id === id)
    return one === undefined ? [] : [{ id, title: one.title, version: one.version }]
  })

/**
 * The year that is shown where none is asked for: the current one, else the newest there is; under an earlier version the year something
 * was last written in under it.
 */
export const yearToShow = (years: readonly OwnYear[], current: OwnYear | null, lastWrittenIn: string | null): OwnYear | null =>
  years.find(({ id }) => id === lastWrittenIn) ?? current ?? years.at(0) ?? null
