import { v7 as uuidv7 } from 'uuid'
import { AUDIENCES } from '#domain/assessments/shares.ts'
import type { Person } from '../person.ts'
import { inDays } from '../related.ts'
import { reading, type Cell, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

const FORMS = { assessment: 'cbd', reflection: 'gibbs' } as const
type Made = keyof typeof FORMS

const MEETS = { level: 'meets', comment: '' }
const DISCUSSED = {
  assessment: {
    complexity: 'low',
    'record-keeping': MEETS,
    'clinical-assessment': MEETS,
    'investigation-and-referral': MEETS,
    treatment: MEETS,
    'follow-up': MEETS,
    professionalism: MEETS,
    overall: MEETS,
  },
  feedback: { 'went-well': 'Much', 'to-develop': 'Little', 'agreed-action': 'Some' },
}

const begin =
  (kind: Made): NonNullable<Cell['ask']> =>
  () => ({ body: { id: uuidv7(), form: FORMS[kind], eventOn: inDays(0) } })
/** A form that waits for the one who asks. */
const begun = async (of: MatrixRecord, kind: Made, asker?: Person) => ({
  params: { itemId: await of.entry(`${FORMS[kind]}-2026`, asker?.id ?? null) },
})
const locked = async (of: MatrixRecord, asker: Person) => {
  const asking = await begun(of, 'assessment', asker)
  await of.submitted(asking.params.itemId)
  return asking
}
const SURVEY = { 'survey-from': inDays(-9), 'survey-until': inDays(-1), setting: 'ward', 'handed-out': 20 }
const PATIENTS_RATED = ['politeness', 'listening', 'explanation', 'involvement', 'trust', 'privacy', 'overall']
const BROUGHT_TOGETHER = {
  summary: { returned: 9, ...Object.fromEntries(PATIENTS_RATED.map((code) => [code, { level: 'good', comment: '' }])) },
  feedback: DISCUSSED.feedback,
}
/** One whose other part is the educational supervisor's: what patients said. */
async function survey(of: MatrixRecord, asker: Person) {
  const itemId = await of.entry('patient-survey-2026', asker.id)
  await of.written(itemId, 'survey', SURVEY)
  return { params: { itemId } }
}
const part = (asking: { params: { itemId: string } }, section: string, answers: object, version = 0) => ({
  params: { ...asking.params, section },
  body: { answers, version },
})
const step = (asking: { params: { itemId: string } }) => ({ params: { ...asking.params, step: 'submit' }, body: { answers: DISCUSSED } })
const comment = () => ({ body: { id: uuidv7(), text: 'Said beside it.' } })

export const ENTRY_CELLS: Cells = {
  'GET entries': reading('assessment', undefined, 'status'),
  'POST entries': [
    { kind: 'assessment', section: 'status', act: 'write', state: 'new', ask: begin('assessment') },
    { kind: 'reflection', section: 'private', act: 'write', state: 'new', ask: begin('reflection') },
  ],
  'GET entries/:itemId': [
    reading('assessment', (of) => begun(of, 'assessment'), 'status'),
    reading('reflection', (of) => begun(of, 'reflection'), 'private'),
    reading('reflection', async (of) => ({ params: { itemId: await of.reflection(AUDIENCES) } }), 'shared'),
  ],
  'GET entries/:itemId/pdf': reading('assessment', (of) => begun(of, 'assessment'), 'status'),
  'PUT entries/:itemId/parts/:section': [
    {
      kind: 'assessment',
      section: 'own',
      act: 'write',
      state: 'begun',
      ask: async (of) => part(await begun(of, 'assessment'), 'case', {}, 1),
    },
    {
      kind: 'assessment',
      section: 'own',
      act: 'write',
      state: 'locked',
      ask: async (of, asker) => part(await locked(of, asker), 'case', {}, 1),
    },
    {
      kind: 'assessment',
      section: 'other',
      act: 'write',
      state: 'begun',
      ask: async (of, asker) => part(await begun(of, 'assessment', asker), 'feedback', {}),
    },
    {
      kind: 'assessment',
      section: 'other',
      act: 'write',
      state: 'locked',
      ask: async (of, asker) => part(await locked(of, asker), 'feedback', {}),
    },
    {
      kind: 'assessment',
      section: 'educational',
      act: 'write',
      state: 'begun',
      ask: async (of, asker) => part(await survey(of, asker), 'summary', {}),
    },
    {
      kind: 'assessment',
      section: 'educational',
      act: 'write',
      state: 'locked',
      ask: async (of, asker) => {
        const asking = await survey(of, asker)
        await of.submitted(asking.params.itemId)
        return part(asking, 'summary', {})
      },
    },
    {
      kind: 'reflection',
      section: 'private',
      act: 'write',
      state: 'begun',
      ask: async (of) => part(await begun(of, 'reflection'), 'scratch', {}),
    },
  ],
  'POST entries/:itemId/steps/:step': [
    {
      kind: 'assessment',
      section: 'other',
      act: 'sign',
      state: 'begun',
      ask: async (of, asker) => step(await begun(of, 'assessment', asker)),
    },
    {
      kind: 'assessment',
      section: 'educational',
      act: 'sign',
      state: 'begun',
      ask: async (of, asker) => ({ ...step(await survey(of, asker)), body: { answers: BROUGHT_TOGETHER } }),
    },
  ],
  'POST entries/:itemId/comments': [
    {
      kind: 'assessment',
      section: 'comments',
      act: 'comment',
      state: 'begun',
      ask: async (of) => ({ ...(await begun(of, 'assessment')), ...comment() }),
    },
    {
      kind: 'reflection',
      section: 'comments',
      act: 'comment',
      state: 'new',
      ask: async (of) => ({ params: { itemId: await of.reflection(AUDIENCES) }, ...comment() }),
    },
  ],
  'DELETE entries/:itemId': [
    { kind: 'assessment', section: 'status', act: 'write', state: 'begun', ask: (of) => begun(of, 'assessment') },
    { kind: 'assessment', section: 'status', act: 'write', state: 'locked', ask: locked },
  ],
}
