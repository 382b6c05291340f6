import { longDate, type PlainDate } from '#domain/plain-date.ts'
import type { LogPage } from '#domain/training/logs-contract.ts'
import type { EntryState } from './entry-steps.ts'
import type { ObjectiveState } from './objectives.ts'

export const meetingWords = {
  stale: 'This objective was changed elsewhere since you opened it. Look at it again before you save yours.',
  cannotMove: (from: ObjectiveState, to: ObjectiveState): string => `An objective that is ${from} cannot become ${to}.`,
  sayOutcome: 'Say what came of it.',
  sayReason: 'Say why it is dropped.',
  agreedAlready: 'This objective is agreed already.',
  noObjective: 'There is no such objective.',
  notMeeting: 'This is not a meeting of this record.',
  notItem: 'This is not an item of the curriculum.',
  notSupervisor: 'Choose somebody who is your supervisor today.',
  objective: (objective: string): string => `Objective: ${objective.length > 120 ? `${objective.slice(0, 119)}…` : objective}`,
  presentedTo: (name: string): string => `To ${name}`,
  mail: {
    subject: (name: string): string => `${name} presents their training record to you`,
    greeting: (name: string): string => `Dear ${name},`,
    text: (name: string): string =>
      `${name} has brought their training record before you. What is new since you last looked, and what is ready for sign-off, is on one page. Their note stands there too.`,
    link: 'Open the brief',
  },
  states: {
    begun: 'begun',
    prepared: 'trainee ready',
    submitted: 'signed',
    acknowledged: 'acknowledged',
  } as const satisfies Readonly<Record<EntryState, string>>,
  gathered: {
    placements: { title: 'Placements', columns: ['Post', 'Dates', 'Working'], none: 'No placements.' },
    capabilities: { title: 'Capabilities', columns: ['Item', 'Trainee', 'Signed off'], none: 'No training year.' },
    assessments: { title: 'Assessments', columns: ['Form', 'Signed', 'Last', 'Signed by'], none: 'None signed in this period.' },
    logs: { title: 'Logs', columns: ['What counts', 'In all', 'Verified'], none: 'Nothing logged in this period.' },
    logged: {
      clinics: 'Clinics',
      procedures: 'Procedures',
      take: 'Patients on the acute take',
      teaching: 'Hours of teaching',
    } as const satisfies Readonly<Record<LogPage, string>>,
    papers: { title: 'Exams and certificates', columns: ['What', 'Day', 'Confirmed by'], none: 'None.' },
    absence: { title: 'Absence', columns: ['Year', 'Working days'], none: 'None recorded.' },
    plan: { title: 'Development plan', columns: ['Objective', 'Target', 'State', 'Outcome'], none: 'No objectives.' },
    meetings: { title: 'Meetings', columns: ['Meeting', 'Day', 'State', 'Signed by'], none: 'None in this period.' },
    span: (from: PlainDate, until: PlainDate): string => `${longDate(from)} to ${longDate(until)}`,
    percent: (percent: number): string => (percent === 100 ? 'full time' : `${percent}%`),
    notConfirmed: 'not confirmed',
    notSigned: 'not signed',
    verified: 'confirmed',
    notAssessed: 'not assessed',
  },
} as const
