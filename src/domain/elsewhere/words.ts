import { sayNumber } from '#domain/say-number.ts'

const records = (n: number) => (n === 1 ? '1 record' : `${sayNumber(n)} records`)

/** What is said of records that were signed elsewhere (R6). */
export const elsewhereWords = {
  form: 'Form',
  yesNo: (is: boolean) => (is ? 'Yes' : 'No'),
  kinds: {
    'sign-off': 'Sign-off',
    form: 'Form',
    objective: 'Agreed objective',
    declaration: 'Declaration',
    certificate: 'Verified certificate',
    exam: 'Verified exam result',
    log: 'Verified rows of a log',
    'module certificate': 'Certificate of a module',
    other: 'Other signed record',
  },
  certificate: { module: 'Module', name: 'Given to', passed: 'Passed on', minutes: 'Minutes' },
  part: {
    label: 'Signed records',
    why: 'Each is listed as signed elsewhere, to be read. It counts for nothing here until a supervisor or coordinator accepts it.',
    here: 'They are listed already.',
  },
  notes: {
    noChain: 'Its file chain.json cannot be read here, so nothing of it is listed as signed elsewhere. It is kept, to be read.',
    otherChain: 'Its chain.json belongs to another record. It is kept, and nothing of it is listed as signed elsewhere.',
    unreadable: (n: number) => `${records(n)} that ${n === 1 ? 'was' : 'were'} signed cannot be read here. The kept archive has them.`,
    tooLong: (most: number) =>
      `Its chain.json has more than ${sayNumber(most)} links, so nothing of it is listed as signed elsewhere. It is kept, to be read.`,
    more: (most: number) => `It has more than ${sayNumber(most)} signed records. The first of them are listed; the kept archive has all.`,
  },
  decide: {
    notAccepted: 'This is not accepted, so there is nothing to withdraw.',
    restsOn: (why: string) => `This can no longer be withdrawn: ${why}.`,
    isAccepted: 'This is accepted already. Withdraw the acceptance first.',
    isDeclined: 'This was not accepted already.',
    altered: 'This record does not fit its chain: it is not as it was signed, so nobody can accept it.',
    denied: 'The person named as having signed this said there that it was not them.',
    corrected: 'A newer record of the same archive corrects this one. Accept that one instead.',
    voided: 'This certificate was made void there.',
    reasonAsked: 'Say why.',
    notOneself: 'Nobody accepts what is in their own record.',
    closing: 'This account is being closed. Nothing more is accepted in it.',
    changed: 'Somebody decided about this meanwhile. Look at it again.',
    written: 'its owner wrote on it since',
    otherItem: 'Something else of this doctor’s portfolio stands in its place. They delete that for good first.',
    twice: 'Each decision has a number of its own.',
  },
  signed: {
    accepted: (title: string) => `Accepted as signed elsewhere: ${title}`,
    declined: (title: string) => `Not accepted as signed elsewhere: ${title}`,
    withdrawn: (title: string) => `Acceptance withdrawn, signed elsewhere: ${title}`,
  },
  mail: {
    subject: {
      accepted: (n: number) => `Accepted: ${records(n)} signed elsewhere`,
      declined: (n: number) => `Not accepted: ${records(n)} signed elsewhere`,
      withdrawn: (n: number) => `No longer accepted: ${records(n)} signed elsewhere`,
    },
    greeting: (name: string) => `Dear ${name},`,
    told: {
      accepted: (by: string, as: string, n: number) =>
        `${by}, ${as}, accepted ${records(n)} that came with your archive. ${n === 1 ? 'It stands' : 'They stand'} in your portfolio now, and you can link ${n === 1 ? 'it' : 'them'} as evidence.`,
      declined: (by: string, as: string, n: number) =>
        `${by}, ${as}, did not accept ${records(n)} that came with your archive. The reason stands beside ${n === 1 ? 'it' : 'each'} in Cairn.`,
      withdrawn: (by: string, as: string, n: number) =>
        `${by}, ${as}, withdrew the acceptance of ${records(n)} that came with your archive. The reason stands beside ${n === 1 ? 'it' : 'each'} in Cairn.`,
    },
    link: 'See what was signed elsewhere',
  },
  locked:
    'This was signed elsewhere and accepted here. It stays as it was accepted, until whoever accepts such records withdraws it, which they cannot once anything rests on it.',
  evidence: {
    form: 'Signed elsewhere',
    there: 'Signed there',
    said: 'What was signed',
    few: 'This is for the doctor and their educational supervisor to read. It stands with what was signed elsewhere.',
    since: {
      corrected: 'Since then it was corrected there.',
      denied: 'Since then the person named as having signed said there that it was not them.',
      voided: 'Since then it was made void there.',
    },
    accepted: (by: string, as: string, on: string) => `Accepted here by ${by}, ${as}, on ${on}`,
    signed: (signer: string, as: string, on: string, server: string) =>
      `${signer === '' ? 'By nobody by name' : `By ${signer}${as === '' ? '' : `, ${as}`}`}, on ${on}, at ${server}`,
  },
  left: 'it was accepted or declined here',
} as const
