import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { Bytes, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { FileRef } from '#domain/portfolio/contract.ts'
import { Title } from '#domain/portfolio/item.ts'
import { textUpTo } from '#domain/text-field.ts'
import { EXPIRIES } from './expiry.ts'

const Day = z.string({ error: 'Give the day.' }).pipe(PlainDate)

export const RESULTS = ['passed', 'not passed'] as const
export const Result = z.enum(RESULTS, { error: 'Choose passed or not passed.' })
export type Result = z.infer<typeof Result>

/** How the verifier knows: by the file, by the paper itself, by the college's own record. */
export const SAW = ['file', 'original', 'college'] as const

const Verification = z.object({
  by: z.string(),
  as: z.string(),
  saw: z.enum(SAW),
  at: z.iso.datetime({ offset: true }),
})

const common = {
  id: z.uuid(),
  title: z.string(),
  /** The code of the curriculum item it meets; null for any other. */
  itemCode: z.string().nullable(),
  awardingBody: z.string(),
  source: z.enum(['self', 'college']),
  corrects: z.uuid().nullable(),
  /** A newer one took its place and is verified. */
  isCorrected: z.boolean(),
  files: z.array(FileRef),
  version: z.int(),
  verification: Verification.nullable(),
  can: z.object({ write: May, verify: May }),
}

/** A professional certificate, such as life support (T5). */
export const ProfessionalCertificate = z.object({
  ...common,
  number: z.string(),
  issuedOn: PlainDate,
  /** The last day it is valid; null never ends. */
  expiresOn: PlainDate.nullable(),
  expiry: z.enum(EXPIRIES),
  /** The one it takes over from, and whether a newer one took over from it (P27). */
  renews: z.uuid().nullable(),
  isRenewed: z.boolean(),
})
export type ProfessionalCertificate = z.infer<typeof ProfessionalCertificate>

/** The result of one attempt at an exam (T5). */
export const ExamResult = z.object({
  ...common,
  candidateNumber: z.string(),
  diet: z.string(),
  takenOn: PlainDate,
  result: Result,
})
export type ExamResult = z.infer<typeof ExamResult>

/** What the curriculum asks for in this training year, and how it stands. */
export const Required = z.object({
  code: z.string(),
  title: z.string(),
  /** Whether this training year expects it. */
  isDueThisYear: z.boolean(),
  state: z.enum(['met', 'waits for verification', 'expired', 'missing']),
})
export type Required = z.infer<typeof Required>

const PaperParams = OwnerParams.extend({ id: z.uuid() })
/** `look`: to be shown in the page where it is a picture or a PDF, and not saved. */
const Look = z.object({ look: z.stringbool().default(false) })
const PaperFileParams = PaperParams.extend({ fileId: z.uuid() })

const listed = {
  /** Whose they are. */
  name: z.string(),
  required: z.array(Required),
  can: z.object({ write: May }),
}

export const CertificateFields = z.object({
  title: Title,
  itemCode: z.string().max(40).nullable().default(null),
  awardingBody: textUpTo(200).default(''),
  number: textUpTo(100).default(''),
  issuedOn: Day,
  expiresOn: PlainDate.nullable().default(null),
})
export type CertificateFields = z.infer<typeof CertificateFields>

export const ExamFields = z.object({
  title: Title,
  itemCode: z.string().max(40).nullable().default(null),
  awardingBody: textUpTo(200).default(''),
  candidateNumber: textUpTo(100).default(''),
  diet: textUpTo(100).default(''),
  takenOn: Day,
  result: Result,
})
export type ExamFields = z.infer<typeof ExamFields>

/** The page makes the id, so that what is sent twice is one. */
const fresh = { id: z.uuid(), corrects: z.uuid().nullable().default(null) }
const changed = { version: z.int() }
/** With `version`, what the page showed is verified and nothing that came after. */
const Saw = z.object({ saw: z.enum(['file', 'original'], { error: 'Say what you saw.' }), version: z.int().optional() })

export const listCertificates = {
  method: 'GET',
  url: '/api/people/:ownerId/professional-certificates',
  schema: {
    summary: 'Professional certificates, and what of them the curriculum asks for (T5)',
    params: OwnerParams,
    response: { 200: z.object({ certificates: z.array(ProfessionalCertificate), ...listed }) },
  },
} as const satisfies Endpoint

export const recordCertificate = {
  method: 'POST',
  url: '/api/people/:ownerId/professional-certificates',
  schema: {
    summary: 'Enter a professional certificate (T5)',
    params: OwnerParams,
    body: CertificateFields.extend(fresh).extend({ renews: z.uuid().nullable().default(null) }),
    response: { 201: ProfessionalCertificate },
  },
} as const satisfies Endpoint

export const amendCertificate = {
  method: 'PUT',
  url: '/api/people/:ownerId/professional-certificates/:id',
  schema: {
    summary: 'Change a professional certificate that is not verified (T5)',
    params: PaperParams,
    body: CertificateFields.extend(changed),
    response: { 200: ProfessionalCertificate },
  },
} as const satisfies Endpoint

export const verifyCertificate = {
  method: 'POST',
  url: '/api/people/:ownerId/professional-certificates/:id/verification',
  schema: {
    summary: 'Verify a professional certificate after seeing it (T5)',
    params: PaperParams,
    body: Saw,
    response: { 200: ProfessionalCertificate },
  },
} as const satisfies Endpoint

export const certificateFile = {
  method: 'GET',
  url: '/api/people/:ownerId/professional-certificates/:id/files/:fileId',
  schema: { summary: 'The file of a professional certificate', params: PaperFileParams, querystring: Look, response: { 200: Bytes } },
} as const satisfies Endpoint

export const listExams = {
  method: 'GET',
  url: '/api/people/:ownerId/exam-results',
  schema: {
    summary: 'Exam results, and which exams the curriculum asks for (T5)',
    params: OwnerParams,
    response: { 200: z.object({ exams: z.array(ExamResult), ...listed }) },
  },
} as const satisfies Endpoint

export const recordExam = {
  method: 'POST',
  url: '/api/people/:ownerId/exam-results',
  schema: { summary: 'Enter an exam result (T5)', params: OwnerParams, body: ExamFields.extend(fresh), response: { 201: ExamResult } },
} as const satisfies Endpoint

export const amendExam = {
  method: 'PUT',
  url: '/api/people/:ownerId/exam-results/:id',
  schema: {
    summary: 'Change an exam result that is not verified (T5)',
    params: PaperParams,
    body: ExamFields.extend(changed),
    response: { 200: ExamResult },
  },
} as const satisfies Endpoint

export const verifyExam = {
  method: 'POST',
  url: '/api/people/:ownerId/exam-results/:id/verification',
  schema: { summary: 'Verify an exam result after seeing it (T5)', params: PaperParams, body: Saw, response: { 200: ExamResult } },
} as const satisfies Endpoint

export const examFile = {
  method: 'GET',
  url: '/api/people/:ownerId/exam-results/:id/files/:fileId',
  schema: { summary: 'The file of an exam result', params: PaperFileParams, querystring: Look, response: { 200: Bytes } },
} as const satisfies Endpoint
