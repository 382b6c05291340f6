import { longDate, type PlainDate } from '#domain/plain-date.ts'
import { sayContact } from '#domain/training/programme-words.ts'
import type { EnrolmentStanding } from '#domain/training/enrolment-contract.ts'

const count = (n: number, one: string, many: string) => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`

/** Words of the pages about programmes and enrolment (N7). */
export const words = {
  loading: 'Loading',
  retry: 'Try again',
  failed: 'This could not be fetched',
  save: 'Save',
  cancel: 'Cancel',
  noProgramme: 'There is no such programme',
  noProgrammeText: 'The address may be mistyped. The programmes there are stand under College.',
  hub: {
    title: 'Training',
    nothing: 'Nothing here yet',
    nothingText:
      'When a college invites you to a training programme, or you supervise somebody, it stands here. An invitation comes by email, to the address of your account.',
    invited: (programme: string) => `You are invited to enrol in ${programme}`,
    invitedText: (year: string, from: PlainDate) => `${year}, from ${longDate(from)}.`,
    carryOver: 'Look at the links',
    see: 'See the invitation',
    myTraining: 'My training',
    year: (title: string, from: PlainDate, until: PlainDate) => `${title}, ${longDate(from)} to ${longDate(until)}.`,
    noYear: 'Your training year is not known yet. Your programme coordinator sets it with your first placement.',
    standing: (of: EnrolmentStanding): string => {
      switch (of.enrolment) {
        case 'not begun':
          return of.enrolledOn === null
            ? `You begin in ${of.programme} on ${longDate(of.from)}.`
            : `You are enrolled in ${of.programme}, and begin on ${longDate(of.from)}.`
        case 'enrolled':
          return `You are enrolled in ${of.programme} since ${longDate(of.enrolledOn ?? of.from)}.`
        case 'ended':
          return `Your training in ${of.programme} ended on ${longDate(of.until ?? of.from)}. Everything stays readable.`
        case 'frozen':
          return `Your training record in ${of.programme} has been frozen since ${longDate(of.freezesOn)}, because you are not enrolled.`
        case 'no invitation':
          return `You work provisionally in ${of.programme}, and the college has not invited you to enrol yet.`
        case 'provisional':
          return of.isInvited
            ? `You work provisionally in ${of.programme}. You are invited: please enrol before ${longDate(of.freezesOn)}.`
            : `You work provisionally in ${of.programme}. The college will invite you to enrol by email; there is nothing you need to do yet.`
      }
    },
    frozen:
      'You and your supervisors can read everything. Until you are enrolled nobody can link evidence, assess, sign, declare, enter or verify certificates and exams, or record absence; then it goes on where it stopped, and nothing is lost. Your own portfolio and learning stay yours to write, and your programme can still put placements right.',
    frozenInvited: 'You have an invitation: enrol, and the record thaws at once.',
    whomToAsk: (of: EnrolmentStanding) =>
      `Please contact ${sayContact(of.contact) === '' ? 'your RCP tutor' : sayContact(of.contact)}. Without enrolment the record is frozen from ${longDate(of.freezesOn)}.`,
    whomToAskFrozen: (of: EnrolmentStanding) =>
      `Please contact ${sayContact(of.contact) === '' ? 'your RCP tutor' : sayContact(of.contact)}.`,
    ask: 'Tell them I have no invitation',
    asked: 'They have been told by email, with your name and address.',
    askedOn: (day: string) => `You told them on ${day}.`,
    links: 'Parts of my training record',
    curriculum: 'Curriculum',
    record: 'My record and placements',
    declarations: 'Declarations and agreements',
    certificates: 'Certificates and exams',
    absence: 'Absence',
    proof: 'Proof',
    library: 'Library',
    supervise: 'My trainees',
    superviseText: (n: number) => `${count(n, 'doctor’s record is', 'doctors’ records are')} open to you.`,
    programme: (role: string) => `You are ${role === 'tutor' ? 'RCP tutor' : role} here.`,
    college: 'College',
    collegeText: 'Programmes, invitations and roles.',
    administration: 'Administration',
    administrationText: 'Who administers and publishes in this Cairn.',
  },
  steps: {
    title: 'First steps of this training year',
    done: (n: number, of: number) => `${n} of ${of} done`,
    isDone: 'Done',
    details: 'Check your personal details',
    detailsText: 'An email address that moves with you, and a phone number.',
    detailsLacks: 'A phone number is missing.',
    detailsOpen: 'Open personal details',
    photo: 'Check your photo',
    photoText: 'It helps assessors to remember who they worked with.',
    photoLacks: 'You have no photo here. You may go on without one.',
    photoOpen: 'Open my photo',
    declarations: 'Sign your declarations',
    declarationsText: 'Probity and health, at the start of each training year.',
    declarationsOpen: 'Open declarations',
    certificates: 'Check your certificates and exams',
    certificatesText: 'ALS, MRCP and what else you hold.',
    certificatesOpen: 'Open certificates',
    check: 'I have checked this',
    without: 'Go on without a photo',
    named: (act: string, step: string) => `${act}: ${step}`,
  },
  enrol: {
    title: 'Enrol in a programme',
    programme: 'Programme',
    year: 'Training year',
    from: 'First day',
    fee: 'The college’s note on its fee',
    meaning: 'What enrolling means',
    means: [
      'The college counts you as a trainee of this programme, and your training record opens.',
      'From the first day your supervisors, RCP tutor, programme director and coordinator, and the college can read the training record. Your own portfolio stays yours alone.',
      'You keep the record up to date, and sign your declarations at the start of each year.',
      'Cairn charges you nothing.',
    ],
    act: 'Enrol',
    enrolled: (programme: string) => `You are enrolled in ${programme}.`,
    already: (programme: string) => `You are enrolled in ${programme} already.`,
    on: 'Go to my training',
    noToken: 'This link is not complete. Open it again from the email, all of it.',
  },
} as const

/** Words of the college's pages. */
export const collegeWords = {
  title: 'College',
  intro: 'Programmes, whom they invite, and who has a role in them.',
  none: 'No programme yet',
  noneText: 'Make the first one. Then you can invite doctors to it and give roles in it.',
  programmes: 'Programmes',
  counts: (trainees: number, notEnrolled: number, open: number) =>
    `${count(trainees, 'doctor', 'doctors')}, ${notEnrolled.toLocaleString('en-GB')} not enrolled, ${count(open, 'open invitation', 'open invitations')}`,
  make: 'New programme',
  makeTitle: 'New programme',
  made: (title: string) => `${title} is there.`,
  settings: 'Programme',
  name: 'Name',
  curriculum: 'Curriculum',
  curriculumHint: 'For who begins from now on. Who is in the programme stays on their version.',
  contact: 'Whom trainees contact',
  contactName: 'Name',
  contactEmail: 'Email',
  contactPhone: 'Phone (optional)',
  told: 'Months until a doctor without an invitation is told whom to ask',
  frozen: 'Months until the record of who is not enrolled is frozen',
  grace: 'Days supervisors still read after their last one',
  kept: 'Years what was signed is kept after training, if an account is closed',
  pace: 'What moves a trainee’s pace line',
  paceFollowsFraction: 'Working less than full time asks for less in a year',
  paceFollowsAbsence: 'Absence asks for less in a year',
  saved: 'Saved',
  invite: {
    title: 'Invite doctors',
    one: 'One doctor',
    several: 'Several at once',
    how: 'How many',
    email: 'Email',
    year: 'Training year',
    choose: 'Choose',
    from: 'First day',
    fee: 'Note on your fee (optional)',
    feeHint: 'The doctor reads it. Cairn itself charges nothing.',
    lines: 'One doctor a line',
    linesHint: (years: readonly string[]) =>
      `Email, training year (${years.join(', ')}), first day, note on your fee. Paste from a spreadsheet, or part with commas.`,
    example: 'ada@example.org, IMY1, 4/8/2027, settled',
    act: 'Send the invitation',
    actMany: 'Send the invitations',
    sent: (n: number) => `${count(n, 'invitation is', 'invitations are')} on the way.`,
    noBody: 'Nobody was invited yet. Please mend:',
    line: (n: number, message: string) => `Line ${n}: ${message}`,
    empty: 'Name at least one doctor.',
    /** What the home page calls a draft of them. */
    draft: 'Invitations to enrol',
  },
  invitations: {
    title: 'Invitations',
    none: 'Nobody was invited yet.',
    sent: (day: string) => `sent on ${day}`,
    accepted: (day: string) => `accepted on ${day}`,
    withdrawn: (day: string) => `withdrawn on ${day}`,
    what: (year: string, from: PlainDate) => `${year} from ${longDate(from)}`,
    again: 'Send again',
    withdraw: 'Withdraw',
    sure: 'Withdraw it? The link will lead nowhere.',
    wentAgain: (email: string) => `Sent again to ${email}. The link from before works no longer.`,
    wasWithdrawn: (email: string) => `The invitation of ${email} is withdrawn.`,
    more: 'Show more',
    act: (act: string, email: string) => `${act}: ${email}`,
  },
  notEnrolled: {
    title: 'In training and not enrolled',
    none: 'Everybody in this programme is enrolled.',
    since: (from: PlainDate) => `since ${longDate(from)}`,
    state: {
      frozen: 'frozen',
      'no invitation': 'no invitation for too long',
      provisional: 'provisional',
      'not begun': 'not begun',
    } as Readonly<Record<string, string>>,
    freezes: (on: PlainDate) => `frozen from ${longDate(on)}`,
    invited: 'invited',
    notInvited: 'not invited',
    asked: (day: string) => `asked for an invitation on ${day}`,
  },
  roles: { title: 'Roles in this programme' },
} as const
