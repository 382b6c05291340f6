import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { isLocked, type EntryState } from './entry-steps.ts'
import type { AssessorRole } from './form-file.ts'
import type { RoundForm } from './msf-questions.ts'
import type { RoundState } from './msf-states.ts'
import { msfWords as say } from './msf-words.ts'

/** How many are asked in one round at most; a reminder after so many days by itself; another by hand after so many, so often (ours). */
export const MOST_RATERS = 60
export const RATERS_REMINDED_AFTER_DAYS = 14
export const REMIND_RATERS_EVERY_DAYS = 7
export const MOST_RATER_REMINDERS = 5
/** So long after it began a round can be open at most (ours): what is said is to be about one stretch of work. */
export const LONGEST_ROUND_DAYS = 180

const DAY_MS = 24 * 60 * 60 * 1000

export interface RoundFacts {
  readonly startedAt: Date
  readonly closesOn: PlainDate
  readonly closedAt: Date | null
  /** When the educational supervisor opened the replies. */
  readonly readAt: Date | null
  readonly setAsideAt: Date | null
  readonly reminders: number
  readonly remindedAt: Date | null
}

/** `round` is null until the trainee's own assessment is locked. */
export function roundState(entry: EntryState, round: RoundFacts | null, today: PlainDate): RoundState {
  if (isLocked(entry)) return 'released'
  if (round === null) return 'preparing'
  if (round.setAsideAt !== null) return 'set aside'
  if (round.readAt !== null) return 'read'
  return round.closedAt !== null || round.closesOn < today ? 'closed' : 'open'
}

/** Of which kinds there are to be replies, and whether there are. */
export const leastByRole = ({ round }: RoundForm, roles: readonly AssessorRole[]) =>
  round.leastBy.map(({ role, is }) => ({ role, least: is, isMet: roles.filter((one) => one === role).length >= is }))

export const isEnough = (form: RoundForm, roles: readonly AssessorRole[]): boolean =>
  roles.length >= form.round.leastReplies.is && leastByRole(form, roles).every(({ isMet }) => isMet)

/** The last day a round that began then can be extended to. */
export const extendableTo = (startedOn: PlainDate): PlainDate => addDays(startedOn, LONGEST_ROUND_DAYS)

interface Asked {
  readonly form: RoundForm
  readonly state: RoundState
  /** Of the replies there are. */
  readonly roles: readonly AssessorRole[]
}

/** Why a round cannot be changed so now; null where it can. Who may is for the permission table. */
export const whyNot = {
  ask: ({ state }: Asked): string | null => (state === 'preparing' || state === 'open' ? null : say.not[state]),
  takeBack: ({ state }: Asked): string | null => (state === 'preparing' || state === 'open' ? null : say.not[state]),
  remind: ({ state }: Asked, round: RoundFacts | null, now: Date): string | null => {
    if (state !== 'open' || round === null) return say.not[state]
    if (round.reminders >= MOST_RATER_REMINDERS) return say.remindedEnough
    const last = round.remindedAt ?? round.startedAt
    return last.getTime() + REMIND_RATERS_EVERY_DAYS * DAY_MS <= now.getTime() ? null : say.remindLater(REMIND_RATERS_EVERY_DAYS)
  },
  extend: ({ state }: Asked): string | null => (state === 'open' || state === 'closed' ? null : say.not[state]),
  close: ({ form, state, roles }: Asked): string | null =>
    state !== 'open' ? say.not[state] : isEnough(form, roles) ? null : say.tooFewReplies(form.round),
  open: ({ form, state, roles }: Asked): string | null => {
    if (state === 'read') return null
    if (state === 'open') return say.closeFirst
    return state !== 'closed' ? say.not[state] : isEnough(form, roles) ? null : say.tooFewReplies(form.round)
  },
  read: ({ state }: Asked): string | null => (state === 'read' ? null : state === 'closed' ? say.openFirst : say.not[state]),
  release: ({ form, state, roles }: Asked): string | null => {
    if (state === 'preparing') return say.selfFirst
    if (!isEnough(form, roles) && (state === 'open' || state === 'closed' || state === 'read')) return say.tooFewReplies(form.round)
    return state === 'read' ? null : state === 'closed' ? say.readFirst : state === 'open' ? say.closeFirst : say.not[state]
  },
  setAside: ({ state }: Asked): string | null =>
    state === 'closed' || state === 'read' ? null : state === 'open' ? say.closeFirst : say.not[state],
}
