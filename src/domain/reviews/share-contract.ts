import { z } from 'zod'
import { Email } from '#domain/accounts/contract.ts'
import { Column } from '#domain/accounts/profile-contract.ts'
import { Filled } from '#domain/assessments/filled.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { Hundredths } from '#domain/hundredths.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ItemRow, Totals } from '#domain/portfolio/contract.ts'
import { listOf } from '#domain/query-string.ts'
import { ReportView } from '#domain/reports/contract.ts'
import { sayNumber } from '#domain/say-number.ts'
import { textUpTo } from '#domain/text-field.ts'
import { SHARE_STATES } from './share-rules.ts'

const instant = z.iso.datetime({ offset: true })
/** What is read of each row beside the columns, if the owner says so (P24). */
export const SHARE_PARTS = ['notes', 'impact', 'files'] as const
export const SharePart = z.enum(SHARE_PARTS)
export type SharePart = z.infer<typeof SharePart>

/** One person reads it whole, and the owner looks at it whole before. */
export const MOST_SHARED = 2000

/** What is on screen, and what of it is read. Forms are left out but for those chosen by hand. */
export const Shared = ReportView.extend({
  parts: z.array(SharePart).max(SHARE_PARTS.length).default([]),
  forms: z.array(z.uuid()).max(500).default([]),
})
export type Shared = z.output<typeof Shared>

/** A row as an appraiser reads it: of the fields of columns that are not shared none is told. */
export const SharedRow = ItemRow.pick({ id: true, title: true })
  .extend({
    /** Another one whenever something that can be read of the row is: the row, what a reflection says, its files. */
    version: z.string(),
    isForm: z.boolean(),
    /** Whether there is more to open: notes, impact or files, of those shared, or what a form says. */
    hasMore: z.boolean(),
    /** What it adds to the total, where the columns shared tell that of every row. */
    brings: z.object({ counted: Hundredths, impact: Hundredths, notCounted: Hundredths }).optional(),
  })
  .extend(
    ItemRow.pick({
      type: true,
      status: true,
      tags: true,
      startedOn: true,
      completedOn: true,
      personal: true,
      awarded: true,
      impact: true,
      files: true,
      source: true,
      link: true,
    }).partial().shape,
  )
export type SharedRow = z.infer<typeof SharedRow>

export const AppraisalComment = z.object({
  id: z.uuid(),
  /** Null for one on the whole. */
  itemId: z.uuid().nullable(),
  byName: z.string(),
  /** Who held the link said this name, and nobody checked it. */
  byLink: z.boolean(),
  text: z.string(),
  at: instant,
})
export type AppraisalComment = z.infer<typeof AppraisalComment>

const Unit = z.object({ one: z.string(), many: z.string() })
const Through = z.object({ organisation: z.object({ name: z.string(), short: z.string() }).nullable(), awards: Unit, own: Unit })

export const CreditAgreement = z.object({
  id: z.uuid(),
  byName: z.string(),
  byLink: z.boolean(),
  at: instant,
  note: z.string(),
  counted: z.int(),
  impact: z.int(),
  notCounted: z.int(),
  /** The organisation's short name; null with None. */
  organisation: z.string().nullable(),
  /** In what words its amounts are said. */
  through: Through,
  items: z.array(z.uuid()),
  /** Those of them that are not now what they were then. */
  changed: z.array(z.uuid()),
})
export type CreditAgreement = z.infer<typeof CreditAgreement>

export const SharedView = z.object({
  owner: z.object({ name: z.string(), professionalBody: z.string(), professionalNumber: z.string() }),
  /** What was chosen on screen, in words. */
  facts: z.array(z.tuple([z.string(), z.string()])),
  columns: z.array(Column),
  parts: z.array(SharePart),
  through: Through,
  totals: Totals,
  rows: z.array(SharedRow),
  comments: z.array(AppraisalComment),
  agreements: z.array(CreditAgreement),
})
export type SharedView = z.infer<typeof SharedView>

/** What is read of one row when it is opened: empty where it is not shared. */
export const SharedItem = z.object({
  notes: z.string(),
  personalReason: z.string(),
  practiceBefore: z.string(),
  practiceAfter: z.string(),
  practiceChanges: z.string(),
  files: z.array(z.object({ id: z.uuid(), name: z.string(), sizeBytes: z.int() })),
  /** What a reflection says: its learning layer (F8). */
  filled: Filled.nullable(),
})
export type SharedItem = z.infer<typeof SharedItem>

const address = '/api/people/:ownerId/appraisal-shares'

export const previewShare = {
  method: 'POST',
  url: `${address}/preview`,
  schema: {
    summary: 'What an appraiser would read, before it is shared (P24, P25)',
    params: OwnerParams,
    body: Shared,
    response: {
      200: SharedView.extend({
        /** Forms among the rows on screen, shared or not. */
        forms: z.array(z.object({ id: z.uuid(), title: z.string(), isReflection: z.boolean() })),
      }),
    },
  },
} as const satisfies Endpoint

export const previewSharedItem = {
  method: 'GET',
  url: '/api/people/:ownerId/items/:id/as-shared',
  schema: {
    summary: 'What an appraiser would read of one row',
    params: OwnerParams.extend({ id: z.uuid() }),
    querystring: z.object({ parts: listOf(SharePart, SHARE_PARTS.length, 'There are three parts.') }),
    response: { 200: SharedItem },
  },
} as const satisfies Endpoint

export const SHARE_WAYS = ['link', 'account'] as const

/** The fields a person fills in. */
export const ShareFields = z.object({
  forName: textUpTo(200).min(1, { error: 'Say who it is for.' }),
  way: z.enum(SHARE_WAYS),
  email: z.union([z.literal(''), Email]).default(''),
  endsOn: z.string({ error: 'Give the day.' }).pipe(PlainDate),
})

export const makeShare = {
  method: 'POST',
  url: address,
  schema: {
    summary: 'Share with an appraiser (P25)',
    params: OwnerParams,
    body: Shared.extend(ShareFields.shape).extend({
      id: z.uuid(),
      /** The rows that the owner was shown, all of them: others are not shared. */
      rows: z
        .array(z.uuid())
        .min(1, { error: 'There is no row to share. Change the dates or the filters.' })
        .max(MOST_SHARED, { error: `Share ${sayNumber(MOST_SHARED)} rows at most: choose dates or filters.` }),
    }),
    response: { 201: z.object({ id: z.uuid(), url: z.string() }) },
  },
} as const satisfies Endpoint

export const ShareLine = z.object({
  id: z.uuid(),
  way: z.enum(SHARE_WAYS),
  forName: z.string(),
  forEmail: z.string(),
  state: z.enum(SHARE_STATES),
  endsOn: PlainDate,
  madeAt: instant,
  facts: z.array(z.tuple([z.string(), z.string()])),
  columns: z.array(Column),
  parts: z.array(SharePart),
  rows: z.int(),
  appraiserName: z.string(),
  readings: z.int(),
  readAt: instant.nullable(),
  /** Null once it leads nowhere. */
  url: z.string().nullable(),
  comments: z.array(AppraisalComment.extend({ title: z.string().nullable() })),
  agreements: z.array(CreditAgreement.extend({ changedTitles: z.array(z.string()) })),
})
export type ShareLine = z.infer<typeof ShareLine>

export const listShares = {
  method: 'GET',
  url: address,
  schema: {
    summary: 'What is shared with appraisers, when it was read, and what they said; and what others share with me',
    params: OwnerParams,
    response: {
      200: z.object({
        shares: z.array(ShareLine),
        withMe: z.array(z.object({ id: z.uuid(), name: z.string(), endsOn: PlainDate, path: z.string() })),
      }),
    },
  },
} as const satisfies Endpoint

export const revokeShare = {
  method: 'DELETE',
  url: `${address}/:shareId`,
  schema: {
    summary: 'Take a share back: at once it leads nowhere',
    params: OwnerParams.extend({ shareId: z.uuid() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const itemAppraisal = {
  method: 'GET',
  url: '/api/people/:ownerId/items/:id/appraisal',
  schema: {
    summary: 'What appraisers said of an item, and the credits they agreed to',
    params: OwnerParams.extend({ id: z.uuid() }),
    response: {
      200: z.object({
        /** To whom it is open now. */
        openTo: z.array(z.string()),
        comments: z.array(AppraisalComment),
        agreements: z.array(
          z.object({
            id: z.uuid(),
            byName: z.string(),
            byLink: z.boolean(),
            at: instant,
            counted: Hundredths.nullable(),
            impact: Hundredths.nullable(),
            isChanged: z.boolean(),
          }),
        ),
      }),
    },
  },
} as const satisfies Endpoint
