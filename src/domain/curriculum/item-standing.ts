import type { SupervisorAnswer } from './sign-off.ts'

/** Where an item stands in a training year, and who has the next step. */
export const ITEM_STANDINGS = ['needs evidence', 'to assess', 'ready', 'more asked', 'signed'] as const
export type ItemStanding = (typeof ITEM_STANDINGS)[number]

export interface StandsOn {
  readonly links: number
  /** When evidence was last linked; instants as text, which sorts as they do. Null where none is. */
  readonly linkedAt: string | null
  /** Of the newest self-assessment of the year. */
  readonly assessedAt: string | null
  /** The newest answer of the year. */
  readonly answer: { readonly answer: SupervisorAnswer['answer']; readonly at: string } | null
}

/**
 * An item is ready for sign-off with linked evidence and a self-assessment of the year, until a supervisor answers. After 'more is
 * needed' it is the trainee's again until they have linked or assessed anew. What is signed stays signed: another signature can
 * supersede it, but nobody is asked for one. The order of steps is Cairn's; the help of the JRCPTB portfolio names them (T7 to T9).
 */
export function standingOf({ links, linkedAt, assessedAt, answer }: StandsOn): ItemStanding {
  if (answer?.answer === 'signed off at level') return 'signed'
  const isNewer = (at: string | null) => answer !== null && at !== null && at > answer.at
  if (answer !== null && !isNewer(linkedAt) && !isNewer(assessedAt)) return 'more asked'
  if (links === 0) return 'needs evidence'
  return assessedAt === null ? 'to assess' : 'ready'
}
