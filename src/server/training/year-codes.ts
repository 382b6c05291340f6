import { fold } from '#domain/fold.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import type { LoadedCatalogue } from '#server/platform/catalogue.ts'
import type { Db, Tx } from '#server/platform/db.ts'

export interface YearCode {
  readonly code: string
  readonly title: string
}

async function yearsOf(db: Db | Tx, catalogue: LoadedCatalogue, curriculumId: string | null) {
  return curriculumId === null ? [] : ((await curriculumNow(db, catalogue, curriculumId))?.trainingYears ?? [])
}

/** The training years of a curriculum, in their order. */
export async function yearCodesOf(db: Db | Tx, catalogue: LoadedCatalogue, curriculumId: string | null): Promise<YearCode[]> {
  return (await yearsOf(db, catalogue, curriculumId)).map(({ code, title }) => ({ code, title }))
}

/** A training year's title, or its code where the curriculum knows it no longer. */
export async function yearTitle(db: Db | Tx, catalogue: LoadedCatalogue, curriculumId: string, code: string): Promise<string> {
  return (await yearsOf(db, catalogue, curriculumId)).find((year) => year.code === code)?.title ?? code
}

/** Codes by all that a year is called, as people compare it. */
export async function yearsByName(db: Db | Tx, catalogue: LoadedCatalogue, curriculumId: string): Promise<Map<string, string>> {
  const years = await yearsOf(db, catalogue, curriculumId)
  return new Map(years.flatMap(({ code, title, alsoCalled }) => [code, title, ...alsoCalled].map((name) => [fold(name), code] as const)))
}
