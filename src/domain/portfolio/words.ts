import type { Column } from '#domain/accounts/profile-contract.ts'
import type { Accreditor } from '#domain/catalogue/contract.ts'
import { sayFigure, type Hundredths } from '#domain/hundredths.ts'
import { sayNumber } from '#domain/say-number.ts'
import type { ItemType, Source, Status } from './item.ts'

/** One wording for screen, CSV and PDF (R1). */
export const COLUMN_WORDS: Readonly<Record<Column, string>> = {
  title: 'Title',
  type: 'Type',
  status: 'Status',
  tags: 'Tags',
  started: 'Started',
  completed: 'Completed',
  credits: 'Credits',
  impact: 'Impact',
  files: 'Files',
  source: 'Source',
  link: 'Link',
}

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  'not started': 'Not started',
  'in progress': 'In progress',
  completed: 'Completed',
}

export const TYPE_WORDS: Readonly<Record<ItemType, string>> = {
  'learning module': 'Learning module',
  reading: 'Reading',
  course: 'Course',
  conference: 'Conference',
  'teaching given': 'Teaching given',
  'teaching attended': 'Teaching attended',
  'audit or QI': 'Audit or QI',
  reflection: 'Reflection',
  meeting: 'Meeting',
  exam: 'Exam',
  certificate: 'Certificate',
  assessment: 'Assessment',
  clinic: 'Clinic',
  procedure: 'Procedure',
  'acute take': 'Acute take',
  other: 'Other',
}

export const SOURCE_WORDS: Readonly<Record<Source, string>> = {
  entered: 'Entered by hand',
  photographed: 'Photographed',
  copied: 'Copied',
  learning: 'Learning site',
  captured: 'Saved from the web',
  college: 'The college',
  form: 'A form of the training record',
  log: 'A log of the training record',
  imported: 'Brought in from elsewhere',
}

/** How an amount is called: the person's word, or an organisation's own such as points (C7). */
export interface UnitWords {
  readonly one: string
  readonly many: string
}

export const UNIT_WORDS: Readonly<Record<'credits' | 'hours', UnitWords>> = {
  credits: { one: 'credit', many: 'credits' },
  hours: { one: 'hour', many: 'hours' },
}

/** '1.00 credit', '1,250.50 hours'; the amount in hundredths. */
export const sayAmount = (amount: Hundredths, unit: UnitWords): string => `${sayFigure(amount)} ${amount === 100 ? unit.one : unit.many}`

/** '1 item', '1,204 items' */
export const sayCount = (n: number, one: string, many: string): string => `${sayNumber(n)} ${n === 1 ? one : many}`

/**
 * The words for amounts seen through an organisation: one with a unit of its own (points) shows it on its awards,
 * whatever the person chose; all else goes by the person's word (C7).
 */
export function unitsThrough(
  accreditor: Pick<Accreditor, 'unit' | 'unitLabel'> | null,
  chosen: 'credits' | 'hours',
): { awards: UnitWords; own: UnitWords } {
  const own = UNIT_WORDS[chosen]
  return { awards: accreditor?.unit === 'point' && accreditor.unitLabel ? accreditor.unitLabel : own, own }
}

/** What stands over a column; credits go by the word of `unit` (C7). */
export const columnTitle = (column: Column, unit: UnitWords): string =>
  column === 'credits' ? unit.many[0]!.toUpperCase() + unit.many.slice(1) : COLUMN_WORDS[column]
