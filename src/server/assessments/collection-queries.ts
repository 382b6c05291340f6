import type {
  EditedReflection,
  Offer,
  OfferDraft,
  OfferState,
  Part,
  SharedLine,
  SharedReflection,
} from '#domain/assessments/collection-contract.ts'
import { collectionWords as say } from '#domain/assessments/collection-words.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { sayAnswer } from '#domain/assessments/say-answer.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { notFound } from '#domain/errors.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { recordsOpenTo } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { trainingOf } from '#server/training/queries.ts'
import { knownEntry, type House } from './entry-queries.ts'
import { writtenNow } from './filled-queries.ts'
import { formOf } from './form-queries.ts'

/** A programme whose collection somebody reads today, and as what. */
interface Membership {
  readonly id: string
  readonly title: string
  readonly as: 'trainee' | 'supervisor'
}

/** The programmes somebody trains in today, or supervises a trainee of (F6). */
export async function membershipsOf(db: Db, personId: string): Promise<Membership[]> {
  const today = programmesToday()
  const supervised = (await recordsOpenTo(db, personId))
    .filter(({ relation }) => relation.endsWith('supervisor'))
    .map((one) => one.personId)
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .where('trainee.owner_id', 'in', [personId, ...supervised])
    .where('trainee.from_on', '<=', today)
    .where((eb) => eb.or([eb('trainee.until_on', 'is', null), eb('trainee.until_on', '>=', today)]))
    .select(['trainee.owner_id', 'programme.id', 'programme.title'])
    .orderBy('programme.title')
    .orderBy('programme.id')
    .execute()
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => ({
    id,
    title: own[0]!.title,
    as: own.some(({ owner_id }) => owner_id === personId) ? 'trainee' : 'supervisor',
  }))
}

/** @throws Refusal `not_found` for who neither trains in the programme nor supervises there */
export async function membershipIn(db: Db, personId: string, programmeId: string): Promise<Membership> {
  const found = (await membershipsOf(db, personId)).find(({ id }) => id === programmeId)
  if (found === undefined) throw notFound()
  return found
}

/** The form's fields that may leave their author, in order: never those of the scratch (F8). */
export const fieldsToOffer = (form: FormFile) => form.sections.filter(({ scratch }) => scratch !== true).flatMap(({ fields }) => fields)

/** What could be offered of a reflection, as it stands. @throws Refusal `not_found` */
export async function offerDraft(house: House, seen: Seen, itemId: string): Promise<OfferDraft> {
  const { db } = house
  const { row, form } = await knownEntry(house, db, seen, itemId)
  if (form.family !== 'reflection' || row.isBinned) throw notFound()
  const written = (await writtenNow(db, seen.ownerId, [itemId])).get(itemId) ?? {}
  const training = await trainingOf(db, seen.ownerId)
  const may = seen.may('write', 'reflection', { section: 'private', state: 'begun' })
  const isMember =
    training !== null && (await membershipsOf(db, seen.ownerId)).some(({ id, as }) => id === training.programmeId && as === 'trainee')
  return {
    programme: training === null ? null : { id: training.programmeId, title: training.programmeTitle },
    // Not its own title, which may say too much.
    title: form.title,
    parts: form.sections
      .filter(({ scratch }) => scratch !== true)
      .flatMap((section) =>
        section.fields.map((field) => {
          const answer = written[section.id]?.[field.id]
          return { id: field.id, label: field.label, text: answer === undefined ? '' : sayAnswer(form, field, answer).join('\n') }
        }),
      )
      .filter(({ text }) => text !== ''),
    can: { offer: may.allowed && !isMember ? say.nowhere : mayOf(may) },
  }
}

/** What somebody offered themselves and did not take back, the newest first. */
export async function offersOf(db: Db, seen: Seen): Promise<Offer[]> {
  const rows = await db
    .selectFrom('reflection_offer as offer')
    .innerJoin('shared_reflection as shared', (join) =>
      join.onRef('shared.programme_id', '=', 'offer.programme_id').onRef('shared.id', '=', 'offer.shared_id'),
    )
    .innerJoin('programme', 'programme.id', 'offer.programme_id')
    .where('offer.owner_id', '=', seen.ownerId)
    .where('offer.withdrawn_at', 'is', null)
    .select(['offer.id', 'offer.item_id as itemId', 'programme.title as programme', 'offer.programme_id', 'offer.shared_id'])
    .select(['shared.title', 'shared.state', 'shared.returned_why as returnedWhy'])
    .orderBy('offer.offered_at', 'desc')
    .execute()
  return rows.map(({ programme_id, shared_id, state, ...row }) => ({
    ...row,
    state: state as OfferState,
    shared: state === 'published' ? { programmeId: programme_id, id: shared_id } : null,
  }))
}

/** The published reflections of these programmes, by the day and then by nothing that says when or who. */
export async function collectionOf(house: House, programmeIds: readonly string[]): Promise<SharedLine[]> {
  if (programmeIds.length === 0) return []
  const { db } = house
  const rows = await db
    .selectFrom('shared_reflection as shared')
    .where('shared.programme_id', 'in', [...programmeIds])
    .where('shared.state', '=', 'published')
    .select((eb) => [
      'shared.programme_id as programmeId',
      'shared.id',
      'shared.title',
      'shared.form_id',
      'shared.themes',
      'shared.published_on',
      eb
        .selectFrom('shared_reflection_comment as said')
        .whereRef('said.programme_id', '=', 'shared.programme_id')
        .whereRef('said.shared_id', '=', 'shared.id')
        .where('said.taken_down_at', 'is', null)
        .select((count) => count.fn.countAll<number>().as('comments'))
        .$asScalar()
        .$notNull()
        .as('comments'),
    ])
    .orderBy('shared.published_on', 'desc')
    .orderBy('shared.id')
    .limit(1000)
    .execute()
  return rows.map(({ form_id, published_on, ...row }) => ({ ...row, form: formOf(house, form_id).title, publishedOn: published_on! }))
}

/** One published reflection with what is said of it. @throws Refusal `not_found` */
export async function sharedReflection(
  house: House,
  { id: programmeId, title: programme }: Pick<Membership, 'id' | 'title'>,
  sharedId: string,
): Promise<SharedReflection> {
  const row = await house.db
    .selectFrom('shared_reflection')
    .where('programme_id', '=', programmeId)
    .where('id', '=', sharedId)
    .where('state', '=', 'published')
    .selectAll()
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  const comments = await commentsOn(house.db, [{ programme_id: programmeId, id: sharedId }])
  return {
    programmeId,
    programme,
    id: sharedId,
    title: row.title,
    form: formOf(house, row.form_id).title,
    themes: row.themes,
    publishedOn: row.published_on!,
    parts: row.parts as Part[],
    comments: comments.get(sharedId) ?? [],
  }
}

async function commentsOn(db: Db | Tx, on: readonly { programme_id: string; id: string }[]) {
  if (on.length === 0) return new Map<string, SharedReflection['comments']>()
  const rows = await db
    .selectFrom('shared_reflection_comment')
    .where('programme_id', 'in', [...new Set(on.map(({ programme_id }) => programme_id))])
    .where(
      'shared_id',
      'in',
      on.map(({ id }) => id),
    )
    .where('taken_down_at', 'is', null)
    .selectAll()
    .orderBy('at')
    .orderBy('id')
    .execute()
  return new Map(
    [...Map.groupBy(rows, ({ shared_id }) => shared_id)].map(([id, said]) => [
      id,
      said.map((one) => ({ id: one.id, byName: one.by_name, byAs: one.by_as, text: one.text, at: one.at.toISOString() })),
    ]),
  )
}

const MOST_TO_EDIT = 500

/** What an editor works on, and what they published. In an order that says neither when a copy came nor whose it is. */
export async function toEdit(house: House): Promise<{ offered: EditedReflection[]; published: EditedReflection[] }> {
  const { db } = house
  const rows = await db
    .selectFrom('shared_reflection as shared')
    .innerJoin('programme', 'programme.id', 'shared.programme_id')
    .where('shared.state', 'in', ['offered', 'published'])
    .selectAll('shared')
    .select('programme.title as programme')
    .orderBy('programme.title')
    .orderBy('shared.id')
    .limit(MOST_TO_EDIT)
    .execute()
  const comments = await commentsOn(db, rows)
  const all = rows.map((row): EditedReflection => ({
    programmeId: row.programme_id,
    programme: row.programme,
    id: row.id,
    form: formOf(house, row.form_id).title,
    state: row.state as OfferState,
    title: row.title,
    parts: row.parts as Part[],
    themes: row.themes,
    publishedOn: row.published_on,
    version: row.version,
    comments: comments.get(row.id) ?? [],
  }))
  return { offered: all.filter(({ state }) => state === 'offered'), published: all.filter(({ state }) => state === 'published') }
}
