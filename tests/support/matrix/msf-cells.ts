import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { addReply } from '../../../src/server/assessments/msf-round.ts'
import type { Person } from '../person.ts'
import { inDays } from '../related.ts'
import { asking, rated } from '../round.ts'
import { reading, type Cell, type Cells } from './cell.ts'
import { PLANTED } from './planted.ts'
import type { MatrixRecord } from './record.ts'

/** By which the planted remark is known in a round whose salt is this. */
const SALT = 'salt'
const KEY = createHash('sha256').update(`${SALT}\ndone-well\n${PLANTED.remark}`).digest('hex').slice(0, 32)

type Far = 'open' | 'closed' | 'read'
const TEN_DAYS_AGO = () => new Date(Date.now() - 10 * 24 * 60 * 60 * 1000)

/** A round that is so far, with one who is asked and enough replies of others. */
const made = (far: Far) => async (of: MatrixRecord, asker?: Pick<Person, 'id'>) => {
  const itemId = await of.entry('msf-2026', null, asker?.id)
  await of.stepped(itemId, 'prepare')
  const [round, raterId, then] = [{ owner_id: of.owner.id, item_id: itemId }, uuidv7(), TEN_DAYS_AGO()]
  const past = { open: {}, closed: { closed_at: then }, read: { closed_at: then, read_at: then, salt: SALT } }
  await of.db
    .insertInto('msf_round')
    .values({ ...round, started_at: then, closes_on: inDays(30), ...past[far] })
    .execute()
  await of.db
    .insertInto('msf_rater')
    .values({
      ...round,
      id: raterId,
      name: PLANTED.rater,
      email: `${PLANTED.rater}@trust.example`,
      mailbox: `${PLANTED.rater}@trust.example`,
      role: 'nurse',
      is_free_mail: false,
      token_hash: randomBytes(32).toString('hex'),
      sent_at: then,
    })
    .execute()
  await of.db.transaction().execute(async (tx) => {
    for (let count = 0; count < 12; count++) {
      const answers = { ...rated('good', { 'done-well': PLANTED.remark }), worry: false } as never
      await addReply(of.at.house, tx, of.owner.id, itemId, { role: count < 3 ? 'consultant' : 'nurse', answers })
    }
  })
  return { params: { itemId, raterId } }
}

/** Of a round that the asker began, and of one that the trainee did: to who supervised until yesterday that is another's. */
const writing = (section: string, far: Far, body: (key: string) => object | undefined = () => ({})): readonly Cell[] =>
  (['begun', 'new'] as const).map((state) => ({
    kind: 'msf_round',
    section,
    act: 'write',
    state,
    ask: async (of, asker) => ({ ...(await made(far)(of, state === 'begun' ? asker : of.owner)), body: body(KEY) }),
  }))

export const MSF_CELLS: Cells = {
  'GET msf': reading('msf_round', undefined, 'course'),
  'GET msf/:itemId': [reading('msf_round', made('open'), 'course'), reading('msf_round', made('read'), 'raters')],
  'GET msf/:itemId/replies': reading('msf_replies', made('read')),
  'POST msf/:itemId/raters': writing('raters', 'open', () => ({ raters: [asking('Rater New', 'nurse')] })),
  'DELETE msf/:itemId/raters/:raterId': writing('raters', 'open', () => undefined),
  'POST msf/:itemId/reminders': writing('raters', 'open'),
  'POST msf/:itemId/extension': writing('course', 'open', () => ({ closesOn: inDays(60) })),
  'POST msf/:itemId/closing': writing('course', 'open'),
  'POST msf/:itemId/opening': writing('judgement', 'closed'),
  'PUT msf/:itemId/left-out': writing('judgement', 'read', (key) => ({ key, isOut: true })),
  'POST msf/:itemId/setting-aside': writing('judgement', 'closed', () => ({ reason: 'Too few kinds.' })),
}
