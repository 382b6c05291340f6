import { PERMISSIONS, STATES, type Act, type RecordKind, type State } from '#domain/accounts/permission-table.ts'
import { ACCOUNT_CELLS } from './account-cells.ts'
import { APPRAISAL_CELLS } from './appraisal-cells.ts'
import type { Cell, Cells } from './cell.ts'
import { CURRICULUM_CELLS } from './curriculum-cells.ts'
import { ELSEWHERE_CELLS } from './elsewhere-cells.ts'
import { ENTRY_CELLS } from './entry-cells.ts'
import { TICKET_CELLS } from './ticket-cells.ts'
import { MEETING_CELLS, MEETING_ENTRY_CELLS } from './meeting-cells.ts'
import { LEARNING_CELLS } from './learning-cells.ts'
import { LOG_CELLS } from './log-cells.ts'
import { MSF_CELLS } from './msf-cells.ts'
import { PAPER_CELLS } from './paper-cells.ts'
import { PORTFOLIO_CELLS } from './portfolio-cells.ts'
import { REFLECTION_CELLS } from './reflection-cells.ts'
import { TRAINING_CELLS } from './training-cells.ts'

/** Every route to an owner's records. What changes the owner's photo, password or enrolment stands behind what needs it. */
export const CELLS: Cells = {
  ...PORTFOLIO_CELLS,
  ...APPRAISAL_CELLS,
  ...LEARNING_CELLS,
  ...CURRICULUM_CELLS,
  ...PAPER_CELLS,
  ...LOG_CELLS,
  ...ELSEWHERE_CELLS,
  ...REFLECTION_CELLS,
  ...TICKET_CELLS,
  ...MSF_CELLS,
  ...Object.fromEntries(
    Object.entries(ENTRY_CELLS).map(([route, cells]) => [
      route,
      [...[cells].flat(), ...(MEETING_ENTRY_CELLS[route] ?? [])] as readonly Cell[],
    ]),
  ),
  ...MEETING_CELLS,
  ...TRAINING_CELLS,
  ...ACCOUNT_CELLS,
}

export interface NamedCell extends Cell {
  readonly route: string
  readonly isFrozen: boolean
}

const statesOf = (kind: RecordKind): readonly State[] => PERMISSIONS[kind].states

/** Each route in each state that it can meet; a frozen record by every route of what can be frozen. */
export const NAMED_CELLS: readonly NamedCell[] = Object.entries(CELLS).flatMap(([route, entry]) => {
  const cells = [entry].flat() as readonly Cell[]
  const met = cells.map((cell) => ({ ...cell, route, isFrozen: cell.ofFrozen === true }))
  if (!statesOf(cells[0]!.kind).includes('frozen')) return met
  return [...met, { ...cells[0]!, route, state: 'frozen' as const, isFrozen: true }]
})

/** How a place in the permission table is named here. */
export const placeName = (kind: RecordKind, section: string, act: Act, state?: State): string =>
  `${act} ${kind}.${section}${state === undefined || act === 'read' ? '' : ` ${state}`}`

/** What the table lets somebody do and no route to an owner's records does, with the reason. */
export const UNTOUCHED: Readonly<Record<string, string>> = {
  'read profile.equality': 'Stands in the profile: others get it empty, which the planted words prove.',
  'write profile.equality': 'Saved with the profile, and left as it is where others save it: seen.test.ts.',
  ...supervisorNotes(),
  'read curriculum_move.whole': 'Read before it is written, below; what was moved is read as links.',
  'write curriculum_move.whole': 'By the college’s page of curricula: doors-by-role.test.ts and editions.test.ts.',
  ...neverMet('write evidence_link.whole', ['begun'], 'A link is made or not: nothing of it is begun.'),
  ...neverMet('write self_assessment.whole', ['begun'], 'A self-assessment is saved whole: nothing of it is begun.'),
  ...neverMet('write sign_off.whole', ['new', 'begun', 'locked', 'frozen'], 'It is written by signing; its draft is the supervisor’s own.'),
  ...neverMet('sign sign_off.whole', ['locked'], 'Nothing signed is signed again: a newer answer is one of its own.'),
  ...declarations(),
  ...papers(),
  'read kept_record.whole': 'It has no owner any more: doors-of-programmes.test.ts.',
  ...neverMet('verify log.whole', ['begun'], 'It is verified at once: nothing of it is begun.'),
  ...entries(),
  ...neverMet('verify signed_elsewhere.few', ['frozen'], 'A frozen record is frozen in all its sections: that of the whole is walked.'),
}

function neverMet(name: string, states: readonly State[], why: string): Record<string, string> {
  return Object.fromEntries(states.map((state) => [`${name} ${state}`, why]))
}

function supervisorNotes(): Record<string, string> {
  const why = 'A8 names it; nothing keeps such notes yet.'
  return {
    'read supervisor_note.status': why,
    'read supervisor_note.text': why,
    ...neverMet('write supervisor_note.text', ['new', 'begun', 'frozen'], why),
  }
}

function declarations(): Record<string, string> {
  const kept = 'It is written by signing: it has no draft.'
  const locked = 'Nothing signed is signed again: another takes its place, and is one of its own.'
  return Object.assign(
    {},
    ...['probity', 'health', 'agreement'].map((section) => ({
      ...neverMet(`write declaration.${section}`, ['new', 'begun', 'locked', 'frozen'], kept),
      ...neverMet(`sign declaration.${section}`, ['locked'], locked),
    })),
  ) as Record<string, string>
}

function papers(): Record<string, string> {
  return Object.assign(
    {},
    ...['professional_certificate', 'exam_result'].map((kind) =>
      neverMet(`verify ${kind}.whole`, ['begun'], 'It is verified at once: nothing of it is begun.'),
    ),
  ) as Record<string, string>
}

function entries(): Record<string, string> {
  const others = (['meeting', 'supervisor_report'] as const).flatMap((kind) =>
    Object.entries(PERMISSIONS[kind].sections as Readonly<Record<string, readonly string[]>>).flatMap(([section, row]) =>
      (['read', 'write', 'sign', 'comment'] as const)
        .filter((act) => row.some((cell) => cell.includes(act[0]!.toUpperCase())))
        .flatMap((act) => (act === 'read' ? [placeName(kind, section, act)] : STATES.map((state) => placeName(kind, section, act, state)))),
    ),
  )
  const walked = new Set(
    NAMED_CELLS.flatMap(({ kind, section, act, state }) => [placeName(kind, section, act, state), placeName(kind, section, 'read')]),
  )
  return {
    ...Object.fromEntries(
      others
        .filter((name) => !walked.has(name))
        .map((name) => [name, 'It is begun before it is written, and kept once signed; a frozen one is refused as an assessment is.']),
    ),
    'read meeting.wellbeing': 'Left out of the meeting for who may not: meetings.test.ts.',
    ...neverMet('sign pdp.agreement', ['begun'], 'It is agreed to at once.'),
    ...neverMet('comment pdp.comments', ['begun'], 'A comment is one of its own.'),
    ...neverMet('write presentation.whole', ['begun'], 'It is presented at once.'),
    ...neverMet('write assessment.own', ['new'], 'It is begun before it is written.'),
    ...neverMet(
      'write assessment.other',
      ['new', 'frozen'],
      'It is begun before it is written; a frozen one is refused as the trainee’s part is.',
    ),
    ...neverMet('sign assessment.other', ['new', 'locked'], 'Nothing signed is signed again.'),
    ...neverMet('write assessment.educational', ['new', 'frozen'], 'As the assessor’s part is.'),
    ...neverMet('sign assessment.educational', ['new', 'locked', 'frozen'], 'As the assessor’s part is.'),
    ...neverMet('comment assessment.comments', ['new', 'locked'], 'A comment is one of its own, whatever it is on.'),
    ...neverMet(
      'write reflection.shared',
      ['new', 'begun', 'frozen'],
      'Its author writes it as the private one: what is shared is the same text.',
    ),
    ...neverMet(
      'comment reflection.comments',
      ['begun', 'frozen'],
      'A comment is one of its own; a frozen record is asked by the route’s assessment.',
    ),
  }
}
