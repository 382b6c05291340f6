import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { overrideKey } from '#domain/guard-rules.ts'
import { guardWords } from '#domain/guard-words.ts'
import { COLUMNS } from '#domain/training/log-workbook.ts'
import {
  amendLogRow,
  previewWorkbook,
  recordLogRow,
  takeOverWorkbook,
  verifyLogRows,
  type LogFields,
} from '#domain/training/logs-contract.ts'
import { supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { BLOCKED, expectGuarded, NUMBER, REASON, WARNED, whereStands } from '../../../tests/support/guarding.ts'
import { house } from '../../../tests/support/house.ts'
import { bookForm, CLINIC, PROCEDURE, TAKE, TEACHING, write } from '../../../tests/support/logs.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()
let owner: Person
let educational: Person
let days = 100

beforeAll(async () => {
  owner = await trainee(at)
  educational = await supervisor(at, owner)
})

const BROUGHT = {
  log: 'clinics brought forward',
  site: 'St Elsewhere',
  from: inDays(-99),
  until: inDays(-9),
  count: 3,
  verifier: 'Dr A',
  comments: '',
}
const FREE: readonly [LogFields, readonly string[]][] = [
  [CLINIC, ['site', 'specialty', 'supervisor', 'comments']],
  [BROUGHT as LogFields, ['site', 'verifier', 'comments']],
  [{ ...PROCEDURE, code: null, name: 'Something rare' }, ['name', 'supervisor', 'comments']],
  [TAKE, ['site', 'verifier', 'comments']],
  [TEACHING, ['title', 'provider', 'comments']],
]

test.each(FREE)('P18: every text of a row of a log is guarded: $log', async (fields, names) => {
  // One half day is one clinic.
  const fresh = () => (fields.log === 'clinic' ? { ...fields, on: inDays(-(days += 1)) } : fields)
  for (const path of names) {
    const asking = (text: string) => ({ body: { id: uuidv7(), fields: { ...fresh(), [path]: text } } })
    await expectGuarded(at, { who: owner, ownerId: owner.id, endpoint: recordLogRow, asking, path, personId: owner.id })
    await owner.ask(recordLogRow, asking(WARNED))
  }
})

test('P18: a row that is changed is asked about what was changed of it, and about nothing else', async () => {
  const overrides = { [overrideKey('comments', 'nhs-number')]: REASON }
  const body = { id: uuidv7(), fields: { ...TEACHING, comments: BLOCKED }, overrides }
  const row = await owner.ask(recordLogRow, { body })
  const params = { id: row.id }
  const later = await owner.ask(amendLogRow, { params, body: { version: row.version, fields: { ...body.fields, hours: 2 } } })
  const changed = { version: later.version, fields: { ...body.fields, provider: `Ring ${NUMBER}` } }
  expect((await owner.refused(amendLogRow, { params, body: changed }, 'invalid_input')).fields).toMatchObject([{ path: 'provider' }])
})

test('P18: why a row counts after all is guarded', async () => {
  const row = await write(owner, { ...CLINIC, on: inDays(-80), patients: 1 })
  const asking = (countBecause: string) => ({
    params: { ownerId: owner.id },
    body: { rows: [{ id: row.id, version: row.version }], countBecause },
  })
  await expectGuarded(at, {
    who: educational,
    ownerId: owner.id,
    endpoint: verifyLogRows,
    asking,
    path: 'countBecause',
    personId: educational.id,
  })
})

test('P18: a workbook tells of each row what the guard blocks, and is taken over with a reason for each rule', async () => {
  const data = [
    [...COLUMNS.Procedures],
    ['05/08/2020', 'Something rare', null, 'Yes', null, BLOCKED],
    ['06/08/2020', 'Something rare', null, 'Yes', null, `${WARNED} And SW1A 1AA.`],
    ['07/08/2020', `Scan of ${NUMBER}`, null, 'Yes', null, WARNED],
  ]
  const bytes = await writeExcelFile([{ sheet: 'Procedures', data }]).toBuffer()
  const read = await owner.ask(previewWorkbook, await bookForm(bytes))
  expect(read).toMatchObject({ counts: { fresh: 3, there: 0, faults: 0 } })
  expect(read.identifies).toEqual([
    { sheet: 'Procedures', line: 2, rule: 'nhs-number' },
    { sheet: 'Procedures', line: 3, rule: 'postcode' },
    { sheet: 'Procedures', line: 4, rule: 'nhs-number' },
  ])
  const before = await whereStands(at, 'Something rare')
  const refused = await owner.refused(takeOverWorkbook, await bookForm(bytes), 'invalid_input')
  expect(refused.fields).toEqual([{ path: 'file', message: guardWords.refused(['NHS number', 'Postcode']) }])
  expect(JSON.stringify(refused)).not.toMatch(/5919|1AA/)
  const one = { [overrideKey('file', 'nhs-number')]: REASON }
  expect((await owner.refused(takeOverWorkbook, await bookForm(bytes, 'book.xlsx', one), 'invalid_input')).details).toMatchObject({
    guard: [{ rule: 'postcode', field: 'file' }],
  })
  expect(await whereStands(at, 'Something rare')).toEqual(before)
  const both = { ...one, [overrideKey('file', 'postcode')]: 'The address of the hospital' }
  expect(await owner.ask(takeOverWorkbook, await bookForm(bytes, 'book.xlsx', both))).toEqual({ added: 3, there: 0 })
  const kept = await at.house.db.selectFrom('guard_override').where('field', '=', 'file').select(['rule', 'reason']).orderBy('id').execute()
  expect(kept).toEqual([
    { rule: 'nhs-number', reason: REASON },
    { rule: 'postcode', reason: 'The address of the hospital' },
  ])
  // What is here already comes in no more, and is not asked about again.
  expect((await owner.ask(previewWorkbook, await bookForm(bytes))).identifies).toEqual([])
})
