import { expect, test } from 'vitest'
import { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { PAGES } from './archive-record.ts'

/** Archived rows that no page of its own has, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  item: 'a page each',
  file: 'named on the page of their rows, and there themselves',
  evidence_version_file: 'there themselves, as they were signed',
  imported_row: 'which line of a file a row came from: fingerprints',
  import_mapping: 'how columns were read the last time: a setting of the import alone',
}

test('R6: everything in an archive can be read on a page, or it is said why not', () => {
  const shown = new Set<string>(PAGES.flatMap(([, , tables]) => tables))
  expect(Object.keys(ARCHIVED).filter((name) => !shown.has(name))).toEqual(Object.keys(ELSEWHERE))
})
