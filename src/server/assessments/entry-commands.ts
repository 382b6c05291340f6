import type { z } from 'zod'
import { faultsOfAnswers, keptAnswers, type Answers } from '#domain/assessments/answers.ts'
import type { commentOnEntry as commentEndpoint, EntryComment, NewEntry } from '#domain/assessments/contract.ts'
import { isLocked, nextStep, type EntryState, type EntryStep } from '#domain/assessments/entry-steps.ts'
import { nameOf, type Family, type FormFile, type FormSection, type Writer } from '#domain/assessments/form-file.ts'
import type { GatheredPart } from '#domain/assessments/gathered.ts'
import { hasRound } from '#domain/assessments/msf-questions.ts'
import { recordKindOf } from '#domain/assessments/sections.ts'
import { entryWords as say } from '#domain/assessments/words.ts'
import type { Answer } from '#domain/accounts/permissions.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import type { ItemType } from '#domain/portfolio/item.ts'
import { finishForm } from '#server/accounts/begun-commands.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { relationsOfOwner } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { completeOfKind, recordOfKind } from '#server/portfolio/kind-commands.ts'
import { trainingOf } from '#server/training/queries.ts'
import { placementsBy } from '#server/training/year-queries.ts'
import {
  correctionOf,
  entryRow,
  knownEntry,
  mayComment,
  maySection,
  maySee,
  mayStep,
  sectionOf,
  standingWord,
  type EntryRow,
  type House,
  type KnownRow,
} from './entry-queries.ts'
import { draftPrefix } from './began-queries.ts'
import { formOf, formToBegin } from './form-queries.ts'
import { gatheredNow } from './gathered-queries.ts'
import { tellWhoSigns } from './waiting-letters.ts'
import { guardAnswers } from './guard-entry.ts'
import { releaseRound, startRound } from './msf-release.ts'

const TYPES: Readonly<Record<Family, ItemType>> = {
  'supervised learning event': 'assessment',
  assessment: 'assessment',
  reflection: 'reflection',
  meeting: 'meeting',
  'supervisor report': 'assessment',
}

const must = (answer: Answer): void => {
  if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
}

/** Who may begin a form: to write that there is one. */
export function mayBegin(seen: Seen, family: Family): Answer {
  const kind = recordKindOf(family)
  return kind === 'reflection'
    ? seen.may('write', kind, { section: 'private', state: 'new' })
    : seen.may('write', kind, { section: 'status', state: 'new' })
}

/**
 * Begins a form in the version of today. Sent twice it is one.
 * @throws Refusal `not_allowed`; `invalid_input` at `form`, `eventOn`, `askedId` or `corrects`
 */
export async function beginEntry(house: House, seen: Seen, wanted: z.output<typeof NewEntry>): Promise<{ id: string }> {
  const form = formToBegin(house, wanted.form)
  if (form === null) throw refuseField('form', say.noForm)
  if (form.family === 'reflection' && !seen.may('read', 'reflection', { section: 'private' }).allowed) throw notFound()
  must(mayBegin(seen, form.family))
  if (wanted.eventOn > programmesToday()) throw refuseField('eventOn', say.future)
  if (wanted.askedId !== null) await refuseWrongAsked(house, seen, form, wanted.askedId)
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const made = await recordOfKind(tx, seen, {
      id: wanted.id,
      kind: 'entry',
      title: wanted.title === '' ? form.title : wanted.title,
      type: TYPES[form.family],
      source: 'form',
      completedOn: null,
      startedOn: wanted.eventOn,
    })
    if (!made) return { id: (await entryRow(tx, seen.ownerId, wanted.id)).id }
    const old = wanted.corrects === null ? null : await correctable(house, tx, seen, form, wanted.corrects)
    if (old?.title !== wanted.title) await guardNew(tx, seen, wanted.id, { title: wanted.title }, wanted.overrides)
    const training = await trainingOf(tx, seen.ownerId)
    await tx
      .insertInto('entry')
      .values({
        owner_id: seen.ownerId,
        item_id: wanted.id,
        form_id: form.id,
        training_year_id: training?.year?.id ?? null,
        placement: old?.placement ?? (await placementFor(tx, seen.ownerId, wanted)),
        event_on: wanted.eventOn,
        asked_id: wanted.askedId,
        corrects: wanted.corrects,
        begun_by: seen.viewerId,
        begun_at: new Date(),
      })
      .execute()
    return { id: wanted.id }
  })
}

/** Somebody with an account who is to write the other part is a supervisor of the trainee. */
async function refuseWrongAsked({ db }: House, seen: Seen, form: FormFile, askedId: string): Promise<void> {
  const now = (await relationsOfOwner(db, seen)).filter(({ personId, phase }) => personId === askedId && phase === 'during')
  const supervises = now.filter(({ relation }) => relation === 'educational supervisor' || relation === 'clinical supervisor')
  if (supervises.length === 0) throw refuseField('askedId', say.mayNotAsk)
  if (form.assessing?.notEducationalSupervisor && supervises.some(({ relation }) => relation === 'educational supervisor'))
    throw refuseField('askedId', say.notEducationalSupervisor)
}

/** What is written of an item for the first time (P18). @throws Refusal at the fields */
const guardNew = (tx: Tx, seen: Seen, itemId: string, texts: Readonly<Record<string, string>>, overrides: GuardOverrides | undefined) =>
  guardTexts(tx, { ownerId: seen.ownerId, personId: seen.viewerId, kind: 'clinical writing', itemId, texts, overrides })

/** The post a form is about. @throws Refusal at `eventOn` where the one it names had not begun by then */
async function placementFor(tx: Tx, ownerId: string, { placement, eventOn }: z.output<typeof NewEntry>): Promise<string> {
  const there = await placementsBy(tx, ownerId, eventOn)
  if (placement === '') return there.find(({ until }) => eventOn <= until)?.name ?? ''
  if (!there.some(({ name }) => name === placement)) throw refuseField('eventOn', say.noSuchPost)
  return placement
}

async function correctable(house: House, tx: Tx, seen: Seen, form: FormFile, id: string): Promise<EntryRow> {
  const old = await entryRow(tx, seen.ownerId, id).catch(() => null)
  if (old === null) throw refuseField('corrects', say.notTheirs)
  if (nameOf(formOf(house, old.formId)) !== nameOf(form)) throw refuseField('corrects', say.otherForm)
  if (!isLocked(old.state)) throw refuseField('corrects', say.onlyLocked)
  const later = await correctionOf(tx, seen.ownerId, id)
  if (later !== undefined) throw refuseField('corrects', say.correctedAlready)
  return old
}

/** Whoever puts it into the bin waits, or is waited for. */
export async function lockItem(tx: Tx, ownerId: string, id: string): Promise<void> {
  await tx.selectFrom('item').where('owner_id', '=', ownerId).where('id', '=', id).select('id').forUpdate().execute()
}

/** The entry locked until the transaction ends, so that nobody signs what another is changing. @throws Refusal `not_found` */
export async function entryForUpdate(house: House, tx: Tx, seen: Seen, id: string): Promise<{ row: KnownRow; form: FormFile }> {
  await lockPerson(tx, seen.ownerId)
  await lockItem(tx, seen.ownerId, id)
  const known = await knownEntry(house, tx, seen, id)
  if (known.row.isBinned) throw new Refusal('not_allowed', say.inTheBin)
  return known
}

/**
 * Saves one section, to go on later. What is required need not be there yet; what cannot be is refused.
 * @throws Refusal `not_found`, `not_allowed`, `stale_version`, `invalid_input` at the fields
 */
export async function saveEntryPart(
  house: House,
  seen: Seen,
  id: string,
  sectionId: string,
  { answers, version, overrides }: { answers: Answers; version: number; overrides?: GuardOverrides | undefined },
): Promise<{ version: number }> {
  return house.db.transaction().execute(async (tx) => {
    const { row, form } = await entryForUpdate(house, tx, seen, id)
    const section = sectionOf(form, sectionId)
    if (!maySee(seen, form, section)) throw notFound()
    must(maySection(seen, form, section.writer, 'write', row))
    const now = await writtenIn(tx, seen.ownerId, id)
    const there = now.get(sectionId)
    if ((there?.version ?? 0) !== version) throw new Refusal('stale_version', say.changedSince)
    if (row.state === 'prepared' && section.writer === 'trainee') refuseUnwhole(form, section, answers, now)
    const saved = await savePart(tx, form, seen.ownerId, id, sectionId, answers, now, seen.viewerId)
    const wasOpen =
      form.assessing !== undefined && row.askedId !== null && section.writer === 'trainee' && faultsIn(form, 'trainee', now).length > 0
    if (wasOpen && faultsIn(form, 'trainee', await writtenIn(tx, seen.ownerId, id)).length === 0)
      await tellWhoSigns(house, tx, seen.ownerId, row, form)
    const by = { ownerId: seen.ownerId, personId: seen.viewerId, itemId: id, form, overrides }
    await guardAnswers(tx, { ...by, sections: [sectionId], before: now, now: await writtenIn(tx, seen.ownerId, id) })
    const { title } = row
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'entry.saved',
      recordKind: 'entry',
      recordId: id,
      about: say.says(form.title, title),
    })
    return saved
  })
}

type Written = ReadonlyMap<string, { readonly answers: Answers; readonly version: number }>

export async function writtenIn(tx: Tx, ownerId: string, id: string): Promise<Written> {
  const rows = await tx.selectFrom('entry_part').where('owner_id', '=', ownerId).where('item_id', '=', id).selectAll().execute()
  return new Map(rows.map((row) => [row.section, { answers: row.answers as Answers, version: row.version }]))
}

const othersIn = (now: Written, sectionId: string): Answers =>
  Object.assign({}, ...[...now].flatMap(([section, { answers }]) => (section === sectionId ? [] : [answers]))) as Answers

/** What was finished can be changed until it is signed, and stays whole. @throws Refusal at the fields */
function refuseUnwhole(form: FormFile, section: FormSection, answers: Answers, now: Written): void {
  const faults = faultsOfAnswers(form, section, answers, othersIn(now, section.id), section.scratch !== true)
  if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
}

/** Keeps what was written into a section, checked. `savedBy` is null for an assessor without an account. @throws Refusal at the fields */
export async function savePart(
  tx: Tx,
  form: FormFile,
  ownerId: string,
  id: string,
  sectionId: string,
  answers: Answers,
  now: Written,
  savedBy: string | null,
): Promise<{ version: number }> {
  const section = sectionOf(form, sectionId)
  const others = othersIn(now, sectionId)
  const faults = faultsOfAnswers(form, section, answers, others, false)
  if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
  const version = (now.get(sectionId)?.version ?? 0) + 1
  const row = { answers: JSON.stringify(keptAnswers(section, answers, others)), version, saved_by: savedBy, saved_at: new Date() }
  await tx
    .insertInto('entry_part')
    .values({ owner_id: ownerId, item_id: id, section: sectionId, ...row })
    .onConflict((conflict) => conflict.columns(['owner_id', 'item_id', 'section']).doUpdateSet(row))
    .execute()
  return { version }
}

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

const faultsIn = (form: FormFile, writer: Writer, now: Written) =>
  form.sections
    .filter((section) => section.writer === writer && section.scratch !== true)
    .flatMap((section) => faultsOfAnswers(form, section, now.get(section.id)?.answers ?? {}, othersIn(now, section.id), true))

/** Who takes a step has finished their own sections. */
function refuseUnfinished(form: FormFile, by: Writer, now: Written): void {
  const faults = faultsIn(form, by, now)
  if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
}

/** No assessment is signed upon a part of the trainee's that is not there: what is signed counts by it. */
function refuseUnprepared(form: FormFile, now: Written): void {
  if (form.assessing !== undefined && faultsIn(form, 'trainee', now).length > 0) throw new Refusal('not_allowed', say.prepareFirst)
}

/** @throws Refusal `not_found`, `not_allowed` */
export async function commentOnEntry(
  house: House,
  seen: Seen,
  id: string,
  { id: commentId, text, overrides }: z.output<(typeof commentEndpoint)['schema']['body']>,
): Promise<z.output<typeof EntryComment>> {
  const [names, as] = await Promise.all([namesOf(house.db, [seen.viewerId]), standingWord(house.db, seen)])
  return house.db.transaction().execute(async (tx) => {
    const { row, form } = await entryForUpdate(house, tx, seen, id)
    if (!seen.may('read', recordKindOf(form.family), { section: 'comments' }).allowed) throw notFound()
    must(mayComment(seen, form, row))
    await guardNew(tx, seen, commentId, { text }, overrides)
    const at = new Date()
    const by = { by_name: names.get(seen.viewerId) ?? '', by_as: as }
    await tx
      .insertInto('entry_comment')
      .values({ owner_id: seen.ownerId, id: commentId, item_id: id, by_id: seen.viewerId, ...by, text, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'entry.commented',
      recordKind: 'entry',
      recordId: id,
      about: say.says(form.title, row.title),
    })
    return { id: commentId, byName: by.by_name, byAs: as, text, at: at.toISOString() }
  })
}
