import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RECORD_KINDS } from '#domain/accounts/permission-table.ts'
import { ACTS as OF_AN_ITEM } from '#web/portfolio/history-words.ts'
import { ACTS } from './audit-words.ts'

const server = join(import.meta.dirname, '../../server')

/** Every act the server's sources name: quoted, dotted, and after the name of what it is done to. */
const acts = readdirSync(server, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .flatMap((path) => readFileSync(join(server, path), 'utf8').split('\n'))
  .filter((line) => /\bact\b/.test(line))
  .flatMap((line) => [...line.matchAll(/'((?:accounts|item|file|tag|report|training)\.[a-z_]+)'/g)].map((match) => match[1]!))

test('A9: every act the server writes down has words of its own in the audit trail', () => {
  expect(new Set(acts).size).toBeGreaterThan(25)
  expect(acts.filter((act) => !(act in ACTS))).toEqual([])
})

test('A9: whatever is read by another has words of its own', () => {
  expect(RECORD_KINDS.filter((kind) => !(`${kind}.read` in ACTS))).toEqual([])
})

test('A9: every act that can stand in the history of an item has words there', () => {
  const ofItems = acts.filter((act) => /^(?:item|file)\./.test(act) && act !== 'item.erased')
  expect(ofItems.filter((act) => !(act in OF_AN_ITEM))).toEqual([])
})
