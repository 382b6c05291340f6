import type { AccreditorId } from '#domain/catalogue/contract.ts'
import type { Hundredths } from '#domain/hundredths.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import type { Status } from '#domain/portfolio/item.ts'
import type { Accreditation, ModuleHead, Question } from './module-file.ts'

/** Index of the option chosen, by question id. */
export type Answers = ReadonlyMap<string, number>

export interface Score {
  readonly right: number
  readonly of: number
  /** Whole per cent, rounded down, so that no 69.9 reads as 70. */
  readonly percent: number
  readonly passed: boolean
}

export const rightOption = (question: Pick<Question, 'options'>): number => question.options.findIndex((option) => option.right === true)

/** The score of a final assessment against the pass mark, in whole numbers (L5). What was not answered is not right. */
export function scoreOf(questions: readonly Question[], answers: Answers, passMark: number): Score {
  const right = rightIn(questions, answers)
  const of = questions.length
  return { right, of, percent: Math.floor((100 * right) / of), passed: 100 * right >= passMark * of }
}

export const rightIn = (questions: readonly Question[], answers: Answers): number =>
  questions.filter((question) => answers.get(question.id) === rightOption(question)).length

/** The questions not answered yet. */
export const unanswered = (questions: readonly Question[], answers: Answers): readonly Question[] =>
  questions.filter((question) => !answers.has(question.id))

/**
 * The status of the row once an assessment is submitted. The status never tells pass from fail: a first attempt completes it either
 * way, but after 'Retake module' it stays in progress until the module is completed and passed.
 * Source: BMJ Portfolio help, 'If I take a module and fail it' and 'What happens when I retake a module?' (rules L6, L7).
 */
export const statusAfterSubmission = (passed: boolean, isRetake: boolean): Status => (passed || !isRetake ? 'completed' : 'in progress')

/** What each organisation gives for a module completed with a pass on `day` (C2): one that accredits later gives nothing for the past. */
export function awardsOn(
  accreditations: readonly Accreditation[],
  day: PlainDate,
): { accreditorId: AccreditorId; amount: Hundredths; basis: Accreditation['basis'] }[] {
  return accreditations
    .filter(({ from, to }) => from <= day && (to === undefined || day <= to))
    .map(({ accreditor, amount, basis }) => ({ accreditorId: accreditor, amount, basis }))
}

/** Whether nobody can begin a module any more: it is past the day by which it was to be reviewed. */
export const isExpired = (module: Pick<ModuleHead, 'expiresOn'>, today: PlainDate): boolean => module.expiresOn < today

export interface Standing {
  readonly status: Status | null
  readonly hasOpenAttempt: boolean
  /** There is a submitted attempt that was not voided. */
  readonly isSubmitted: boolean
  /** The row stands in the portfolio, not in the bin. */
  readonly hasRow: boolean
  /** The module is in the catalogue and not expired. */
  readonly onOffer: boolean
}

/** What the owner can do with a module now (L2, L3, L7). */
export function modulePossibilities({ status, hasOpenAttempt, isSubmitted, hasRow, onOffer }: Standing) {
  return {
    // What was begun and binned comes back by going on with it, or from the bin.
    add: onOffer && !hasRow && (status === null || status === 'not started'),
    start: hasOpenAttempt || (onOffer && !isSubmitted && status !== 'completed'),
    retake: onOffer && isSubmitted && !hasOpenAttempt,
    takeAgain: onOffer && isSubmitted && !hasOpenAttempt && status === 'completed',
  }
}
