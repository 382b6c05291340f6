import type { EntryStep } from './entry-steps.ts'
import type { Writer } from './form-file.ts'

export const entryWords = {
  noForm: 'There is no such form to begin.',
  future: 'This day is still to come.',
  notTheirs: 'This is not a form of this record.',
  newRound: 'What colleagues said is not corrected. Begin a new round instead.',
  onlyLocked: 'Only what is signed is corrected by a new one. Change this one instead.',
  otherForm: 'A correction is made on the same form.',
  correctedAlready: 'This one is corrected already.',
  noSuchPost: 'This post had not begun on that day. Choose a day from its first on.',
  noSection: 'The form has no such section.',
  notAsked: 'Somebody else was asked to write this part.',
  mayNotAsk: 'Choose somebody who is a supervisor of this trainee today.',
  notEducationalSupervisor: 'The trainee’s own educational supervisor may not fill in this form.',
  byRaters: 'This is brought together from what colleagues answered. Nobody writes it.',
  lockedOwn: 'Your own assessment is locked: colleagues are asked now.',
  byTicket: 'The assessor writes this part, by the link that was sent to them.',
  notNext: (step: EntryStep): string =>
    ({ prepare: 'This was finished already.', submit: 'This cannot be signed yet.', acknowledge: 'There is nothing to acknowledge yet.' })[
      step
    ],
  nobodySigns: 'Nobody signs this form. It is saved as it is.',
  prepareFirst: 'The trainee finishes their own part first.',
  inTheBin: 'This is in the bin. Put it back to change it.',
  othersWrote: 'Somebody else has begun to write in this form. Ask them first, or cancel the request.',
  lockedItem: 'This form is signed or being signed. It stays; a correction is a new one that names it.',
  changedSince:
    'This section was changed elsewhere since you opened it. Both versions are kept: look at the newer one before you save yours.',
  writers: {
    trainee: 'trainee',
    assessor: 'assessor',
    supervisor: 'supervisor',
    'educational supervisor': 'educational supervisor',
    raters: 'colleagues who are asked',
  } as const satisfies Readonly<Record<Writer, string>>,
  says: (form: string, title: string): string => (title === form ? form : `${form}: ${title}`),
} as const
