import type { Accreditor, Catalogue } from './contract.ts'

/**
 * The organisation of an id; null for None. One that has left the catalogue keeps its awards (C8), so it is still one:
 * known by its id alone.
 */
export function accreditorById(catalogue: Catalogue, id: string | null): Accreditor | null {
  if (id === null) return null
  const known = catalogue.accreditors.find((one) => one.id === id)
  return known ?? { id, name: `${id} (no longer listed)`, version: '', source: 'not in the catalogue any more', certainty: 'recalled' }
}
