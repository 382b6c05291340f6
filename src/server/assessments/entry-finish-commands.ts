import type { Answers } from '#domain/assessments/answers.ts'
import { nextStep, type EntryState, type EntryStep } from '#domain/assessments/entry-steps.ts'
import { type FormFile, type Writer } from '#domain/assessments/form-file.ts'
import type { GatheredPart } from '#domain/assessments/gathered.ts'
import { hasRound } from '#domain/assessments/msf-questions.ts'
import { entryWords as say } from '#domain/assessments/words.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { finishForm } from '#server/accounts/begun-commands.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { completeOfKind } from '#server/portfolio/kind-commands.ts'
import { maySection, maySee, mayStep, sectionOf, standingWord, type EntryRow, type House } from './entry-queries.ts'
import { entryForUpdate, faultsIn, must, savePart, writtenIn, type Written } from './entry-commands.ts'
import { draftPrefix } from './began-queries.ts'
import { gatheredNow } from './gathered-queries.ts'
import { tellWhoSigns } from './waiting-letters.ts'
import { guardAnswers } from './guard-entry.ts'
import { releaseRound, startRound } from './msf-release.ts'

/** Who finishes a form: somebody with an account, or an assessor by ticket. */
export interface Finisher {
  /** Null for an assessor without an account. */
  readonly id: string | null
  readonly name: string
  readonly as: string
  readonly role?: string
  readonly body?: string
  readonly number?: string
}

/**
 * Takes the next step of an entry: what is typed is saved first, what is required must be there. `submit` signs: the whole is kept as it
 * was, joins the owner's chain, and is locked (F4). Taken twice it is once.
 * @throws Refusal `not_found`, `not_allowed`, `stale_version` where a section is not as it was read, `invalid_input` at the fields
 */
export async function takeEntryStep(
  house: House,
  seen: Seen,
  id: string,
  step: EntryStep,
  {
    answers,
    read,
    overrides,
  }: {
    answers: Readonly<Record<string, Answers>>
    read?: Readonly<Record<string, number>> | undefined
    overrides?: GuardOverrides | undefined
  },
): Promise<{ state: EntryState }> {
  const [names, as] = await Promise.all([namesOf(house.db, [seen.viewerId]), standingWord(house.db, seen)])
  const gathered = step === 'submit' ? await gatheredNow(house, seen, id) : null
  return house.db.transaction().execute(async (tx) => {
    const { row, form } = await entryForUpdate(house, tx, seen, id)
    if (!form.sections.some((section) => maySee(seen, form, section))) throw notFound()
    const done = await tx
      .selectFrom('entry_step')
      .where('owner_id', '=', seen.ownerId)
      .where('item_id', '=', id)
      .where('step', '=', step)
      .select('by_id')
      .executeTakeFirst()
    if (done !== undefined && done.by_id === seen.viewerId) return { state: row.state }
    const next = nextStep(form, row.state)
    if (next === null && form.signedBy === undefined) throw new Refusal('not_allowed', say.nobodySigns)
    if (next === null || next.step !== step)
      throw new Refusal('not_allowed', next?.step === 'prepare' ? say.prepareFirst : say.notNext(step))
    must(mayStep(seen, form, next, row))
    if (read !== undefined) refuseUnread(seen, form, await writtenIn(tx, seen.ownerId, id), read)
    for (const sectionId of Object.keys(answers)) must(maySection(seen, form, sectionOf(form, sectionId).writer, 'write', row))
    const finisher = { id: seen.viewerId, name: names.get(seen.viewerId) ?? '', as }
    const round = hasRound(form) ? form : null
    const computed = round === null || step !== 'submit' ? {} : await releaseRound(house, tx, seen.ownerId, row, round)
    const after = await finishStep(house, tx, {
      ownerId: seen.ownerId,
      row,
      form,
      step,
      by: next.by,
      answers,
      overrides,
      computed,
      finisher,
      gathered,
    })
    if (round !== null && step === 'prepare') await startRound(house, tx, seen.ownerId, id, round)
    return after
  })
}

function refuseUnread(seen: Seen, form: FormFile, now: Written, read: Readonly<Record<string, number>>): void {
  const isUnread = form.sections.some(
    (section) => maySee(seen, form, section) && (now.get(section.id)?.version ?? 0) !== (read[section.id] ?? 0),
  )
  if (isUnread) throw new Refusal('stale_version', say.changedSince)
}

interface Finishing {
  readonly ownerId: string
  readonly row: EntryRow
  readonly form: FormFile
  readonly step: EntryStep
  readonly by: Writer
  readonly answers: Readonly<Record<string, Answers>>
  readonly overrides?: GuardOverrides | undefined
  /** Sections that the server itself fills in as it is signed. */
  readonly computed?: Readonly<Record<string, Answers>>
  readonly finisher: Finisher
  /** What the record held, where the form gathers it: kept as it was seen. */
  readonly gathered?: readonly GatheredPart[] | null
}

/** The step itself, whoever takes it; that they may was asked before, and the owner is locked. @throws Refusal at the fields */
export async function finishStep(
  house: House,
  tx: Tx,
  { ownerId, row, form, step, by, answers, overrides, computed = {}, finisher, gathered = null }: Finishing,
): Promise<{ state: EntryState }> {
  const { id } = row
  const before = await writtenIn(tx, ownerId, id)
  for (const [sectionId, own] of Object.entries(answers)) {
    await savePart(tx, form, ownerId, id, sectionId, own, await writtenIn(tx, ownerId, id), finisher.id)
  }
  const now = await writtenIn(tx, ownerId, id)
  if (step !== 'acknowledge') {
    refuseUnfinished(form, by, now)
    const sections = form.sections.flatMap((one) => (one.writer === by || answers[one.id] !== undefined ? [one.id] : []))
    await guardAnswers(tx, { ownerId, personId: finisher.id, itemId: id, form, sections, before, now, overrides })
  }
  if (step === 'submit') refuseUnprepared(form, now)
  const at = new Date()
  const written = [...now]
    .filter(([section]) => !sectionOf(form, section).scratch)
    .map(([section, part]) => [section, part.answers] as const)
  const all = { ...Object.fromEntries(written), ...computed }
  const about = say.says(form.title, row.title)
  const number =
    step === 'prepare'
      ? null
      : (
          await signRecord(tx, chainKeyOf(house.config), {
            ownerId,
            kind: 'form',
            says: about,
            by: { id: finisher.id ?? '', name: finisher.name, as: finisher.as },
            at,
            record: {
              id,
              step,
              form: { id: form.id, title: form.title, version: form.version },
              title: row.title,
              eventOn: row.eventOn,
              placement: row.placement,
              corrects: row.corrects,
              role: finisher.role ?? '',
              body: finisher.body ?? '',
              number: finisher.number ?? '',
              answers: all,
              ...(gathered === null ? {} : { gathered: gathered.map((one) => ({ ...one })) }),
            },
          })
        ).number
  await tx
    .insertInto('entry_step')
    .values({
      owner_id: ownerId,
      item_id: id,
      step,
      by_id: finisher.id,
      by_name: finisher.name,
      by_as: finisher.as,
      by_role: finisher.role ?? '',
      by_body: finisher.body ?? '',
      by_number: finisher.number ?? '',
      answers: JSON.stringify(all),
      number,
      at,
    })
    .execute()
  if (gathered !== null) {
    await tx
      .insertInto('entry_gathered')
      .values({ owner_id: ownerId, item_id: id, parts: JSON.stringify(gathered), at })
      .execute()
  }
  if (finisher.id !== null) await finishForm(tx, finisher.id, draftPrefix(ownerId) + id)
  if (step === 'submit') await completeOfKind(tx, ownerId, id, row.eventOn)
  if (step === 'prepare' && form.family === 'meeting') await tellWhoSigns(house, tx, ownerId, row, form)
  await audit(tx, { ownerId, personId: finisher.id, act: `entry.${step}`, recordKind: 'entry', recordId: id, about })
  return { state: step === 'submit' ? 'submitted' : step === 'acknowledge' ? 'acknowledged' : 'prepared' }
}

/** Who takes a step has finished their own sections. */
function refuseUnfinished(form: FormFile, by: Writer, now: Written): void {
  const faults = faultsIn(form, by, now)
  if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
}

/** No assessment is signed upon a part of the trainee's that is not there: what is signed counts by it. */
function refuseUnprepared(form: FormFile, now: Written): void {
  if (form.assessing !== undefined && faultsIn(form, 'trainee', now).length > 0) throw new Refusal('not_allowed', say.prepareFirst)
}
