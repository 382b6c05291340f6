/** The tour of each main page (H2): when it is offered, and which of its steps are shown. */

export const TOURS = ['home', 'portfolio', 'learning', 'reflection', 'training', 'appraisal', 'connections'] as const
export type TourId = (typeof TOURS)[number]

export const MOST_STEPS = 4
const FEWEST_STEPS = 2

/** Of the page at this path; pages below it have none. */
export function tourOfPath(path: string): TourId | null {
  const name = path === '/' ? 'home' : path.replace(/^\//, '').replace(/\/$/, '')
  return TOURS.find((tour) => tour === name && (name !== 'home' || path === '/')) ?? null
}

/** Once it was taken or skipped, on any device, nobody is asked again. */
export function tourOffered(path: string, seen: readonly TourId[]): TourId | null {
  const tour = tourOfPath(path)
  return tour !== null && !seen.includes(tour) ? tour : null
}

/** The steps whose part of the page is there; where that is hardly one, `last` beside it, which is everywhere. */
export function stepsShown<Step>(steps: readonly Step[], last: Step, isThere: (step: Step) => boolean): Step[] {
  const there = steps.filter(isThere).slice(0, MOST_STEPS)
  return there.length < FEWEST_STEPS ? [...there, last] : there
}

/** What was seen on two devices, together: a tour is never unseen again. */
export const seenTogether = (one: readonly TourId[], other: readonly TourId[]): TourId[] =>
  TOURS.filter((tour) => one.includes(tour) || other.includes(tour))
