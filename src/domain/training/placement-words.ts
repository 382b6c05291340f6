import type { ProgrammeRole, Role } from '#domain/accounts/relations.ts'
import { longDate, type PlainDate } from '#domain/plain-date.ts'

const span = (from: PlainDate, until: PlainDate): string => (until < from ? 'taken back' : `${longDate(from)} to ${longDate(until)}`)

/** What the server says of placements, supervisors and absence: refusals, the trail, and letters (N7). */
export const placementWords = {
  noAccount: 'Nobody has a confirmed account with this email. They need one first: anyone can register, free.',
  notYourself: 'Somebody else must do this for you.',
  inThisProgramme: 'This doctor is in the programme already.',
  inAnother: 'This doctor is in another programme in these days.',
  notTraining: 'This person trains in no programme.',
  endsBeforeItBegins: 'The last day comes before the first.',
  noYear: 'This is no training year of the curriculum.',
  yearOverlaps: (code: string, from: PlainDate, until: PlainDate) => `In these days they are in ${code}, ${span(from, until)}.`,
  yearSigned: (code: string) => `Something was signed for this year as ${code}, so it stays that. Its days can be changed.`,
  yearHolds: (post: string, from: PlainDate, until: PlainDate) =>
    `The placement ‘${post}’, ${span(from, until)}, would lie outside the year.`,
  outsideYear: (code: string, from: PlainDate, until: PlainDate) =>
    `${code} goes from ${longDate(from)} to ${longDate(until)}. The placement must lie within it.`,
  inTheWay: (post: string, until: PlainDate) =>
    `In these days they are in ‘${post}’ until ${longDate(until)}, and both together are more than full time.`,
  endsAlready: (until: PlainDate) => `This ends on ${longDate(until)} already. To go on after that, give another placement.`,
  trainingEndsAlready: (until: PlainDate) => `Their training here ends on ${longDate(until)} already.`,
  afterTrainingEnds: (end: PlainDate) => `Their training in this programme ends on ${longDate(end)}. Choose that day or an earlier one.`,
  begunHere: (from: PlainDate) => `They have trained here since ${longDate(from)}. End their training on their record.`,
  yearSignedAway: (code: string, from: PlainDate) =>
    `Something was signed for ${code}, which begins on ${longDate(from)}. Choose that day or a later one.`,
  choosePlacement: 'Choose which placement it is for.',
  outsidePlacement: (from: PlainDate, until: PlainDate) => `The placement goes from ${longDate(from)} to ${longDate(until)}.`,
  begunLater: (name: string, from: PlainDate) => `${name} is to begin on ${longDate(from)}. End that first.`,
  notASupervisor: 'Ask for a correction of a supervisor of today, or of one to come.',
  asked: 'A correction of this supervisor is under way already.',
  closed: 'This correction is closed already.',
  notNamed: 'The tutor has not named the right supervisor yet.',
  samePerson: 'This is who the trainee says is wrong. To leave it as it is, say so below.',
  afterItEnds: (until: PlainDate) => `The one before ends on ${longDate(until)}. Choose an earlier day.`,
  absenceTooLong: 'An absence here lasts at most three years. Record a longer one in parts.',
  tooManyDays: (most: number) => `There are ${most} days between these two.`,
  absenceOverlaps: (type: string, from: PlainDate, until: PlainDate) =>
    `An absence is recorded in these days: ${type}, ${span(from, until)}.`,
  absenceNotRead: 'Absence is for the trainee, their supervisors, the programme and the college to read.',
  takenBack: 'This was taken back already.',

  aboutTrainee: (programme: string, from: PlainDate) => `${programme}, from ${longDate(from)}`,
  aboutTrainingEnd: (programme: string, from: PlainDate, until: PlainDate, reason: string) =>
    `${programme}, ${span(from, until)}${reason === '' ? '' : `: ${reason}`}`,
  aboutYear: (code: string, from: PlainDate, until: PlainDate) => `${code}, ${span(from, until)}`,
  aboutPlacement: (post: string, site: string, from: PlainDate, until: PlainDate) => `${post}, ${site}, ${span(from, until)}`,
  aboutSupervisor: (name: string, relation: string) => `${name}, ${relation}`,
  aboutAbsence: (type: string, from: PlainDate, until: PlainDate) => `${type}, ${span(from, until)}`,
} as const

const hello = (name: string) => `Dear ${name},`

export const placementLetters = {
  added: (name: string, programme: string, by: { readonly name: string; readonly email: string }, from: PlainDate, url: string) => ({
    subject: `You are in ${programme}`,
    greeting: hello(name),
    paragraphs: [
      `${by.name} placed you in ${programme} from ${longDate(from)}. Until the college has enrolled you, you work there provisionally.`,
      'Your tutor, your programme director, your programme’s coordinator and the supervisors they name for you can read your training record, and nothing else of your portfolio. Who looked stands under ‘Who looked at my portfolio’.',
      `If this is wrong, write to ${by.name}, ${by.email}, who can take it back.`,
    ],
    link: { label: 'Open your training record', url },
  }),
  ended: (name: string, programme: string, by: string, until: PlainDate | null, reason: string, url: string) => ({
    subject: until === null ? `You are not in ${programme}` : `Your training in ${programme} ends`,
    greeting: hello(name),
    paragraphs: [
      until === null
        ? `${by} took back that you were placed in ${programme}, as if you had never been. Years, placements and supervisors there are taken back too.`
        : `${by} recorded that your training in ${programme} ends on ${longDate(until)}. Your training years, placements and supervisors there end no later.`,
      ...(reason === '' ? [] : [`The reason given: “${reason}”`]),
      `Your portfolio stays yours, with everything in it. If this is wrong, write to ${by}.`,
    ],
    link: { label: 'Open your training record', url },
  }),
  asked: (name: string, trainee: string, about: string, says: string, url: string) => ({
    subject: `${trainee} says that a supervisor is wrong`,
    greeting: hello(name),
    paragraphs: [
      `${trainee} says that this is wrong: ${about}.`,
      `In their words: “${says}”`,
      'Please name the right supervisor, or say that it is right as it is.',
    ],
    link: { label: 'Open the corrections', url },
  }),
  named: (name: string, trainee: string, about: string, right: string, by: string, url: string) => ({
    subject: `A supervisor of ${trainee} is to be changed`,
    greeting: hello(name),
    paragraphs: [
      `${trainee} said that this is wrong: ${about}. ${by} names ${right} instead.`,
      'Please make the change from the day on which it counts, or say why not.',
    ],
    link: { label: 'Open the corrections', url },
  }),
  changed: (name: string, before: string, after: string, relation: string, from: PlainDate, url: string) => ({
    subject: 'Your supervisor was changed',
    greeting: hello(name),
    paragraphs: [`From ${longDate(from)} ${after} is your ${relation}, instead of ${before}.`],
    link: { label: 'Open your training record', url },
  }),
  notChanged: (name: string, about: string, by: string, reason: string, url: string) => ({
    subject: 'Your supervisor stays as recorded',
    greeting: hello(name),
    paragraphs: [`You said that this is wrong: ${about}. ${by} left it as it is: “${reason}”`],
    link: { label: 'Open your training record', url },
  }),
} as const

export const roleTitles: Readonly<Record<ProgrammeRole | Exclude<Role, ProgrammeRole>, string>> = {
  tutor: 'RCP tutor',
  'programme director': 'training programme director',
  'programme coordinator': 'programme coordinator',
  'college administrator': 'college administrator',
  publisher: 'publisher',
  'system administrator': 'system administrator',
}
