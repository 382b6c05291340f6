import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { reportState, requestPdf } from '#domain/reports/contract.ts'
import { house } from '../../../tests/support/house.ts'

const at = house({ listening: true })

test('R4: a PDF asked for is made by the worker, and the one who asks sees it get ready', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'By the worker' })
  const { id, state } = await ada.ask(requestPdf, { body: { id: uuidv7(), filters: NO_FILTERS, columns: ['title'] } })
  expect(state).toBe('waiting')
  const now = () => ada.ask(reportState, { params: { reportId: id } })
  await expect.poll(async () => (await now()).state, { timeout: 15_000, interval: 100 }).toBe('ready')
  expect(await now()).toMatchObject({ rows: 1, volumes: 1, progress: 1 })
})
