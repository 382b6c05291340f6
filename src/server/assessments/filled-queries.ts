import { sql } from 'kysely'
import type { Answers } from '#domain/assessments/answers.ts'
import { filledOf, type Filled } from '#domain/assessments/filled.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { formOf } from './form-queries.ts'
import { sharesOf } from './share-queries.ts'

/**
 * What those of these items say that are forms, as evidence (T8, T9): of what is signed what was signed; of a reflection its learning
 * layer, while it is shared with somebody. Of others nothing: they say nothing yet.
 */
export async function filledAmong(
  house: Pick<Parts, 'catalogue'>,
  db: Db | Tx,
  ownerId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, Filled>> {
  if (itemIds.length === 0) return new Map()
  const entries = await db
    .selectFrom('entry')
    .leftJoin('entry_step as signed', (join) =>
      join.onRef('signed.owner_id', '=', 'entry.owner_id').onRef('signed.item_id', '=', 'entry.item_id').on('signed.step', '=', 'submit'),
    )
    .where('entry.owner_id', '=', ownerId)
    .where(sql<boolean>`entry.item_id = any(${[...itemIds]}::uuid[])`)
    .select(['entry.item_id as id', 'entry.form_id as formId', 'signed.answers'])
    .execute()
  const own = entries.map((entry) => ({ ...entry, form: formOf(house, entry.formId) }))
  const reflections = own.filter(({ form }) => form.family === 'reflection').map(({ id }) => id)
  const shared = await sharesOf(db, ownerId, reflections)
  const written = await writtenNow(db, ownerId, [...shared.keys()])
  return new Map(
    own.flatMap(({ id, form, answers }) => {
      if (form.family !== 'reflection') return answers === null ? [] : [[id, filledOf(form, answers as Record<string, Answers>)]]
      return shared.has(id) ? [[id, filledOf(form, written.get(id) ?? {})]] : []
    }),
  )
}

/** What stands in the sections of these entries now, by item and section: the scratch too, for whoever leaves it out. */
export async function writtenNow(
  db: Db | Tx,
  ownerId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, Record<string, Answers>>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('entry_part')
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::uuid[])`)
    .select(['item_id', 'section', 'answers'])
    .execute()
  return new Map(
    [...Map.groupBy(rows, ({ item_id }) => item_id)].map(([id, parts]) => [
      id,
      Object.fromEntries(parts.map(({ section, answers }) => [section, answers as Answers])),
    ]),
  )
}
