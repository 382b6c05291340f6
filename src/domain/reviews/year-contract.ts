import { z } from 'zod'
import { OBJECTIVE_STATES } from '#domain/assessments/objectives.ts'
import { Bytes, Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { Totals } from '#domain/portfolio/contract.ts'
import { textUpTo } from '#domain/text-field.ts'
import { YEAR_STATES } from './appraisal-year.ts'
import { AppraisalComment, CreditAgreement } from './share-contract.ts'

const instant = z.iso.datetime({ offset: true })
/** Time away, with the reason its owner gives: between two days, or as a share of the year. */
export const LeaveRow = z
  .object({
    id: z.uuid(),
    from: PlainDate.nullable(),
    to: PlainDate.nullable(),
    percent: z
      .int({ error: 'Give whole per cent.' })
      .min(1, { error: 'Give 1 to 100 per cent.' })
      .max(100, { error: 'Give 1 to 100 per cent.' })
      .nullable(),
    reason: textUpTo(200).min(1, { error: 'Give a reason, in a word or two.' }),
  })
  .superRefine(({ from, to, percent }, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (percent !== null && (from !== null || to !== null)) issue('percent', 'Give two days, or per cent, not both.')
    if (percent !== null) return
    if (from === null) issue('from', 'Give the first day.')
    if (to === null) issue('to', 'Give the last day.')
    if (from !== null && to !== null && to < from) issue('to', 'The last day comes before the first.')
  })
export type LeaveRow = z.infer<typeof LeaveRow>

const YearObjective = z.object({
  id: z.uuid(),
  objective: z.string(),
  targetOn: PlainDate,
  state: z.enum(OBJECTIVE_STATES),
  outcome: z.string(),
  /** How many items are linked to it. */
  items: z.int(),
})
export type YearObjective = z.infer<typeof YearObjective>

/** What a year comes to: as it stands, and as it is kept when the year is closed. Amounts in hundredths. */
export const YearSum = z.object({
  totals: Totals,
  /** The organisation's name; null with None. */
  organisation: z.string().nullable(),
  unit: z.enum(['credits', 'hours']),
  fullTarget: z.int().nullable(),
  /** How many days the year has, and how many the CPD year: a shorter one has its part of the target. */
  days: z.int(),
  ofDays: z.int(),
  /** Of these days, and after leave. */
  target: z.int().nullable(),
  leave: z.array(LeaveRow),
  objectives: z.array(YearObjective),
  /** What appraisers said and agreed to and that no closed year keeps. */
  comments: z.array(AppraisalComment.extend({ title: z.string().nullable() })),
  agreements: z.array(CreditAgreement),
})
export type YearSum = z.infer<typeof YearSum>

export const AppraisalYear = z.object({
  id: z.uuid(),
  from: PlainDate,
  to: PlainDate,
  state: z.enum(YEAR_STATES),
  preparedAt: instant.nullable(),
  discussedOn: PlainDate.nullable(),
  discussedWith: z.string(),
  version: z.int(),
  sum: YearSum,
})
export type AppraisalYear = z.infer<typeof AppraisalYear>

/** A closed year, as it was then. */
export const ClosedYear = z.object({
  id: z.uuid(),
  from: PlainDate,
  to: PlainDate,
  discussedOn: PlainDate.nullable(),
  discussedWith: z.string(),
  closedAt: instant,
  /** It was closed elsewhere, and came with an archive (K5): what it came to was reckoned there. */
  isBrought: z.boolean(),
  sum: YearSum,
})
export type ClosedYear = z.infer<typeof ClosedYear>

const address = '/api/people/:ownerId/appraisal-years'
const YearParams = OwnerParams.extend({ yearId: z.uuid() })

export const readYears = {
  method: 'GET',
  url: address,
  schema: {
    summary: 'The appraisal year as it stands, and those that are closed (P26)',
    params: OwnerParams,
    response: {
      200: z.object({
        /** Null until one is begun. */
        current: AppraisalYear.nullable(),
        /** What would be begun. */
        next: z.object({ from: PlainDate, to: PlainDate }),
        /** Newest first. */
        closed: z.array(ClosedYear),
      }),
    },
  },
} as const satisfies Endpoint

export const beginYear = {
  method: 'POST',
  url: address,
  schema: {
    summary: 'Begin an appraisal year',
    params: OwnerParams,
    body: z.object({ id: z.uuid() }),
    response: { 201: Done },
  },
} as const satisfies Endpoint

export const moveYear = {
  method: 'PUT',
  url: `${address}/:yearId/state`,
  schema: {
    summary: 'Say how far an appraisal year is',
    params: YearParams,
    body: z.object({
      state: z.enum(['open', 'prepared', 'discussed']),
      version: z.int(),
      /** Wanted where it is discussed. */
      discussedOn: PlainDate.nullable().default(null),
      discussedWith: textUpTo(200).default(''),
    }),
    response: { 200: z.object({ version: z.int() }) },
  },
} as const satisfies Endpoint

export const setLeave = {
  method: 'PUT',
  url: `${address}/:yearId/leave`,
  schema: {
    summary: 'Say when the owner was away, which lowers the target',
    params: YearParams,
    body: z.object({ version: z.int(), leave: z.array(LeaveRow).max(30, { error: 'Thirty times of leave at most.' }) }),
    response: { 200: z.object({ version: z.int() }) },
  },
} as const satisfies Endpoint

/** Keeps what the year came to, carries over what is unfinished, and opens the next. */
export const closeYear = {
  method: 'POST',
  url: `${address}/:yearId/closing`,
  schema: {
    summary: 'Close an appraisal year and begin the next',
    params: YearParams,
    body: z.object({ version: z.int(), nextId: z.uuid() }),
    response: { 201: z.object({ carriedOver: z.int() }) },
  },
} as const satisfies Endpoint

export const yearPdf = {
  method: 'GET',
  url: `${address}/:yearId/report`,
  schema: { summary: 'The appraisal report of a year as PDF/UA-1 (R5)', params: YearParams, response: { 200: Bytes } },
} as const satisfies Endpoint
