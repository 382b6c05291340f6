import { v7 as uuidv7 } from 'uuid'
import { basisFor } from '../curriculum.ts'
import type { Person } from '../person.ts'
import { reading, writing, type Cell, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

/** What was signed of this stays as it is while others sign it too. */
const SIGNED = 'C1'
/** What a supervisor began on one of their days. */
const BEGUN = 'C3'
const BEGUN_AMONG_SEVERAL = 'C5'

const linking = (ask: Cell['ask']) => writing('evidence_link', ask, { state: 'new' })

async function signing(of: MatrixRecord, code: string) {
  const basis = await basisFor(of.owner, of.owner, code)
  return { params: { code }, body: { id: uuidv7(), basis, answer: 'more evidence needed', note: 'Two more, please.' } }
}
async function finishing(of: MatrixRecord, asker: Person, code = BEGUN) {
  await of.begunForm(asker, code, 5)
  return signing(of, code)
}
const together = ({ params, body }: Awaited<ReturnType<typeof signing>>) => ({ body: { signOffs: [{ ...params, ...body }] } })

const sign = { kind: 'sign_off', section: 'whole', act: 'sign' } as const
const ofItem = ({ itemId, fileId }: MatrixRecord) => ({ params: { id: itemId, itemId, fileId } })
const answering = async (of: MatrixRecord) => ({ body: { proposalIds: [await of.proposal()], answer: 'no' } })

export const CURRICULUM_CELLS: Cells = {
  'GET curriculum': reading('sign_off'),
  'GET curriculum/:code': reading('sign_off', () => ({ params: { code: SIGNED } })),
  'POST curriculum/:code/sign-offs': [
    { ...sign, state: 'new', ask: (of) => signing(of, SIGNED) },
    { ...sign, state: 'begun', ask: (of, asker) => finishing(of, asker) },
  ],
  'POST sign-offs': [
    { ...sign, state: 'new', ask: async (of) => together(await signing(of, SIGNED)) },
    { ...sign, state: 'begun', ask: async (of, asker) => together(await finishing(of, asker, BEGUN_AMONG_SEVERAL)) },
  ],
  'POST curriculum/:code/self-assessments': writing(
    'self_assessment',
    () => ({ params: { code: 'C2' }, body: { id: uuidv7(), level: '2', why: 'The pieces show it.' } }),
    { state: 'new' },
  ),
  'POST curriculum/:code/links': linking(async (of) => ({
    params: { code: 'C2' },
    body: { items: [(await of.item()).id], isShown: true },
  })),
  'GET items/:id/links': reading('evidence_link', ofItem),
  'POST items/:id/links': linking(async (of) => ({ params: { id: (await of.item()).id }, body: { codes: ['C2'], isShown: true } })),
  'DELETE items/:id/links/:code': linking(async (of) => ({ params: { id: await of.linked('C2'), code: 'C2' } })),
  'GET evidence/:itemId': reading('evidence_link', ofItem),
  'GET evidence/:itemId/files/:fileId': reading('evidence_link', ofItem),
  'GET carry-over': reading('evidence_link'),
  'POST carry-over/answers': linking(answering),
}
