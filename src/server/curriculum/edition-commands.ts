import { sql } from 'kysely'
import type { z } from 'zod'
import { changesBetween } from '#domain/curriculum/changes.ts'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { faultsOfEdit, readTyped } from '#domain/curriculum/edit-rules.ts'
import { editWords as say } from '#domain/curriculum/edit-words.ts'
import type { NewVersion, StaleDetails } from '#domain/curriculum/edition-contract.ts'
import { notFound, Refusal, refuseField, type FieldFault } from '#domain/errors.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { curriculaNow, documentOf } from './catalogue-queries.ts'
import { areCodesHeld, type CurriculaHouse } from './edition-queries.ts'

/** One after the other, for each curriculum: editions, and moves to it, which hold its codes. */
export const lockCurriculum = (tx: Tx, curriculumId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`curriculum ${curriculumId}`}, 0))`.execute(tx)

interface Edit {
  readonly curriculumId: string
  /** The edition that was edited. */
  readonly number: number
}

/**
 * Saves a curriculum as a new edition (T10). Answers its number.
 * @throws Refusal `not_found`; `invalid_input` at the fields; `stale_version` with `StaleDetails` where there is a newer edition (P19)
 */
export async function saveEdition(house: CurriculaHouse, viewer: Viewer, edit: Edit & { readonly typed: unknown }): Promise<number> {
  return house.db.transaction().execute((tx) => save(house, tx, viewer, { ...edit, backTo: null }))
}

/** Makes an edition the newest once more, 0 being the catalogue's file. @throws Refusal as `saveEdition` */
export async function goBackTo(house: CurriculaHouse, viewer: Viewer, edit: Edit & { readonly backTo: number }): Promise<number> {
  const { curriculumId, backTo } = edit
  return house.db.transaction().execute(async (tx) => {
    const file = house.catalogue.curricula.find(({ id }) => id === curriculumId)
    if (backTo === 0 && file === undefined) throw notFound()
    const typed = backTo === 0 ? file : await documentOf(tx, curriculumId, backTo)
    return save(house, tx, viewer, { ...edit, typed })
  })
}

async function save(
  { catalogue }: CurriculaHouse,
  tx: Tx,
  viewer: Viewer,
  { curriculumId, number, typed, backTo }: Edit & { readonly typed: unknown; readonly backTo: number | null },
): Promise<number> {
  await lockCurriculum(tx, curriculumId)
  const all = await curriculaNow(tx, catalogue)
  const before = all.find(({ id }) => id === curriculumId)
  if (before === undefined) throw notFound()
  const newest = await newestOf(tx, curriculumId)
  if (newest.number !== number) throw await staleFrom(tx, newest, changesBetween(before, typed))
  const read = readTyped(typed, all)
  if ('faults' in read) throw refuseFields(read.faults)
  const held = await areCodesHeld({ db: tx, catalogue }, curriculumId)
  const faults = faultsOfEdit(before, read.curriculum).filter(({ path }) => held || path === 'id' || path === 'replaces.curriculum')
  if (faults.length > 0) throw refuseFields(faults)
  const changes = changesBetween(before, read.curriculum)
  if (changes.length === 0) throw new Refusal('invalid_input', say.nothingChanged)
  return add(tx, viewer, read.curriculum, { number: number + 1, changes, backTo })
}

/**
 * Copies a curriculum to a new version that takes its place, each item mapped to itself (T10).
 * @throws Refusal `not_found`; `invalid_input` at `id`
 */
export async function makeVersion(
  { db, catalogue }: CurriculaHouse,
  viewer: Viewer,
  curriculumId: string,
  { id, version }: z.output<typeof NewVersion>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockCurriculum(tx, id)
    const all = await curriculaNow(tx, catalogue)
    const before = all.find((one) => one.id === curriculumId)
    if (before === undefined) throw notFound()
    if (all.some((one) => one.id === id)) throw refuseField('id', say.idTaken)
    const map = before.groups.flatMap(({ items }) => items.map(({ code }) => ({ from: code, to: code })))
    const { validFrom: _from, validTo: _to, ...copy } = before
    const read = readTyped({ ...copy, id, version, replaces: { curriculum: curriculumId, map } }, all)
    if ('faults' in read) throw refuseFields(read.faults)
    await add(tx, viewer, read.curriculum, { number: 1, changes: [], backTo: null })
  })
}

async function add(
  tx: Tx,
  viewer: Viewer,
  curriculum: CurriculumFile,
  { number, changes, backTo }: { number: number; changes: readonly unknown[]; backTo: number | null },
): Promise<number> {
  await tx
    .insertInto('curriculum_edition')
    .values({
      curriculum_id: curriculum.id,
      number,
      document: JSON.stringify(curriculum),
      changes: JSON.stringify(changes),
      back_to: backTo,
      edited_by: viewer.personId,
    })
    .execute()
  await audit(tx, {
    ownerId: viewer.personId,
    personId: viewer.personId,
    act: 'curriculum.edited',
    recordKind: 'curriculum',
    about: `${curriculum.title} (${curriculum.version}), edition ${number}`,
  })
  return number
}

interface Newest {
  readonly number: number
  readonly editedBy: string | null
}

async function newestOf(tx: Tx, curriculumId: string): Promise<Newest> {
  const row = await tx
    .selectFrom('curriculum_edition')
    .where('curriculum_id', '=', curriculumId)
    .select(['number', 'edited_by as editedBy'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? { number: 0, editedBy: null }
}

async function staleFrom(tx: Tx, { number, editedBy }: Newest, changes: StaleDetails['changes']): Promise<Refusal> {
  const names = await namesOf(tx, editedBy === null ? [] : [editedBy])
  const name = names.get(editedBy ?? '') ?? ''
  const details: StaleDetails = { number, editedBy: name, changes }
  return new Refusal('stale_version', say.stale(name), { details: { ...details } })
}

const refuseFields = (faults: readonly FieldFault[]) => new Refusal('invalid_input', faults[0]!.message, { fields: faults })
