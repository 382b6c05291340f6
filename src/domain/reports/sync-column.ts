import type { Column } from '#domain/accounts/profile-contract.ts'
import { standingWords } from '#domain/connections/standing-words.ts'
import { columnTitle, type UnitWords } from '#domain/portfolio/words.ts'

/** A column of a report: those chosen, and 'Sync', which is there by itself where another portfolio is connected (P1). */
export type ReportColumn = Column | 'sync'

/** How a row stands with each portfolio connected, in words; nothing where there is nothing to say. */
export interface Synced {
  readonly sync?: readonly string[]
}

export const reportColumnTitle = (column: ReportColumn, unit: UnitWords): string =>
  column === 'sync' ? standingWords.column : columnTitle(column, unit)
