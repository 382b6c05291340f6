import { z } from 'zod'
import type { FieldFault } from '#domain/errors.ts'
import { isPlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { answerWords as say } from './answer-words.ts'
import type { FormField, FormFile, FormSection, Scale } from './form-file.ts'

/** What was filled in at one field; absent where nothing was. */
export const Answer = z.union([
  z.string().overwrite(wellFormed),
  z.number(),
  z.boolean(),
  z.array(z.string().overwrite(wellFormed)),
  z.array(z.record(z.string(), z.string().overwrite(wellFormed))),
  z.strictObject({ level: z.string(), comment: z.string().overwrite(wellFormed) }),
])
export type Answer = z.infer<typeof Answer>

/** By the field's id. Of one section, or of all the form. */
export const Answers = z
  .record(z.string(), Answer)
  .refine((answers) => Object.keys(answers).length <= 200, { error: 'These are too many answers.' })
export type Answers = z.infer<typeof Answers>

const LONGEST_LINE = 300
const LONGEST_TEXT = 20_000
const MOST_ROWS = 50

/** Whether a field is asked for, by what is answered elsewhere in the form. */
export function isShown(field: FormField, answers: Answers): boolean {
  if (field.when === undefined) return true
  const other = answers[field.when.field]
  const given = isScaled(other) ? other.level : other === true ? 'yes' : other === false ? 'no' : other
  return typeof given === 'string' && field.when.is.includes(given)
}

export const isScaled = (answer: Answer | undefined): answer is { level: string; comment: string } =>
  typeof answer === 'object' && !Array.isArray(answer)

/** Whether anything stands there that a person would say they wrote. */
export function isAnswered(answer: Answer | undefined): boolean {
  if (answer === undefined) return false
  if (typeof answer === 'string') return answer.trim() !== ''
  if (Array.isArray(answer)) return answer.length > 0
  return isScaled(answer) ? answer.level !== '' : true
}

/**
 * The answers of one section as they are kept: without fields that are not the section's or not shown. `others` are those of the rest of
 * the form, for what hangs on them.
 */
export function keptAnswers(section: FormSection, answers: Answers, others: Answers = {}): Answers {
  const all = { ...others, ...answers }
  return Object.fromEntries(
    section.fields.flatMap((field) => {
      const answer = answers[field.id]
      return isShown(field, all) && isAnswered(answer) ? [[field.id, answer!]] : []
    }),
  )
}

/**
 * What is wrong with the answers of a section, in the order of the page. What is required is asked for only where the section is to be
 * finished; what cannot be is refused always.
 */
export function faultsOfAnswers(form: FormFile, section: FormSection, answers: Answers, others: Answers, toFinish: boolean): FieldFault[] {
  const all = { ...others, ...answers }
  const unknown = Object.keys(answers).filter((id) => !section.fields.some((field) => field.id === id))
  const faults = section.fields.flatMap((field) => {
    if (!isShown(field, all)) return []
    const answer = answers[field.id]
    const message = isAnswered(answer) ? faultOf(form, field, answer!, toFinish) : toFinish && field.required ? say.required(field) : null
    return message === null ? [] : [{ path: field.id, message }]
  })
  return [...faults, ...unknown.map((path) => ({ path, message: say.unknown }))]
}

function faultOf(form: FormFile, field: FormField, answer: Answer, toFinish: boolean): string | null {
  switch (field.kind) {
    case 'line':
      return typeof answer !== 'string' ? say.wrongKind : answer.length > LONGEST_LINE ? say.tooLong(LONGEST_LINE) : null
    case 'text':
      return typeof answer !== 'string' ? say.wrongKind : answer.length > LONGEST_TEXT ? say.tooLong(LONGEST_TEXT) : null
    case 'number':
      return typeof answer === 'number' && Number.isInteger(answer) && answer >= field.least && answer <= field.most
        ? null
        : say.between(field.least, field.most)
    case 'choice':
      return field.options.some(({ code }) => code === answer) ? null : say.choose
    case 'choices':
      return Array.isArray(answer) && answer.every((one) => field.options.some(({ code }) => code === one)) ? null : say.choose
    case 'scale':
      return scaleFault(scaleOf(form, field.scale), answer, toFinish)
    case 'yes or no':
      return typeof answer === 'boolean' ? null : say.choose
    case 'day':
      return typeof answer === 'string' && isPlainDate(answer) ? null : say.day
    case 'month':
      return typeof answer === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(answer) ? null : say.month
    case 'rows':
      return rowsFault(field, answer, toFinish)
  }
}

export const scaleOf = (form: Pick<FormFile, 'scales'>, id: string): Scale => form.scales.find((scale) => scale.id === id)!

function scaleFault(scale: Scale, answer: Answer, toFinish: boolean): string | null {
  if (!isScaled(answer)) return say.choose
  const level = scale.levels.find(({ code }) => code === answer.level)
  if (level === undefined) return say.choose
  if (answer.comment.length > LONGEST_TEXT) return say.tooLong(LONGEST_TEXT)
  return toFinish && level.requiresComment && answer.comment.trim() === '' ? say.sayWhy(level.title) : null
}

function rowsFault(field: Extract<FormField, { kind: 'rows' }>, answer: Answer, toFinish: boolean): string | null {
  if (!Array.isArray(answer) || answer.some((row) => typeof row === 'string')) return say.wrongKind
  const rows = answer as Record<string, string>[]
  if (rows.length > MOST_ROWS) return say.mostRows(MOST_ROWS)
  for (const row of rows) {
    for (const column of field.columns) {
      const cell = row[column.id] ?? ''
      if (cell.length > LONGEST_LINE) return say.tooLong(LONGEST_LINE)
      if (column.kind === 'day' && cell !== '' && !isPlainDate(cell)) return say.dayIn(column.label)
    }
    if (Object.keys(row).some((id) => !field.columns.some((column) => column.id === id))) return say.unknown
  }
  return toFinish && rows.length < (field.least ?? 0) ? say.leastRows(field.least ?? 0) : null
}
