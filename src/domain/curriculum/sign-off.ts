import type { FieldFault } from '#domain/errors.ts'
import { canBeSeen } from '#domain/text.ts'
import type { Level, Scale } from './curriculum-file.ts'
import { signOffWords } from './words.ts'

/** What a supervisor is asked to explain; the reason stands with the sign-off. */
export const REASONS_ASKED = ['one link', 'no self-assessment', 'level'] as const
export type ReasonAsked = (typeof REASONS_ASKED)[number]

export const SUPERVISOR_ANSWERS = ['signed off at level', 'more evidence needed', 'more experience needed'] as const
export type SupervisorAnswer =
  | {
      readonly answer: 'signed off at level'
      /** Code of a level of the item's scale. */
      readonly level: string
      readonly reasons: Readonly<Partial<Record<ReasonAsked, string>>>
    }
  | { readonly answer: 'more evidence needed' | 'more experience needed'; readonly note: string }

/** What a sign-off rests on when the supervisor answers. */
export interface SignOffBasis {
  /** Pieces of evidence linked to the item. */
  readonly links: number
  readonly hasSelfAssessment: boolean
}

export type SignOffNeeds = { readonly refused: 'no evidence' } | { readonly refused: null; readonly reasonsFor: readonly ReasonAsked[] }

/**
 * Whether an item can be signed off, and what the supervisor must explain. Without linked evidence it cannot be. One piece is enough
 * where it explores the capability fully, and a trainee assesses themselves first: where either is wanting the supervisor says why.
 * `level` once it is chosen: some levels are not given without a reason.
 * Source: Yorkshire and Humber Deanery, IMT ePortfolio page, 'Curriculum Sign Off' (rule T9).
 */
export function signOffNeeds({
  links,
  hasSelfAssessment,
  level,
}: SignOffBasis & { readonly level?: Pick<Level, 'needsReason'> | undefined }): SignOffNeeds {
  if (links <= 0) return { refused: 'no evidence' }
  return {
    refused: null,
    reasonsFor: [
      ...(links < 2 ? (['one link'] as const) : []),
      ...(hasSelfAssessment ? [] : (['no self-assessment'] as const)),
      ...(level?.needsReason ? (['level'] as const) : []),
    ],
  }
}

/**
 * What is wrong with a supervisor's answer, each at its field; an empty list where it can stand. That more is needed can be said at any
 * time, with a note of what; only a sign-off rests on evidence (T9).
 */
export function faultsOfAnswer(answer: SupervisorAnswer, basis: SignOffBasis, scale: Scale): FieldFault[] {
  if (answer.answer !== 'signed off at level') {
    return canBeSeen(answer.note) ? [] : [{ path: 'note', message: signOffWords.noteAsked[answer.answer] }]
  }
  const level = scale.levels.find(({ code }) => code === answer.level)
  const needs = signOffNeeds({ ...basis, level })
  if (needs.refused !== null) return [{ path: 'answer', message: signOffWords.refused[needs.refused] }]
  return [
    ...(level === undefined ? [{ path: 'level', message: signOffWords.levelAsked }] : []),
    ...needs.reasonsFor
      .filter((asked) => !canBeSeen(answer.reasons[asked] ?? ''))
      .map((asked) => ({ path: `reasons.${asked}`, message: signOffWords.reasonAsked[asked] })),
  ]
}
