import { randomUUID } from 'node:crypto'
import { collectionWords as say } from '#domain/assessments/collection-words.ts'
import type { Part, SharedReflection, Theme } from '#domain/assessments/collection-contract.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { trainingOf } from '#server/training/queries.ts'
import { fieldsToOffer, membershipIn, membershipsOf } from './collection-queries.ts'
import type { House } from './entry-queries.ts'
import { formOf } from './form-queries.ts'
import { refuseIdentifiers } from './identifiers.ts'
import { ownReflection } from './share-commands.ts'

interface Copy {
  readonly title: string
  /** By the field's id. */
  readonly texts: Readonly<Record<string, string>>
}

/** A copy's parts, by the form: what is not a field of its learning layer has no place in it. @throws Refusal at the fields */
function partsOf(form: FormFile, { title, texts }: Copy): Part[] {
  refuseIdentifiers({ title, ...Object.fromEntries(Object.entries(texts).map(([id, text]) => [`texts.${id}`, text])) })
  const parts = fieldsToOffer(form).flatMap(({ id, label }) => {
    const text = texts[id] ?? ''
    return text === '' ? [] : [{ id, label, text }]
  })
  if (parts.length === 0) throw refuseField('texts', say.nothingWritten)
  return parts
}

/**
 * Offers a copy to the collection of the programme the author trains in. The copy gets an id of its own that says neither who nor when;
 * only a row of the author's own leads to it. Sent twice it is one.
 * @throws Refusal `not_found`, `not_allowed`; `invalid_input` at `title` or the texts
 */
export async function offerReflection(
  house: House,
  seen: Seen,
  itemId: string,
  { id, ...copy }: Copy & { readonly id: string },
): Promise<void> {
  const training = await trainingOf(house.db, seen.ownerId)
  const memberships = await membershipsOf(house.db, seen.ownerId)
  return house.db.transaction().execute(async (tx) => {
    const { row, form } = await ownReflection(house, tx, seen, itemId)
    const before = await tx
      .selectFrom('reflection_offer')
      .where('owner_id', '=', seen.ownerId)
      .where((eb) => eb.or([eb('id', '=', id), eb.and([eb('item_id', '=', itemId), eb('withdrawn_at', 'is', null)])]))
      .select('id')
      .execute()
    if (before.some((one) => one.id === id)) return
    if (before.length > 0) throw new Refusal('not_allowed', say.offeredAlready)
    if (training === null || !memberships.some((one) => one.id === training.programmeId && one.as === 'trainee'))
      throw new Refusal('not_allowed', say.nowhere)
    const shared = { programme_id: training.programmeId, id: randomUUID() }
    await tx
      .insertInto('shared_reflection')
      .values({ ...shared, form_id: form.id, state: 'offered', title: copy.title, parts: JSON.stringify(partsOf(form, copy)) })
      .execute()
    await tx
      .insertInto('reflection_offer')
      .values({
        owner_id: seen.ownerId,
        id,
        item_id: itemId,
        programme_id: shared.programme_id,
        shared_id: shared.id,
        offered_at: new Date(),
      })
      .execute()
    await audit(tx, { ...ownAct(seen), act: 'reflection.offered', recordId: itemId, about: row.title })
  })
}

const ownAct = (seen: Seen) => ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'entry' }) as const

/** Takes a copy back at any time: it is erased, and what was said of it with it. @throws Refusal `not_found` */
export async function withdrawOffer(house: House, seen: Seen, offerId: string): Promise<void> {
  return house.db.transaction().execute(async (tx) => {
    if ((await withdraw(tx, seen.ownerId, offerId)) === 0) throw notFound()
  })
}

/**
 * Takes back every copy of somebody whose account is being erased (A10): after that nobody could, for only its author is led to it (F6).
 * Within the transaction that erases, before the offers go. Answers how many there were.
 */
export const withdrawEveryOffer = (tx: Tx, ownerId: string): Promise<number> => withdraw(tx, ownerId, null)

async function withdraw(tx: Tx, ownerId: string, offerId: string | null): Promise<number> {
  await lockPerson(tx, ownerId)
  const offers = await tx
    .updateTable('reflection_offer')
    .set({ withdrawn_at: new Date() })
    .where('owner_id', '=', ownerId)
    .$if(offerId !== null, (query) => query.where('id', '=', offerId!))
    .where('withdrawn_at', 'is', null)
    .returning(['programme_id', 'shared_id', 'item_id'])
    .execute()
  for (const offer of offers) {
    await sharedForUpdate(tx, offer.programme_id, offer.shared_id).catch(() => null)
    await tx
      .deleteFrom('shared_reflection_comment')
      .where('programme_id', '=', offer.programme_id)
      .where('shared_id', '=', offer.shared_id)
      .execute()
    const gone = await tx
      .deleteFrom('shared_reflection')
      .where('programme_id', '=', offer.programme_id)
      .where('id', '=', offer.shared_id)
      .returning('title')
      .executeTakeFirst()
    const about = gone?.title ?? ''
    await audit(tx, { ownerId, personId: ownerId, recordKind: 'entry', act: 'reflection.offer_withdrawn', recordId: offer.item_id, about })
  }
  return offers.length
}

/** @throws Refusal `not_found` */
async function sharedForUpdate(tx: Tx, programmeId: string, sharedId: string) {
  const row = await tx
    .selectFrom('shared_reflection')
    .where('programme_id', '=', programmeId)
    .where('id', '=', sharedId)
    .selectAll()
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}

/**
 * Says something of a published reflection, under one's name. Nothing tells whether it is one's own.
 * @throws Refusal `not_found`; `invalid_input` at `text`
 */
export async function commentOnShared(
  house: House,
  viewerId: string,
  { programmeId, sharedId }: { programmeId: string; sharedId: string },
  { id, text }: { id: string; text: string },
): Promise<SharedReflection['comments'][number]> {
  const [membership, names] = await Promise.all([membershipIn(house.db, viewerId, programmeId), namesOf(house.db, [viewerId])])
  refuseIdentifiers({ text })
  return house.db.transaction().execute(async (tx) => {
    const row = await sharedForUpdate(tx, programmeId, sharedId)
    if (row.state !== 'published') throw notFound()
    const at = new Date()
    const by = { by_name: names.get(viewerId) ?? '', by_as: membership.as }
    await tx
      .insertInto('shared_reflection_comment')
      .values({ programme_id: programmeId, id, shared_id: sharedId, by_id: viewerId, ...by, text, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    // In the trail of who said it: the reflection has no owner that anybody knows of.
    await audit(tx, {
      ownerId: viewerId,
      personId: viewerId,
      act: 'shared_reflection.commented',
      recordKind: 'shared_reflection',
      recordId: sharedId,
      about: row.title,
    })
    return { id, byName: by.by_name, byAs: by.by_as, text, at: at.toISOString() }
  })
}

interface Edit extends Copy {
  readonly version: number
  readonly themes: readonly Theme[]
  readonly publish: boolean
}

/**
 * An editor's version of a copy, published or kept for later. The day of publishing is that of the first time.
 * @throws Refusal `not_found`, `stale_version`; `invalid_input` at the fields
 */
export async function editShared(
  house: House,
  viewer: Viewer,
  programmeId: string,
  sharedId: string,
  edit: Edit,
): Promise<{ version: number }> {
  return house.db.transaction().execute(async (tx) => {
    const row = await sharedForUpdate(tx, programmeId, sharedId)
    if (row.state === 'returned') throw notFound()
    if (row.version !== edit.version) throw new Refusal('stale_version', say.changedSince)
    if (edit.publish && edit.themes.length === 0) throw refuseField('themes', say.chooseTheme)
    const parts = partsOf(formOf(house, row.form_id), edit)
    const version = row.version + 1
    await tx
      .updateTable('shared_reflection')
      .set({
        title: edit.title,
        parts: JSON.stringify(parts),
        themes: [...edit.themes],
        state: edit.publish ? 'published' : 'offered',
        published_on: edit.publish ? (row.published_on ?? programmesToday()) : row.published_on,
        version,
      })
      .where('programme_id', '=', programmeId)
      .where('id', '=', sharedId)
      .execute()
    const act = edit.publish ? (row.state === 'published' ? 'edited' : 'published') : row.state === 'published' ? 'unpublished' : 'edited'
    await audit(tx, { ...editorAct(viewer, sharedId, edit.title), act: `shared_reflection.${act}` })
    return { version }
  })
}

/** In the editor's own trail: the author's would tell them apart. */
const editorAct = ({ personId }: Viewer, sharedId: string, about: string) =>
  ({ ownerId: personId, personId, recordKind: 'shared_reflection', recordId: sharedId, about }) as const

/** Does not publish it, and says why to whoever wrote it. @throws Refusal `not_found`, `stale_version`; `invalid_input` at `why` */
export async function returnShared(
  house: House,
  viewer: Viewer,
  programmeId: string,
  sharedId: string,
  { version, why }: { version: number; why: string },
): Promise<void> {
  return house.db.transaction().execute(async (tx) => {
    const row = await sharedForUpdate(tx, programmeId, sharedId)
    if (row.state !== 'offered') throw notFound()
    if (row.version !== version) throw new Refusal('stale_version', say.changedSince)
    refuseIdentifiers({ why })
    await tx
      .updateTable('shared_reflection')
      .set({ state: 'returned', returned_why: why, version: version + 1 })
      .where('programme_id', '=', programmeId)
      .where('id', '=', sharedId)
      .execute()
    await audit(tx, { ...editorAct(viewer, sharedId, row.title), act: 'shared_reflection.returned' })
  })
}

/** @throws Refusal `not_found` */
export async function takeCommentDown(
  house: House,
  viewer: Viewer,
  { programmeId, sharedId, commentId }: { programmeId: string; sharedId: string; commentId: string },
): Promise<void> {
  return house.db.transaction().execute(async (tx) => {
    const row = await sharedForUpdate(tx, programmeId, sharedId)
    const gone = await tx
      .updateTable('shared_reflection_comment')
      .set({ taken_down_by: viewer.personId, taken_down_at: new Date() })
      .where('programme_id', '=', programmeId)
      .where('shared_id', '=', sharedId)
      .where('id', '=', commentId)
      .where('taken_down_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (gone === undefined) throw notFound()
    await audit(tx, { ...editorAct(viewer, sharedId, row.title), act: 'shared_reflection.comment_taken_down' })
  })
}
