import type { Piece } from './training-item.ts'

const moduleOf = (ago: number, moduleId: string, codes: readonly string[], more: Pick<Piece, 'right' | 'state'> = {}): Piece => ({
  ago,
  type: 'learning module',
  title: '',
  moduleId,
  codes,
  ...more,
})

/** Training year 1: from 515 days ago to 151. */
const FIRST_YEAR: readonly Piece[] = [
  { ago: 505, type: 'course', title: 'Hospital induction and electronic records', codes: [] },
  {
    ago: 496,
    type: 'other',
    title: 'ACAT: evening shift on the medical take',
    codes: ['C1', 'C3'],
    notes: 'Feedback: clear plans, good handover at ten. To do: decide sooner who can go home.',
    files: 'form',
  },
  moduleOf(488, 'reflective-writing', ['G3']),
  {
    ago: 480,
    type: 'other',
    title: 'CbD: community-acquired pneumonia and when to escalate',
    codes: ['C1', 'C3'],
    notes: 'We talked through severity scores and what they leave out. Next time I write the ceiling of care on the first day.',
  },
  moduleOf(472, 'safe-handover', ['C6', 'G3'], { right: 8 }),
  { ago: 465, type: 'other', title: 'DOPS: nasogastric tube, supervised', codes: ['P5'] },
  {
    ago: 456,
    type: 'course',
    title: 'Simulation day: the deteriorating patient',
    codes: ['C7', 'P1'],
    notes: 'Six scenarios with video debriefing. I speak too fast when I am worried; naming the problem aloud helped the whole team.',
    files: 'certificate',
  },
  moduleOf(447, 'sepsis-recognition', ['C7', 'C1'], { right: 10 }),
  { ago: 440, type: 'other', title: 'Mini-CEX: assessing breathlessness in the admissions unit', codes: ['C2', 'C1'] },
  { ago: 431, type: 'other', title: 'DOPS: nasogastric tube, position checked and recorded', codes: ['P5'] },
  { ago: 424, type: 'teaching attended', title: 'Regional teaching: acute kidney injury and fluids', codes: ['C1'] },
  { ago: 418, type: 'other', title: 'DOPS: ascitic tap, supervised', codes: ['P3'] },
  {
    ago: 409,
    type: 'reflection',
    title: 'Handing over a busy ward at the weekend',
    codes: ['C6', 'G3'],
    notes:
      'I handed over in the order of beds and not of worry, and the most urgent came last. Since then I begin with who I am worried about, and ask for it to be said back.',
  },
  { ago: 398, type: 'reading', title: 'NICE guideline on delirium: prevention and diagnosis', codes: ['C3'] },
  { ago: 391, type: 'meeting', title: 'Respiratory multidisciplinary meeting: presenting, and listening', codes: ['C6'] },
  { ago: 383, type: 'other', title: 'DOPS: lumbar puncture in the skills laboratory', codes: ['P4'] },
  {
    ago: 372,
    type: 'reflection',
    title: 'Talking about resuscitation before it is needed',
    codes: ['C8', 'G2', 'G3'],
    notes:
      'I had put the conversation off for two days. When it came it was calm, and the family had been waiting for somebody to begin. I now ask on the first ward round what matters most.',
  },
  {
    ago: 360,
    type: 'audit or QI',
    title: 'Audit: oxygen prescribed with a target range',
    codes: ['G4', 'G5'],
    notes: 'Two rounds, 50 charts each. A printed reminder did little; a field in the admission form did most of it.',
    files: 'figures',
  },
  moduleOf(349, 'quality-improvement-basics', ['G4']),
  {
    ago: 338,
    type: 'teaching given',
    title: 'Reading a blood gas in five steps, for foundation doctors',
    codes: ['G6'],
    notes: 'Twelve came. The written feedback asked for more examples and fewer slides.',
    files: 'slides',
  },
  { ago: 326, type: 'other', title: 'CbD: palliative needs in advanced lung disease', codes: ['C8'] },
  {
    ago: 317,
    type: 'other',
    title: 'OPCAT: respiratory clinic',
    codes: ['C4'],
    notes: 'Letters dictated the same day. Feedback: say first what changes.',
  },
  { ago: 306, type: 'other', title: 'CbD: medical review on a surgical ward', codes: ['C5'] },
  { ago: 297, type: 'reading', title: 'Journal club: a trial of high-flow oxygen', codes: ['G5'] },
  { ago: 286, type: 'other', title: 'CbD: diabetes on an orthopaedic ward', codes: ['C5', 'C4'] },
  {
    ago: 268,
    type: 'other',
    title: 'Multi-source feedback: first year, and what I take from it',
    codes: ['G1', 'G3', 'G6'],
    notes:
      'Fourteen colleagues answered. Approachable and reliable; two would like me to delegate sooner. Agreed with my supervisor to lead one board round a week.',
    files: 'form',
  },
  { ago: 252, type: 'conference', title: 'Regional conference for medical trainees', codes: [], files: 'certificate' },
  { ago: 241, type: 'other', title: 'ACAT: respiratory admissions, a specialty take', codes: ['C2'] },
  { ago: 229, type: 'other', title: 'DOPS: pleural aspiration with ultrasound, supervised', codes: ['P6'] },
  {
    ago: 216,
    type: 'reflection',
    title: 'Asking for help earlier on a night shift',
    codes: ['C7', 'G1'],
    notes:
      'I rang the registrar half an hour later than I should have. Nobody came to harm. The early warning score is now my line, whatever I think I can manage.',
  },
  { ago: 203, type: 'other', title: 'Multiple consultant report: first year', codes: ['C1', 'C3', 'C6', 'G1', 'G2'] },
  { ago: 190, type: 'meeting', title: 'Morbidity and mortality meeting: a transfer that came too late', codes: ['G4'] },
  { ago: 178, type: 'other', title: 'Mini-CEX: a best-interests discussion', codes: ['G2'] },
  { ago: 166, type: 'teaching given', title: 'Bedside teaching for final-year students: the chest', codes: ['G6'] },
]

/** Training year 2: since 150 days ago. */
const SECOND_YEAR: readonly Piece[] = [
  { ago: 148, type: 'course', title: 'Induction to acute medicine', codes: [] },
  {
    ago: 141,
    type: 'other',
    title: 'ACAT: first unselected take as the senior doctor on the floor',
    codes: ['C1', 'C7'],
    notes:
      'Twelve referrals in a shift, two escalated. Feedback: the board was kept up to date all night; sit down for ten minutes before the handover.',
    files: 'form',
  },
  { ago: 134, type: 'other', title: 'CbD: upper gastrointestinal bleeding at night', codes: ['C1', 'C7'] },
  {
    ago: 127,
    type: 'course',
    title: 'Simulation day: leading the resuscitation team',
    codes: ['C7', 'P1'],
    notes: 'Led four arrests and was led in four. Standing back from the bed makes one see more.',
    files: 'certificate',
  },
  moduleOf(121, 'consent-and-capacity', ['G2']),
  { ago: 116, type: 'other', title: 'DOPS: lumbar puncture, unsupervised', codes: ['P4'] },
  { ago: 110, type: 'other', title: 'DOPS: lumbar puncture in the ambulatory unit', codes: ['P4'] },
  { ago: 104, type: 'other', title: 'CbD: several long-term conditions and a safe discharge', codes: ['C3', 'C6'] },
  {
    ago: 98,
    type: 'reflection',
    title: 'Leading a take for the first time',
    codes: ['C1', 'G1'],
    notes:
      'I kept the list in my head until it was too long. A whiteboard that everybody can read did more for safety than anything I knew.',
  },
  moduleOf(93, 'safe-opioid-prescribing', ['C8'], { right: 10 }),
  {
    ago: 87,
    type: 'other',
    title: 'OPCAT: ambulatory care clinic',
    codes: ['C4'],
    notes: 'Nine seen, all discussed. Feedback: name the one question the clinic is to answer.',
  },
  { ago: 80, type: 'other', title: 'DOPS: nasogastric tube, unsupervised', codes: ['P5'] },
  {
    ago: 74,
    type: 'audit or QI',
    title: 'Quality improvement: assessing the risk of clots on the day of admission',
    codes: ['G4'],
    notes: 'Three small cycles. From six in ten to nine in ten, by moving the form to where the drug chart is opened.',
    files: 'figures',
  },
  { ago: 69, type: 'other', title: 'Mini-CEX: explaining the risks of cardioversion', codes: ['P11', 'G3'] },
  { ago: 64, type: 'other', title: 'DOPS: DC cardioversion, assisted', codes: ['P11'] },
  moduleOf(58, 'anticoagulation-basics', ['C3'], { right: 8 }),
  {
    ago: 52,
    type: 'teaching given',
    title: 'The hot joint: teaching for the medical team',
    codes: ['G6'],
    files: 'slides',
  },
  {
    ago: 47,
    type: 'reflection',
    title: 'A hard conversation, and the one after it',
    codes: ['G3', 'C8'],
    notes:
      'I said too much at once and then too little. The nurse who stayed behind told me so, kindly. The second conversation was mostly silence, and better.',
  },
  { ago: 43, type: 'conference', title: 'Acute medicine update in two days', codes: [], files: 'certificate' },
  { ago: 38, type: 'other', title: 'ACAT: acute take in the care of older people', codes: ['C2', 'C3'] },
  { ago: 33, type: 'other', title: 'CbD: capacity, and a treatment refused', codes: ['G2'] },
  { ago: 29, type: 'other', title: 'DOPS: ascitic tap, unsupervised', codes: ['P3'] },
  {
    ago: 25,
    type: 'meeting',
    title: 'Board round and discharges, led for two weeks',
    codes: ['C6'],
    notes: 'Length of stay did not change; fewer left without their medicines.',
  },
  { ago: 21, type: 'other', title: 'DOPS: pleural aspiration, unsupervised', codes: ['P6'] },
  { ago: 18, type: 'teaching attended', title: 'Regional teaching: rheumatological emergencies', codes: ['C2'] },
  {
    ago: 14,
    type: 'other',
    title: 'Multi-source feedback: second year, summary',
    codes: ['G1', 'G3', 'G6'],
    notes: 'Sixteen answered. Delegation, named last year, is not mentioned any more. To work on: saying no to what can wait.',
    files: 'form',
  },
  { ago: 11, type: 'reading', title: 'Journal club: anticoagulation after bleeding in the brain', codes: ['G5'] },
  { ago: 8, type: 'reflection', title: 'Stepping back so that another could lead', codes: [] },
  { ago: 5, type: 'teaching attended', title: 'Grand round: how we come to a diagnosis', codes: [] },
  moduleOf(4, 'acute-kidney-injury', [], { state: 'in progress' }),
  { ago: 20, type: 'course', title: 'Leadership for doctors about to be registrars', codes: [], state: 'in progress' },
  { ago: 10, type: 'reading', title: 'Care at the end of life on an acute unit: a review', codes: [], state: 'not started' },
  { ago: 6, type: 'course', title: 'Course for the clinical examination: which one?', codes: [], state: 'not started' },
]

export const TRAINEE_PIECES: readonly Piece[] = [...FIRST_YEAR, ...SECOND_YEAR]

/** What the doctor without an enrolment had begun before the record froze. */
export const FROZEN_PIECES: readonly Piece[] = [
  { ago: 88, type: 'course', title: 'Hospital induction', codes: [] },
  {
    ago: 71,
    type: 'other',
    title: 'ACAT: afternoon on the medical take',
    codes: ['C1', 'C3'],
    notes: 'Feedback: thorough, and slow. Agreed to present after ten minutes.',
  },
  moduleOf(63, 'safe-handover', ['C6']),
  { ago: 52, type: 'other', title: 'CbD: a fall, and what came before it', codes: ['C3'] },
  {
    ago: 40,
    type: 'reflection',
    title: 'My first week of nights',
    codes: ['G1'],
    notes: 'Eating at the same time each night helped more than coffee.',
  },
  { ago: 31, type: 'other', title: 'DOPS: nasogastric tube, supervised', codes: ['P5'] },
  { ago: 24, type: 'teaching attended', title: 'Regional teaching: chest pain', codes: [] },
]

/** Of these a handful goes to each of the further trainees. */
export const FURTHER_PIECES: readonly Piece[] = [
  { ago: 82, type: 'other', title: 'ACAT: a take on a weekday', codes: ['C1'] },
  { ago: 76, type: 'other', title: 'CbD: chest pain and a normal test', codes: ['C1', 'C2'] },
  { ago: 67, type: 'course', title: 'Simulation: the deteriorating patient', codes: ['C7'] },
  { ago: 59, type: 'other', title: 'Mini-CEX: confusion on the ward', codes: ['C3'] },
  { ago: 46, type: 'reflection', title: 'What I missed on a long day', codes: ['G1', 'G4'] },
  { ago: 35, type: 'other', title: 'OPCAT: a morning in clinic', codes: ['C4'] },
  { ago: 27, type: 'teaching given', title: 'Teaching: the first hour of sepsis', codes: ['G6'] },
  { ago: 16, type: 'other', title: 'DOPS: lumbar puncture, supervised', codes: ['P4'] },
]
