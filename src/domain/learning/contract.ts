import { z } from 'zod'
import { AccreditorId, CatalogueId } from '#domain/catalogue/contract.ts'
import { Bytes, Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { Hundredths } from '#domain/hundredths.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { Status } from '#domain/portfolio/item.ts'
import { TagChoice } from '#domain/portfolio/tag-contract.ts'
import { wellFormed } from '#domain/text.ts'
import { AwardBasis, Format, ModuleHead, Specialty } from './module-file.ts'

/** What an organisation gives for a module completed today. Amount in hundredths. */
export const AwardToday = z.object({ accreditorId: AccreditorId, amount: Hundredths, basis: AwardBasis })
export type AwardToday = z.infer<typeof AwardToday>

/** A module as the catalogue lists it. */
export const ModuleCard = z
  .object(ModuleHead.shape)
  .pick({
    id: true,
    title: true,
    summary: true,
    format: true,
    specialties: true,
    minutes: true,
    reviewedOn: true,
  })
  .extend({ awards: z.array(AwardToday) })
export type ModuleCard = z.infer<typeof ModuleCard>

/** How long a module may be, in minutes. */
export const LENGTHS = ['20', '30', '45'] as const

/** What the catalogue is narrowed to (L1). Lives in the address bar. */
export const ModuleFilters = z.object({
  search: z.string().overwrite(wellFormed).trim().max(200, { error: 'Search for 200 characters at most.' }).default(''),
  specialty: Specialty.optional(),
  format: Format.optional(),
  /** Minutes at most. */
  upTo: z.enum(LENGTHS).optional(),
  accreditor: AccreditorId.optional(),
})
export type ModuleFilters = z.output<typeof ModuleFilters>

export const listModules = {
  method: 'GET',
  url: '/api/modules',
  schema: {
    summary: 'The modules of the catalogue that the filters match, newest review first (L1)',
    querystring: ModuleFilters.extend({ after: z.string().max(100).optional() }),
    response: {
      200: z.object({
        modules: z.array(ModuleCard),
        /** All that match. */
        count: z.int(),
        /** Ask with it as `after` for more; null where there are none. */
        next: z.string().nullable(),
        /** What the modules on offer can be narrowed by. */
        specialties: z.array(Specialty),
        accreditorIds: z.array(AccreditorId),
      }),
    },
  },
} as const satisfies Endpoint

const ModuleParams = z.object({ moduleId: CatalogueId })

/** The first page of a module (L1). */
export const ModuleFront = z.object(ModuleHead.omit({ preTest: true, accreditations: true }).shape).extend({
  awards: z.array(AwardToday),
  pages: z.array(z.string()),
  questions: z.int(),
  /** Past its date: whoever began can finish, nobody can begin. */
  expired: z.boolean(),
})
export type ModuleFront = z.infer<typeof ModuleFront>

export const moduleById = {
  method: 'GET',
  url: '/api/modules/:moduleId',
  schema: { summary: 'The first page of a module', params: ModuleParams, response: { 200: ModuleFront } },
} as const satisfies Endpoint

export const modulePicture = {
  method: 'GET',
  url: '/api/module-pictures/:sha256',
  schema: {
    summary: 'A picture on a page of a module',
    params: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    response: { 200: Bytes },
  },
} as const satisfies Endpoint

const Chosen = z.int().min(0).max(4)

/** A question as it is asked: nothing in it tells which option is right. */
export const AskedQuestion = z.object({
  id: z.string(),
  stem: z.string(),
  options: z.array(z.string()),
  chosen: Chosen.nullable(),
})
export type AskedQuestion = z.infer<typeof AskedQuestion>

/** A question with its answer: by index of its options. */
export const AnsweredQuestion = z.object({
  id: z.string(),
  stem: z.string(),
  options: z.array(z.object({ text: z.string(), why: z.string() })),
  chosen: Chosen.nullable(),
  right: Chosen,
  explanation: z.string(),
})
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>

/** A module being taken, in the edition it was begun in (L4). */
export const Attempt = z.object({
  id: z.uuid(),
  moduleId: CatalogueId,
  itemId: z.uuid(),
  title: z.string(),
  passMark: z.int(),
  startedOn: PlainDate,
  /** The page where one stopped, from 0; the number of pages stands for the final assessment. */
  place: z.int(),
  pages: z.array(
    z.object({
      title: z.string(),
      parts: z.array(
        z.union([z.object({ text: z.string() }), z.object({ question: AnsweredQuestion }), z.object({ asked: AskedQuestion })]),
      ),
    }),
  ),
  preTest: z.array(AskedQuestion),
  questions: z.array(AskedQuestion),
  submitted: z.boolean(),
})
export type Attempt = z.infer<typeof Attempt>

/** A certificate as its owner sees it. Amount in hundredths, through the organisation chosen now (L8). */
export const Certificate = z.object({
  id: z.uuid(),
  attemptId: z.uuid(),
  moduleId: CatalogueId,
  title: z.string(),
  /** The owner's name as on the day of the pass. */
  name: z.string(),
  passedOn: PlainDate,
  code: z.string(),
  credits: z.object({ accreditorId: AccreditorId, amount: Hundredths, basis: AwardBasis }).nullable(),
  /** All that was given with it, whichever organisation is chosen: what a retake makes void (L7). */
  awards: z.array(AwardToday),
  /** Void since a retake began (L7). */
  voidedOn: PlainDate.nullable(),
})
export type Certificate = z.infer<typeof Certificate>

export const Result = z.object({
  attemptId: z.uuid(),
  moduleId: CatalogueId,
  itemId: z.uuid(),
  title: z.string(),
  passed: z.boolean(),
  right: z.int(),
  of: z.int(),
  percent: z.int(),
  passMark: z.int(),
  submittedOn: PlainDate,
  /** Right answers before reading and, to the same questions, after; null where the pre-test was left out. */
  gain: z.object({ before: z.int(), after: z.int(), of: z.int() }).nullable(),
  questions: z.array(AnsweredQuestion),
  certificate: Certificate.nullable(),
  /** A retake has begun since. */
  voided: z.boolean(),
})
export type Result = z.infer<typeof Result>

/** How one person stands with a module. */
export const MyModule = z.object({
  moduleId: CatalogueId,
  title: z.string(),
  /** The row in the portfolio; null where there is none or it was erased. */
  row: z
    .object({ itemId: z.uuid(), status: Status, startedOn: PlainDate.nullable(), completedOn: PlainDate.nullable(), binned: z.boolean() })
    .nullable(),
  /** The attempt under way: where it stopped, of how many pages. */
  open: z.object({ attemptId: z.uuid(), place: z.int(), pages: z.int(), answered: z.int(), questions: z.int() }).nullable(),
  /** The last attempt that was submitted and not voided. */
  last: z.object({ attemptId: z.uuid(), passed: z.boolean(), percent: z.int(), submittedOn: PlainDate }).nullable(),
  certificate: Certificate.nullable(),
  /** What was kept when it was taken again, newest first (L7): each in a row of its own. */
  earlier: z.array(
    z.object({
      attemptId: z.uuid(),
      itemId: z.uuid(),
      passed: z.boolean(),
      percent: z.int(),
      submittedOn: PlainDate,
      certificate: Certificate.nullable(),
    }),
  ),
  can: z.object({ add: z.boolean(), start: z.boolean(), retake: z.boolean(), takeAgain: z.boolean() }),
})
export type MyModule = z.infer<typeof MyModule>

const MyModuleParams = OwnerParams.extend({ moduleId: CatalogueId })
const AttemptParams = OwnerParams.extend({ attemptId: z.uuid() })

export const myModule = {
  method: 'GET',
  url: '/api/people/:ownerId/modules/:moduleId',
  schema: { summary: 'How the owner stands with a module', params: MyModuleParams, response: { 200: MyModule } },
} as const satisfies Endpoint

/** 'Add to portfolio' (L2). `id` is that of the row to be; a row that is there stays, and gets the tags too. */
export const addModule = {
  method: 'POST',
  url: '/api/people/:ownerId/modules/:moduleId/row',
  schema: {
    summary: 'Save a module for later: a row, not started (L2)',
    params: MyModuleParams,
    body: z.strictObject({ id: z.uuid(), tags: z.array(TagChoice).max(100, { error: '100 tags at once at most.' }).default([]) }),
    response: { 200: MyModule },
  },
} as const satisfies Endpoint

/** Starts, or goes on with what was started: twice makes no second row and no second attempt (L3). */
export const startModule = {
  method: 'POST',
  url: '/api/people/:ownerId/modules/:moduleId/attempts',
  schema: {
    summary: 'Start a module, or go on with it (L3)',
    params: MyModuleParams,
    body: z.strictObject({ id: z.uuid() }),
    response: { 200: MyModule },
  },
} as const satisfies Endpoint

/** `instead` names the attempt whose score goes, so that asking twice voids one. */
export const retakeModule = {
  method: 'POST',
  url: '/api/people/:ownerId/modules/:moduleId/retake',
  schema: {
    summary: 'Retake a module: score, credits and certificate become void (L7)',
    params: MyModuleParams,
    body: z.strictObject({ id: z.uuid(), instead: z.uuid() }),
    response: { 200: MyModule },
  },
} as const satisfies Endpoint

/** `after` names the attempt that is kept, so that asking twice makes one row. */
export const takeModuleAgain = {
  method: 'POST',
  url: '/api/people/:ownerId/modules/:moduleId/again',
  schema: {
    summary: 'Take a module again and keep the old row with its dates, credits and certificate (L7)',
    params: MyModuleParams,
    body: z.strictObject({ id: z.uuid(), after: z.uuid() }),
    response: { 200: MyModule },
  },
} as const satisfies Endpoint

export const readAttempt = {
  method: 'GET',
  url: '/api/people/:ownerId/attempts/:attemptId',
  schema: { summary: 'A module being taken, without its answers (L4)', params: AttemptParams, response: { 200: Attempt } },
} as const satisfies Endpoint

export const keepPlace = {
  method: 'PUT',
  url: '/api/people/:ownerId/attempts/:attemptId/place',
  schema: {
    summary: 'Remember where one stopped (L4)',
    params: AttemptParams,
    body: z.strictObject({ page: z.int().min(0).max(1000) }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

/** `pre` is the pre-test, `page` a question between paragraphs, `final` the assessment. */
export const Part = z.enum(['pre', 'page', 'final'])
export type Part = z.infer<typeof Part>

/** Each answer is kept as it is given, so that two windows lose none. Only a question of a page is explained at once. */
export const answerQuestion = {
  method: 'PUT',
  url: '/api/people/:ownerId/attempts/:attemptId/answers/:part/:questionId',
  schema: {
    summary: 'Keep an answer; a question of a page is explained at once (L4)',
    params: AttemptParams.extend({ part: Part, questionId: z.string().max(20) }),
    body: z.strictObject({ option: Chosen }),
    response: { 200: z.object({ question: AnsweredQuestion.nullable() }) },
  },
} as const satisfies Endpoint

/** Scored by the server from the answers it holds. Submitted twice it counts once and answers the same (L5). */
export const submitAttempt = {
  method: 'POST',
  url: '/api/people/:ownerId/attempts/:attemptId/submission',
  schema: { summary: 'Submit the final assessment (L5)', params: AttemptParams, body: z.strictObject({}), response: { 200: Result } },
} as const satisfies Endpoint

export const readResult = {
  method: 'GET',
  url: '/api/people/:ownerId/attempts/:attemptId/result',
  schema: { summary: 'The result, with each answer explained (L5)', params: AttemptParams, response: { 200: Result } },
} as const satisfies Endpoint

/** What the learning home shows (L9). */
export const learningHome = {
  method: 'GET',
  url: '/api/people/:ownerId/learning',
  schema: {
    summary: 'What the owner is in the middle of, and what is new in their specialties (L9)',
    params: OwnerParams,
    response: {
      200: z.object({
        inProgress: z.array(MyModule),
        forLater: z.array(z.object({ moduleId: CatalogueId, title: z.string(), minutes: z.int() })),
        specialties: z.array(Specialty),
        /** Reviewed last, not begun by the owner. */
        fresh: z.array(ModuleCard),
        certificates: z.int(),
      }),
    },
  },
} as const satisfies Endpoint

export const chooseSpecialties = {
  method: 'PUT',
  url: '/api/people/:ownerId/learning/specialties',
  schema: {
    summary: 'Choose the specialties whose new modules are shown first (L9)',
    params: OwnerParams,
    body: z.strictObject({ specialties: z.array(Specialty).max(20) }),
    response: { 200: z.object({ specialties: z.array(Specialty) }) },
  },
} as const satisfies Endpoint

export const listCertificates = {
  method: 'GET',
  url: '/api/people/:ownerId/certificates',
  schema: {
    summary: 'The certificates of the owner, newest first (L8)',
    params: OwnerParams,
    response: { 200: z.object({ certificates: z.array(Certificate) }) },
  },
} as const satisfies Endpoint

export const certificateFile = {
  method: 'GET',
  url: '/api/people/:ownerId/certificates/:certificateId/file',
  schema: {
    summary: 'A certificate as a PDF, with the credits of the organisation chosen now (L8)',
    params: OwnerParams.extend({ certificateId: z.uuid() }),
    response: { 200: Bytes },
  },
} as const satisfies Endpoint

/** Anybody may check a code; it tells nothing but this (L8). */
export const checkCertificate = {
  method: 'GET',
  url: '/api/certificates/:code',
  public: true,
  schema: {
    summary: 'Check a certificate by its code',
    params: z.object({ code: z.string().max(100) }),
    response: {
      200: z.object({
        name: z.string(),
        module: z.string(),
        passedOn: PlainDate,
        credits: z.array(z.object({ organisation: z.string(), amount: z.string(), selfAssessed: z.boolean() })),
        state: z.enum(['valid', 'void']),
      }),
    },
  },
} as const satisfies Endpoint
