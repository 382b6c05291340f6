import { ModuleFilters } from '#domain/learning/contract.ts'
import { readQuery, writeQuery } from '#domain/query-string.ts'

/** What the address bar narrows the catalogue to (L1), or what of it cannot be understood. */
export function readFilters(search: string): ModuleFilters | { readonly fault: string } {
  const filters = ModuleFilters.safeParse(readQuery(search))
  return filters.success ? filters.data : { fault: filters.error.issues[0]?.message ?? '' }
}

/** The address of the catalogue so narrowed; equal choices have equal addresses. */
export const addressOfFilters = (filters: ModuleFilters): string => `/learning${writeQuery(filters)}`

export const NO_FILTERS: ModuleFilters = { search: '' }

export const isNarrowed = (filters: ModuleFilters): boolean => writeQuery(filters) !== ''
