import type { z } from 'zod'
import { mayOf } from '#domain/accounts/may.ts'
import type { AssessorRole } from '#domain/assessments/form-file.ts'
import type { listRounds, Rater, readReplies, Round, RoundLine } from '#domain/assessments/msf-contract.ts'
import { hasRound, type RoundForm } from '#domain/assessments/msf-questions.ts'
import { extendableTo, isEnough, leastByRole, whyNot } from '#domain/assessments/msf-rules.ts'
import type { MsfSummary } from '#domain/assessments/msf-summary-shape.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { dayIn } from '#domain/plain-date.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { entryRow, knownEntry, mayStep, type EntryRow, type House, type KnownRow } from './entry-queries.ts'
import { formOf } from './form-queries.ts'
import { askedIn, broughtTogether, factsIn, selfIn, standingRound, type Standing } from './msf-round.ts'

/** An entry whose form has a round. @throws Refusal `not_found` for any other */
export async function knownRound(house: House, db: Db | Tx, seen: Seen, itemId: string): Promise<{ entry: KnownRow; form: RoundForm }> {
  const { row, form } = await knownEntry(house, db, seen, itemId)
  if (!hasRound(form) || row.isBinned) throw notFound()
  return { entry: row, form }
}

/** What the permission table says of the parts of a round, for this viewer: in days of grace they act in what they began alone (T2). */
export const mayOfRound = (
  seen: Seen,
  section: 'raters' | 'course' | 'judgement',
  { isViewers }: Pick<KnownRow, 'isViewers'>,
): string | null => mayOf(seen.may('write', 'msf_round', { section, state: isViewers ? 'begun' : 'new' }))

async function lineOf(db: Db | Tx, ownerId: string, entry: EntryRow, { row, state, replies }: Standing): Promise<RoundLine> {
  return {
    itemId: entry.id,
    title: entry.title,
    eventOn: entry.eventOn,
    state,
    asked: row?.asked ?? (await askedIn(db, ownerId, entry.id)),
    answered: row?.answered ?? replies.length,
    closesOn: row?.closes_on ?? null,
  }
}

/** Rounds of an owner, newest first, but those in the bin. */
export async function roundsOf(
  house: House,
  seen: Seen,
  begin: string | null,
): Promise<z.output<(typeof listRounds.schema.response)[200]>> {
  const { db, catalogue } = house
  const rows = await db
    .selectFrom('entry')
    .where('owner_id', '=', seen.ownerId)
    .where('form_id', 'in', [...catalogue.forms.filter(hasRound).map(({ id }) => id), ''])
    .select('item_id')
    .orderBy('event_on', 'desc')
    .orderBy('item_id', 'desc')
    .execute()
  const rounds: RoundLine[] = []
  for (const { item_id: id } of rows) {
    const entry = await entryRow(db, seen.ownerId, id)
    const form = formOf(house, entry.formId)
    if (entry.isBinned || !hasRound(form)) continue
    rounds.push(await lineOf(db, seen.ownerId, entry, await standingRound(house, db, seen.ownerId, entry, form)))
  }
  const names = await namesOf(db, [seen.ownerId])
  return { name: names.get(seen.ownerId) ?? '', rounds, can: { begin } }
}

/** A round as trainee and educational supervisor see it: who is asked and how many have answered, never who. @throws Refusal `not_found` */
export async function roundOf(house: House, seen: Seen, itemId: string): Promise<Round> {
  const { db } = house
  const { entry, form } = await knownRound(house, db, seen, itemId)
  const standing = await standingRound(house, db, seen.ownerId, entry, form)
  const { row, state, roles } = standing
  const [line, raters] = [await lineOf(db, seen.ownerId, entry, standing), await ratersOf(db, seen.ownerId, itemId)]
  const isOver = state === 'released' || state === 'set aside'
  const [mayRaters, mayCourse, mayJudge] = (['raters', 'course', 'judgement'] as const).map((part) => mayOfRound(seen, part, entry)) as [
    string | null,
    string | null,
    string | null,
  ]
  const release = mayOf(mayStep(seen, form, { step: 'submit', by: 'educational supervisor' }, entry))
  return {
    ...line,
    raters,
    least: {
      replies: form.round.leastReplies.is,
      byRole: leastByRole(form, roles).map((one) => ({ ...one, isMet: one.isMet || state === 'released' })),
      smallestGroup: form.round.smallestGroup.is,
    },
    isEnough: state === 'released' || (!isOver && isEnough(form, roles)),
    extendableTo: extendableTo(row === null ? programmesToday() : dayIn('Europe/London', row.started_at.getTime())),
    setAsideBecause: row?.set_aside_because ?? '',
    summary: (row?.summary ?? null) as MsfSummary | null,
    can: {
      ask: mayRaters ?? whyNot.ask(standing),
      takeBack: mayRaters ?? whyNot.takeBack(standing),
      remind: mayRaters ?? whyNot.remind(standing, row === null ? null : factsIn(row), new Date()),
      extend: mayCourse ?? whyNot.extend(standing),
      close: mayCourse ?? whyNot.close(standing),
      open: mayJudge ?? whyNot.open(standing),
      read: mayOf(seen.may('read', 'msf_replies')) ?? whyNot.read(standing),
      release: release ?? whyNot.release(standing),
      setAside: mayJudge ?? whyNot.setAside(standing),
    },
  }
}

async function ratersOf(db: Db | Tx, ownerId: string, itemId: string): Promise<Rater[]> {
  const rows = await db
    .selectFrom('msf_rater')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .where('is_taken_back', '=', false)
    .select(['id', 'name', 'email', 'role', 'is_free_mail as isFreeMail'])
    .orderBy('name')
    .orderBy('email')
    .execute()
  return rows.map((row) => ({ ...row, role: row.role as AssessorRole }))
}

/** What colleagues said, for who releases it. @throws Refusal `not_found`, `not_allowed` before it is opened */
export async function repliesOf(house: House, seen: Seen, itemId: string): Promise<z.output<(typeof readReplies.schema.response)[200]>> {
  const { db } = house
  const { entry, form } = await knownRound(house, db, seen, itemId)
  const standing = await standingRound(house, db, seen.ownerId, entry, form)
  const why = whyNot.read(standing)
  if (why !== null) throw new Refusal('not_allowed', why)
  const [asked, self] = [await askedIn(db, seen.ownerId, itemId), await selfIn(db, seen.ownerId, itemId, form)]
  const summary = broughtTogether(standing, { asked, self, salt: standing.row!.salt! })
  return { summary, leftOut: standing.row!.left_out as string[] }
}
