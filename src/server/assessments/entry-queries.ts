import type { Answers } from '#domain/assessments/answers.ts'
import type { Entry, EntryLine } from '#domain/assessments/contract.ts'
import { hasRound } from '#domain/assessments/msf-questions.ts'
import { whyNot } from '#domain/assessments/msf-rules.ts'
import { isLocked, nextStep, stateOf, type EntryState, type EntryStep } from '#domain/assessments/entry-steps.ts'
import type { Family, FormFile, FormSection, Writer } from '#domain/assessments/form-file.ts'
import { recordKindOf, sectionOfWriter } from '#domain/assessments/sections.ts'
import { entryWords as say } from '#domain/assessments/words.ts'
import { mayOf } from '#domain/accounts/may.ts'
import type { State } from '#domain/accounts/permission-table.ts'
import type { Answer } from '#domain/accounts/permissions.ts'
import { notFound } from '#domain/errors.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { relationsOfOwner } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { keptReasons } from '#server/platform/guard.ts'
import type { Parts } from '#server/platform/parts.ts'
import { begunByViewer } from './began-queries.ts'
import { formOf } from './form-queries.ts'
import { roundsNotToRead } from './glance-queries.ts'
import { standingRound } from './msf-round.ts'
import { isSharedWith, sharedWithViewer } from './share-queries.ts'
import { identityOf } from './identity.ts'

export type House = Pick<Parts, 'db' | 'catalogue' | 'config'>

/** An entry as it stands, whoever asks. */
export interface EntryRow {
  readonly id: string
  readonly formId: string
  readonly title: string
  readonly placement: string
  readonly trainingYearId: string | null
  readonly eventOn: PlainDate
  readonly askedId: string | null
  readonly corrects: string | null
  readonly begunBy: string
  readonly state: EntryState
  readonly isBinned: boolean
}

const baseRows = (db: Db | Tx, ownerId: string) =>
  db
    .selectFrom('entry')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'entry.owner_id').onRef('item.id', '=', 'entry.item_id'))
    .where('entry.owner_id', '=', ownerId)
    .select([
      'entry.item_id as id',
      'entry.form_id as formId',
      'item.title',
      'entry.placement',
      'entry.training_year_id as trainingYearId',
      'entry.event_on as eventOn',
      'entry.asked_id as askedId',
      'entry.corrects',
      'entry.begun_by as begunBy',
      'item.binned_at',
    ])

/** @throws Refusal `not_found` */
export async function entryRow(db: Db | Tx, ownerId: string, id: string): Promise<EntryRow> {
  const row = await baseRows(db, ownerId).where('entry.item_id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound()
  const steps = await db.selectFrom('entry_step').where('owner_id', '=', ownerId).where('item_id', '=', id).select('step').execute()
  const { binned_at, ...rest } = row
  return { ...rest, isBinned: binned_at !== null, state: stateOf(new Set(steps.map(({ step }) => step as EntryStep))) }
}

/** An entry to one who may know of it. */
export interface KnownRow extends EntryRow {
  /** The viewer began it, or their part of it: in days of grace they finish it, and nothing that is another's (T2). */
  readonly isViewers: boolean
}

/** How far an entry is to the viewer, as the permission table knows it. */
export const stateIn = ({ state, isViewers }: Pick<KnownRow, 'state' | 'isViewers'>): State =>
  isLocked(state) ? 'locked' : isViewers ? 'begun' : 'new'

/** @throws Refusal `not_found` */
export function sectionOf(form: FormFile, id: string): FormSection {
  const section = form.sections.find((one) => one.id === id)
  if (section === undefined) throw notFound()
  return section
}

/**
 * The permission table's answer for a section of an entry, and beyond it what the form says: a part that somebody was asked to write is
 * theirs, and an assessor's without anybody named is written by ticket.
 */
export function maySection(
  seen: Seen,
  form: FormFile,
  writer: Writer,
  act: 'write' | 'sign',
  entry: Pick<KnownRow, 'askedId' | 'state' | 'isViewers'>,
): Answer {
  const state = stateIn(entry)
  const kind = recordKindOf(form.family)
  if (kind === 'reflection') return seen.may('write', 'reflection', { section: 'private', state: 'begun' })
  if (writer === 'raters') return { allowed: false, code: 'not_allowed', reason: say.byRaters }
  if (writer === 'trainee') {
    // What colleagues are asked beside is not changed while they answer.
    if (hasRound(form) && entry.state === 'prepared') return { allowed: false, code: 'not_allowed', reason: say.lockedOwn }
    // The trainee's part of an assessment is written and never signed by them; what is acknowledged is locked, and is to be.
    const toAcknowledge = act === 'sign' && entry.state === 'submitted'
    return seen.may(kind === 'assessment' ? 'write' : act, kind, { section: 'own', state: toAcknowledge ? 'begun' : state })
  }
  const answer =
    kind === 'supervisor_report'
      ? seen.may(act, kind, { section: 'other', state })
      : seen.may(act, kind, { section: sectionOfWriter(form.family, writer), state })
  if (!answer.allowed) return answer
  if (writer === 'assessor' && entry.askedId === null) return { allowed: false, code: 'not_allowed', reason: say.byTicket }
  if (writer === 'assessor' && entry.askedId !== seen.viewerId) return { allowed: false, code: 'not_allowed', reason: say.notAsked }
  return answer
}

/** Whether the viewer may read a section. */
export function maySee(seen: Seen, form: FormFile, section: FormSection): boolean {
  if (section.scratch) return seen.viewerId === seen.ownerId
  const kind = recordKindOf(form.family)
  if (section.restricted && !seen.may('read', 'meeting', { section: 'wellbeing' }).allowed) return false
  if (kind === 'reflection') return seen.may('read', 'reflection', { section: 'shared' }).allowed
  return kind === 'supervisor_report'
    ? seen.may('read', kind, { section: section.writer === 'trainee' ? 'own' : 'other' }).allowed
    : seen.may('read', kind, { section: sectionOfWriter(form.family, section.writer) }).allowed
}

/** An entry the viewer may know of, and its form: a reflection is its author's until shared with them (F1, F8). @throws Refusal `not_found` */
export async function knownEntry(house: House, db: Db | Tx, seen: Seen, id: string): Promise<{ row: KnownRow; form: FormFile }> {
  const row = await entryRow(db, seen.ownerId, id)
  const form = formOf(house, row.formId)
  if (form.family === 'reflection' && !(await isSharedWith(db, seen, id))) throw notFound()
  return { row: { ...row, isViewers: (await begunByViewer(db, seen, [id])).has(id) }, form }
}

/** One filled form, as far as the viewer may read it. @throws Refusal `not_found` */
export async function entryOf(house: House, seen: Seen, id: string): Promise<Entry> {
  const { db } = house
  const { row, form } = await knownEntry(house, db, seen, id)
  if (row.isBinned) throw notFound()
  const [parts, steps, comments, names, later, used, year] = await Promise.all([
    db
      .selectFrom('entry_part')
      .where('owner_id', '=', seen.ownerId)
      .where('item_id', '=', id)
      .select(['section', 'answers', 'version'])
      .execute(),
    db.selectFrom('entry_step').where('owner_id', '=', seen.ownerId).where('item_id', '=', id).selectAll().orderBy('at').execute(),
    db
      .selectFrom('entry_comment')
      .where('owner_id', '=', seen.ownerId)
      .where('item_id', '=', id)
      .selectAll()
      .orderBy('at')
      .orderBy('id')
      .execute(),
    namesOf(db, [seen.ownerId, ...(row.askedId === null ? [] : [row.askedId])]),
    correctionOf(db, seen.ownerId, id),
    db
      .selectFrom('ticket')
      .where('owner_id', '=', seen.ownerId)
      .where('item_id', '=', id)
      .where('submitted_at', 'is not', null)
      .select(['way', 'confirmed_at', 'confirmed_by', 'denied_at', 'is_free_mail'])
      .executeTakeFirst(),
    row.trainingYearId === null
      ? null
      : db
          .selectFrom('training_year')
          .where('owner_id', '=', seen.ownerId)
          .where('id', '=', row.trainingYearId)
          .select('code')
          .executeTakeFirst(),
  ])
  const readable = form.sections.filter((section) => maySee(seen, form, section))
  const signed = steps.find(({ step }) => step === 'submit')
  // What is made of colleagues' replies is told with the release, and not while it is written (F5).
  const isHeld = hasRound(form) && signed === undefined && !seen.may('read', 'msf_replies').allowed
  const told = new Set(readable.flatMap(({ id: section, writer }) => (isHeld && writer !== 'trainee' ? [] : [section])))
  const written = signed
    ? (signed.answers as Record<string, Answers>)
    : Object.fromEntries(parts.map((part) => [part.section, part.answers as Answers]))
  const next = nextStep(form, row.state)
  const kind = recordKindOf(form.family)
  const write = Object.fromEntries(readable.map((one) => [one.id, mayOf(maySection(seen, form, one.writer, 'write', row))]))
  const mine = readable.filter((section) => write[section.id] === null).flatMap(({ fields }) => fields.map((field) => field.id))
  const notYet = hasRound(form) && next?.step === 'submit' ? whyNot.release(await standingRound(house, db, seen.ownerId, row, form)) : null
  return {
    id,
    ownerId: seen.ownerId,
    ownerName: names.get(seen.ownerId) ?? '',
    form: { ...form, sections: readable },
    title: row.title,
    eventOn: row.eventOn,
    placement: row.placement,
    trainingYear: year?.code ?? null,
    state: row.state,
    answers: Object.fromEntries(Object.entries(written).filter(([section]) => told.has(section))),
    versions: Object.fromEntries(parts.filter(({ section }) => told.has(section)).map(({ section, version }) => [section, version])),
    steps: steps.map((one) => ({
      step: one.step as EntryStep,
      byName: one.by_name,
      byAs: one.by_as,
      byRole: one.by_role,
      byBody: one.by_body,
      byNumber: one.by_number,
      at: one.at.toISOString(),
    })),
    comments: (seen.may('read', kind, { section: 'comments' }).allowed ? comments : []).map((one) => ({
      id: one.id,
      byName: one.by_name,
      byAs: one.by_as,
      text: one.text,
      at: one.at.toISOString(),
    })),
    askedName: row.askedId === null ? null : (names.get(row.askedId) ?? null),
    identity: used === undefined ? null : identityOf(used),
    corrects: row.corrects,
    correctedBy: later?.item_id ?? null,
    reasons: mine.length === 0 ? {} : await keptReasons(db, seen.ownerId, id, mine),
    can: {
      write,
      step: next === null ? null : { step: next.step, may: mayOf(mayStep(seen, form, next, row)) ?? notYet },
      comment: mayOf(mayComment(seen, form, row)),
      throwAway: mayThrowAway(seen, form, row),
      readAgenda: mayOf(seen.may('read', 'agenda_point')),
      readRound: mayOf(seen.may('read', 'msf_round', { section: 'course' })),
    },
  }
}

/** The newer form that names this one, but for one in the bin. */
export const correctionOf = (db: Db | Tx, ownerId: string, id: string): Promise<{ item_id: string } | undefined> =>
  db
    .selectFrom('entry')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'entry.owner_id').onRef('item.id', '=', 'entry.item_id'))
    .where('entry.owner_id', '=', ownerId)
    .where('entry.corrects', '=', id)
    .where('item.binned_at', 'is', null)
    .select('entry.item_id')
    .executeTakeFirst()

/** Who may take the step that comes next: who writes the part it finishes. */
export function mayStep(
  seen: Seen,
  form: FormFile,
  next: { step: EntryStep; by: Writer },
  row: Pick<KnownRow, 'askedId' | 'state' | 'isViewers'>,
): Answer {
  if (next.step === 'prepare') return maySection(seen, form, 'trainee', 'write', row)
  return maySection(seen, form, next.by, 'sign', row)
}

/** What is signed is commented on as well (F4). */
export const mayComment = (seen: Seen, form: FormFile, { isViewers }: Pick<KnownRow, 'isViewers'>): Answer =>
  seen.may('comment', recordKindOf(form.family), { section: 'comments', state: isViewers ? 'begun' : 'new' })

/** Whoever may begin such a form may throw away what they or the trainee began, while nobody has done their part. */
function mayThrowAway(seen: Seen, form: FormFile, row: KnownRow): string | null {
  const kind = recordKindOf(form.family)
  const state = stateIn(row)
  const answer =
    kind === 'reflection'
      ? seen.may('write', kind, { section: 'private', state: 'begun' })
      : seen.may('write', kind, { section: 'status', state })
  if (!answer.allowed) return answer.reason
  if (row.state !== 'begun') return say.lockedItem
  return seen.viewerId === row.begunBy || seen.viewerId === seen.ownerId ? null : say.notAsked
}

/** Filled forms that the viewer may know of, newest first. Reflections are their author's until shared with the viewer. */
export async function entryList(house: House, seen: Seen, families: readonly Family[]): Promise<EntryLine[]> {
  const { db, catalogue } = house
  const forms = new Map(
    catalogue.forms.filter(({ family }) => families.length === 0 || families.includes(family)).map((form) => [form.id, form]),
  )
  const known = [...forms.values()].filter(({ family }) => {
    const kind = recordKindOf(family)
    return (kind === 'reflection' ? seen.may('read', kind, { section: 'shared' }) : seen.may('read', kind, { section: 'status' })).allowed
  })
  if (known.length === 0) return []
  const all = await baseRows(db, seen.ownerId)
    .where(
      'entry.form_id',
      'in',
      known.map(({ id }) => id),
    )
    .where('item.binned_at', 'is', null)
    .orderBy('entry.event_on', 'desc')
    .orderBy('entry.item_id', 'desc')
    .execute()
  const shared = await sharedWithViewer(db, seen)
  const rows = all.filter(({ id, formId }) => forms.get(formId)!.family !== 'reflection' || shared === 'all' || shared.has(id))
  if (rows.length === 0) return []
  const steps = await db
    .selectFrom('entry_step')
    .where('owner_id', '=', seen.ownerId)
    .where(
      'item_id',
      'in',
      rows.map(({ id }) => id),
    )
    .select(['item_id', 'step', 'by_name'])
    .execute()
  const rounds = await roundsNotToRead(db, [seen.ownerId])
  const done = Map.groupBy(steps, ({ item_id }) => item_id)
  const isSigned = (id: string) => (done.get(id) ?? []).some(({ step }) => step === 'submit')
  const corrected = new Set(rows.flatMap(({ id, corrects }) => (corrects !== null && isSigned(id) ? [corrects] : [])))
  return rows.map((row) => {
    const form = forms.get(row.formId)!
    const own = done.get(row.id) ?? []
    const state = stateOf(new Set(own.map(({ step }) => step as EntryStep)))
    return {
      id: row.id,
      formId: row.formId,
      form: form.title,
      short: form.short,
      family: form.family,
      title: row.title,
      eventOn: row.eventOn,
      placement: row.placement,
      state,
      signedBy: own.find(({ step }) => step === 'submit')?.by_name ?? null,
      waitsFor: waitsFor(rounds.get(row.id), nextStep(form, state)?.by ?? null),
      isCorrected: corrected.has(row.id),
    }
  })
}

const waitsFor = (round: 'open' | 'set aside' | undefined, next: Writer | null): Writer | null =>
  round === 'open' ? 'raters' : round === 'set aside' ? null : next

/** As what the viewer stands to the owner today, in the word that is signed: educational before clinical supervisor. */
export async function standingWord(db: Db | Tx, seen: Seen): Promise<string> {
  if (seen.viewerId === seen.ownerId) return 'trainee'
  const relations = await relationsOfOwner(db, seen)
  const mine = relations.filter(({ personId, phase }) => personId === seen.viewerId && (phase === 'during' || phase === 'grace'))
  return mine.find(({ relation }) => relation === 'educational supervisor')?.relation ?? mine[0]?.relation ?? 'supervisor'
}
