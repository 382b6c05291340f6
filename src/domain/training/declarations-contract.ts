import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { Certainty } from '#domain/catalogue/contract.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { NotedText } from '#domain/portfolio/item.ts'
import { DeclarationKind } from './declaration-file.ts'

const Instant = z.iso.datetime({ offset: true })

/** That something was signed, by whom and when: what those see who may not read the text. */
export const Signature = z.object({
  id: z.uuid(),
  signedBy: z.string(),
  signedAs: z.enum(['trainee', 'educational supervisor']),
  signedOn: PlainDate,
  signedAt: Instant,
  /** The one it takes the place of, and whether another took its own. */
  corrects: z.uuid().nullable(),
  isCorrected: z.boolean(),
  isMine: z.boolean(),
})
export type Signature = z.infer<typeof Signature>

export const YearRef = z.object({ id: z.uuid(), code: z.string(), from: PlainDate, until: PlainDate })

/** A text in force, as it is signed. */
export const TextToSign = z.object({
  id: z.string(),
  title: z.string(),
  body: z.array(z.string()),
  certainty: Certainty,
  detail: z.object({ label: z.string(), hint: z.string() }).nullable(),
  document: z.object({ title: z.string(), link: z.string() }),
  sections: z.array(
    z.object({
      code: z.string(),
      heading: z.string(),
      domain: z.string().nullable(),
      summary: z.string(),
      certainty: Certainty,
      /** By this viewer, for this year. */
      isOpened: z.boolean(),
    }),
  ),
})
export type TextToSign = z.infer<typeof TextToSign>

export const DeclarationOfYear = z.object({
  kind: DeclarationKind,
  /** Null where the catalogue has none in force, or the viewer may not read it. */
  text: TextToSign.nullable(),
  signatures: z.array(Signature),
  can: z.object({ read: May, sign: May }),
  /** What this viewer must do before signing, in words; null where they can sign now or may not at all. */
  first: z.string().nullable(),
  /** Their time is over, and they can sign this alone because they began it (T2); in words, null for everybody else. */
  finishing: z.string().nullable(),
})
export type DeclarationOfYear = z.infer<typeof DeclarationOfYear>

/** Those of the training year of today, and of the years before. */
export const declarationsOfOwner = {
  method: 'GET',
  url: '/api/people/:ownerId/declarations',
  schema: {
    summary: 'Which declarations and agreements are signed, and the texts to sign this year (T4)',
    params: OwnerParams,
    response: {
      200: z.object({
        name: z.string(),
        year: YearRef.nullable(),
        now: z.array(DeclarationOfYear),
        before: z.array(z.object({ year: YearRef, kind: DeclarationKind, signatures: z.array(Signature) })),
      }),
    },
  },
} as const satisfies Endpoint

/** A declaration word for word as it was signed. */
export const SignedText = Signature.extend({
  year: YearRef,
  title: z.string(),
  version: z.string(),
  body: z.string(),
  sections: z.array(z.string()),
  detail: z.string(),
})
export type SignedText = z.infer<typeof SignedText>

const signedTexts = <Url extends string>(url: Url, what: string) =>
  ({
    method: 'GET',
    url,
    schema: {
      summary: `${what} as they were signed, word for word, the newest first (T4)`,
      params: OwnerParams,
      response: { 200: z.object({ texts: z.array(SignedText) }) },
    },
  }) as const satisfies Endpoint

export const NewSignature = z.object({
  id: z.uuid(),
  /** The text that was shown: another one meanwhile is refused. */
  textId: z.string().max(60),
  detail: NotedText.refine((text) => text.length <= 5000, { error: 'This is longer than 5,000 characters.' }).default(''),
  /** The one that this corrects; null where it is the first of the year. */
  corrects: z.uuid().nullable().default(null),
})

const sign = <Url extends string>(url: Url, what: string) =>
  ({
    method: 'POST',
    url,
    schema: { summary: `Sign ${what} (T4)`, params: OwnerParams, body: NewSignature, response: { 201: Signature } },
  }) as const satisfies Endpoint

export const DECLARATIONS = {
  probity: {
    read: signedTexts('/api/people/:ownerId/declarations/probity', 'Declarations of probity'),
    sign: sign('/api/people/:ownerId/declarations/probity', 'the declaration of probity'),
  },
  health: {
    read: signedTexts('/api/people/:ownerId/declarations/health', 'Declarations of health'),
    sign: sign('/api/people/:ownerId/declarations/health', 'the declaration of health'),
  },
  agreement: {
    read: signedTexts('/api/people/:ownerId/declarations/agreement', 'Educational agreements'),
    sign: sign('/api/people/:ownerId/declarations/agreement', 'the educational agreement'),
  },
} as const

/** Opening a section is kept: one may sign what one has opened. */
const open = <Url extends string>(url: Url) =>
  ({
    method: 'POST',
    url,
    schema: {
      summary: 'Say that a section was opened, for this training year (T4)',
      params: OwnerParams,
      body: z.object({ textId: z.string().max(60), section: z.string().max(40) }),
      response: { 200: Done },
    },
  }) as const satisfies Endpoint

export const OPENINGS = {
  probity: open('/api/people/:ownerId/declarations/probity/readings'),
  health: open('/api/people/:ownerId/declarations/health/readings'),
  agreement: open('/api/people/:ownerId/declarations/agreement/readings'),
} as const
