import { z } from 'zod'
import { Certainty } from '#domain/catalogue/contract.ts'
import { ItemKind, isVerified, MeterTexts, type CurriculumFile } from './curriculum-file.ts'
import { curriculumItems, type CurriculumItem } from './curriculum-items.ts'
import { expectedLevel } from './expected-level.ts'

const mark = { certainty: Certainty, source: z.string().nullable(), note: z.string().nullable(), wordsAreOurs: z.boolean() }
const ShownText = z.object({ text: z.string(), ...mark })
const ShownList = z.object({ list: z.array(z.string()), ...mark })
export type ShownMark = Pick<z.infer<typeof ShownText>, 'certainty' | 'source' | 'note' | 'wordsAreOurs'>

const ShownLevel = z.object({ code: z.string(), title: z.string(), needsReason: z.boolean(), ...mark })
export type ShownLevel = z.infer<typeof ShownLevel>

const ShownExpected = z.object({
  year: z.string(),
  level: z.string(),
  isMaintained: z.boolean(),
  certainty: Certainty,
  note: z.string().nullable(),
})

/** An item as the page shows it, with what it has of its group. */
export const ShownItem = z.object({
  code: z.string(),
  title: z.string(),
  groupCode: z.string(),
  kind: ItemKind,
  /** Settled by verifying a result or a certificate, and not by a sign-off (T5). */
  isVerified: z.boolean(),
  scaleTitle: z.string(),
  levels: z.array(ShownLevel),
  descriptors: ShownList.nullable(),
  suitableEvidence: ShownList.nullable(),
  /** In the order of the years; a year that expects nothing is left out. */
  expected: z.array(ShownExpected),
  proof: z.object({ form: z.string(), year: z.string(), atLeast: z.int(), byDifferentAssessors: z.boolean(), ...mark }).nullable(),
  ...mark,
})
export type ShownItem = z.infer<typeof ShownItem>

/** A curriculum as the page shows it: the tree, its levels, and what each year expects. */
export const ShownCurriculum = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  codesAreOurs: z.boolean(),
  source: z.string(),
  note: z.string().nullable(),
  years: z.array(z.object({ code: z.string(), title: z.string(), progressionPoint: ShownText.nullable() })),
  ruleOfThumb: ShownText,
  meter: MeterTexts,
  groups: z.array(z.object({ code: z.string(), title: z.string(), note: z.string().nullable() })),
  items: z.array(ShownItem),
})
export type ShownCurriculum = z.infer<typeof ShownCurriculum>

type Marked = Pick<CurriculumItem, 'certainty' | 'source' | 'note' | 'wordsAreOurs'>
const markOf = ({ certainty, source, note, wordsAreOurs }: Marked): ShownMark => ({
  certainty,
  source: source ?? null,
  note: note ?? null,
  wordsAreOurs: wordsAreOurs === true,
})

export const showCurriculum = (file: CurriculumFile): ShownCurriculum => ({
  id: file.id,
  title: file.title,
  version: file.version,
  codesAreOurs: file.codesAreOurs,
  source: file.source,
  note: file.note ?? null,
  years: file.trainingYears.map(({ code, title, progressionPoint }) => ({
    code,
    title,
    progressionPoint: progressionPoint === undefined ? null : { text: progressionPoint.text, ...markOf(progressionPoint) },
  })),
  ruleOfThumb: { text: file.ruleOfThumb.text, ...markOf(file.ruleOfThumb) },
  meter: file.meter,
  groups: file.groups.map(({ code, title, note }) => ({ code, title, note: note ?? null })),
  items: curriculumItems(file).map((item) => showItem(item, file)),
})

const showItem = (item: CurriculumItem, { trainingYears }: CurriculumFile): ShownItem => ({
  code: item.code,
  title: item.title,
  groupCode: item.groupCode,
  kind: item.kind,
  isVerified: isVerified(item.kind),
  scaleTitle: item.scale.title,
  levels: item.scale.levels.map((level) => ({
    code: level.code,
    title: level.title,
    needsReason: level.needsReason === true,
    ...markOf(level),
  })),
  descriptors: item.descriptors === undefined ? null : { list: item.descriptors.list, ...markOf(item.descriptors) },
  suitableEvidence: item.suitableEvidence === undefined ? null : { list: item.suitableEvidence.list, ...markOf(item.suitableEvidence) },
  expected: trainingYears.flatMap(({ code }) => {
    const expected = expectedLevel(item, code)
    if (expected === null) return []
    const { level, isMaintained, certainty, note } = expected
    return [{ year: code, level: level.code, isMaintained, certainty, note: note ?? null }]
  }),
  proof:
    item.proof === undefined
      ? null
      : {
          form: item.proof.form,
          year: item.proof.year,
          atLeast: item.proof.atLeast,
          byDifferentAssessors: item.proof.byDifferentAssessors === true,
          ...markOf(item.proof),
        },
  ...markOf(item),
})
