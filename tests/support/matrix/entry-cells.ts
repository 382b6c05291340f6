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
      state: 'begun',
      ask: async (of) => ({ params: { itemId: await of.reflection(AUDIENCES) }, ...comment() }),
    },
  ],
  'DELETE entries/:itemId': [
    { kind: 'assessment', section: 'status', act: 'write', state: 'begun', ask: (of) => begun(of, 'assessment') },
    { kind: 'assessment', section: 'status', act: 'write', state: 'locked', ask: locked },
  ],
}
