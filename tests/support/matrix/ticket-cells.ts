import { v7 as uuidv7 } from 'uuid'
import { reading, type Cell, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** A form whose trainee's part is filled in, and that waits for an assessor without an account. */
async function ready(of: MatrixRecord) {
  const itemId = await of.entry('cbd-2026', null)
  return { params: { itemId } }
}

/** As if somebody had been asked some days ago. */
const asked = (way: 'email' | 'on the spot') => async (of: MatrixRecord) => {
  const { params } = await ready(of)
  const ticketId = uuidv7()
  const before = new Date(Date.now() - 5 * DAY_MS)
  await of.at.house.db
    .insertInto('ticket')
    .values({
      owner_id: of.owner.id,
      id: ticketId,
      item_id: params.itemId,
      way,
      assessor_name: 'Dr As Sessor',
      assessor_email: 'as.sessor@trust.example',
      assessor_role: 'consultant',
      created_at: before,
      sent_at: before,
      last_sent_at: before,
      expires_at: new Date(Date.now() + 25 * DAY_MS),
    })
    .execute()
  return { params: { ticketId } }
}

const writingOwn = (ask: Cell['ask']): Cell => ({
  kind: 'assessment',
  section: 'own',
  act: 'write',
  state: 'begun',
  ...(ask ? { ask } : {}),
})
const acting = (way: 'email' | 'on the spot') => writingOwn(async (of) => ({ ...(await asked(way)(of)), body: {} }))

export const TICKET_CELLS: Cells = {
  'GET entries/:itemId/tickets': reading('assessment', ready, 'own'),
  'GET assessments-count': reading('assessment', undefined, 'own'),
  'POST entries/:itemId/tickets': writingOwn(async (of) => ({
    ...(await ready(of)),
    body: { id: uuidv7(), way: 'email', name: 'Dr As Sessor', email: 'as.sessor@trust.example', role: 'consultant' },
  })),
  'POST tickets/:ticketId/letters': acting('email'),
  'POST tickets/:ticketId/codes': acting('on the spot'),
  'DELETE tickets/:ticketId': writingOwn(asked('email')),
}
