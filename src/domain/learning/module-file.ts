import { z } from 'zod'
import { AccreditorId, CatalogueId, Certainty, Text, WrittenAmount } from '#domain/catalogue/contract.ts'
import { Hundredths } from '#domain/hundredths.ts'
import { PlainDate } from '#domain/plain-date.ts'

/** What a module can be filtered by (L1). The names are those of UK specialties; the last is for what every doctor needs. */
export const SPECIALTIES = [
  'acute-medicine',
  'anaesthetics',
  'cardiology',
  'emergency-medicine',
  'general-practice',
  'geriatric-medicine',
  'haematology',
  'paediatrics',
  'palliative-medicine',
  'psychiatry',
  'renal-medicine',
  'surgery',
  'professional-skills',
] as const
export const Specialty = z.enum(SPECIALTIES, { error: `must be one of ${SPECIALTIES.join(', ')}` })
export type Specialty = z.infer<typeof Specialty>

export const FORMATS = ['case-based', 'reading', 'just-in-time'] as const
export const Format = z.enum(FORMATS, { error: `must be one of ${FORMATS.join(', ')}` })
export type Format = z.infer<typeof Format>

const QuestionId = z
  .string({ error: 'must be text, such as q1' })
  .regex(/^[a-z][a-z0-9-]{0,19}$/, { error: 'must be lower-case letters and digits, such as q1' })

/** One way to answer, and why it is right or not. */
const Option = z.strictObject({ text: Text, right: z.literal(true, { error: 'must be true, or left out' }).optional(), why: Text })

const questionOf = (fewest: number) =>
  z
    .strictObject({
      id: QuestionId,
      stem: Text,
      options: z
        .array(Option)
        .min(fewest, { error: `must have ${fewest} to 5 options` })
        .max(5, { error: `must have ${fewest} to 5 options` }),
      explanation: Text,
    })
    .superRefine(({ options }, context) => {
      const right = options.filter((option) => option.right === true).length
      if (right !== 1) context.addIssue({ code: 'custom', message: `must have exactly one that is right, not ${right}`, path: ['options'] })
    })

/** A question of the final assessment: case-based, 4 or 5 options, one right (L5). */
export const Question = questionOf(4)
export type Question = z.infer<typeof Question>
/** A question between paragraphs: answered at once, never counted. */
export const PageQuestion = questionOf(3)

/** `questions.yaml`. */
export const QuestionsFile = z
  .array(Question)
  .min(8, { error: 'must have 8 to 12 questions' })
  .max(12, { error: 'must have 8 to 12 questions' })

export const PageHead = z.strictObject({ title: Text })

/**
 * How an organisation gives credits for a module: `designated` where it accredited this module itself, `self-assessed` where its
 * published rule lets the learner count the time. Which one is always said beside the amount: Cairn never claims an approval.
 */
export const AwardBasis = z.enum(['designated', 'self-assessed'], { error: 'must be designated or self-assessed' })

const accreditationWith = <Amount extends z.ZodType<Hundredths>>(amount: Amount) =>
  z.strictObject({
    accreditor: AccreditorId,
    amount,
    basis: AwardBasis,
    certainty: Certainty,
    /** First and last day of completing on which it is given. */
    from: PlainDate,
    to: PlainDate.optional(),
  })
export const Accreditation = accreditationWith(Hundredths)
export type Accreditation = z.infer<typeof Accreditation>

const Source = z.strictObject({
  title: Text,
  publisher: Text,
  year: z.int({ error: 'must be a year' }).min(1900).max(2100).optional(),
})

const headWith = <Amount extends z.ZodType<Hundredths>>(amount: Amount) =>
  z.strictObject({
    id: CatalogueId,
    version: Text,
    title: Text.max(200, { error: 'must have at most 200 characters' }),
    summary: Text.max(400, { error: 'must have at most 400 characters' }),
    format: Format,
    specialties: z.array(Specialty).min(1, { error: 'must name at least one' }),
    audience: Text,
    /** Of reading and answering. */
    minutes: z.int({ error: 'must be whole minutes' }).min(1).max(600),
    /** Per cent of the final questions. */
    passMark: z.int({ error: 'must be a whole number, 1 to 100' }).min(1).max(100),
    authors: z.array(z.strictObject({ name: Text, about: Text.optional() })).min(1, { error: 'must name at least one' }),
    reviewedOn: PlainDate,
    expiresOn: PlainDate,
    outcomes: z.array(Text).min(1, { error: 'must have at least one' }),
    keyPoints: z.array(Text).min(1, { error: 'must have at least one' }),
    sources: z.array(Source).min(1, { error: 'must name at least one' }),
    /** Ids of final questions asked before reading; they never count (L4). */
    preTest: z.array(QuestionId).max(5, { error: 'must have 5 at most' }).default([]),
    accreditations: z.array(accreditationWith(amount)).superRefine((all, context) => {
      for (const [index, one] of all.entries()) {
        if (one.to !== undefined && one.to < one.from)
          context.addIssue({ code: 'custom', message: 'must not be before from', path: [index, 'to'] })
      }
    }),
    notice: Text,
  })

/** `module.yaml` as its author writes it: amounts as '0.50'. Parses to `ModuleHead`. */
export const ModuleFile = headWith(WrittenAmount)
/** What a module is, without its pages. Amounts in hundredths. */
export const ModuleHead = headWith(Hundredths)
export type ModuleHead = z.infer<typeof ModuleHead>

/** A page as a list of parts: text in Markdown, and questions between. */
export interface ModulePage {
  readonly title: string
  readonly parts: readonly ({ readonly text: string } | { readonly question: Question })[]
}

/** A module as one edition of its files says it; what is being taken keeps its edition (L5). */
export interface ModuleEdition extends ModuleHead {
  readonly pages: readonly ModulePage[]
  readonly questions: readonly Question[]
}
