import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { CatalogueId, Code } from '#domain/catalogue/contract.ts'
import { Bytes, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ItemType } from '#domain/portfolio/item.ts'
import { canBeSeen, wellFormed } from '#domain/text.ts'
import { ShownCurriculum } from './curriculum-shown.ts'
import { Evidence } from './evidence.ts'
import { SUPERVISOR_ANSWERS, REASONS_ASKED } from './sign-off.ts'
import { assessWords, linkWords } from './words.ts'

const Instant = z.iso.datetime({ offset: true })

export const CurriculumItemParams = OwnerParams.extend({ code: Code })

/** The present version where none is named; an earlier one is read only (T10). */
const VersionQuery = z.object({ version: CatalogueId.optional() })
/** The current year where none is named. */
const YearQuery = VersionQuery.extend({ year: Code.optional() })

const longText = (most: number) =>
  z
    .string()
    .overwrite((text) => wellFormed(text).replace(/\r\n?/g, '\n').trim())
    .refine((text) => text.length <= most, { error: () => `This is longer than ${most.toLocaleString('en-GB')} characters.` })

/** A training year of this trainee's. */
export const OwnYear = z.object({ id: z.uuid(), code: z.string(), from: PlainDate, until: PlainDate })
export type OwnYear = z.infer<typeof OwnYear>

export const Answer = z.enum(SUPERVISOR_ANSWERS, { error: 'Choose one of the answers.' })

/** How one item stands in a year: what the tree shows of it. */
export const ItemState = z.object({
  code: z.string(),
  links: z.int(),
  linkedAt: Instant.nullable(),
  selfAssessment: z.object({ level: z.string(), at: Instant }).nullable(),
  /** The newest answer of the year; those before it are superseded. */
  signOff: z.object({ id: z.uuid(), answer: Answer, level: z.string().nullable(), by: z.string(), at: Instant }).nullable(),
  /** Of what is verified against a record (T5): the paper, and the day the exam was taken or the certificate issued. */
  verified: z.object({ itemId: z.uuid(), title: z.string(), on: PlainDate }).nullable(),
  can: z.object({ sign: May }),
})
export type ItemState = z.infer<typeof ItemState>

export const CurriculumPage = z.object({
  person: z.object({ id: z.uuid(), name: z.string() }),
  curriculum: ShownCurriculum,
  years: z.array(OwnYear),
  /** The year that is shown; null where the trainee has none. */
  year: OwnYear.nullable(),
  isCurrentYear: z.boolean(),
  /** Those it can be read under, the trainee's present one first (T10). */
  versions: z.array(z.object({ id: z.string(), title: z.string(), version: z.string() })),
  /** Shown as it stands under a version before the present one: read only. */
  isEarlier: z.boolean(),
  items: z.array(ItemState),
  can: z.object({ link: May, assess: May }),
})
export type CurriculumPage = z.infer<typeof CurriculumPage>

/** Everything the tree shows of one trainee in one year (T7). `not_found` for who trains nowhere. */
export const readCurriculum = {
  method: 'GET',
  url: '/api/people/:ownerId/curriculum',
  schema: {
    summary: 'A trainee’s curriculum, and how each item of it stands in a training year',
    params: OwnerParams,
    querystring: YearQuery,
    response: { 200: CurriculumPage },
  },
} as const satisfies Endpoint

/** One piece of evidence linked to an item, as the list of it shows it. */
export const LinkedEvidence = z.object({
  itemId: z.uuid(),
  title: z.string(),
  type: ItemType.nullable(),
  learnedOn: PlainDate,
  files: z.int(),
  linkedAt: Instant,
})
export type LinkedEvidence = z.infer<typeof LinkedEvidence>

export const SelfAssessment = z.object({ id: z.uuid(), year: z.string(), level: z.string(), why: z.string(), at: Instant })
export type SelfAssessment = z.infer<typeof SelfAssessment>

const Reasons = z.partialRecord(z.enum(REASONS_ASKED), z.string())

export const SignOff = z.object({
  id: z.uuid(),
  year: z.string(),
  answer: Answer,
  level: z.string().nullable(),
  reasons: Reasons,
  note: z.string(),
  by: z.string(),
  relation: z.enum(['clinical supervisor', 'educational supervisor']),
  at: Instant,
  /** A newer one of the same item and year counts. */
  isSuperseded: z.boolean(),
  /** Its number in the owner's chain. */
  chainNumber: z.int(),
  selfAssessment: z.object({ level: z.string(), at: Instant }).nullable(),
  /** What it rests on, as it was then. */
  evidence: z.array(z.object({ itemId: z.uuid(), title: z.string(), hasChanged: z.boolean(), isLinked: z.boolean() })),
})
export type SignOff = z.infer<typeof SignOff>

export const ItemDetail = z.object({
  code: z.string(),
  links: z.array(LinkedEvidence),
  selfAssessments: z.array(SelfAssessment),
  signOffs: z.array(SignOff),
  /** What a signature given now would rest on: it comes back with the answer, so that nobody signs what they did not see. */
  basis: z.string(),
})
export type ItemDetail = z.infer<typeof ItemDetail>

/** Newest first, of all years. */
export const readCurriculumItem = {
  method: 'GET',
  url: '/api/people/:ownerId/curriculum/:code',
  schema: {
    summary: 'Evidence, self-assessments and sign-offs of one curriculum item',
    params: CurriculumItemParams,
    querystring: VersionQuery,
    response: { 200: ItemDetail },
  },
} as const satisfies Endpoint

/** `isShown`: that the owner was shown what will be read and by whom, which is asked for an item's first link (P24). */
const Shown = z.boolean().default(false)
const Linked = z.object({ linked: z.int() })
export const MOST_LINKED = 50

export const linkItems = {
  method: 'POST',
  url: '/api/people/:ownerId/curriculum/:code/links',
  schema: {
    summary: 'Link items of the portfolio to a curriculum item (T8)',
    params: CurriculumItemParams,
    body: z.object({
      items: z
        .array(z.uuid())
        .min(1, { error: linkWords.chooseItems })
        .max(MOST_LINKED, { error: linkWords.atMost(MOST_LINKED) }),
      isShown: Shown,
    }),
    response: { 200: Linked },
  },
} as const satisfies Endpoint

const ItemLinksParams = OwnerParams.extend({ id: z.uuid() })

/** A link of one item. `earlier` names the version it stands under where that is not the owner's own any more. */
export const ItemLink = z.object({
  code: z.string(),
  title: z.string(),
  earlier: z.string().nullable(),
  linkedAt: Instant,
  isSigned: z.boolean(),
})
export type ItemLink = z.infer<typeof ItemLink>

/** To the owner also what linking opens and who reads it then; to others null and nobody. */
export const ItemLinks = z.object({
  links: z.array(ItemLink),
  opens: Evidence.nullable(),
  readers: z.array(z.object({ name: z.string(), relation: z.string() })),
  can: z.object({ link: May }),
})
export type ItemLinks = z.infer<typeof ItemLinks>

export const linksOfItem = {
  method: 'GET',
  url: '/api/people/:ownerId/items/:id/links',
  schema: { summary: 'What an item is linked to, and what linking opens (P24)', params: ItemLinksParams, response: { 200: ItemLinks } },
} as const satisfies Endpoint

export const linkItem = {
  method: 'POST',
  url: '/api/people/:ownerId/items/:id/links',
  schema: {
    summary: 'Link an item of the portfolio to curriculum items (T8)',
    params: ItemLinksParams,
    body: z.object({
      codes: z
        .array(Code)
        .min(1, { error: linkWords.chooseCodes })
        .max(MOST_LINKED, { error: linkWords.atMost(MOST_LINKED) }),
      isShown: Shown,
    }),
    response: { 200: Linked },
  },
} as const satisfies Endpoint

/** `keptBySignatures`: how many signatures rest on a version of it, which stays readable. */
export const unlinkItem = {
  method: 'DELETE',
  url: '/api/people/:ownerId/items/:id/links/:code',
  schema: {
    summary: 'Take a link back (P24)',
    params: ItemLinksParams.extend({ code: Code }),
    response: { 200: z.object({ keptBySignatures: z.int() }) },
  },
} as const satisfies Endpoint

export const NewSelfAssessment = z.object({
  level: z.string().max(60).refine(canBeSeen, { error: assessWords.levelAsked }),
  why: longText(10_000).refine(canBeSeen, { error: assessWords.whyAsked }),
})

export const assessSelf = {
  method: 'POST',
  url: '/api/people/:ownerId/curriculum/:code/self-assessments',
  schema: {
    summary: 'Rate oneself on a curriculum item in the current training year (T7)',
    params: CurriculumItemParams,
    body: NewSelfAssessment.extend({ id: z.uuid() }),
    response: { 201: SelfAssessment },
  },
} as const satisfies Endpoint

/** What is asked for hangs on the answer and on what is linked: `faultsOfAnswer` says, at `reasons.<what>` (T9). */
export const NewSignOff = z.object({
  answer: Answer,
  level: z.string().max(60).nullable().default(null),
  reasons: z.partialRecord(z.enum(REASONS_ASKED), longText(5000)).default({}),
  note: longText(10_000).default(''),
})
export type NewSignOff = z.output<typeof NewSignOff>

/** `stale_version` where the evidence or the self-assessment is not as it was shown. */
export const signOffItem = {
  method: 'POST',
  url: '/api/people/:ownerId/curriculum/:code/sign-offs',
  schema: {
    summary: 'Sign off a curriculum item, or say that more is needed (T9)',
    params: CurriculumItemParams,
    body: NewSignOff.extend({ id: z.uuid(), basis: z.string().max(100) }),
    response: { 201: z.object({ id: z.uuid(), chainNumber: z.int() }) },
  },
} as const satisfies Endpoint

const EvidenceParams = OwnerParams.extend({ itemId: z.uuid() })

/** A piece of evidence as one signature saw it. */
export const KeptVersion = z.object({
  signOffId: z.uuid(),
  code: z.string(),
  answer: Answer,
  by: z.string(),
  at: Instant,
  /** What can be read now differs from it; false where nothing can be. */
  hasChanged: z.boolean(),
  evidence: Evidence,
})
export type KeptVersion = z.infer<typeof KeptVersion>

/** `now` is null where it is not linked any more. `not_found` where neither it nor a version of it can be read. */
export const EvidencePage = z.object({
  person: z.object({ id: z.uuid(), name: z.string() }),
  now: Evidence.extend({ codes: z.array(z.string()) }).nullable(),
  versions: z.array(KeptVersion),
})
export type EvidencePage = z.infer<typeof EvidencePage>

export const readEvidence = {
  method: 'GET',
  url: '/api/people/:ownerId/evidence/:itemId',
  schema: { summary: 'A piece of evidence as it can be read (P24)', params: EvidenceParams, response: { 200: EvidencePage } },
} as const satisfies Endpoint

/** As the signature named saw it, else as it is now. Always an attachment, as the owner's are (P11). */
export const downloadEvidence = {
  method: 'GET',
  url: '/api/people/:ownerId/evidence/:itemId/files/:fileId',
  schema: {
    summary: 'Download a file of a piece of evidence',
    params: EvidenceParams.extend({ fileId: z.uuid() }),
    querystring: z.object({ signOff: z.uuid().optional() }),
    response: { 200: Bytes },
  },
} as const satisfies Endpoint
