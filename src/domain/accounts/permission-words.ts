import type { Act, RecordKind } from './permission-table.ts'
import type { Relation } from './relations.ts'

const VERBS: Readonly<Record<Act, string>> = {
  read: 'read',
  write: 'write',
  sign: 'sign',
  comment: 'comment on',
  verify: 'verify',
}

const TO_THE_OWNER: Readonly<Record<Relation, string>> = {
  owner: 'you',
  'clinical supervisor': 'your clinical supervisor',
  'educational supervisor': 'your educational supervisor',
  tutor: 'your RCP tutor',
  'programme director': 'your training programme director',
  'programme coordinator': 'your programme’s coordinator',
  'college administrator': 'your college',
  'panel member': 'a member of your panel',
  'lay member': 'a lay member of your panel',
}

const TO_OTHERS: Readonly<Record<Relation, string>> = {
  owner: 'the trainee',
  'clinical supervisor': 'the clinical supervisor',
  'educational supervisor': 'the educational supervisor',
  tutor: 'the RCP tutor',
  'programme director': 'the training programme director',
  'programme coordinator': 'the programme’s coordinator',
  'college administrator': 'the college',
  'panel member': 'a member of the panel',
  'lay member': 'a lay member of the panel',
}

const KINDS: Readonly<Record<RecordKind, string>> = {
  account: 'an account',
  appraisal: 'what is shared for an appraisal',
  audit: 'the record of who looked and what changed',
  connection: 'a connection',
  draft: 'a draft',
  file: 'a file of the portfolio',
  item: 'an item of the portfolio',
  learning: 'learning',
  preference: 'a site setting',
  profile: 'personal details',
  report: 'a report',
  tag: 'a tag',
  programme_enrolment: 'an enrolment',
  placement: 'a placement',
  relation: 'a relation',
  supervisor_correction: 'a correction of a supervisor',
  evidence_link: 'a link',
  library_file: 'a file of the library',
  self_assessment: 'a self-assessment',
  sign_off: 'a sign-off',
  supervisor_note: 'a note between supervisors',
  declaration: 'a declaration',
  professional_certificate: 'a certificate',
  exam_result: 'an exam result',
  chain: 'the chain of what was signed',
  curriculum_move: 'a move to another version of the curriculum',
  log: 'a row of a log',
  agenda_point: 'a point of the agenda',
  reflection: 'a reflection',
  shared_collection: 'the shared collection',
  assessment: 'an assessment',
  msf_round: 'a round of feedback',
  msf_replies: 'replies of colleagues',
  meeting: 'a meeting',
  supervisor_report: 'an educational supervisor’s report',
  pdp: 'a development plan',
  kept_record: 'what is kept of a closed account',
  presentation: 'what is presented to a supervisor',
  signed_elsewhere: 'a record that was signed elsewhere',
  absence: 'an absence',
}

/** Who a reason is said to: the owner is 'you' and theirs 'your'. */
type Asker = 'owner' | 'another'

const list = new Intl.ListFormat('en-GB', { type: 'disjunction' })

export const permissionWords = {
  nothingHere: 'There is nothing here.',
  only: (who: readonly Relation[], act: Act, asker: Asker): string => {
    const names = who.map((relation) => (asker === 'owner' ? TO_THE_OWNER : TO_OTHERS)[relation])
    return `Only ${list.format(names)} can ${VERBS[act]} this.`
  },
  nobody: (kind: RecordKind, act: Act): string => `Nobody can ${VERBS[act]} ${KINDS[kind]}.`,
  auditIsKept: 'The record of who looked and what changed is kept as it is. Nobody can change it.',
  statusFollows: 'This follows by itself from what is written and signed.',
  locked: (act: Act): string =>
    `This is signed or verified already, and is kept as it is: nobody can ${VERBS[act]} it any more. Add a new one that names it.`,
  frozen: (act: Act, asker: Asker): string =>
    `This training record is frozen until ${asker === 'owner' ? 'you are' : 'the trainee is'} enrolled. It can be read, but until then nobody can ${VERBS[act]} this.`,
  grace: (act: Act): string =>
    `Your time as supervisor is over. You can still read, and finish what you began, but not ${VERBS[act]} anything new.`,
} as const
