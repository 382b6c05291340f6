import type { PlainDate } from '#domain/plain-date.ts'

/**
 * What counts in a trainee's logs (T13).
 * Source: Yorkshire and Humber Deanery, page on the IMT ePortfolio: a clinic has at least two patients, the trainee consults and does not
 * only sit in, and the patients are ambulatory, the day ward included. JRCPTB's OPCAT takes telephone and video for clinics. That a half
 * day is one clinic is recalled. The lists of types, roles and complications are ours.
 */
export const LEAST_PATIENTS = 2

export const LOGS = ['clinic', 'clinics brought forward', 'procedure', 'acute take', 'teaching'] as const
export type Log = (typeof LOGS)[number]

export const HALF_DAYS = ['morning', 'afternoon', 'evening'] as const
export const CLINIC_TYPES = [
  'new patients',
  'follow-up',
  'mixed',
  'rapid access',
  'ambulatory care',
  'day ward',
  'community',
  'procedures',
  'MDT clinic',
] as const
export const CLINIC_MODES = ['in person', 'telephone', 'video', 'mixed'] as const
export const PROCEDURE_CONTEXTS = ['skills lab', 'simulation', 'patient'] as const
export const PROCEDURE_ROLES = ['observed', 'assisted', 'supervised', 'independent', 'taught', 'led'] as const
export const PROCEDURE_RESULTS = ['yes', 'no', 'abandoned'] as const
export const COMPLICATIONS = ['none', 'bleeding', 'infection', 'pain', 'pneumothorax', 'arrhythmia', 'injury', 'another'] as const
export const TEACHING_LEVELS = ['local', 'regional', 'national', 'online'] as const

/** Why a clinic is left out of the totals. */
export const WHY_NOT = ['too few patients', 'sat in', 'not ambulatory'] as const
export type WhyNot = (typeof WHY_NOT)[number]

/** The tests a clinic fails; none where it counts. */
export function whyNotCounted(clinic: { readonly patients: number; readonly consulted: boolean; readonly ambulatory: boolean }): WhyNot[] {
  return [
    ...(clinic.patients < LEAST_PATIENTS ? ['too few patients' as const] : []),
    ...(clinic.consulted ? [] : ['sat in' as const]),
    ...(clinic.ambulatory ? [] : ['not ambulatory' as const]),
  ]
}

/** A supervisor can count what fails a test, with a reason. What a newer row corrects is in no total. */
export const isCounted = (row: {
  readonly whyNot: readonly WhyNot[]
  readonly isCountedAnyway: boolean
  readonly isCorrected: boolean
}): boolean => !row.isCorrected && (row.whyNot.length === 0 || row.isCountedAnyway)

const DAYS_OF_A_MONTH = 365.25 / 12

/** Months of a post to one decimal, both days included, as the official sheet asks for them. */
export function monthsOf(from: PlainDate, until: PlainDate): number {
  return Math.round((daysBetween(from, until) / DAYS_OF_A_MONTH) * 10) / 10
}

/** Days from one to another, both included. */
export function daysBetween(from: PlainDate, until: PlainDate): number {
  return dayNumber(until) - dayNumber(from) + 1
}

/** Days since a day long ago, by the Gregorian calendar. */
export function dayNumber(day: PlainDate): number {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const [year, month] = m < 3 ? [y - 1, m + 12] : [y, m]
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + Math.floor((153 * (month - 3) + 2) / 5) + d
}

/** Patients of a post's acute take, where the trainee writes no number of their own: months × takes a month × patients a take. */
export function estimateTake(post: {
  readonly from: PlainDate
  readonly until: PlainDate
  readonly takesPerMonth: number
  readonly patientsPerTake: number
}): number {
  return Math.round(monthsOf(post.from, post.until) * post.takesPerMonth * post.patientsPerTake)
}
