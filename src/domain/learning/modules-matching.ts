import { fold } from '#domain/fold.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { awardsOn, isExpired } from './attempt-rules.ts'
import type { ModuleFilters } from './contract.ts'
import type { ModuleHead } from './module-file.ts'
import { SPECIALTY_WORDS } from './words.ts'

/** The modules on offer that the filters match, newest review first (L1). Each word searched for must begin a word of the module. */
export function modulesMatching<Module extends ModuleHead>(modules: Iterable<Module>, filters: ModuleFilters, today: PlainDate): Module[] {
  const wanted = fold(filters.search)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  return [...modules]
    .filter(
      (module) =>
        !isExpired(module, today) &&
        (filters.specialty === undefined || module.specialties.includes(filters.specialty)) &&
        (filters.format === undefined || module.format === filters.format) &&
        (filters.upTo === undefined || module.minutes <= Number(filters.upTo)) &&
        (filters.accreditor === undefined ||
          awardsOn(module.accreditations, today).some((one) => one.accreditorId === filters.accreditor)) &&
        (wanted.length === 0 || bearsAll(module, wanted)),
    )
    .sort((a, b) => (a.reviewedOn === b.reviewedOn ? (a.title < b.title ? -1 : 1) : a.reviewedOn < b.reviewedOn ? 1 : -1))
}

function bearsAll(module: ModuleHead, wanted: readonly string[]): boolean {
  const text = [module.title, module.summary, module.audience, ...module.outcomes, ...module.specialties.map((one) => SPECIALTY_WORDS[one])]
  const words = fold(text.join(' ')).split(/[^\p{L}\p{N}]+/u)
  return wanted.every((word) => words.some((one) => one.startsWith(word)))
}
