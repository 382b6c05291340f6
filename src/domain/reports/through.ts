import type { Accreditor } from '#domain/catalogue/contract.ts'
import { unitsThrough, type UnitWords } from '#domain/portfolio/words.ts'

/** Whose credits a report shows, and in what words (C6, C7). */
export interface Through {
  /** Null is None. */
  readonly organisation: { readonly name: string; readonly short: string } | null
  readonly awards: UnitWords
  readonly own: UnitWords
}

export function through(accreditor: Accreditor | null, chosen: 'credits' | 'hours'): Through {
  return {
    organisation: accreditor === null ? null : { name: accreditor.name, short: shortName(accreditor.name) },
    ...unitsThrough(accreditor, chosen),
  }
}

/** 'Royal College of General Practitioners (RCGP)' is 'RCGP'. */
const shortName = (name: string): string => /\(([^()]+)\)$/.exec(name)?.[1] ?? name
