import { addMonths, type PlainDate } from '#domain/plain-date.ts'

/**
 * Where a doctor stands with their programme (T1). The college invites, and nobody enrols without; until then they work provisionally
 * from the first placement's first day. After some months without an invitation they are told whom to ask; after some more without
 * enrolment the record is frozen until they enrol.
 * Source: Yorkshire and Humber Deanery, IMT ePortfolio page, 'ePortfolio Registration': two and three months.
 */
export const ENROLMENTS = ['not begun', 'provisional', 'no invitation', 'frozen', 'enrolled', 'ended'] as const
export type Enrolment = (typeof ENROLMENTS)[number]

export interface EnrolmentDates {
  /** The first day of the first placement, or of the programme. */
  readonly from: PlainDate
  readonly until: PlainDate | null
  readonly enrolledOn: PlainDate | null
  readonly isInvited: boolean
}

/** The programme's own numbers. */
export interface EnrolmentLimits {
  readonly toldAfterMonths: number
  readonly frozenAfterMonths: number
}

/** The first day on which the record is frozen if nothing happens: the same day of the month, or that month's last. */
export const freezesOn = (from: PlainDate, limits: Pick<EnrolmentLimits, 'frozenAfterMonths'>): PlainDate =>
  addMonths(from, limits.frozenAfterMonths)

export function enrolmentOn(today: PlainDate, dates: EnrolmentDates, limits: EnrolmentLimits): Enrolment {
  if (dates.until !== null && today > dates.until) return 'ended'
  if (dates.enrolledOn !== null && today >= dates.enrolledOn) return 'enrolled'
  if (today < dates.from) return 'not begun'
  if (today >= freezesOn(dates.from, limits)) return 'frozen'
  return !dates.isInvited && today >= addMonths(dates.from, limits.toldAfterMonths) ? 'no invitation' : 'provisional'
}
