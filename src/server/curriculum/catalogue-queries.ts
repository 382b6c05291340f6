import { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { notFound } from '#domain/errors.ts'
import type { LoadedCatalogue } from '#server/platform/catalogue.ts'
import type { Db, Tx } from '#server/platform/db.ts'

interface Kept {
  /** Which editions it was made from. */
  readonly of: string
  readonly curricula: readonly CurriculumFile[]
}

const kept = new WeakMap<LoadedCatalogue, Kept>()

/**
 * Every version of every curriculum as it counts now: the newest edition where there is one, else the catalogue's file (T10). Asks the
 * database each time which editions are newest, so that every server sees an edit at once; reads them only where that changed.
 */
export async function curriculaNow(db: Db | Tx, catalogue: LoadedCatalogue): Promise<readonly CurriculumFile[]> {
  const newest = await db
    .selectFrom('curriculum_edition')
    .groupBy('curriculum_id')
    .select((eb) => ['curriculum_id as id', eb.fn.max('number').as('number')])
    .orderBy('curriculum_id')
    .execute()
  const of = newest.map(({ id, number }) => `${id} ${number}`).join('\n')
  const before = kept.get(catalogue)
  if (before?.of === of) return before.curricula
  const editions = await Promise.all(newest.map(({ id, number }) => documentOf(db, id, number)))
  const edited = new Set(editions.map(({ id }) => id))
  const curricula = [...catalogue.curricula.filter(({ id }) => !edited.has(id)), ...editions].sort((a, b) => (a.id < b.id ? -1 : 1))
  kept.set(catalogue, { of, curricula })
  return curricula
}

/** One version as it counts now, also of a trainee who is on an old one. Undefined where there is none. */
export async function curriculumNow(db: Db | Tx, catalogue: LoadedCatalogue, id: string): Promise<CurriculumFile | undefined> {
  return (await curriculaNow(db, catalogue)).find((one) => one.id === id)
}

/** @throws Refusal `not_found` */
export async function documentOf(db: Db | Tx, curriculumId: string, number: number): Promise<CurriculumFile> {
  const row = await db
    .selectFrom('curriculum_edition')
    .where('curriculum_id', '=', curriculumId)
    .where('number', '=', number)
    .select('document')
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return CurriculumFile.parse(row.document)
}
