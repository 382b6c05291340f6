import type { DeclarationKind } from '#domain/training/declaration-file.ts'

export type YearCode = 'IMY1' | 'IMY2'
export type Signer = 'educational' | 'clinical' | 'past'

/** How the trainee rates themselves; days counted back from today. */
export interface Assessed {
  readonly year: YearCode | 'IMY3'
  readonly ago: number
  readonly code: string
  readonly level: string
  readonly why: string
}

/** What a supervisor answers: a level, or what more is needed. */
export interface Answered {
  readonly year: YearCode
  readonly ago: number
  readonly code: string
  readonly by: Signer
  readonly level?: string
  readonly more?: 'evidence' | 'experience'
  /** What is asked for, or why one piece or no self-assessment is enough. */
  readonly says?: string
}

const first = (ago: number, why: string, ...levels: readonly (readonly [code: string, level: string])[]): Assessed[] =>
  levels.map(([code, level], nth) => ({ year: 'IMY1', ago: ago - nth, code, level, why }))

export const ASSESSED: readonly Assessed[] = [
  ...first(310, 'Done under supervision, step by step, with feedback each time.', ['P3', 'supervised'], ['P4', 'supervised']),
  ...first(308, 'Two observed without a prompt, and several since on the ward.', ['P5', 'independent']),
  ...first(212, 'The simulation day, and nights on which I was the first to arrive.', ['C7', '2']),
  ...first(
    176,
    'The pieces below show a year on the wards and the take with the consultant or registrar close by.',
    ['C1', '2'],
    ['C2', '2'],
    ['C3', '2'],
    ['C6', '2'],
  ),
  ...first(
    172,
    'I have done this with help at hand, and the discussions show how I thought it through.',
    ['C4', '2'],
    ['C5', '2'],
    ['C8', '2'],
  ),
  ...first(
    164,
    'My colleagues’ feedback and the pieces linked here; what they advised is in my plan for the second year.',
    ['G1', 'meets'],
    ['G2', 'meets'],
    ['G3', 'meets'],
    ['G4', 'above'],
    ['G5', 'meets'],
    ['G6', 'meets'],
    ['P1', 'supervised'],
  ),
  {
    year: 'IMY2',
    ago: 118,
    code: 'C7',
    level: '3',
    why: 'I lead the first response on nights, and the simulation was led from the foot of the bed.',
  },
  {
    year: 'IMY2',
    ago: 108,
    code: 'P4',
    level: 'independent',
    why: 'Two observed without help, both first pass, and the consent talked through with time for questions.',
  },
  {
    year: 'IMY2',
    ago: 95,
    code: 'C1',
    level: '3',
    why: 'Takes led from the floor with the registrar in the building. Feedback says that I escalate in good time.',
  },
  { year: 'IMY2', ago: 85, code: 'C4', level: '2', why: 'A clinic a fortnight, each discussed with the consultant afterwards.' },
  { year: 'IMY2', ago: 78, code: 'P5', level: 'independent', why: 'Routine for a year now; observed again this year.' },
  { year: 'IMY2', ago: 70, code: 'G4', level: 'above', why: 'I led the project, and its form is now the hospital’s own.' },
  {
    year: 'IMY2',
    ago: 62,
    code: 'P11',
    level: 'independent',
    why: 'I know the steps and have given the shocks twice with the registrar beside me.',
  },
  { year: 'IMY2', ago: 50, code: 'C3', level: '3', why: 'Ten beds of my own on the ward, with the consultant twice a week.' },
  {
    year: 'IMY2',
    ago: 44,
    code: 'G3',
    level: 'meets',
    why: 'The reflection shows what I changed, and the feedback that others have noticed.',
  },
  { year: 'IMY2', ago: 40, code: 'C8', level: '2', why: 'Most of this was learnt from the palliative care team, whom I call early.' },
  {
    year: 'IMY2',
    ago: 31,
    code: 'G2',
    level: 'meets',
    why: 'The discussion goes through capacity and the law, and what we told the family.',
  },
  { year: 'IMY2', ago: 27, code: 'P3', level: 'independent', why: 'Supervised last year, observed without help this month.' },
  {
    year: 'IMY2',
    ago: 22,
    code: 'C6',
    level: '2',
    why: 'Two weeks of leading the board round, with the ward sister’s feedback in the notes.',
  },
  {
    year: 'IMY2',
    ago: 19,
    code: 'P6',
    level: 'independent',
    why: 'Ultrasound, marking and aspiration alone, with the assessor in the room.',
  },
  { year: 'IMY2', ago: 17, code: 'C2', level: '2', why: 'Takes in respiratory medicine and in the care of older people.' },
  { year: 'IMY2', ago: 13, code: 'G6', level: 'meets', why: 'Teaching each month; the feedback forms are in my library.' },
]

const byPast = (ago: number, code: string, level: string, says?: string): Answered => ({
  year: 'IMY1',
  ago,
  code,
  by: 'past',
  level,
  ...(says === undefined ? {} : { says }),
})
const atYearsEnd = (code: string, level: string, says?: string): Answered => ({ ...byPast(156, code, level, says), by: 'educational' })

export const ANSWERED: readonly Answered[] = [
  byPast(300, 'P3', 'supervised', 'I supervised several; the form stands for them.'),
  byPast(300, 'P4', 'supervised', 'The skills laboratory is all that this level asks.'),
  byPast(299, 'P5', 'independent'),
  byPast(205, 'C7', '2'),
  byPast(168, 'C1', '2'),
  byPast(168, 'C2', '2'),
  byPast(168, 'C3', '2'),
  byPast(167, 'C6', '2'),
  byPast(167, 'P6', 'supervised', 'Seen by me in the procedure room, and assessed there together.'),
  ...['C4', 'C5', 'C8'].map((code) => atYearsEnd(code, '2')),
  ...['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((code) => atYearsEnd(code, code === 'G4' ? 'above' : 'meets')),
  atYearsEnd('P1', 'supervised', 'A whole day of simulation with debriefing covers every descriptor.'),
  { year: 'IMY2', ago: 112, code: 'C7', by: 'clinical', level: '3' },
  { year: 'IMY2', ago: 105, code: 'P4', by: 'clinical', level: 'independent' },
  { year: 'IMY2', ago: 90, code: 'C1', by: 'clinical', level: '3' },
  { year: 'IMY2', ago: 76, code: 'P5', by: 'clinical', level: 'independent' },
  {
    year: 'IMY2',
    ago: 60,
    code: 'C4',
    by: 'clinical',
    more: 'evidence',
    says: 'Two more clinics with an OPCAT, please, one of them with new referrals.',
  },
  {
    year: 'IMY2',
    ago: 60,
    code: 'P11',
    by: 'clinical',
    more: 'experience',
    says: 'Assisted twice and not yet done alone. Three more from the planned list, and then we look again together.',
  },
  { year: 'IMY2', ago: 30, code: 'C3', by: 'educational', level: '3' },
  { year: 'IMY2', ago: 30, code: 'G3', by: 'educational', level: 'meets' },
]

/** Declarations of both years, signed by the trainee, the agreement by the educational supervisor too. */
export const DECLARED: readonly { year: YearCode; ago: number; kind: DeclarationKind; by: 'trainee' | 'educational' }[] = [
  { year: 'IMY1', ago: 511, kind: 'probity', by: 'trainee' },
  { year: 'IMY1', ago: 511, kind: 'health', by: 'trainee' },
  { year: 'IMY1', ago: 502, kind: 'agreement', by: 'trainee' },
  { year: 'IMY1', ago: 499, kind: 'agreement', by: 'educational' },
  { year: 'IMY2', ago: 147, kind: 'probity', by: 'trainee' },
  { year: 'IMY2', ago: 147, kind: 'health', by: 'trainee' },
  { year: 'IMY2', ago: 145, kind: 'agreement', by: 'trainee' },
  { year: 'IMY2', ago: 143, kind: 'agreement', by: 'educational' },
]
