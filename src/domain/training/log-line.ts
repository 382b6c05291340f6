import type { PlainDate } from '#domain/plain-date.ts'
import type { ItemType } from '#domain/portfolio/item.ts'
import { estimateTake, whyNotCounted, type Log, type WhyNot } from './log-rules.ts'
import { logWords as words } from './log-words.ts'
import type { LogFields, LogPage } from './logs-contract.ts'

/** What a row of a log comes to: its title, its days, and what it adds to a total. */
export interface LogLine {
  readonly title: string
  readonly type: ItemType
  readonly from: PlainDate
  readonly until: PlainDate
  /** Clinics, patients, hours; 1 for a procedure. */
  readonly amount: number
  readonly recognised: boolean
  readonly whyNot: readonly WhyNot[]
}

export type Procedures = readonly { readonly code: string; readonly title: string }[]

const one = (on: PlainDate, line: Pick<LogLine, 'title' | 'type'> & Partial<LogLine>): LogLine => ({
  from: on,
  until: on,
  amount: 1,
  recognised: false,
  whyNot: [],
  ...line,
})

export function logLine(fields: LogFields, procedures: Procedures): LogLine {
  const { titles } = words
  switch (fields.log) {
    case 'clinic':
      return one(fields.on, { title: titles.clinic(fields.specialty, fields.site), type: 'clinic', whyNot: whyNotCounted(fields) })
    case 'clinics brought forward': {
      const { from, until, count } = fields
      return one(from, { title: titles.brought(count, fields.site), type: 'clinic', until, amount: count })
    }
    case 'procedure':
      return one(fields.on, { title: titles.procedure(procedureName(fields, procedures)), type: 'procedure' })
    case 'acute take': {
      const { from, until } = fields
      const amount = fields.estimate ?? estimateTake(fields)
      return one(from, { title: titles.take(fields.site, amount), type: 'acute take', until, amount })
    }
    case 'teaching':
      return one(fields.on, { title: fields.title, type: 'teaching attended', amount: fields.hours, recognised: fields.recognised })
  }
}

export const procedureName = (fields: { readonly code: string | null; readonly name: string }, procedures: Procedures): string =>
  procedures.find(({ code }) => code === fields.code)?.title ?? (fields.name === '' ? (fields.code ?? '') : fields.name)

/** What is wrong with a row that each of its fields allows, and at which; null where nothing is. */
export function faultOfLog(
  fields: LogFields,
  today: PlainDate,
  procedures: Procedures,
): { readonly path: string; readonly message: string } | null {
  if ('on' in fields && fields.on > today) return { path: 'on', message: words.future }
  if ('until' in fields) {
    if (fields.from > today) return { path: 'from', message: words.future }
    if (fields.until > today) return { path: 'until', message: words.untilFuture }
    if (fields.until < fields.from) return { path: 'until', message: words.endsBefore }
  }
  if (fields.log !== 'procedure') return null
  if (fields.code !== null && !procedures.some(({ code }) => code === fields.code)) return { path: 'code', message: words.unknownProcedure }
  return fields.code === null && fields.name === '' ? { path: 'name', message: words.nameProcedure } : null
}

/** On which page a log stands. */
export const PAGE_OF: Readonly<Record<Log, LogPage>> = {
  clinic: 'clinics',
  'clinics brought forward': 'clinics',
  procedure: 'procedures',
  'acute take': 'take',
  teaching: 'teaching',
}
export const logsOf = (page: LogPage): Log[] => (Object.keys(PAGE_OF) as Log[]).filter((log) => PAGE_OF[log] === page)
