import { filledOf } from '#domain/assessments/filled.ts'
import type { ReflectionLine, Sharing, Subject } from '#domain/assessments/reflection-contract.ts'
import { reflectionWords as say } from '#domain/assessments/reflection-words.ts'
import { AUDIENCES, audienceOf } from '#domain/assessments/shares.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { notFound } from '#domain/errors.ts'
import { readersOf } from '#server/accounts/reader-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { appraisersOf } from '#server/reviews/open-share-queries.ts'
import { linkedOf } from '#server/curriculum/evidence-queries.ts'
import type { Db } from '#server/platform/db.ts'
import { knownEntry, type House } from './entry-queries.ts'
import { writtenNow } from './filled-queries.ts'
import { formOf } from './form-queries.ts'
import { sharesOf } from './share-queries.ts'

const MOST = 1000

/** One's own reflections, the newest first; what is in the bin is left out. */
export async function reflectionsOf(house: House, seen: Seen): Promise<ReflectionLine[]> {
  const { db } = house
  const { ownerId } = seen
  const forms = house.catalogue.forms.filter(({ family }) => family === 'reflection').map(({ id }) => id)
  if (forms.length === 0) return []
  const rows = await db
    .selectFrom('entry')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'entry.owner_id').onRef('item.id', '=', 'entry.item_id'))
    .where('entry.owner_id', '=', ownerId)
    .where('entry.form_id', 'in', forms)
    .where('item.binned_at', 'is', null)
    .select(['item.id', 'item.title', 'item.completed_on as finishedOn', 'entry.form_id as formId', 'entry.event_on as eventOn'])
    .orderBy('entry.event_on', 'desc')
    .orderBy('item.id', 'desc')
    .limit(MOST)
    .execute()
  const ids = rows.map(({ id }) => id)
  const [shares, linked, offered, subjects, appraisers] = await Promise.all([
    sharesOf(db, ownerId, ids),
    linkedOf(db, ownerId, ids),
    offeredAmong(db, ownerId),
    subjectsOf(db, ownerId),
    appraisersOf(db, ownerId, ids),
  ])
  return rows.map(({ formId, ...row }) => ({
    ...row,
    short: formOf(house, formId).short,
    sharedWith: shares.get(row.id) ?? [],
    appraisers: [...(appraisers.get(row.id) ?? [])],
    isLinked: linked.has(row.id),
    isOffered: offered.has(row.id),
    about: subjects.get(row.id) ?? null,
  }))
}

async function offeredAmong(db: Db, ownerId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('reflection_offer')
    .where('owner_id', '=', ownerId)
    .where('withdrawn_at', 'is', null)
    .select('item_id')
    .execute()
  return new Set(rows.map(({ item_id }) => item_id))
}

/** What each reflection of an owner is about, by the reflection. */
async function subjectsOf(db: Db, ownerId: string): Promise<ReadonlyMap<string, Subject>> {
  const rows = await db
    .selectFrom('entry_about as about')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'about.owner_id').onRef('item.id', '=', 'about.about_id'))
    .where('about.owner_id', '=', ownerId)
    .where('item.binned_at', 'is', null)
    .select(['about.item_id as of', 'item.id', 'item.kind', 'item.title'])
    .execute()
  return new Map(rows.map(({ of, kind, ...row }) => [of, { ...row, kind: kind as Subject['kind'] }]))
}

/** Files of the library and modules of an owner, the newest first. */
export async function subjectChoices(db: Db, ownerId: string): Promise<Subject[]> {
  const rows = await db
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where('kind', 'in', ['library file', 'module'])
    .where('binned_at', 'is', null)
    .select(['id', 'kind', 'title'])
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute()
  return rows.map(({ kind, ...row }) => ({ ...row, kind: kind as Subject['kind'] }))
}

/** Who reads a reflection of the viewer's own, who would, and what. @throws Refusal `not_found` */
export async function sharingOf(house: House, seen: Seen, id: string): Promise<Sharing> {
  const { db } = house
  const { ownerId } = seen
  const { row, form } = await knownEntry(house, db, seen, id)
  if (form.family !== 'reflection' || row.isBinned) throw notFound()
  const [shares, all, linked, evidenceReaders, written, subjects, appraising, item] = await Promise.all([
    sharesOf(db, ownerId, [id]),
    readersOf(db, ownerId, 'reflection', { section: 'shared' }),
    linkedOf(db, ownerId, [id]),
    readersOf(db, ownerId, 'evidence_link'),
    writtenNow(db, ownerId, [id]),
    subjectsOf(db, ownerId),
    appraisersOf(db, ownerId, [id]),
    db.selectFrom('item').where('owner_id', '=', ownerId).where('id', '=', id).select('completed_on').executeTakeFirstOrThrow(),
  ])
  const sharedWith = shares.get(id) ?? []
  const appraisers = [...(appraising.get(id) ?? [])]
  const linkedTo = linked.get(id) ?? []
  const shown = (readers: typeof all) => readers.map(({ name, relation }) => ({ name, relation }))
  // Who reads evidence reads it where it is linked, whomever it is shared with.
  const readers = shown(
    linkedTo.length > 0 ? evidenceReaders : all.filter(({ relation }) => sharedWith.some((audience) => audience === audienceOf(relation))),
  )
  return {
    title: row.title,
    sharedWith,
    audiences: AUDIENCES.map((audience) => ({ audience, readers: shown(all.filter(({ relation }) => audienceOf(relation) === audience)) })),
    readers,
    appraisers,
    says: say.whoReads({ readers, appraisers, isShared: sharedWith.length > 0 }),
    linkedTo,
    opens: filledOf(form, written.get(id) ?? {}),
    finishedOn: item.completed_on,
    about: subjects.get(id) ?? null,
    can: {
      share: mayOf(seen.may('write', 'reflection', { section: 'private', state: 'begun' })),
      finish: mayOf(seen.may('write', 'reflection', { section: 'private', state: 'begun' })),
    },
  }
}
