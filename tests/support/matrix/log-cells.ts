import { v7 as uuidv7 } from 'uuid'
import { bookForm, CLINIC } from '../logs.ts'
import { inDays } from '../related.ts'
import { reading, type Cell, type Cells } from './cell.ts'
import { PLANTED } from './planted.ts'
import type { MatrixRecord } from './record.ts'
import { workbookToTakeOver } from './workbook.ts'

/** Days of its own: those of the record's rows go up from 500 ago. */
let days = 0
/** Each on a half day of its own. */
const aClinic = () => ({ ...CLINIC, comments: PLANTED.log, on: inDays(-4000 - days++) })

const place = { kind: 'log', section: 'whole' } as const
const row = (of: MatrixRecord) => of.logRow()
const verifying = (rows: readonly { id: string; version: number }[]) => ({
  body: { rows: rows.map(({ id, version }) => ({ id, version })) },
})
const amending = ({ id, version }: { id: string; version: number }) => ({ params: { id }, body: { version, fields: aClinic() } })
const sent: Cell['ask'] = async () => bookForm(await workbookToTakeOver(++days))

const point = { kind: 'agenda_point', section: 'whole', act: 'write', state: 'new' } as const

export const LOG_CELLS: Cells = {
  'GET logs': reading('log'),
  'GET logs/rows': reading('log', () => ({ query: { page: 'clinics' } })),
  'GET logs/workbook': reading('log'),
  'GET logs/uploads/:uploadId': reading('log', (of) => ({ params: { uploadId: of.logUploadId } })),
  'POST logs/rows': { ...place, act: 'write', state: 'new', ask: () => ({ body: { id: uuidv7(), fields: aClinic() } }) },
  'PUT logs/rows/:id': [
    { ...place, act: 'write', state: 'begun', ask: async (of) => amending(await row(of)) },
    { ...place, act: 'write', state: 'locked', ask: (of) => amending(of.lockedLogRow) },
  ],
  'POST logs/verifications': [
    { ...place, act: 'verify', state: 'new', ask: async (of) => verifying([await row(of)]) },
    { ...place, act: 'verify', state: 'locked', ask: (of) => verifying([of.lockedLogRow]) },
  ],
  'POST logs/workbook/preview': { ...place, act: 'write', state: 'new', ask: sent },
  'POST logs/workbook': { ...place, act: 'write', state: 'new', ask: sent },
  'GET agenda-points': reading('agenda_point'),
  'POST agenda-points': { ...point, ask: () => ({ body: { id: uuidv7(), text: PLANTED.agenda } }) },
  'PUT agenda-points/:pointId/done': { ...point, ask: async (of) => ({ params: { pointId: await of.agendaPoint() }, body: {} }) },
}
