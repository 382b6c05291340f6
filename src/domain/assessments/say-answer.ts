import { longDate } from '#domain/plain-date.ts'
import { isScaled, scaleOf, type Answer } from './answers.ts'
import type { FormField, FormFile } from './form-file.ts'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** An answer in words, a line or a paragraph each, for reading and for print. */
export function sayAnswer(form: Pick<FormFile, 'scales'>, field: FormField, answer: Answer): string[] {
  switch (field.kind) {
    case 'scale': {
      if (!isScaled(answer)) return []
      const level = scaleOf(form, field.scale).levels.find(({ code }) => code === answer.level)
      return [level?.title ?? answer.level, ...(answer.comment === '' ? [] : [answer.comment])]
    }
    case 'choice':
      return [titleIn(field.options, plain(answer))]
    case 'choices':
      return Array.isArray(answer) ? answer.map((one) => titleIn(field.options, plain(one))) : []
    case 'yes or no':
      return [answer === true ? 'Yes' : 'No']
    case 'day':
      return [longDate(plain(answer))]
    case 'month':
      return [monthWords(plain(answer))]
    case 'rows':
      return (answer as Record<string, string>[]).map((row) =>
        field.columns
          .flatMap(({ id, label, kind }) => {
            const cell = row[id] ?? ''
            return cell === '' ? [] : [`${label}: ${kind === 'day' ? longDate(cell) : cell}`]
          })
          .join('; '),
      )
    default:
      return [plain(answer)]
  }
}

/** What stands in one piece. */
export const plain = (answer: unknown): string => (typeof answer === 'string' || typeof answer === 'number' ? `${answer}` : '')

const titleIn = (options: readonly { code: string; title: string }[], code: string): string =>
  options.find((option) => option.code === code)?.title ?? code

const monthWords = (month: string): string => `${MONTHS[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`
