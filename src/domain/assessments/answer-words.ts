import type { FormField } from './form-file.ts'

export const answerWords = {
  required: (field: FormField): string =>
    field.kind === 'scale' || field.kind === 'choice' || field.kind === 'choices' || field.kind === 'yes or no'
      ? 'Choose one.'
      : 'Fill this in.',
  unknown: 'The form has no such field.',
  wrongKind: 'This cannot stand here.',
  tooLong: (most: number): string => `This is longer than ${most.toLocaleString('en-GB')} characters.`,
  between: (least: number, most: number): string => `Give a whole number from ${least} to ${most}.`,
  choose: 'Choose from what is offered.',
  day: 'Give a day.',
  dayIn: (column: string): string => `‘${column}’ must be a day.`,
  month: 'Give a month and a year.',
  sayWhy: (level: string): string => `Say why: ‘${level}’ needs a few words and an example.`,
  mostRows: (most: number): string => `There can be ${most} rows at most.`,
  leastRows: (least: number): string => (least === 1 ? 'Add at least one row.' : `Add at least ${least} rows.`),
}
