import { z } from 'zod'
import { PersonName } from '#domain/accounts/contract.ts'
import { Bytes, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { textUpTo } from '#domain/text-field.ts'
import { AppraisalComment, CreditAgreement, MOST_SHARED, SharedItem, SharedView } from './share-contract.ts'

// The appraiser's side: by the code alone, for somebody without an account, or by the account it was shared with.

const Code = z.object({ code: z.string().max(200) })

/** By the link: who reads, comments or agrees. Wanted the first time; left out it is who opened it last. Of an account it is its own. */
const SaidName = z.union([z.literal(''), PersonName]).default('')

export const SHARE_DOORS = ['open', 'sign in', 'other account', 'own'] as const

export const ShareCover = z.object({
  door: z.enum(SHARE_DOORS),
  /** Empty where the door is shut. */
  ownerName: z.string(),
  endsOn: PlainDate.nullable(),
  /** Whether a reader says who they are. */
  byLink: z.boolean(),
  /** Who has opened it before, or whose account this is; empty until they say. */
  appraiserName: z.string(),
})
export type ShareCover = z.infer<typeof ShareCover>

export const coverOfShare = {
  method: 'GET',
  url: '/api/shared/:code',
  public: true,
  schema: {
    summary: 'Whose portfolio a link leads to; reading this shows and changes nothing',
    params: Code,
    response: { 200: ShareCover },
  },
} as const satisfies Endpoint

export const openShare = {
  method: 'POST',
  url: '/api/shared/:code/readings',
  public: true,
  schema: {
    summary: 'Read what is shared; the owner sees that it was read',
    params: Code,
    body: z.object({ name: SaidName }),
    response: { 200: SharedView.extend({ endsOn: PlainDate, appraiserName: z.string() }) },
  },
} as const satisfies Endpoint
export type OpenedShare = z.output<(typeof openShare.schema.response)[200]>

export const openSharedItem = {
  method: 'POST',
  url: '/api/shared/:code/items/:itemId',
  public: true,
  schema: {
    summary: 'Read the notes, impact and files of one row, where they are shared',
    params: Code.extend({ itemId: z.uuid() }),
    body: z.object({}),
    response: { 200: SharedItem },
  },
} as const satisfies Endpoint

export const sharedFile = {
  method: 'GET',
  url: '/api/shared/:code/items/:itemId/files/:fileId',
  public: true,
  schema: {
    summary: 'A file of a row that is shared with its files',
    params: Code.extend({ itemId: z.uuid(), fileId: z.uuid() }),
    response: { 200: Bytes },
  },
} as const satisfies Endpoint

export const commentOnShare = {
  method: 'POST',
  url: '/api/shared/:code/comments',
  public: true,
  schema: {
    summary: 'Comment on a row, or on the whole',
    params: Code,
    body: z.object({
      id: z.uuid(),
      itemId: z.uuid().nullable(),
      text: textUpTo(4000).min(1, { error: 'Write your comment.' }),
      name: SaidName,
    }),
    response: { 201: AppraisalComment },
  },
} as const satisfies Endpoint

export const agreeCredits = {
  method: 'POST',
  url: '/api/shared/:code/agreements',
  public: true,
  schema: {
    summary: 'Agree to the credits of rows as they were read',
    params: Code,
    body: z.object({
      id: z.uuid(),
      rows: z
        .array(z.object({ id: z.uuid(), version: z.string().max(100) }))
        .min(1, { error: 'Choose a row first.' })
        .max(MOST_SHARED),
      /** The total that was read, in hundredths: another one is not agreed to. */
      counted: z.int(),
      impact: z.int(),
      notCounted: z.int(),
      /** The organisation whose credits were read; null with None. */
      accreditorId: z.string().max(100).nullable(),
      name: SaidName,
      note: textUpTo(1000).default(''),
    }),
    response: { 201: CreditAgreement },
  },
} as const satisfies Endpoint
