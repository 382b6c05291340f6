import { v7 as uuidv7 } from 'uuid'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { recordLogRow, type LogFields, type LogRow } from '#domain/training/logs-contract.ts'
import type { Person } from './person.ts'
import { inDays } from './related.ts'

/** A clinic that counts. */
export const CLINIC = {
  log: 'clinic',
  on: inDays(-1),
  halfDay: 'morning',
  site: 'St Elsewhere',
  specialty: 'Cardiology',
  type: 'mixed',
  mode: 'in person',
  supervisor: 'Dr Esme Sutton',
  patients: 6,
  consulted: true,
  ambulatory: true,
  comments: '',
} satisfies LogFields

export const PROCEDURE = {
  log: 'procedure',
  on: inDays(-5),
  code: 'P6',
  name: '',
  context: 'patient',
  role: 'supervised',
  supervisor: 'Dr Esme Sutton',
  success: 'yes',
  ultrasound: true,
  complication: 'none',
  dops: true,
  comments: '',
} satisfies LogFields

/** Two months of four takes of six patients. */
export const TAKE = {
  log: 'acute take',
  site: 'St Elsewhere',
  from: inDays(-90),
  until: inDays(-30),
  takesPerMonth: 4,
  patientsPerTake: 6,
  estimate: null,
  verifier: 'Dr Esme Sutton',
  comments: '',
} satisfies LogFields

export const TEACHING = {
  log: 'teaching',
  on: inDays(-6),
  title: 'Regional teaching: heart failure',
  provider: 'Test deanery',
  level: 'regional',
  hours: 1.5,
  recognised: true,
  comments: '',
} satisfies LogFields

/** A row, as its owner would write it. */
export const write = (owner: Person, fields: LogFields): Promise<LogRow> => owner.ask(recordLogRow, { body: { id: uuidv7(), fields } })

/** As a browser sends a form with a workbook, and reasons for what the guard blocks in it. */
export async function bookForm(bytes: Buffer, name = 'filled.xlsx', overrides?: GuardOverrides) {
  const form = new FormData()
  if (overrides !== undefined) form.append('overrides', JSON.stringify(overrides))
  form.append('file', new Blob([new Uint8Array(bytes)]), name)
  const encoded = new Response(form)
  return { body: Buffer.from(await encoded.arrayBuffer()), headers: { 'content-type': encoded.headers.get('content-type')! } }
}
