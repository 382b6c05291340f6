import { fold } from '#domain/fold.ts'
import type { LoadedCatalogue } from '#server/platform/catalogue.ts'

export interface YearCode {
  readonly code: string
  readonly title: string
}

/** The training years of a curriculum, in their order. */
export const yearCodesOf = (catalogue: LoadedCatalogue, curriculumId: string | null): YearCode[] =>
  (catalogue.curricula.find(({ id }) => id === curriculumId)?.trainingYears ?? []).map(({ code, title }) => ({ code, title }))

/** Codes by all that a year is called, as people compare it. */
export const yearsByName = (catalogue: LoadedCatalogue, curriculumId: string): Map<string, string> =>
  new Map(
    (catalogue.curricula.find(({ id }) => id === curriculumId)?.trainingYears ?? []).flatMap(({ code, title, alsoCalled }) =>
      [code, title, ...alsoCalled].map((name) => [fold(name), code] as const),
    ),
  )
