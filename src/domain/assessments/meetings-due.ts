import { addDays, addMonths, type PlainDate } from '#domain/plain-date.ts'

/** The meetings of a training year, by the names of their forms. */
export const MEETING_FORMS = ['es-induction', 'post-induction', 'mid-point', 'end-of-placement', 'es-review', 'es-report'] as const
export type MeetingForm = (typeof MEETING_FORMS)[number]

export const MEETING_STANDINGS = ['done', 'begun', 'overdue', 'due', 'to come'] as const
export type MeetingStanding = (typeof MEETING_STANDINGS)[number]

interface Dated {
  readonly from: PlainDate
  readonly until: PlainDate
}
interface Placed extends Dated {
  /** As a meeting that is begun for it names it. */
  readonly post: string
}
/** A meeting that there is, of whatever form. */
export interface Held {
  readonly id: string
  /** Its form's name for all versions. */
  readonly form: string
  readonly on: PlainDate
  /** The post it was begun for, as the post was called then; empty where it was for none. */
  readonly post: string
  /** A supervisor signed it. */
  readonly isSigned: boolean
}
export interface DueMeeting {
  readonly form: MeetingForm
  /** The post it is about; empty for one of the year. */
  readonly post: string
  /** From when it is time. */
  readonly from: PlainDate
  /** The last good day. */
  readonly by: PlainDate
  readonly standing: MeetingStanding
  readonly id: string | null
}

/**
 * Which meetings a training year asks for, and how each stands today (T12). A meeting answers for one post only, be it one of `others`:
 * posts of other years, whose end-of-placement appraisal is asked for as long as it can be late. Induction of the year within four weeks,
 * an educational supervisor's review at least every four months, the report about a month before the yearly review: Yorkshire and Humber
 * Deanery and the RCP, checked. Ours: post induction within two weeks; the mid-point within two weeks of the middle, of posts of three
 * months and more; the end of placement within the last four weeks; the yearly review taken to be at the end of the year.
 */
export function meetingsDue(
  today: PlainDate,
  year: Dated | null,
  placements: readonly Placed[],
  held: readonly Held[],
  others: readonly Placed[] = [],
): DueMeeting[] {
  if (year === null) return []
  const ofYear = held.filter(({ on }) => year.from <= on && on <= addDays(year.until, LATE_DAYS))
  // What is reported so soon after a year began is the year before.
  const reports = ofYear.filter(({ on }) => on > addDays(year.from, LATE_DAYS))
  const ofPosts = Map.groupBy(held, (meeting) => postOf([...others, ...placements], meeting))
  const justOver = others.filter(({ until }) => until < year.from && today <= addDays(until, LATE_DAYS))
  const due = [
    ofForm(today, ofYear, 'es-induction', '', year.from, least(addDays(year.from, 28), year.until)),
    ...placements.flatMap((placement) => ofPlacement(today, ofPosts.get(placement) ?? [], placement)),
    ...justOver
      .flatMap((placement) => ofPlacement(today, ofPosts.get(placement) ?? [], placement))
      .filter(({ form, standing }) => form === 'end-of-placement' && standing !== 'done'),
    ...reviews(today, held, year),
    ofForm(today, reports, 'es-report', '', addMonths(year.until, -2), addMonths(year.until, -1)),
  ]
  return due.toSorted((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
}

const least = (one: PlainDate, other: PlainDate): PlainDate => (one < other ? one : other)
const most = (one: PlainDate, other: PlainDate): PlainDate => (one > other ? one : other)

/** What is held so soon after a post or year is still of it, where nothing else says of what it is (ours). */
const LATE_DAYS = 28

/** The one post a meeting answers for: that which it names, else that of its day, else that which ended not long before. */
function postOf<Post extends Placed>(placements: readonly Post[], { post, on }: Held): Post | undefined {
  const before = placements.filter(({ from }) => from <= on).toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return (
    before.findLast((one) => one.post === post) ??
    before.findLast(({ until }) => on <= until) ??
    before.findLast(({ until }) => on <= addDays(until, LATE_DAYS))
  )
}

function ofForm(today: PlainDate, held: readonly Held[], form: MeetingForm, post: string, from: PlainDate, by: PlainDate): DueMeeting {
  const own = held.filter((one) => one.form === form)
  const found = own.find(({ isSigned }) => isSigned) ?? own[0]
  const standing = found?.isSigned ? 'done' : today > by ? 'overdue' : found ? 'begun' : today >= from ? 'due' : 'to come'
  return { form, post, from, by, standing, id: found?.id ?? null }
}

function ofPlacement(today: PlainDate, held: readonly Held[], { from, until, post }: Placed): DueMeeting[] {
  const middle = addDays(from, Math.floor(daysBetween(from, until) / 2))
  const isLong = addMonths(from, 3) <= addDays(until, 1)
  const at = (form: MeetingForm, begin: PlainDate, by: PlainDate) => ofForm(today, held, form, post, begin, by)
  return [
    at('post-induction', from, least(addDays(from, 14), until)),
    ...(isLong ? [at('mid-point', addDays(middle, -14), addDays(middle, 14))] : []),
    at('end-of-placement', most(from, addDays(until, -28)), until),
  ]
}

/** The reviews there were, and the next: four months after the last, or after the year began. */
function reviews(today: PlainDate, held: readonly Held[], year: Dated): DueMeeting[] {
  const own = held
    .filter(({ form, on }) => form === 'es-review' && year.from <= on && on <= year.until)
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
  const signed = own.filter(({ isSigned }) => isSigned)
  const done = signed.map(({ id, on }): DueMeeting => ({ form: 'es-review', post: '', from: on, by: on, standing: 'done', id }))
  const last = signed.at(-1)?.on ?? year.from
  const by = addMonths(last, 4)
  if (by > year.until) return done
  const begun = own.find(({ isSigned, on }) => !isSigned && on >= last)
  const from = addDays(by, -28)
  const standing = today > by ? 'overdue' : begun ? 'begun' : today >= from ? 'due' : 'to come'
  return [...done, { form: 'es-review', post: '', from, by, standing, id: begun?.id ?? null }]
}

function daysBetween(from: PlainDate, until: PlainDate): number {
  let days = 0
  for (let day = from; day < until; day = addDays(day, 1)) days += 1
  return days
}
