import { isScaled, type Answer, type Answers } from './answers.ts'
import { countWords as say } from './count-words.ts'
import { isLocked, type EntryState } from './entry-steps.ts'
import type { AssessorRole, FormFile } from './form-file.ts'
import { mailboxOf } from './work-email.ts'

/**
 * How it is known who signed: by their account; by a link sent to their address; not yet, for it was signed on the spot and nobody has
 * answered from their address, or it is a private one, which says nothing of who they are (F9); or they answered that it was not them.
 */
export const IDENTITIES = ['account', 'email', 'not confirmed', 'private address', 'denied'] as const
export type Identity = (typeof IDENTITIES)[number]

/** One filled form, as far as it matters to what it counts towards. */
export interface Countable {
  readonly id: string
  readonly form: Pick<FormFile, 'id' | 'version' | 'assessing'>
  readonly state: EntryState
  /** A newer one takes its place. */
  readonly isCorrected: boolean
  /** When it was signed; '' where it was not. Of two passes by one assessor the first counts. */
  readonly signedAt: string
  /** What the assessor said they are. Null for a supervisor who signed in their own account: taken for a consultant (ours). */
  readonly role: AssessorRole | null
  readonly identity: Identity
  /** By what the assessor is known (`knownBy`): who shares one of these is the same. */
  readonly assessor: readonly string[]
  readonly answers: Answers
}

export interface Verdict {
  readonly counts: boolean
  /** Why it does not count, or what is still wanted; '' where there is nothing to say. */
  readonly because: string
}

const COUNTS: Verdict = { counts: true, because: '' }
const not = (because: string): Verdict => ({ counts: false, because })

/** An answer as the files name it. */
export const saidIn = (answer: Answer | undefined): string =>
  isScaled(answer) ? answer.level : typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : typeof answer === 'string' ? answer : ''

/**
 * By what an assessor is known: their accounts, the mailboxes they wrote from or are reached at, and their number with a professional
 * body. One person signs now by a link and now in their account, and writes an address in more than one way.
 */
export const knownBy = (of: {
  readonly accounts: readonly string[]
  readonly emails: readonly string[]
  readonly body: string
  readonly number: string
}): string[] => {
  const number = of.number.replaceAll(/[^\p{L}\d]/gu, '').toLowerCase()
  return [
    ...of.accounts.map((id) => `account ${id}`),
    ...of.emails.filter((email) => email !== '').map((email) => `mailbox ${mailboxOf(email)}`),
    ...(number === '' ? [] : [`number ${of.body.trim().toLowerCase()} ${number}`]),
  ]
}

/** Which of an owner's forms count towards a minimum, and why others do not (F2, F9). Forms that nobody assesses by are left out. */
export function whatCounts(entries: readonly Countable[]): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>()
  const passes = new Map<string, { id: string; assessor: readonly string[] }[]>()
  for (const entry of entries.toSorted((a, b) => (a.signedAt < b.signedAt ? -1 : a.signedAt > b.signedAt ? 1 : 0))) {
    const { assessing } = entry.form
    if (assessing === undefined) continue
    const alone = verdictAlone(entry)
    const two = assessing.twoAssessors
    const about = saidIn(two === undefined ? undefined : entry.answers[two.field])
    if (!alone.counts || two === undefined || !two.is.includes(about)) {
      verdicts.set(entry.id, alone)
      continue
    }
    const before = passes.get(about) ?? []
    if (before.some(({ assessor }) => assessor.some((one) => entry.assessor.includes(one)))) {
      verdicts.set(entry.id, not(say.sameAssessor))
      continue
    }
    for (const { id } of before) verdicts.set(id, COUNTS)
    passes.set(about, [...before, entry])
    verdicts.set(entry.id, before.length === 0 ? { counts: true, because: say.onePassMore } : COUNTS)
  }
  return verdicts
}

function verdictAlone({ form, state, isCorrected, role, identity, answers }: Countable): Verdict {
  const assessing = form.assessing!
  if (!isLocked(state)) return not(say.notSigned)
  if (isCorrected) return not(say.corrected)
  if (identity === 'denied') return not(say.denied)
  if (identity === 'not confirmed') return not(say.notConfirmed)
  if (identity === 'private address') return not(say.privateAddress)
  if (role !== null && assessing.counts !== undefined && !assessing.counts.includes(role)) return not(say.onlyBy(assessing.counts))
  const { passed } = assessing
  if (passed !== undefined && !passed.is.includes(saidIn(answers[passed.field]))) return not(passed.otherwise)
  return COUNTS
}
