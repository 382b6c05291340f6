import { expect, test } from 'vitest'
import { z } from 'zod'
import * as accounts from './accounts/contract.ts'
import * as profile from './accounts/profile-contract.ts'
import type { Endpoint } from './endpoint.ts'
import * as help from './help/contract.ts'
import * as portfolio from './portfolio/contract.ts'
import * as files from './portfolio/file-contract.ts'
import * as overview from './portfolio/overview-contract.ts'
import * as tags from './portfolio/tag-contract.ts'
import * as reports from './reports/contract.ts'

const OF_A_PROGRAM = /expected|invalid|too big|too small|unrecognized|regex|pattern|undefined|NaN/i
const JUNK: readonly unknown[] = [
  undefined,
  null,
  true,
  -1,
  0.5,
  1e12,
  '',
  'junk',
  'x'.repeat(60_000),
  {},
  { junk: 1 },
  [],
  ['junk', 'junk'],
  Array.from({ length: 2000 }, () => 'x'.repeat(600)),
  Array.from({ length: 2000 }, () => '019a0000-0000-7000-8000-000000000000'),
]

const isEndpoint = (one: unknown): one is Endpoint => typeof one === 'object' && one !== null && 'url' in one && 'schema' in one
const endpoints = [accounts, profile, help, portfolio, files, overview, tags, reports].flatMap((contract) =>
  Object.values<unknown>(contract).filter(isEndpoint),
)

/** Every message of everything wrong that can be sent in one field after the other, and as the whole. */
function messagesOf(schema: z.ZodType): string[] {
  const tries = schema instanceof z.ZodObject ? Object.keys(schema.shape).flatMap((key) => JUNK.map((value) => ({ [key]: value }))) : []
  return [...tries, ...JUNK].flatMap((sent) => schema.safeParse(sent).error?.issues.map((issue) => issue.message) ?? [])
}

test('N7: whatever is wrong in what is sent is said in plain words', () => {
  expect(endpoints.length).toBeGreaterThan(40)
  const said = new Set(
    endpoints.flatMap(({ schema: { querystring, body } }) =>
      [querystring, body].flatMap((one) => (one === undefined ? [] : messagesOf(one))),
    ),
  )
  expect(said.size).toBeGreaterThan(20)
  expect([...said].filter((message) => OF_A_PROGRAM.test(message) || !/^\p{Lu}|^\d/u.test(message) || !/[.?]$/.test(message))).toEqual([])
})

test('N7: a report of rows chosen by hand says how many it takes', () => {
  const only = Array.from({ length: 1001 }, () => '019a0000-0000-7000-8000-000000000000')
  const read = reports.ReportView.safeParse({ filters: {}, columns: ['title'], only })
  expect(read.error?.issues[0]?.message).toBe('Choose 1,000 rows at most, or narrow the list and export all of it.')
})
