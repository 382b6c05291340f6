import { z } from 'zod'
import { beforeItBegan, CatalogueId, Certainty, datesInOrder, isEntry, provenance, Text } from '#domain/catalogue/contract.ts'

/**
 * What a form is for: by it the permission table knows the entry (A8). A supervised learning event teaches, an assessment judges; both are
 * the trainee's to ask for and another's to write.
 */
export const FAMILIES = ['supervised learning event', 'assessment', 'reflection', 'meeting', 'supervisor report'] as const
export const Family = z.enum(FAMILIES, { error: `must be one of ${FAMILIES.join(', ')}` })
export type Family = z.infer<typeof Family>

/**
 * Who writes a section. `supervisor` is a clinical or the educational one; `raters` are all who are asked in a round, whose answers the
 * server brings together.
 */
export const WRITERS = ['trainee', 'assessor', 'supervisor', 'educational supervisor', 'raters'] as const
export const Writer = z.enum(WRITERS, { error: `must be one of ${WRITERS.join(', ')}` })
export type Writer = z.infer<typeof Writer>

/** What an assessor says they are. */
export const ASSESSOR_ROLES = [
  'consultant',
  'GP',
  'senior doctor (ST3 or above)',
  'doctor of the same grade',
  'nurse',
  'allied health professional',
  'pharmacist',
  'ward clerk or secretary',
  'manager',
  'other',
] as const
export const AssessorRole = z.enum(ASSESSOR_ROLES, { error: 'Choose your role.' })
export type AssessorRole = z.infer<typeof AssessorRole>

const Key = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'must be lower-case words joined by hyphens, such as what-went-well' })

const LevelCode = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'must be lower-case words or a number' })

/** One of a scale's words. */
const Level = z.strictObject({
  code: LevelCode,
  title: Text,
  /** What it means, in a sentence. */
  anchor: Text.optional(),
  /** Whoever chooses it says why. */
  requiresComment: z.literal(true).optional(),
  /** Not a judgement: left out of counts. */
  isNotObserved: z.literal(true).optional(),
})
const Scale = z.strictObject({ id: Key, title: Text, certainty: Certainty.optional(), levels: z.array(Level).min(2) })
export type Scale = z.infer<typeof Scale>

const Choice = z.strictObject({ code: Key, title: Text })
export type Choice = z.infer<typeof Choice>

const Column = z.strictObject({ id: Key, label: Text, kind: z.enum(['line', 'day'], { error: 'must be line or day' }) })
export type Column = z.infer<typeof Column>

const about = {
  id: Key,
  label: Text,
  hint: Text.optional(),
  /** It must be answered before the section is finished. */
  required: z.literal(true).optional(),
  /** Shown, and asked for, only where another field of the form has one of these answers. */
  when: z.strictObject({ field: Key, is: z.array(z.string()).min(1) }).optional(),
}

const Field = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('line'), ...about }),
  z.strictObject({ kind: z.literal('text'), ...about }),
  z.strictObject({ kind: z.literal('number'), least: z.int(), most: z.int(), ...about }),
  z.strictObject({ kind: z.literal('choice'), options: z.array(Choice).min(2), ...about }),
  z.strictObject({ kind: z.literal('choices'), options: z.array(Choice).min(2), ...about }),
  /** A judgement by one of the form's scales, with room for a comment. */
  z.strictObject({ kind: z.literal('scale'), scale: Key, ...about }),
  z.strictObject({ kind: z.literal('yes or no'), ...about }),
  z.strictObject({ kind: z.literal('day'), ...about }),
  z.strictObject({ kind: z.literal('month'), ...about }),
  /** As many rows as wanted, such as actions by whom and when. */
  z.strictObject({ kind: z.literal('rows'), columns: z.array(Column).min(1).max(5), least: z.int().min(0).optional(), ...about }),
])
export type FormField = z.infer<typeof Field>

const Section = z.strictObject({
  id: Key,
  title: Text,
  /** What to write here, and why. */
  about: Text.optional(),
  writer: Writer,
  /** Its author's alone for good: never shared, reported or sent (F8). */
  scratch: z.literal(true).optional(),
  /** Read by the trainee and their supervisors alone, such as wellbeing. */
  restricted: z.literal(true).optional(),
  fields: z.array(Field).min(1, { error: 'must have at least one field' }),
})
export type FormSection = z.infer<typeof Section>

/** Who may assess by the form, and whose assessments count towards the minimum (F2). */
const Assessing = z.strictObject({
  mayAssess: z.array(AssessorRole).min(1),
  /** Left out where all who may assess count. */
  counts: z.array(AssessorRole).min(1).optional(),
  /** The trainee's own educational supervisor may not. */
  notEducationalSupervisor: z.literal(true).optional(),
  /** Only one that says so counts. `otherwise` is what is said of one that does not. */
  passed: z.strictObject({ field: Key, is: z.array(z.string()).min(1), otherwise: Text }).optional(),
  /** What needs two passes, by two different assessors. */
  twoAssessors: z.strictObject({ field: Key, is: z.array(z.string()).min(1) }).optional(),
  /** Why, in words for the one who chose another. */
  reason: Text,
  certainty: Certainty,
})

/** A number of the field's, and how sure it is. */
const Sure = z.strictObject({ is: z.int().min(1), certainty: Certainty })

/** The same questions are asked of the trainee and of many colleagues, whose answers nobody reads one by one (F5). */
const RoundOf = z.strictObject({
  /** The section of the trainee's own assessment, whose questions are asked. */
  asks: Key,
  /** As that section is called to those who are asked. */
  askedAs: z.strictObject({ title: Text, about: Text.optional() }),
  /** What is asked of colleagues alone. */
  also: z.strictObject({ id: Key, title: Text, about: Text.optional(), fields: z.array(Field) }).optional(),
  leastReplies: Sure,
  leastBy: z.array(Sure.extend({ role: AssessorRole })),
  /** The fewest who are told of together. */
  smallestGroup: Sure.extend({ is: z.int().min(3, { error: 'must be 3 or more: of two each knows the other' }) }),
  daysOpen: Sure,
  /** Scales that a reply must rate at least: those it could not comment on do not count. */
  leastRated: Sure,
})
export type RoundOf = z.infer<typeof RoundOf>

/** What the section of a round that brings the answers together is made of, by its fields. */
export const SUMMARY_FIELDS = {
  'who-answered': ['kind', 'number'],
  ratings: ['question', 'who', 'said'],
  remarks: ['question', 'remark'],
} as const satisfies Readonly<Record<string, readonly string[]>>

const Form = z.strictObject({
  id: CatalogueId,
  title: Text,
  /** As it is called in lists. */
  short: Text,
  family: Family,
  /** What it is for. */
  about: Text,
  /** Tips beside the form: why, and how. */
  tips: z.array(Text).optional(),
  wordsAreOurs: z.literal(true, { error: 'must be true' }),
  assessing: Assessing.optional(),
  round: RoundOf.optional(),
  scales: z.array(Scale).default([]),
  sections: z.array(Section).min(1, { error: 'must have at least one section' }),
  /** Who signs it: with that it is locked. Left out where nobody does, and its author can always amend it. */
  signedBy: Writer.optional(),
  /** The trainee finishes their own sections before another signs. */
  preparedByTrainee: z.literal(true).optional(),
  /** What the record holds is gathered beside it, and kept with the signature as it was seen. */
  gathers: z.literal(true).optional(),
  /** The trainee says that they have read it. */
  acknowledged: z.literal(true).optional(),
  /** Curriculum items, by code, that it is offered to be linked to. */
  supports: z.array(Text).optional(),
  ...provenance,
})

/** A form as somebody is shown it: without the sections they may not read. */
export const FormShown = Form.extend({ sections: z.array(Section) })
export type FormShown = z.infer<typeof FormShown>

/** A form as its file says it (F2): data, so that adding one needs no code. */
export const FormFile = Form.refine(datesInOrder, beforeItBegan).superRefine((form, context) => {
  if (!isEntry({ value: form })) return
  const { also } = form.round ?? {}
  const fields = [...form.sections.flatMap(({ fields: own }) => own), ...(also?.fields ?? [])]
  const seen = new Set<string>()
  const scales = new Set(form.scales.map(({ id }) => id))
  const parts = form.sections.map((section, at) => ({ section: section.fields, at: ['sections', at] as (string | number)[] }))
  for (const part of [...parts, { section: also?.fields ?? [], at: ['round', 'also'] }]) {
    for (const [index, field] of part.section.entries()) {
      const path = [...part.at, 'fields', index]
      const fault = (message: string) => context.addIssue({ code: 'custom', message, path })
      if (seen.has(field.id)) fault(`'${field.id}' is here twice`)
      seen.add(field.id)
      if (field.kind === 'scale' && !scales.has(field.scale)) fault(`the form has no scale '${field.scale}'`)
      if (field.kind === 'number' && field.least > field.most) fault('least must not be above most')
      if (field.when !== undefined && !fields.some(({ id }) => id === field.when?.field)) fault(`there is no field '${field.when.field}'`)
    }
  }
  for (const key of ['passed', 'twoAssessors'] as const) {
    const named = form.assessing?.[key]?.field
    if (named !== undefined && !seen.has(named))
      context.addIssue({ code: 'custom', message: `there is no field '${named}'`, path: ['assessing', key, 'field'] })
  }
  for (const { path, message } of faultsOfRound(form)) context.addIssue({ code: 'custom', path, message })
  if ((form.family === 'supervised learning event' || form.family === 'assessment') && form.assessing === undefined) {
    context.addIssue({ code: 'custom', message: 'must say who may assess', path: ['assessing'] })
  }
})
export type FormFile = z.infer<typeof FormFile>

function faultsOfRound(form: z.infer<typeof Form>): { path: string[]; message: string }[] {
  const summaries = form.sections.filter(({ writer }) => writer === 'raters')
  if (form.round === undefined) return summaries.length === 0 ? [] : [{ path: ['round'], message: 'must be there: raters write a section' }]
  const { asks, also } = form.round
  const faults: { path: string[]; message: string }[] = []
  const asked = form.sections.find(({ id, writer }) => id === asks && writer === 'trainee')
  if (asked === undefined) faults.push({ path: ['round', 'asks'], message: `the trainee has no section '${asks}'` })
  for (const { id, kind } of [...(asked?.fields ?? []), ...(also?.fields ?? [])]) {
    if (kind !== 'scale' && kind !== 'yes or no' && kind !== 'text')
      faults.push({ path: ['round'], message: `'${id}' must be a scale, yes or no, or text, which can be brought together` })
  }
  const made = summaries[0]?.fields.map((field) => [field.id, field.kind === 'rows' ? field.columns.map(({ id }) => id) : []]) ?? []
  if (summaries.length !== 1 || JSON.stringify(made) !== JSON.stringify(Object.entries(SUMMARY_FIELDS)))
    faults.push({
      path: ['sections'],
      message: `must have one section of the raters, with the rows ${Object.keys(SUMMARY_FIELDS).join(', ')}`,
    })
  if (form.signedBy !== 'educational supervisor' || form.preparedByTrainee !== true)
    faults.push({ path: ['signedBy'], message: 'a round is prepared by the trainee and signed by the educational supervisor' })
  return faults
}

/** The form to begin on a day: the newest of its name that is in force; null where there is none. */
export function formInForce(forms: readonly FormFile[], name: string, today: string): FormFile | null {
  const inForce = forms.filter(
    (form) => nameOf(form) === name && (form.validFrom ?? '') <= today && (form.validTo === undefined || today <= form.validTo),
  )
  return inForce.toSorted((a, b) => ((a.validFrom ?? '') + a.version < (b.validFrom ?? '') + b.version ? 1 : -1))[0] ?? null
}

/** What all versions of a form are called: its id without the version. `cbd-2026` is a version of `cbd`. */
export const nameOf = ({ id, version }: Pick<FormFile, 'id' | 'version'>): string =>
  id.endsWith(`-${version}`) ? id.slice(0, -version.length - 1) : id
