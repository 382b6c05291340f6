import { z } from 'zod'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ItemRow, Totals } from './contract.ts'
import { ItemFilters } from './filters.ts'

/** What the total would become through another organisation; `accreditor` left out means None (C11). */
export const totalsThrough = {
  method: 'GET',
  url: '/api/people/:ownerId/totals',
  schema: {
    summary: 'The totals of what the filters match, seen through an organisation chosen or not',
    params: OwnerParams,
    querystring: ItemFilters.extend({ accreditor: z.string().max(100).optional() }),
    response: { 200: Totals },
  },
} as const satisfies Endpoint

/** Credits of completed items by month of learning, through the owner's lens, in hundredths (P16). `month` is '2026-03'. */
export const creditsOverTime = {
  method: 'GET',
  url: '/api/people/:ownerId/credits',
  schema: {
    summary: 'Credits by month and by tag of what the filters match (P16)',
    params: OwnerParams,
    querystring: ItemFilters,
    response: {
      200: z.object({
        months: z.array(z.object({ month: z.string(), counted: z.int(), impact: z.int(), items: z.int() })),
        tags: z.array(
          z.object({ id: z.uuid(), label: z.string(), setId: z.string().nullable(), counted: z.int(), impact: z.int(), items: z.int() }),
        ),
        /** Completed items that bear no tag. */
        untagged: z.object({ counted: z.int(), impact: z.int(), items: z.int() }),
      }),
    },
  },
} as const satisfies Endpoint

/** Which tags of a set have evidence among what the filters match, and which have none (P16). */
export const coverageOfTagSet = {
  method: 'GET',
  url: '/api/people/:ownerId/tag-sets/:setId/coverage',
  schema: {
    summary: 'Evidence for each tag of a tag set',
    params: OwnerParams.extend({ setId: z.string().max(100) }),
    querystring: ItemFilters,
    response: {
      200: z.object({
        setId: z.string(),
        entries: z.array(z.object({ code: z.string(), tagId: z.uuid().nullable(), items: z.int(), completed: z.int() })),
      }),
    },
  },
} as const satisfies Endpoint

/** Progress in one scheme's current period, in hundredths (C10, C13). */
export const SchemeProgress = z.object({
  schemeId: z.string(),
  name: z.string(),
  from: PlainDate,
  to: PlainDate,
  target: z.int().nullable(),
  /** After caps; `uncapped` is what was earned before them. */
  counted: z.int(),
  uncapped: z.int(),
  parts: z.array(
    z.object({
      label: z.string(),
      rule: z.enum(['at least', 'at most']),
      amount: z.int(),
      have: z.int(),
      met: z.boolean(),
    }),
  ),
})
export type SchemeProgress = z.infer<typeof SchemeProgress>

export const homeOverview = {
  method: 'GET',
  url: '/api/people/:ownerId/home',
  schema: {
    summary: 'What the home page shows (P15)',
    params: OwnerParams,
    response: {
      200: z.object({
        /** Items in progress, last changed first. */
        inProgress: z.array(ItemRow),
        recent: z.array(ItemRow),
        year: z.object({
          from: PlainDate,
          to: PlainDate,
          /** After leave (P26). */
          target: z.int().nullable(),
          fullTarget: z.int().nullable(),
          totals: Totals,
          months: z.array(z.object({ month: z.string(), counted: z.int(), impact: z.int() })),
        }),
        schemes: z.array(SchemeProgress),
        waiting: z.object({
          /** 'Did the change last?' that are due (P22). */
          changeChecks: z.array(z.object({ id: z.uuid(), title: z.string(), on: PlainDate })),
          /** Certificates that end soon or ended, and that nothing took over from (P27). */
          expiring: z.array(z.object({ id: z.uuid(), title: z.string(), on: PlainDate, isOver: z.boolean() })),
          /** Drafts begun and not saved (P20). */
          drafts: z.array(z.object({ form: z.string(), title: z.string(), savedAt: z.string() })),
          /** Completed this CPD year without any credits. */
          withoutCredits: z.int(),
        }),
      }),
    },
  },
} as const satisfies Endpoint
