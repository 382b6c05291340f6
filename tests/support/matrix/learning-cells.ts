import { v7 as uuidv7 } from 'uuid'
import { answerQuestion, listCertificates, startModule, submitAttempt } from '#domain/learning/contract.ts'
import { reading, writing, type Cell, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

const ofModule = (moduleId: string) => ({ params: { moduleId } })

/** An attempt that is open, with every answer given. */
async function attempt({ owner }: MatrixRecord, moduleId: string) {
  const { open } = await owner.ask(startModule, { ...ofModule(moduleId), body: { id: uuidv7() } })
  const { attemptId } = open!
  for (const [questionId, option] of Object.entries({ q1: 1, q2: 2, q3: 3, q4: 0 }))
    await owner.ask(answerQuestion, { params: { attemptId, part: 'final', questionId }, body: { option } })
  return { params: { attemptId } }
}
const passed = new WeakMap<MatrixRecord, Promise<{ params: { attemptId: string } }>>()

/** An attempt that was passed; one for each record. */
function passedAttempt(of: MatrixRecord) {
  const there = passed.get(of) ?? submit(of)
  passed.set(of, there)
  return there
}
async function submit(of: MatrixRecord) {
  const asked = await attempt(of, 'aki')
  await of.owner.ask(submitAttempt, { ...asked, body: {} })
  return asked
}
const openAttempt = (of: MatrixRecord) => attempt(of, 'sepsis')

/** Another portfolio is needed for these to be done; the tests of connections have one. Here there is nothing to be found. */
const elsewhere = (cell: Cell, answers = 404): Cell => ({ ...cell, answers })

export const LEARNING_CELLS: Cells = {
  'GET learning': reading('learning'),
  'PUT learning/specialties': writing('learning', () => ({ body: { specialties: ['cardiology'] } })),
  'GET modules/:moduleId': reading('learning', () => ofModule('sepsis')),
  'POST modules/:moduleId/row': writing('learning', () => ({ ...ofModule('sepsis'), body: { id: uuidv7() } })),
  'POST modules/:moduleId/attempts': writing('learning', () => ({ ...ofModule('sepsis'), body: { id: uuidv7() } })),
  'GET attempts/:attemptId': reading('learning', openAttempt),
  'PUT attempts/:attemptId/place': writing('learning', async (of) => ({ ...(await openAttempt(of)), body: { page: 1 } })),
  'PUT attempts/:attemptId/answers/:part/:questionId': writing('learning', async (of) => {
    const { params } = await openAttempt(of)
    return { params: { ...params, part: 'final', questionId: 'q1' }, body: { option: 1 } }
  }),
  'POST attempts/:attemptId/submission': writing('learning', async (of) => ({ ...(await openAttempt(of)), body: {} })),
  'GET attempts/:attemptId/result': reading('learning', passedAttempt),
  'POST modules/:moduleId/retake': writing('learning', async (of) => {
    const { params } = await passedAttempt(of)
    return { ...ofModule('aki'), body: { id: uuidv7(), instead: params.attemptId } }
  }),
  'POST modules/:moduleId/again': writing('learning', async (of) => {
    const { params } = await passedAttempt(of)
    return { ...ofModule('aki'), body: { id: uuidv7(), after: params.attemptId } }
  }),
  'GET certificates': reading('learning'),
  'GET certificates/:certificateId/file': reading('learning', async (of) => {
    await passedAttempt(of)
    const { certificates } = await of.owner.ask(listCertificates)
    return { params: { certificateId: certificates[0]!.id } }
  }),

  'GET connections': reading('connection'),
  'GET deliveries': reading('connection', ({ itemId }) => ({ query: { items: [itemId] } })),
  'POST connections': elsewhere(
    writing('connection', () => ({ body: { search: '?state=none&code=none' } })),
    403,
  ),
  'POST connections/requests': elsewhere(writing('connection', () => ({ body: { connectorId: 'none' } }))),
  'PATCH connections/:connectionId': elsewhere(writing('connection', () => ({ body: { seen: true } }))),
  'DELETE connections/:connectionId': elsewhere(writing('connection')),
  'POST connections/:connectionId/check': elsewhere(writing('connection', () => ({ body: {} }))),
  'POST connections/:connectionId/tries': elsewhere(writing('connection', () => ({ body: {} }))),
  'PUT connections/:connectionId/items/:itemId': elsewhere(writing('connection', () => ({ body: { act: 'send' } }))),
  'GET connections/:connectionId/items/:itemId/preview': elsewhere(reading('connection')),
  'GET connections/:connectionId/log': reading('connection'),
}
