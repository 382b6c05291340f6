import type { Certainty } from '#domain/catalogue/contract.ts'
import type { Level } from './curriculum-file.ts'
import type { CurriculumItem } from './curriculum-items.ts'

export interface ExpectedLevel {
  readonly level: Level
  /** It was expected in the year before, and is to be kept up. */
  readonly isMaintained: boolean
  readonly certainty: Certainty
  readonly note: string | undefined
}

/** What a training year expects of an item at its end, or null where it expects nothing (T10). */
export function expectedLevel(item: CurriculumItem, yearCode: string): ExpectedLevel | null {
  const expected = item.expected[yearCode]
  const level = item.scale.levels.find(({ code }) => code === expected?.level)
  if (expected === undefined || level === undefined) return null
  return { level, isMaintained: expected.maintained === true, certainty: expected.certainty, note: expected.note }
}

/** How a level stands to what the year expects. Null where the year expects nothing, or the level is of another scale (T10). */
export function againstExpected(item: CurriculumItem, levelCode: string, yearCode: string): 'below' | 'at' | 'above' | null {
  const expected = expectedLevel(item, yearCode)
  const given = item.scale.levels.findIndex(({ code }) => code === levelCode)
  if (expected === null || given === -1) return null
  const needed = item.scale.levels.indexOf(expected.level)
  if (given === needed) return 'at'
  return given < needed ? 'below' : 'above'
}
