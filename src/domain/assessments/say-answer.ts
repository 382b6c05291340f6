import { longDate, type PlainDate } from '#domain/plain-date.ts'
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
      return [titleIn(field.options, String(answer))]
    case 'choices':
      return Array.isArray(answer) ? answer.map((one) => titleIn(field.options, String(one))) : []
    case 'yes or no':
      return [answer === true ? 'Yes' : 'No']
    case 'day':
      return [longDate(answer as PlainDate)]
    case 'month':
      return [monthWords(String(answer))]
    case 'rows':
      return (answer as Record<string, string>[]).map((row) =>
        field.columns
          .flatMap(({ id, label, kind }) => {
            const cell = row[id] ?? ''
            return cell === '' ? [] : [`${label}: ${kind === 'day' ? longDate(cell as PlainDate) : cell}`]
          })
          .join('; '),
      )
    default:
      return typeof answer === 'string' || typeof answer === 'number' ? [`${answer}`] : []
  }
}

const titleIn = (options: readonly { code: string; title: string }[], code: string): string =>
  options.find((option) => option.code === code)?.title ?? code

const monthWords = (month: string): string => `${MONTHS[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`
