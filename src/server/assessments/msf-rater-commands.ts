import type { z } from 'zod'
import { ASSESSOR_ROLES, type AssessorRole } from '#domain/assessments/form-file.ts'
import type { Answers } from '#domain/assessments/answers.ts'
import type { RaterView, saveFeedbackDraft, sendFeedback as sendEndpoint } from '#domain/assessments/msf-contract.ts'
import {
  askedFields,
  askedForm,
  askedSections,
  faultsOfReply,
  hasRound,
  keptReply,
  wordsAt,
  type RoundForm,
} from '#domain/assessments/msf-questions.ts'
import { msfWords as say } from '#domain/assessments/msf-words.ts'
import { readTicketCode } from '#domain/assessments/ticket-code.ts'
import { notFound, Refusal, type FieldFault } from '#domain/errors.ts'
import { findIdentifiers } from '#domain/guard.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { isFrozen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { entryRow, type House } from './entry-queries.ts'
import { formOf } from './form-queries.ts'
import { addReply, draftSeals, readersMailboxes, sealDraft, standingRound, type RoundRow, type Standing } from './msf-round.ts'
import { hashOf } from './ticket-queries.ts'

const raterRows = (db: Db | Tx, ownerId: string) => db.selectFrom('msf_rater').where('owner_id', '=', ownerId).selectAll()
type RaterRow = Awaited<ReturnType<ReturnType<typeof raterRows>['executeTakeFirstOrThrow']>>

interface Found extends Standing {
  readonly ownerId: string
  readonly token: string
  readonly rater: RaterRow
  readonly row: RoundRow
  readonly form: RoundForm
  readonly does: RaterView['state']
}

/** All that a link which is not in use tells. */
const gone = (): Refusal => new Refusal('link_expired', say.gone)

/** Whatever its state. @throws Refusal `link_expired` where there is none: never asked, taken back, or erased with the release */
async function raterByCode(house: House, db: Db | Tx, code: string): Promise<Found> {
  const read = readTicketCode(code)
  if (read === null) throw gone()
  const { ownerId, token } = read
  const rater = await raterRows(db, ownerId).where('token_hash', '=', hashOf(token)).executeTakeFirst()
  if (rater === undefined || rater.is_taken_back) throw gone()
  const entry = await entryRow(db, ownerId, rater.item_id).catch(() => null)
  const form = entry === null ? null : formOf(house, entry.formId)
  if (entry === null || form === null || !hasRound(form) || entry.isBinned) throw gone()
  const standing = await standingRound(house, db, ownerId, entry, form)
  if (standing.row === null) throw gone()
  return { ...standing, row: standing.row, form, ownerId, token, rater, does: await stateFor(db, ownerId, rater, standing) }
}

async function stateFor(db: Db | Tx, ownerId: string, rater: RaterRow, { state }: Standing): Promise<RaterView['state']> {
  if (rater.sent_as !== null) return 'answered'
  if (rater.is_declined) return 'declined'
  if (state !== 'open') return state === 'closed' ? 'closed' : 'over'
  return (await isFrozen(db, ownerId)) ? 'paused' : 'open'
}

/**
 * What a colleague is asked. Reading it changes nothing, and nobody learns that it was read.
 * @throws Refusal `link_expired`; `not_allowed` to the trainee's own session, which is shown no colleague's draft
 */
export async function raterView(house: House, code: string, viewerId: string | null): Promise<RaterView> {
  const { db } = house
  const found = await raterByCode(house, db, code)
  if (viewerId === found.ownerId) throw new Refusal('not_allowed', say.ownSession)
  const { ownerId, rater, row, form, does } = found
  const person = await db.selectFrom('person').where('owner_id', '=', ownerId).select(['name', 'photo_as']).executeTakeFirst()
  if (person === undefined) throw gone()
  return {
    state: does,
    trainee: { name: person.name, hasPhoto: person.photo_as !== null },
    closesOn: row.closes_on,
    rater: { name: rater.name, role: rater.role as AssessorRole },
    roles: form.assessing?.mayAssess ?? [...ASSESSOR_ROLES],
    leastRated: form.round.leastRated.is,
    form: does === 'open' ? askedForm(form) : null,
    draft: does === 'open' ? await draftOf(db, found) : null,
  }
}

async function draftOf(db: Db | Tx, { ownerId, rater, token }: Found): Promise<NonNullable<RaterView['draft']>> {
  const none = { role: '', answers: {}, version: 0 }
  const kept = await draftRow(db, ownerId, rater.id)
  if (kept === undefined) return none
  const { role, answers } = JSON.parse(draftSeals(token).open(kept.sealed, rater.id)) as { role: string; answers: Record<string, Answers> }
  return { role, answers, version: kept.version }
}

const draftRow = (db: Db | Tx, ownerId: string, raterId: string) =>
  db
    .selectFrom('msf_draft')
    .where('owner_id', '=', ownerId)
    .where('rater_id', '=', raterId)
    .select(['sealed', 'version'])
    .executeTakeFirst()

/** The stored name of the trainee's photo, for who holds a link. @throws Refusal `link_expired`, `not_found` */
export async function feedbackPhotoName(house: House, code: string): Promise<string> {
  const { ownerId } = await raterByCode(house, house.db, code)
  const person = await house.db.selectFrom('person').where('owner_id', '=', ownerId).select('photo_as').executeTakeFirst()
  if (person === undefined || person.photo_as === null) throw notFound()
  return person.photo_as
}

/** Whoever holds the link; the owner is locked, so that of two one comes after the other. */
async function foundForUpdate(house: House, tx: Tx, code: string, viewerId: string | null): Promise<Found> {
  const read = readTicketCode(code)
  if (read === null) throw gone()
  await lockPerson(tx, read.ownerId)
  const found = await raterByCode(house, tx, code)
  if (viewerId === found.ownerId) throw new Refusal('not_allowed', say.ownSession)
  return found
}

/** In words, why the link does nothing now. */
function refusalOf({ does, state }: Found): Refusal {
  if (does === 'answered') return new Refusal('not_allowed', say.answeredAlready)
  if (does === 'declined') return new Refusal('not_allowed', say.declined)
  if (does === 'paused') return new Refusal('not_allowed', say.paused)
  return new Refusal('link_expired', state === 'closed' ? say.closedKept : say.closedForGood)
}

/** Whether the round can still be opened again, and with it what is being typed be sent. */
const mayOpenAgain = ({ does }: Found): boolean => does === 'closed'

/**
 * Keeps what is typed, sealed for the holder of the link alone (P20): without a moment, and no one reads that it is there. Where the round
 * closed meanwhile it is kept too, and that is told, as `late`.
 * @throws Refusal `link_expired` and `not_allowed`, where it is not kept; `stale_version`
 */
export async function keepFeedbackDraft(
  house: House,
  code: string,
  viewerId: string | null,
  { role, answers, version }: z.output<typeof saveFeedbackDraft.schema.body>,
): Promise<{ version: number; late: string | null }> {
  return house.db.transaction().execute(async (tx) => {
    const found = await foundForUpdate(house, tx, code, viewerId)
    if (found.does !== 'open' && !mayOpenAgain(found)) throw refusalOf(found)
    const now = (await draftRow(tx, found.ownerId, found.rater.id))?.version ?? 0
    if (now !== version) throw new Refusal('stale_version', say.changedElsewhere)
    await putDraft(tx, found, { role, answers }, version + 1)
    return { version: version + 1, late: found.does === 'open' ? null : say.closedKept }
  })
}

async function putDraft(
  tx: Tx,
  { ownerId, rater, token, form }: Found,
  { role, answers }: { role: string; answers: Readonly<Record<string, Answers>> },
  version: number,
): Promise<void> {
  const own = new Set(askedSections(form).map(({ id }) => id))
  const asked = Object.fromEntries(Object.entries(answers).filter(([section]) => own.has(section)))
  const row = { sealed: sealDraft(token, rater.id, { role, answers: asked }), version }
  await tx
    .insertInto('msf_draft')
    .values({ owner_id: ownerId, rater_id: rater.id, ...row })
    .onConflict((conflict) => conflict.columns(['owner_id', 'rater_id']).doUpdateSet(row))
    .execute()
}

/**
 * Keeps an answer apart from whoever gave it. It leaves no row in any trail, and nobody is written to: the hour would tell. Sent twice it is
 * one.
 * @throws Refusal `link_expired` where the round closed meanwhile, with what was typed kept; `not_allowed`; `invalid_input` at `role` and at
 *   the fields, for words that could identify a patient too: nothing overrides that here (P18), for a reason that is kept would tell
 */
export async function sendFeedback(
  house: House,
  code: string,
  viewerId: string | null,
  { id, role, answers }: z.output<typeof sendEndpoint.schema.body>,
): Promise<void> {
  const late = await house.db.transaction().execute(async (tx) => {
    const found = await foundForUpdate(house, tx, code, viewerId)
    const { ownerId, rater, form, token } = found
    const sentAs = hashOf(`${token} ${id}`)
    if (rater.sent_as === sentAs) return null
    if (mayOpenAgain(found)) {
      // Under the version that the page knows, so that what is typed after it is kept as well.
      await putDraft(tx, found, { role, answers }, (await draftRow(tx, ownerId, rater.id))?.version ?? 0)
      return refusalOf(found)
    }
    if (found.does !== 'open') throw refusalOf(found)
    if ((await readersMailboxes(tx, ownerId)).has(rater.mailbox)) throw new Refusal('not_allowed', say.readsReplies)
    refuseFaults(form, role, answers)
    await tx.deleteFrom('msf_draft').where('owner_id', '=', ownerId).where('rater_id', '=', rater.id).execute()
    await tx.updateTable('msf_rater').set({ sent_as: sentAs }).where('owner_id', '=', ownerId).where('id', '=', rater.id).execute()
    await addReply(house, tx, ownerId, rater.item_id, { role, answers: keptReply(form, answers) })
    return null
  })
  if (late !== null) throw late
}

function refuseFaults(form: RoundForm, role: AssessorRole, answers: Readonly<Record<string, Answers>>): void {
  const own = new Set(askedSections(form).map(({ id }) => id))
  if (Object.keys(answers).some((section) => !own.has(section))) throw new Refusal('invalid_input', say.notAsked)
  const { assessing } = form
  const wrongRole = assessing !== undefined && !assessing.mayAssess.includes(role) ? [{ path: 'role', message: assessing.reason }] : []
  const faults = [...wrongRole, ...faultsOfReply(form, answers)]
  const all = faults.length > 0 ? faults : identifiersIn(form, keptReply(form, answers))
  if (all.length > 0) throw new Refusal('invalid_input', all[0]!.message, { fields: all })
}

/** What the guard blocks in words that many read. What was found is neither kept nor logged. */
const identifiersIn = (form: RoundForm, reply: Answers): FieldFault[] =>
  askedFields(form).flatMap((field) => {
    const found = findIdentifiers(wordsAt(field, reply), { kind: 'clinical writing' }).find(({ level }) => level === 'block')
    return found === undefined ? [] : [{ path: field.id, message: say.identifies(found.what, found.instead) }]
  })

/** Declines, and is reminded no more. Nobody is told. Done twice it is once. @throws Refusal `link_expired`, `not_allowed` */
export async function declineFeedback(house: House, code: string, viewerId: string | null): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    const found = await foundForUpdate(house, tx, code, viewerId)
    if (found.does === 'declined') return
    if (found.does !== 'open') throw refusalOf(found)
    const { ownerId, rater } = found
    await tx.deleteFrom('msf_draft').where('owner_id', '=', ownerId).where('rater_id', '=', rater.id).execute()
    await tx.updateTable('msf_rater').set({ is_declined: true }).where('owner_id', '=', ownerId).where('id', '=', rater.id).execute()
  })
}
