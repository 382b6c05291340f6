import { FormFile } from './form-file.ts'
import type { RoundForm } from './msf-questions.ts'

const rows = (id: string, columns: readonly string[]) => ({
  kind: 'rows',
  id,
  label: id,
  columns: columns.map((column) => ({ id: column, label: column, kind: 'line' })),
})

/** A small form of a round: two scales, a yes or no, and words. */
export const SMALL = FormFile.parse({
  id: 'round-1',
  version: '1',
  title: 'Round',
  short: 'Round',
  family: 'assessment',
  about: 'A round.',
  wordsAreOurs: true,
  assessing: { mayAssess: ['consultant', 'nurse', 'pharmacist', 'manager', 'other'], reason: 'Anybody.', certainty: 'recalled' },
  scales: [
    {
      id: 'seen',
      title: 'Seen',
      levels: [
        { code: 'low', title: 'Low', requiresComment: true },
        { code: 'high', title: 'High' },
        { code: 'unable', title: 'Unable', isNotObserved: true },
      ],
    },
  ],
  round: {
    asks: 'self',
    askedAs: { title: 'Asked' },
    also: { id: 'worries', title: 'Worries', fields: [{ id: 'worry', kind: 'yes or no', label: 'Worry', required: true }] },
    leastReplies: { is: 12, certainty: 'recalled' },
    leastBy: [{ role: 'consultant', is: 3, certainty: 'recalled' }],
    smallestGroup: { is: 3, certainty: 'recalled' },
    daysOpen: { is: 90, certainty: 'recalled' },
    leastRated: { is: 1, certainty: 'recalled' },
  },
  sections: [
    {
      id: 'self',
      title: 'Self',
      writer: 'trainee',
      fields: [
        { id: 'team', kind: 'scale', scale: 'seen', label: 'Team', required: true },
        { id: 'care', kind: 'scale', scale: 'seen', label: 'Care', required: true },
        { id: 'well', kind: 'text', label: 'Well' },
      ],
    },
    {
      id: 'summary',
      title: 'Summary',
      writer: 'raters',
      fields: [
        rows('who-answered', ['kind', 'number']),
        rows('ratings', ['question', 'who', 'said']),
        rows('remarks', ['question', 'remark']),
      ],
    },
  ],
  preparedByTrainee: true,
  signedBy: 'educational supervisor',
  source: 'a test',
  certainty: 'recalled',
}) as RoundForm
