import type { ReportView } from '#domain/reports/contract.ts'
import type { PlainDate } from '#domain/plain-date.ts'

/** The job that makes a report (R3). */
export const MAKE_PDF = 'reports.make_pdf'

/** What was on screen when a report was asked for; kept as JSON in `report.spec`. */
export interface ReportSpec {
  readonly view: ReportView
  readonly details: boolean
  readonly attachments: boolean
  readonly viewerId: string
  readonly accreditorId: string | null
  readonly unit: 'credits' | 'hours'
  readonly tagLabels: readonly (readonly [id: string, label: string])[]
  readonly madeOn: PlainDate
}
