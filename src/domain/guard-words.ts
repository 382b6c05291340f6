import type { GuardRule } from './guard-rules.ts'

interface Said {
  readonly what: string
  readonly why: string
  readonly instead: string
}

const number = 'It is one person’s alone, and opens their record.'
const date = 'With a place or a condition, a day is often enough to find the patient.'
const rules: Readonly<Record<GuardRule, Said>> = {
  'nhs-number': { what: 'NHS number', why: number, instead: 'Leave it out.' },
  'chi-number': { what: 'CHI number', why: `${number} It holds the date of birth too.`, instead: 'Leave it out.' },
  'hc-number': { what: 'Health and Care number', why: number, instead: 'Leave it out.' },
  'hospital-number': { what: 'Hospital number', why: number, instead: 'Leave it out.' },
  'date-of-birth': {
    what: 'Date of birth',
    why: 'With little else it names one person.',
    instead: 'Say the stage of life: “in their seventies”.',
  },
  postcode: { what: 'Postcode', why: 'A postcode is a few homes.', instead: 'Leave it out, or say the kind of area: “a rural area”.' },
  phone: { what: 'Telephone number', why: 'It reaches one person or one home.', instead: 'Leave it out.' },
  email: { what: 'Email address', why: 'It names a person.', instead: 'Leave it out, or say who it was: “the practice manager”.' },
  'ni-number': { what: 'National Insurance number', why: 'It is one person’s alone.', instead: 'Leave it out.' },
  'like-a-number': {
    what: 'Perhaps a patient’s number',
    why: 'It looks like a hospital or NHS number.',
    instead: 'If it is one, leave it out.',
  },
  'old-date': { what: 'Full date', why: 'It may be a date of birth or of care.', instead: 'Say the year, or “some years ago”.' },
  'full-date': { what: 'Full date', why: date, instead: 'Say the month, or “last winter”.' },
  'great-age': {
    what: 'Age of 90 or more',
    why: 'So few people are that old that the age can name one.',
    instead: 'Say “very old” or “over 80”.',
  },
  'exact-age': {
    what: 'Exact age',
    why: 'With sex, place or condition it can pick one person out.',
    instead: 'Say the stage of life: “in their seventies”, “a toddler”.',
  },
  name: {
    what: 'Name',
    why: 'A name identifies a patient, a relative or a colleague.',
    instead: 'Say who they were: “the patient”, “a senior nurse”.',
  },
  initials: { what: 'Initials', why: 'Who knows the patient knows the initials.', instead: 'Say “the patient”.' },
  'street-address': { what: 'Address', why: 'It is one home.', instead: 'Leave it out, or say “at home”.' },
  'gmc-number': { what: 'GMC number', why: 'It names a doctor.', instead: 'Say the role: “the consultant”.' },
  'nmc-pin': { what: 'Perhaps an NMC PIN', why: 'It names a nurse or midwife.', instead: 'Say the role: “a staff nurse”.' },
  place: {
    what: 'Place',
    why: 'With a date or a condition, the place leads to the patient.',
    instead: 'Say the kind of place: “a district hospital”, “a ward”.',
  },
  'case-reference': {
    what: 'Reference of a case',
    why: 'It leads to the report, and so to the people in it.',
    instead: 'Say “it was reported”, without the number.',
  },
  'rare-combination': {
    what: 'Age, sex, place and condition together',
    why: 'Each alone tells little; together they can pick one person out.',
    instead: 'Leave out what the learning does not need.',
  },
}

const things = (n: number) => (n === 1 ? '1 thing' : `${n} things`)

/** What the guard says, on the page and from the server (P18). */
export const guardWords = {
  rules,
  list: (label: string) => `What could identify a patient in ${label}`,
  found: (n: number) => `${things(n)} here might identify a patient.`,
  blocked: (n: number) =>
    `${things(n)} here could identify a patient. Take ${n === 1 ? 'it' : 'them'} out, or say why ${n === 1 ? 'it stays' : 'they stay'}.`,
  /** Where no reason keeps it. */
  mustGoAll: (n: number) => `${things(n)} here could identify a patient. Take ${n === 1 ? 'it' : 'them'} out.`,
  mustGoHere: 'must go',
  none: 'Nothing left that could identify a patient.',
  look: 'Look',
  hide: 'Hide',
  show: 'Show',
  /** Begins with what the button says. */
  showThis: (what: string, text: string) => `Show “${text}”: ${what}`,
  mustGo: 'must go, or needs a reason',
  reason: (what: string) => `Why this stays: ${what}`,
  reasonHint: 'The reason is kept with the rule’s name; what was found is not.',
  times: (n: number) => (n === 1 ? '' : ` (${n} times)`),
  instead: 'Instead:',
  onDevice: 'Checked on your device and by this server alone.',
  /** The server's answer at the field; it never repeats what it found. */
  refused: (whats: readonly string[]) => `This could identify a patient (${whats.join(', ')}). Take it out, or say why it stays.`,
  reasonShort: 'Say in a few words why it stays.',
  reasonIdentifies: 'The reason itself could identify somebody. Say it in other words.',
  picture: 'Before you add a picture, a scan or an ECG: is it free of names, numbers and barcodes?',
  fileName: 'This name might identify a patient. Rename it if it does:',
} as const
