import { z } from 'zod'
import { beforeItBegan, CatalogueId, Certainty, Code, datesInOrder, isEntry, provenance, Text } from '#domain/catalogue/contract.ts'
import { checkReferences } from './curriculum-integrity.ts'

export const CurriculumId = CatalogueId
export type CurriculumId = z.infer<typeof CurriculumId>

/** What can stand in a curriculum. Exams and certificates are verified against a record (T5); the others are signed off (T9). */
export const ITEM_KINDS = ['generic capability', 'clinical capability', 'procedure', 'exam', 'certificate'] as const
export const ItemKind = z.enum(ITEM_KINDS, { error: `must be one of ${ITEM_KINDS.join(', ')}` })
export type ItemKind = z.infer<typeof ItemKind>

/** Whether an item is settled by verifying a result or a certificate, and not by a sign-off (T5). */
export const isVerified = (kind: ItemKind): boolean => kind === 'exam' || kind === 'certificate'

const isTrue = z.literal(true, { error: 'must be true, or left out' })

/** How sure a part is, and where it stands if not in the source the entry names. */
const mark = {
  certainty: Certainty,
  source: Text.optional(),
  note: Text.optional(),
  /** The sense is the source's, the words were written for Cairn. */
  wordsAreOurs: isTrue.optional(),
}

/** A text shown to people, and how sure it is. */
export const MarkedText = z.strictObject({ text: Text, ...mark })
export type MarkedText = z.infer<typeof MarkedText>
const MarkedList = z.strictObject({ list: z.array(Text).min(1, { error: 'must have at least one' }), ...mark })

/** A year of the programme, as trainees call it. */
export const TrainingYear = z.strictObject({
  code: Code,
  title: Text,
  alsoCalled: z.array(Text).default([]),
  /** What must be decided about every trainee at the end of this year. */
  progressionPoint: MarkedText.optional(),
  ...mark,
})
export type TrainingYear = z.infer<typeof TrainingYear>

export const Level = z.strictObject({
  code: Code,
  title: Text,
  /** Whoever gives this level says why (T9). */
  needsReason: isTrue.optional(),
  ...mark,
})
export type Level = z.infer<typeof Level>

/** Levels in their order, the lowest first. */
export const Scale = z.strictObject({
  code: Code,
  title: Text,
  levels: z.array(Level).min(1, { error: 'must have at least one level' }),
})
export type Scale = z.infer<typeof Scale>

/** What a training year expects of an item. `maintained`: the level of the year before, kept up. */
export const Expected = z.strictObject({ level: Code, maintained: isTrue.optional(), ...mark })
export type Expected = z.infer<typeof Expected>

/** Assessments that must show the expected level, such as summative DOPS. */
const Proof = z.strictObject({
  form: Text,
  year: Code,
  atLeast: z.int({ error: 'must be a whole number, 1 to 20' }).min(1).max(20),
  byDifferentAssessors: isTrue.optional(),
  ...mark,
})

const WrittenItem = z.strictObject({
  code: Code,
  title: Text,
  /** Where it is not the group's. */
  scale: Code.optional(),
  /** What the item looks for. */
  descriptors: MarkedList.optional(),
  /** Where it is not the group's. */
  suitableEvidence: MarkedList.optional(),
  /** By training year; a year that is left out expects nothing. */
  expected: z.record(Code, Expected).default({}),
  proof: Proof.optional(),
  ...mark,
})
export type WrittenItem = z.infer<typeof WrittenItem>

const Group = z.strictObject({
  code: Code,
  title: Text,
  kind: ItemKind,
  scale: Code,
  suitableEvidence: MarkedList.optional(),
  items: z.array(WrittenItem).min(1, { error: 'must have at least one item' }),
  ...mark,
})

/** What the page tells for each reading of the meter (T8). */
export const MeterTexts = z.strictObject({ none: Text, one: Text, twoOrThree: Text, more: Text, ...mark })
export type MeterTexts = z.infer<typeof MeterTexts>

/** What of the logs a programme counts (T13). Acute take is counted in patients, teaching in hours. */
export const COUNTED_THINGS = ['clinics', 'acute take', 'teaching', 'recognised teaching'] as const
export type CountedThing = (typeof COUNTED_THINGS)[number]

const Least = z.strictObject({
  atLeast: z.int({ error: 'must be a whole number, 1 to 100000' }).min(1).max(100_000),
  ...mark,
})

/** So many in each training year, and so many in the whole programme: two rules, for the years need not add up to the whole (T13, T18). */
const Counted = z.strictObject({
  code: Code,
  title: Text,
  counts: z.enum(COUNTED_THINGS, { error: `must be one of ${COUNTED_THINGS.join(', ')}` }),
  /** By training year; a year that is left out asks for none. */
  perYear: z.record(Code, Least).default({}),
  inAll: Least.optional(),
  /** Told below the pace line (T18). */
  tips: MarkedList.optional(),
  ...mark,
})
export type Counted = z.infer<typeof Counted>

/** The version this one takes the place of, and which of its items an old item becomes (T10): one, several, or none. */
const Replaces = z.strictObject({
  curriculum: CurriculumId,
  map: z.array(z.strictObject({ from: Code, to: Code })),
})

/** A curriculum in one version, as its file says it (T10). */
export const CurriculumFile = z
  .strictObject({
    id: CurriculumId,
    title: Text,
    /** The codes of items were made for Cairn, and are no reference into the curriculum. */
    codesAreOurs: z.boolean(),
    trainingYears: z.array(TrainingYear).min(1, { error: 'must have at least one training year' }),
    scales: z.array(Scale).min(1, { error: 'must have at least one scale' }),
    /** Told to supervisors where they sign off (T9). */
    ruleOfThumb: MarkedText,
    meter: MeterTexts,
    groups: z.array(Group).min(1, { error: 'must have at least one group' }),
    counted: z.array(Counted).optional(),
    replaces: Replaces.optional(),
    ...provenance,
  })
  .refine(datesInOrder, beforeItBegan)
  .superRefine(checkReferences, { when: isEntry })
export type CurriculumFile = z.infer<typeof CurriculumFile>

/** A fault between the files: what is named stands in another. */
export interface FaultOfFile {
  readonly file: CurriculumFile
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What a version says of the one it takes the place of, against that one (T10). */
export function faultsOfSuccession(files: readonly CurriculumFile[]): FaultOfFile[] {
  const byId = new Map(files.map((file) => [file.id, file]))
  return files.flatMap((file) => {
    if (file.replaces === undefined) return []
    const { curriculum, map } = file.replaces
    const replaced = byId.get(curriculum)
    if (replaced === undefined) {
      return [{ file, path: ['replaces', 'curriculum'], message: `'${curriculum}' is not in the catalogue` }]
    }
    if (comesBack(file, byId)) return [{ file, path: ['replaces', 'curriculum'], message: 'leads back to this curriculum' }]
    const codes = new Set(replaced.groups.flatMap((group) => group.items.map((item) => item.code)))
    return map.flatMap(({ from }, index) =>
      codes.has(from) ? [] : [{ file, path: ['replaces', 'map', index, 'from'], message: `'${from}' is not an item of ${curriculum}` }],
    )
  })
}

function comesBack(file: CurriculumFile, byId: ReadonlyMap<CurriculumId, CurriculumFile>): boolean {
  const passed = new Set<CurriculumId>()
  let at = file.replaces?.curriculum
  while (at !== undefined && !passed.has(at)) {
    if (at === file.id) return true
    passed.add(at)
    at = byId.get(at)?.replaces?.curriculum
  }
  return false
}
