import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { leaveOutRemark as leaveOutEndpoint, NewRater, setRoundAside as setAsideEndpoint } from '#domain/assessments/msf-contract.ts'
import type { RoundForm } from '#domain/assessments/msf-questions.ts'
import { extendableTo, isEnough, MOST_RATERS, whyNot } from '#domain/assessments/msf-rules.ts'
import { msfWords as say } from '#domain/assessments/msf-words.ts'
import { isFreeMail, mailboxOf } from '#domain/assessments/work-email.ts'
import { entryWords } from '#domain/assessments/words.ts'
import { notFound, Refusal, type FieldFault } from '#domain/errors.ts'
import { dayIn, type PlainDate } from '#domain/plain-date.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { lockItem } from './entry-commands.ts'
import type { EntryRow, House } from './entry-queries.ts'
import { tellClosed, tellTrainee, writeToRaters } from './msf-letters.ts'
import { knownRound, mayOfRound } from './msf-queries.ts'
import { eraseReplies } from './msf-release.ts'
import {
  askedIn,
  broughtTogether,
  factsIn,
  readersMailboxes,
  selfIn,
  standingRound,
  tokenOf,
  type RoundRow,
  type Standing,
} from './msf-round.ts'
import { hashOf, ownMailboxes } from './ticket-queries.ts'

type Part = Parameters<typeof mayOfRound>[1]
interface Locked extends Standing {
  readonly tx: Tx
  readonly ownerId: string
  readonly itemId: string
  readonly entry: EntryRow
}

/** One command on a round: the owner locked, the table asked, the rule asked, the trail written. Null from `change` where nothing was done. */
async function onRound(
  house: House,
  seen: Seen,
  itemId: string,
  { part, act, why }: { part: Part; act: string; why: (standing: Standing) => string | null },
  change: (locked: Locked) => Promise<unknown>,
): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    await lockItem(tx, seen.ownerId, itemId)
    const { entry, form } = await knownRound(house, tx, seen, itemId)
    const standing = await standingRound(house, tx, seen.ownerId, entry, form)
    const refused = mayOfRound(seen, part, entry) ?? why(standing)
    if (refused !== null) throw new Refusal('not_allowed', refused)
    const done = await change({ ...standing, tx, ownerId: seen.ownerId, itemId, entry })
    if (done === null) return
    // Without a name: who is asked is erased with the release, and the trail is not.
    const about = entryWords.says(form.title, entry.title)
    await audit(tx, { ownerId: seen.ownerId, personId: seen.viewerId, act: `msf.${act}`, recordKind: 'msf_round', recordId: itemId, about })
  })
}

const setRound = (
  { tx, ownerId, itemId }: Locked,
  to: Partial<Pick<RoundRow, 'closes_on' | 'closed_at' | 'read_at' | 'set_aside_at' | 'set_aside_because'>> &
    Partial<Pick<RoundRow, 'reminders' | 'reminded_at' | 'salt' | 'asked' | 'answered'>> & { readonly left_out?: string },
) => tx.updateTable('msf_round').set(to).where('owner_id', '=', ownerId).where('item_id', '=', itemId).execute()

/**
 * Names colleagues to ask. They are written to at once where the round is open, else when it begins. Sent twice it is once; somebody who
 * was taken back is asked again.
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input` at `raters.0.email`
 */
export async function askRaters(house: House, seen: Seen, itemId: string, raters: readonly NewRater[]): Promise<void> {
  await onRound(house, seen, itemId, { part: 'raters', act: 'asked', why: whyNot.ask }, async (of) => {
    const { tx, ownerId, form, row } = of
    const there = await tx.selectFrom('msf_rater').where('owner_id', '=', ownerId).where('item_id', '=', itemId).selectAll().execute()
    const fresh = raters.filter(({ id }) => !there.some((one) => one.id === id))
    if (fresh.length === 0) return null
    const [own, educational] = [await ownMailboxes(tx, ownerId), await readersMailboxes(tx, ownerId)]
    const byMailbox = new Map(there.map((one) => [one.mailbox, one]))
    const faults = raters.flatMap((rater, at): FieldFault[] => {
      if (!fresh.includes(rater)) return []
      const message = whyNotAsk(mailboxOf(rater.email), raters.slice(0, at), { own, educational, byMailbox })
      return message === null ? [] : [{ path: `raters.${at}.email`, message }]
    })
    if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
    const added = fresh.filter(({ email }) => !byMailbox.has(mailboxOf(email)))
    if (there.length + added.length > MOST_RATERS) throw new Refusal('not_allowed', say.mostRaters(MOST_RATERS))
    const now = row === null ? null : new Date()
    for (const rater of fresh) {
      const before = byMailbox.get(mailboxOf(rater.email))
      if (before !== undefined) await askAgain(tx, ownerId, before.id, rater, now)
      else await addRater(house, tx, { ownerId, itemId }, rater, now)
    }
    if (row === null) return true
    const isAnswered = (email: string) => (byMailbox.get(mailboxOf(email))?.sent_as ?? null) !== null
    const written = fresh
      .filter(({ email }) => !isAnswered(email))
      .map(({ id, name, email }) => ({ id: byMailbox.get(mailboxOf(email))?.id ?? id, name, email }))
    await writeToRaters(house, tx, 'asks', { ownerId, itemId, until: row.closes_on }, written)
    return form
  })
}

interface Mailboxes {
  readonly own: ReadonlySet<string>
  readonly educational: ReadonlySet<string>
  readonly byMailbox: ReadonlyMap<string, { readonly is_taken_back: boolean }>
}

function whyNotAsk(mailbox: string, before: readonly NewRater[], { own, educational, byMailbox }: Mailboxes): string | null {
  if (own.has(mailbox)) return say.ownAddress
  if (educational.has(mailbox)) return say.educationalSupervisor
  if (byMailbox.get(mailbox)?.is_taken_back === false) return say.askedAlready
  return before.some(({ email }) => mailboxOf(email) === mailbox) ? say.twiceHere : null
}

const addRater = (
  house: House,
  tx: Tx,
  of: { ownerId: string; itemId: string },
  { id, name, email, role }: NewRater,
  sentAt: Date | null,
) =>
  tx
    .insertInto('msf_rater')
    .values({
      owner_id: of.ownerId,
      id,
      item_id: of.itemId,
      name,
      email,
      mailbox: mailboxOf(email),
      role,
      is_free_mail: isFreeMail(email),
      token_hash: hashOf(tokenOf(house, { ...of, id })),
      sent_at: sentAt,
    })
    .execute()

const askAgain = (tx: Tx, ownerId: string, id: string, { name, email, role }: NewRater, sentAt: Date | null) =>
  tx
    .updateTable('msf_rater')
    .set({
      name,
      email,
      role,
      is_free_mail: isFreeMail(email),
      is_taken_back: false,
      is_declined: false,
      is_reminded: false,
      sent_at: sentAt,
    })
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .execute()

/**
 * Asks somebody no more: their link does nothing from now on. What they have answered stays, and whether they had is not told: neither by the
 * answer nor by the numbers. Done twice it is once.
 * @throws Refusal `not_found`, `not_allowed`
 */
export async function takeRaterBack(house: House, seen: Seen, itemId: string, raterId: string): Promise<void> {
  await onRound(house, seen, itemId, { part: 'raters', act: 'taken_back', why: whyNot.takeBack }, async ({ tx, ownerId, row }) => {
    const of = { owner_id: ownerId, item_id: itemId, id: raterId }
    const rater = await tx
      .selectFrom('msf_rater')
      .where((where) => where.and(of))
      .select('is_taken_back')
      .executeTakeFirst()
    if (rater === undefined) throw notFound()
    if (rater.is_taken_back) return null
    if (row === null)
      return tx
        .deleteFrom('msf_rater')
        .where((where) => where.and(of))
        .execute()
    await tx.deleteFrom('msf_draft').where('owner_id', '=', ownerId).where('rater_id', '=', raterId).execute()
    return tx
      .updateTable('msf_rater')
      .set({ is_taken_back: true })
      .where((where) => where.and(of))
      .execute()
  })
}

/** Reminds all who have not answered. Nobody is told who, or how many, they are. @throws Refusal `not_found`, `not_allowed` */
export async function remindRaters(house: House, seen: Seen, itemId: string): Promise<void> {
  const why = (standing: Standing) => whyNot.remind(standing, standing.row === null ? null : factsIn(standing.row), new Date())
  await onRound(house, seen, itemId, { part: 'raters', act: 'reminded', why }, async (of) => {
    const row = of.row!
    const waiting = await of.tx
      .selectFrom('msf_rater')
      .where('owner_id', '=', of.ownerId)
      .where('item_id', '=', itemId)
      .where('sent_as', 'is', null)
      .where('is_declined', '=', false)
      .where('is_taken_back', '=', false)
      .select(['id', 'name', 'email'])
      .execute()
    await setRound(of, { reminders: row.reminders + 1, reminded_at: new Date() })
    await writeToRaters(house, of.tx, 'reminds', { ownerId: of.ownerId, itemId, until: row.closes_on }, waiting)
  })
}

/** @throws Refusal `not_found`, `not_allowed` once it is read, `invalid_input` at `closesOn` */
export async function extendRound(house: House, seen: Seen, itemId: string, closesOn: PlainDate): Promise<void> {
  await onRound(house, seen, itemId, { part: 'course', act: 'extended', why: whyNot.extend }, async (of) => {
    const row = of.row!
    const most = extendableTo(dayIn('Europe/London', row.started_at.getTime()))
    const isOpen = of.state === 'open'
    if (closesOn < programmesToday() || (isOpen && closesOn < row.closes_on)) throw refuseDay(say.laterOnly)
    if (closesOn > most) throw refuseDay(say.extendTo(most))
    if (isOpen && closesOn === row.closes_on) return null
    return setRound(of, { closes_on: closesOn, closed_at: null })
  })
}

const refuseDay = (message: string) => new Refusal('invalid_input', message, { fields: [{ path: 'closesOn', message }] })

/** Before its day, once there are enough. @throws Refusal `not_found`, `not_allowed` */
export async function closeRound(house: House, seen: Seen, itemId: string): Promise<void> {
  await onRound(house, seen, itemId, { part: 'course', act: 'closed', why: whyNot.close }, async (of) => {
    await setRound(of, { closed_at: new Date() })
    await tellClosed(house, of.tx, { ownerId: of.ownerId, itemId, isEnough: isEnough(of.form, of.roles), but: seen.viewerId })
  })
}

/** Whether somebody is among the colleagues who are asked. */
async function isAsked({ tx, ownerId, itemId }: Locked, personId: string): Promise<boolean> {
  const own = await ownMailboxes(tx, personId)
  const rows = await tx.selectFrom('msf_rater').where('owner_id', '=', ownerId).where('item_id', '=', itemId).select('mailbox').execute()
  return rows.some(({ mailbox }) => own.has(mailbox))
}

/** What is over is closed as well, so that the job that closes rounds finds it no more. */
const closedNow = ({ row }: Locked) => ({ closed_at: row!.closed_at ?? new Date() })

/** Begins to read: the round is closed for good. Done twice it is once. @throws Refusal `not_found`, `not_allowed` */
export async function openReplies(house: House, seen: Seen, itemId: string): Promise<void> {
  await onRound(house, seen, itemId, { part: 'judgement', act: 'opened', why: whyNot.open }, async (of) => {
    if (await isAsked(of, seen.viewerId)) throw new Refusal('not_allowed', say.askedThemselves)
    return of.state === 'read'
      ? Promise.resolve(null)
      : setRound(of, { ...closedNow(of), read_at: new Date(), salt: randomBytes(32).toString('base64url') })
  })
}

/**
 * One remark alone, so that a page that knows nothing of the others puts none back. Done twice it is once.
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input` at `key` where it names no remark
 */
export async function leaveOutRemark(
  house: House,
  seen: Seen,
  itemId: string,
  { key, isOut }: z.output<(typeof leaveOutEndpoint)['schema']['body']>,
): Promise<void> {
  await onRound(house, seen, itemId, { part: 'judgement', act: 'left_out', why: whyNot.read }, async (of) => {
    const known = new Set((await remarksOf(of, of.form)).map(({ key }) => key))
    if (!known.has(key)) throw new Refusal('invalid_input', say.noRemark, { fields: [{ path: 'key', message: say.noRemark }] })
    const others = (of.row!.left_out as string[]).filter((one) => one !== key)
    return setRound(of, { left_out: JSON.stringify(isOut ? [...others, key] : others) })
  })
}

async function remarksOf(of: Locked, form: RoundForm) {
  const [asked, self] = [await askedIn(of.tx, of.ownerId, of.itemId), await selfIn(of.tx, of.ownerId, of.itemId, form)]
  return broughtTogether(of, { asked, self, salt: of.row!.salt! }).words.flatMap(({ texts }) => texts)
}

/** A new round is needed: what was answered in this one is erased. @throws Refusal `not_found`, `not_allowed` */
export async function setRoundAside(
  house: House,
  seen: Seen,
  itemId: string,
  { reason }: z.output<(typeof setAsideEndpoint)['schema']['body']>,
): Promise<void> {
  await onRound(house, seen, itemId, { part: 'judgement', act: 'set_aside', why: whyNot.setAside }, async (of) => {
    const asked = await askedIn(of.tx, of.ownerId, itemId)
    const to = {
      ...closedNow(of),
      set_aside_at: new Date(),
      set_aside_because: reason,
      salt: null,
      left_out: '[]',
      asked,
      answered: of.replies.length,
    }
    await setRound(of, to)
    await eraseReplies(of.tx, of.ownerId, itemId)
    await tellTrainee(house, of.tx, 'setAside', of.ownerId, itemId)
  })
}
