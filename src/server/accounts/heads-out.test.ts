import { extractText, getDocumentProxy } from 'unpdf'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, expect, test } from 'vitest'
import { headLine } from '#domain/accounts/chain-words.ts'
import { readHeld } from '#domain/accounts/proof.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { downloadReport, exportCsv, requestPdf } from '#domain/reports/contract.ts'
import { openTypstPool } from '#server/platform/typst-pool.ts'
import { makeReport } from '#server/reports/make-report.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { signRecord } from './chain-commands.ts'
import { chainKeyOf } from './chain-queries.ts'
import { signing } from '../../../tests/support/signing.ts'

const at = house()
const typst = openTypstPool()
afterAll(() => typst.close())

const sign = (who: Person) => at.house.db.transaction().execute((tx) => signRecord(tx, chainKeyOf(at.house.config), signing(who.id, 'C1')))

async function readPdf(bytes: Buffer): Promise<{ raw: string; text: string }> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return { raw: bytes.toString('latin1'), text }
}

async function reportOf(who: Person) {
  const id = uuidv7()
  await who.ask(requestPdf, { body: { id, filters: NO_FILTERS, columns: ['title'] } })
  await makeReport(at.house, typst, { ownerId: who.id, reportId: id })
  return readPdf((await who.send(downloadReport, { params: { reportId: id } })).rawPayload)
}

test('A9: the newest head stands in a PDF report as a line that can be copied, and the PDF stays PDF/UA-1', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'Sepsis' })
  expect((await reportOf(ada)).text).not.toContain('cairnhead:')
  await sign(ada)
  const head = await sign(ada)
  const { raw, text } = await reportOf(ada)
  expect(raw).toMatch(/pdfuaid:part[>="']+1/)
  expect(text.replace(/\s+/g, ' ')).toContain('2 records are signed in this training record')
  expect(readHeld(text)).toEqual({ value: { head, chain: null } })
})

test('A9, R2: a CSV has the head beside it and not in it', async () => {
  const ada = await at.clinician()
  const csv = () => ada.send(exportCsv, { body: { filters: NO_FILTERS, columns: ['title'] } })
  const before = await csv()
  expect(before.headers).not.toHaveProperty('cairn-chain-head')
  const head = await sign(ada)
  const after = await csv()
  expect(after.headers['cairn-chain-head']).toBe(headLine(head))
  expect(after.body).toBe(before.body)
})
