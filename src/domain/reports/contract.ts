import { z } from 'zod'
import { Column } from '#domain/accounts/profile-contract.ts'
import { Bytes, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { MOST_SELECTED } from '#domain/portfolio/contract.ts'
import { ItemFilters } from '#domain/portfolio/filters.ts'
import { sayNumber } from '#domain/say-number.ts'

/** A report is of what is on screen: these filters, this order, these columns (R1). `only` narrows to selected rows. */
export const ReportView = z.object({
  filters: ItemFilters,
  columns: z
    .array(Column, { error: 'Choose the columns of the report.' })
    .min(1, { error: 'Choose one column at least.' })
    .max(20, { error: 'A report has 20 columns at most.' }),
  only: z
    .array(z.uuid())
    .max(MOST_SELECTED, { error: `Choose ${sayNumber(MOST_SELECTED)} rows at most, or narrow the list and export all of it.` })
    .optional(),
})
export type ReportView = z.output<typeof ReportView>

/** A CSV of every row, streamed (R2, R4). The header `cairn-rows` says how many rows will come. */
export const exportCsv = {
  method: 'POST',
  url: '/api/people/:ownerId/reports/csv',
  schema: { summary: 'The rows as CSV', params: OwnerParams, body: ReportView, response: { 200: Bytes } },
} as const satisfies Endpoint

/** Rows in one PDF; more come as volumes in a ZIP (R4). */
export const ROWS_PER_VOLUME = 5000

export const Report = z.object({
  id: z.uuid(),
  state: z.enum(['waiting', 'working', 'ready', 'failed']),
  /** 0 to 1. */
  progress: z.number(),
  rows: z.int(),
  volumes: z.int(),
  fileName: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  /** In words, where it failed. */
  reason: z.string().nullable(),
})
export type Report = z.infer<typeof Report>

/** Made by a job outside the server's own process (R3, R4). `details` adds notes and impact; `attachments` makes a ZIP with the files. */
export const requestPdf = {
  method: 'POST',
  url: '/api/people/:ownerId/reports',
  schema: {
    summary: 'Ask for a PDF report',
    params: OwnerParams,
    body: ReportView.extend({ id: z.uuid(), details: z.boolean().default(false), attachments: z.boolean().default(false) }),
    response: { 202: Report },
  },
} as const satisfies Endpoint

export const ReportParams = OwnerParams.extend({ reportId: z.uuid() })

export const reportState = {
  method: 'GET',
  url: '/api/people/:ownerId/reports/:reportId',
  schema: { summary: 'How far a report is', params: ReportParams, response: { 200: Report } },
} as const satisfies Endpoint

/** Kept for a day. */
export const downloadReport = {
  method: 'GET',
  url: '/api/people/:ownerId/reports/:reportId/file',
  schema: { summary: 'The finished report', params: ReportParams, response: { 200: Bytes } },
} as const satisfies Endpoint
