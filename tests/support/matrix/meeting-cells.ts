import { v7 as uuidv7 } from 'uuid'
import { report } from '../meetings.ts'
import type { Person } from '../person.ts'
import { inDays } from '../related.ts'
import { reading, writing, type Cell, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

type Form = 'mid-point' | 'es-induction' | 'es-report'
type Ask = NonNullable<Cell['ask']>

const SIGNED = {
  'mid-point': { discussion: { progress: 'Good', 'to-develop': 'Letters', 'pdp-discussed': true, concerns: false } },
  'es-induction': { discussion: { 'year-plan': 'Clinics', 'pdp-discussed': true, concerns: false } },
  'es-report': report(),
}

const begin =
  (form: Form): Ask =>
  () => ({ body: { id: uuidv7(), form, eventOn: inDays(0) } })
/** A meeting or report that the asker began, as far as these steps bring it. */
const made =
  (form: Form, ...steps: readonly ('prepare' | 'submit')[]) =>
  async (of: MatrixRecord, asker?: Pick<Person, 'id'>) => {
    const itemId = await of.entry(`${form}-2026`, null, asker?.id)
    for (const step of steps) await of.stepped(itemId, step)
    return { params: { itemId } }
  }
const part =
  (form: Form, section: string, ...steps: readonly ('prepare' | 'submit')[]): Ask =>
  async (of, asker) => ({ params: { ...(await made(form, ...steps)(of, asker)).params, section }, body: { answers: {}, version: 0 } })
const taking =
  (form: Form, step: 'submit' | 'acknowledge', ...steps: readonly ('prepare' | 'submit')[]): Ask =>
  async (of, asker) => ({
    params: { ...(await made(form, ...steps)(of, asker)).params, step },
    body: { answers: step === 'submit' ? SIGNED[form] : {} },
  })
const commenting =
  (form: Form): Ask =>
  async (of, asker) => ({ ...(await made(form)(of, asker)), body: { id: uuidv7(), text: 'Said beside it.' } })

/** The same, begun by the trainee: to who supervised until yesterday it is another's. */
const anothers =
  (ask: Ask): Ask =>
  (of) =>
    ask(of, of.owner)

const ofMeeting = (section: string, act: Cell['act'], state: 'new' | 'begun' | 'locked', ask: Ask): Cell => ({
  kind: 'meeting',
  section,
  act,
  state,
  ask,
})
const ofReport = (...[section, act, state, ask]: Parameters<typeof ofMeeting>): Cell => ({
  ...ofMeeting(section, act, state, ask),
  kind: 'supervisor_report',
})

/** What the routes of filled forms are asked of meetings and reports. */
export const MEETING_ENTRY_CELLS: Readonly<Record<string, readonly Cell[]>> = {
  'POST entries': [ofMeeting('status', 'write', 'new', begin('mid-point')), ofReport('status', 'write', 'new', begin('es-report'))],
  'GET entries/:itemId': [reading('meeting', made('mid-point'), 'status'), reading('supervisor_report', made('es-report'), 'status')],
  'PUT entries/:itemId/parts/:section': [
    ofMeeting('own', 'write', 'begun', part('mid-point', 'preparation')),
    ofMeeting('own', 'write', 'locked', part('mid-point', 'preparation', 'prepare', 'submit')),
    ofMeeting('other', 'write', 'begun', part('mid-point', 'discussion')),
    ofMeeting('other', 'write', 'locked', part('mid-point', 'discussion', 'prepare', 'submit')),
    ofMeeting('other', 'write', 'new', anothers(part('mid-point', 'discussion'))),
    ofMeeting('educational', 'write', 'begun', part('es-induction', 'discussion')),
    ofMeeting('educational', 'write', 'locked', part('es-induction', 'discussion', 'prepare', 'submit')),
    ofReport('other', 'write', 'begun', part('es-report', 'summary')),
    ofReport('other', 'write', 'locked', part('es-report', 'summary', 'submit')),
  ],
  'POST entries/:itemId/steps/:step': [
    ofMeeting('other', 'sign', 'begun', taking('mid-point', 'submit', 'prepare')),
    ofMeeting('other', 'sign', 'new', anothers(taking('mid-point', 'submit', 'prepare'))),
    ofMeeting('educational', 'sign', 'new', anothers(taking('es-induction', 'submit', 'prepare'))),
    ofMeeting('educational', 'sign', 'begun', taking('es-induction', 'submit', 'prepare')),
    ofMeeting('own', 'sign', 'begun', taking('mid-point', 'acknowledge', 'prepare', 'submit')),
    ofReport('other', 'sign', 'begun', taking('es-report', 'submit')),
    ofReport('own', 'sign', 'begun', taking('es-report', 'acknowledge', 'submit')),
  ],
  'POST entries/:itemId/comments': [
    ofMeeting('comments', 'comment', 'begun', commenting('mid-point')),
    ofMeeting('comments', 'comment', 'new', anothers(commenting('mid-point'))),
    ofReport('comments', 'comment', 'begun', commenting('es-report')),
  ],
}

const WORDS = { objective: 'Lead ten ward rounds', targetOn: inDays(90), plan: '', measure: '', outcome: '', codes: [] }
const objective = async (of: MatrixRecord) => ({ params: { objectiveId: await of.objective() } })
const ofPlan = (section: string, act: Cell['act'], ask: Ask): Cell => ({ kind: 'pdp', section, act, state: 'new', ask })

export const MEETING_CELLS: Cells = {
  'GET meetings': reading('meeting', undefined, 'status'),
  'GET entries/:itemId/gathered': reading('supervisor_report', made('es-report'), 'other'),

  'GET objectives': reading('pdp'),
  'PUT objectives/:objectiveId': [
    writing('pdp', () => ({ params: { objectiveId: uuidv7() }, body: { ...WORDS, version: 0 } }), { state: 'new' }),
    writing('pdp', async (of) => ({ ...(await objective(of)), body: { ...WORDS, version: 1 } }), { state: 'begun' }),
  ],
  'PUT objectives/:objectiveId/state': writing(
    'pdp',
    async (of) => ({ ...(await objective(of)), body: { state: 'dropped', says: 'Not now.', version: 1 } }),
    { state: 'begun' },
  ),
  'POST objectives/:objectiveId/agreements': ofPlan('agreement', 'sign', async (of) => ({
    ...(await objective(of)),
    body: { id: uuidv7(), version: 1, meetingId: null },
  })),
  'POST objectives/:objectiveId/comments': ofPlan('comments', 'comment', async (of) => ({
    ...(await objective(of)),
    body: { id: uuidv7(), text: 'Said beside it.' },
  })),

  'GET brief': reading('presentation'),
  'PUT brief/looked': reading('presentation', () => ({ body: { asOf: new Date().toISOString() } })),
  'POST presentations': writing('presentation', (of) => ({ body: { id: uuidv7(), toId: of.bystander.id, note: '' } }), { state: 'new' }),
  'GET presentations/last': reading('presentation'),
}
