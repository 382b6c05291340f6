import type { EntryState, EntryStep } from './entry-steps.ts'
import type { Writer } from './form-file.ts'

const STEPS: Readonly<Record<EntryStep, string>> = {
  prepare: 'Prepared',
  submit: 'Signed',
  acknowledge: 'Acknowledged (as read, not as agreed)',
}

interface SaidStep {
  readonly step: EntryStep
  readonly byName: string
  readonly byAs: string
  readonly byRole: string
  readonly byBody: string
  readonly byNumber: string
}

export const pdfWords = {
  title: 'Title',
  trainee: 'Trainee',
  day: 'Date',
  placement: 'Placement',
  year: 'Training year',
  state: 'State',
  version: 'Version of the form',
  identity: 'Identity of the assessor',
  identities: {
    account: 'Confirmed by their account',
    email: 'Confirmed by a link to their address',
    'not confirmed': 'Signed on the spot, identity not yet confirmed',
    'private address': 'Signed on the spot from a private address, identity not yet confirmed',
    denied: 'The person whose address was given says that they did not sign',
  },
  nothing: 'Nothing was written here.',
  steps: 'Signatures',
  comments: 'Comments',
  states: {
    begun: 'Begun, not signed',
    prepared: 'Prepared, not signed',
    submitted: 'Signed and locked',
    acknowledged: 'Signed, locked and acknowledged',
  } as const satisfies Readonly<Record<EntryState, string>>,
  writers: {
    trainee: 'Written by the trainee',
    assessor: 'Written by the assessor',
    supervisor: 'Written by the supervisor',
    'educational supervisor': 'Written by the educational supervisor',
    raters: 'Brought together from what colleagues answered, without their names',
  } as const satisfies Readonly<Record<Writer, string>>,
  step: ({ step, byName, byAs, byRole, byBody, byNumber }: SaidStep, on: string): string =>
    `${STEPS[step]} by ${[byName, byAs, byRole, [byBody, byNumber].filter((part) => part !== '').join(' ')].filter((part) => part !== '').join(', ')}, on ${on}.`,
  by: (name: string, as: string): string => `${name}, ${as}`,
  footer: (name: string): string => `Cairn: training record of ${name}`,
  fileName: (short: string, day: string): string =>
    `${short
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')}-${day}.pdf`,
} as const
