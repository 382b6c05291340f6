import { faultsOfAnswers, isAnswered, isScaled, keptAnswers, scaleOf, type Answers } from './answers.ts'
import type { FieldFault } from '#domain/errors.ts'
import type { FormField, FormFile, FormSection, RoundOf } from './form-file.ts'
import { msfWords as say } from './msf-words.ts'

/** A form that has a round. */
export type RoundForm = FormFile & { readonly round: RoundOf }
export const hasRound = (form: FormFile): form is RoundForm => form.round !== undefined

export const selfSection = ({ sections, round }: RoundForm): FormSection => sections.find(({ id }) => id === round.asks)!
export const summarySection = ({ sections }: RoundForm): FormSection => sections.find(({ writer }) => writer === 'raters')!

/** What a colleague is asked: the questions of the trainee's own assessment, and what is asked of colleagues alone. */
export function askedSections(form: RoundForm): FormSection[] {
  const { asks, askedAs, also } = form.round
  return [
    { id: asks, ...askedAs, writer: 'raters', fields: selfSection(form).fields },
    ...(also === undefined ? [] : [{ ...also, writer: 'raters' as const }]),
  ]
}

/** The form as a colleague is shown it. */
export const askedForm = (form: RoundForm): FormFile => ({ ...form, sections: askedSections(form) })

export const askedFields = (form: RoundForm): FormField[] => askedSections(form).flatMap(({ fields }) => fields)

/** Whether a scale was rated: not left, and not 'unable to comment'. */
export function isRated(form: RoundForm, field: FormField, answers: Answers): boolean {
  const answer = answers[field.id]
  if (field.kind !== 'scale' || !isScaled(answer)) return false
  return scaleOf(form, field.scale).levels.find(({ code }) => code === answer.level)?.isNotObserved !== true
}

/** Answers by section as they are kept: one after the other, without what is not asked. */
export function keptReply(form: RoundForm, bySection: Readonly<Record<string, Answers>>): Answers {
  const all = Object.assign({}, ...Object.values(bySection)) as Answers
  return Object.assign({}, ...askedSections(form).map((section) => keptAnswers(section, bySection[section.id] ?? {}, all))) as Answers
}

/** What is wrong with a reply; none where it is a valid one. Every reply that is kept is valid. */
export function faultsOfReply(form: RoundForm, bySection: Readonly<Record<string, Answers>>): FieldFault[] {
  const all = Object.assign({}, ...Object.values(bySection)) as Answers
  const faults = askedSections(form).flatMap((section) => faultsOfAnswers(form, section, bySection[section.id] ?? {}, all, true))
  if (faults.length > 0) return faults
  const scales = askedFields(form).filter(({ kind }) => kind === 'scale')
  const least = Math.min(form.round.leastRated.is, scales.length)
  if (scales.filter((field) => isRated(form, field, all)).length >= least) return []
  const [first] = scales.filter((field) => !isRated(form, field, all))
  return [{ path: first!.id, message: say.rateMore(least) }]
}

/** Whatever of a reply is free words: a text, or the comment beside a scale. */
export const wordsAt = (field: FormField, answers: Answers): string => {
  const answer = answers[field.id]
  if (!isAnswered(answer)) return ''
  return field.kind === 'text' && typeof answer === 'string' ? answer.trim() : isScaled(answer) ? answer.comment.trim() : ''
}
