import { z } from 'zod'
import { beforeItBegan, CatalogueId, Certainty, datesInOrder, provenance, Text } from '#domain/catalogue/contract.ts'
import type { Answers } from './answers.ts'
import { nameOf, type FormFile } from './form-file.ts'
import { saidIn, type Verdict } from './what-counts.ts'

const Minimum = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'must be lower-case words joined by hyphens' }),
    title: Text,
    /** Names of forms, for all versions; any of them counts. */
    forms: z.array(Text).min(1),
    least: z.int().min(1),
    most: z.int().min(1).optional(),
    /** Codes of training years it is asked for in; left out where in each. */
    years: z.array(Text).min(1).optional(),
    /** Only those with one of these answers. */
    where: z.strictObject({ field: Text, is: z.array(z.string()).min(1) }).optional(),
    certainty: Certainty,
    note: Text.optional(),
  })
  .refine(({ least, most }) => most === undefined || least <= most, { error: 'must not be below least', path: ['most'] })
export type Minimum = z.infer<typeof Minimum>

/** How many filled forms a curriculum asks for in a training year. */
export const MinimaFile = z
  .strictObject({
    id: CatalogueId,
    title: Text,
    /** The id of the curriculum. */
    curriculum: Text,
    perYear: z.array(Minimum).min(1),
    ...provenance,
  })
  .refine(datesInOrder, beforeItBegan)
export type MinimaFile = z.infer<typeof MinimaFile>

/** A filled form of one training year. */
export interface OfYear {
  readonly form: Pick<FormFile, 'id' | 'version'>
  readonly verdict: Verdict
  readonly answers: Answers
}

/** How many of each there are in a year. What does not count is not among them. */
export function minimaIn(minima: readonly Minimum[], yearCode: string, entries: readonly OfYear[]) {
  return minima
    .filter(({ years }) => years === undefined || years.includes(yearCode))
    .map((minimum) => ({
      ...minimum,
      have: entries.filter(
        ({ form, verdict, answers }) =>
          verdict.counts &&
          minimum.forms.includes(nameOf(form)) &&
          (minimum.where === undefined || minimum.where.is.includes(saidIn(answers[minimum.where.field]))),
      ).length,
    }))
}
