import { createHash, createHmac, randomInt } from 'node:crypto'
import { v4 as uuidv4 } from 'uuid'
import { SUPERVISOR_GRACE_DAYS } from '#domain/accounts/relations.ts'
import type { Answers } from '#domain/assessments/answers.ts'
import type { EntryState } from '#domain/assessments/entry-steps.ts'
import { AssessorRole } from '#domain/assessments/form-file.ts'
import type { RoundForm } from '#domain/assessments/msf-questions.ts'
import { roundState, type RoundFacts } from '#domain/assessments/msf-rules.ts'
import type { RoundState } from '#domain/assessments/msf-states.ts'
import { summaryOf, type Reply } from '#domain/assessments/msf-summary.ts'
import type { MsfSummary } from '#domain/assessments/msf-summary-shape.ts'
import { ticketCode } from '#domain/assessments/ticket-code.ts'
import { mailboxOf } from '#domain/assessments/work-email.ts'
import { addDays } from '#domain/plain-date.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { keyFor, sealsWith, type Seals } from '#server/platform/keys.ts'
import type { Parts } from '#server/platform/parts.ts'

type Secret = Pick<Parts, 'config'>

/** What is sealed is filled up to whole blocks, so that its length tells nothing of what stands in it. */
const BLOCK = 4096
const filledUp = (text: string): string =>
  text.padEnd(Math.ceil(Buffer.byteLength(text) / BLOCK) * BLOCK + text.length - Buffer.byteLength(text))

const sealsFor = (key: string): Seals => sealsWith([{ name: 'm', key: Buffer.from(key, 'base64url') }])
const replySeals = ({ config }: Secret): Seals => sealsFor(keyFor(config.secret, 'msf replies'))
/** By the token of a link alone. The program keeps no token, and makes each anew where a letter is to carry it. */
export const draftSeals = (token: string): Seals => sealsFor(keyFor(token, 'msf draft'))
export const sealDraft = (token: string, raterId: string, draft: unknown): string =>
  draftSeals(token).seal(filledUp(JSON.stringify(draft)), raterId)

/** Always the same for one rater, so that a reminder leads to what they wrote. */
export const tokenOf = ({ config }: Secret, of: { ownerId: string; itemId: string; id: string }): string =>
  createHmac('sha256', keyFor(config.secret, 'msf links')).update(`${of.ownerId} ${of.itemId} ${of.id}`).digest('base64url')

export const feedbackUrl = (house: Secret, of: { ownerId: string; itemId: string; id: string }): string =>
  `${house.config.url}/feedback/${ticketCode(of.ownerId, tokenOf(house, of))}`

const roundRows = (db: Db | Tx, ownerId: string) => db.selectFrom('msf_round').where('owner_id', '=', ownerId).selectAll()
export type RoundRow = Awaited<ReturnType<ReturnType<typeof roundRows>['executeTakeFirstOrThrow']>>

export const factsIn = (row: RoundRow): RoundFacts => ({
  startedAt: row.started_at,
  closesOn: row.closes_on,
  closedAt: row.closed_at,
  readAt: row.read_at,
  setAsideAt: row.set_aside_at,
  reminders: row.reminders,
  remindedAt: row.reminded_at,
})

/** A round as it stands, with what was answered. For the server alone: what of it is told, the rules say. */
export interface Standing {
  readonly form: RoundForm
  readonly row: RoundRow | null
  readonly state: RoundState
  readonly replies: readonly Reply[]
  readonly roles: readonly AssessorRole[]
}

export async function standingRound(
  house: Secret,
  db: Db | Tx,
  ownerId: string,
  { id, state: entry }: { readonly id: string; readonly state: EntryState },
  form: RoundForm,
): Promise<Standing> {
  const row = (await roundRows(db, ownerId).where('item_id', '=', id).executeTakeFirst()) ?? null
  const replies = row === null ? [] : await repliesIn(house, db, ownerId, id)
  const state = roundState(entry, row === null ? null : factsIn(row), programmesToday())
  return { form, row, state, replies, roles: replies.map(({ role }) => role) }
}

const sealedIn = (db: Db | Tx, ownerId: string, itemId: string) =>
  db.selectFrom('msf_reply').where('owner_id', '=', ownerId).where('item_id', '=', itemId).select('sealed').execute()

/** What was sealed by a secret that is not there any more is no reply. */
function opened(seals: Seals, sealed: string, itemId: string): Reply | null {
  try {
    const { role, answers } = JSON.parse(seals.open(sealed, itemId)) as { role: unknown; answers: Answers }
    return { role: AssessorRole.parse(role), answers }
  } catch {
    return null
  }
}

async function repliesIn(house: Secret, db: Db | Tx, ownerId: string, itemId: string): Promise<Reply[]> {
  const seals = replySeals(house)
  return (await sealedIn(db, ownerId, itemId)).flatMap(({ sealed }) => opened(seals, sealed, itemId) ?? [])
}

/**
 * Adds a reply. All there are are written anew, in an order thrown for, under new ids and sealed anew, and with them the rows of all who are
 * asked: neither order, id, length nor transaction tells which one came when, and with it from whom.
 */
export async function addReply(house: Secret, tx: Tx, ownerId: string, itemId: string, reply: Reply): Promise<void> {
  const seals = replySeals(house)
  const seal = (one: Reply) => seals.seal(filledUp(JSON.stringify({ role: one.role, answers: one.answers })), itemId)
  const before = (await sealedIn(tx, ownerId, itemId)).map(({ sealed }) => {
    const one = opened(seals, sealed, itemId)
    return one === null ? sealed : seal(one)
  })
  await tx.deleteFrom('msf_reply').where('owner_id', '=', ownerId).where('item_id', '=', itemId).execute()
  await tx
    .insertInto('msf_reply')
    .values(shuffled([...before, seal(reply)]).map((sealed) => ({ owner_id: ownerId, item_id: itemId, id: uuidv4(), sealed })))
    .execute()
  await tx
    .updateTable('msf_rater')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .execute()
}

function shuffled<T>(some: readonly T[]): T[] {
  const left = [...some]
  return some.map(() => left.splice(randomInt(left.length), 1)[0]!)
}

/** What colleagues said, as long as their replies are there. `salt` orders the remarks. */
export const broughtTogether = (
  { form, replies }: Pick<Standing, 'form' | 'replies'>,
  { asked, self, salt }: { asked: number; self: Answers; salt: string },
): MsfSummary =>
  summaryOf(form, {
    asked,
    replies,
    self,
    keyOf: (id, text) => createHash('sha256').update(`${salt}\n${id}\n${text}`).digest('hex').slice(0, 32),
  })

/** How many were written to, those taken back among them. */
export async function askedIn(db: Db | Tx, ownerId: string, itemId: string): Promise<number> {
  const { count } = await db
    .selectFrom('msf_rater')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Of whoever reads or will read replies: educational supervisors of today, of days to come, and in their days of grace. */
export async function readersMailboxes(db: Db | Tx, ownerId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('relation')
    .innerJoin('auth.user as account', 'account.id', 'relation.person_id')
    .where('relation.owner_id', '=', ownerId)
    .where('relation', '=', 'educational supervisor')
    .where('until_on', '>=', addDays(programmesToday(), -SUPERVISOR_GRACE_DAYS))
    .select('account.email')
    .execute()
  return new Set(rows.map(({ email }) => mailboxOf(email)))
}

/** The trainee's own answers, as they locked them. */
export async function selfIn(db: Db | Tx, ownerId: string, itemId: string, form: RoundForm): Promise<Answers> {
  const step = await db
    .selectFrom('entry_step')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .where('step', '=', 'prepare')
    .select('answers')
    .executeTakeFirst()
  return ((step?.answers ?? {}) as Record<string, Answers>)[form.round.asks] ?? {}
}
