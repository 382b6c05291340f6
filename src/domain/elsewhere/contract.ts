import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { textUpTo } from '#domain/text-field.ts'
import { MOST_AT_ONCE, STANDINGS_ELSEWHERE } from './acceptance.ts'
import { Pair } from './readable.ts'
import { KINDS_ELSEWHERE, ProofElsewhere, REMARKS } from './signed-elsewhere.ts'
import { elsewhereWords } from './words.ts'

export const ELSEWHERE_A_PAGE = 25
const Standing = z.enum(STANDINGS_ELSEWHERE)
export const SHOWS_ELSEWHERE = ['all', ...STANDINGS_ELSEWHERE] as const

/** What was decided about it here. */
const Decision = z.object({
  id: z.uuid(),
  answer: z.enum(['accepted', 'declined', 'withdrawn']),
  reason: z.string(),
  by: z.string(),
  as: z.string(),
  at: z.iso.datetime(),
})
export type DecisionElsewhere = z.infer<typeof Decision>

/** A record that was signed elsewhere, as it stands in the list (R6). */
export const RecordElsewhere = z.object({
  id: z.uuid(),
  kind: z.enum(KINDS_ELSEWHERE),
  title: z.string(),
  signedOn: PlainDate,
  /** As they are named there; empty where nobody signed. */
  signer: z.string(),
  signedAs: z.string(),
  server: z.string(),
  /** Whose record it is, by the archive's word or, where `isNamedHere`, by this Cairn's; and whether that is how the owner here is called. */
  fromName: z.string(),
  isSameName: z.boolean(),
  isNamedHere: z.boolean(),
  proof: ProofElsewhere,
  standing: Standing,
  /** Of an accepted one, what became known since, in words. */
  since: z.array(z.string()),
  /** The newest decision. */
  decision: Decision.nullable(),
  can: z.object({ accept: May, decline: May, withdraw: May }),
})
export type RecordElsewhere = z.infer<typeof RecordElsewhere>

export const listElsewhere = {
  method: 'GET',
  url: '/api/people/:ownerId/signed-elsewhere',
  schema: {
    summary: 'What was signed elsewhere (R6), the newest first, as far as the viewer may read it',
    params: OwnerParams,
    querystring: z.object({ show: z.enum(SHOWS_ELSEWHERE).default('all'), page: z.coerce.number().int().min(0).max(1000).default(0) }),
    response: {
      200: z.object({
        /** Whose record it is. */
        name: z.string(),
        records: z.array(RecordElsewhere),
        hasMore: z.boolean(),
        counts: z.record(z.enum(SHOWS_ELSEWHERE), z.int()),
        /** Why the viewer decides about none; null where they decide about some. */
        can: z.object({ decide: May }),
        /** Who can accept, by name; nobody where the owner is in no training. */
        acceptors: z.array(z.object({ name: z.string(), as: z.string() })),
      }),
    },
  },
} as const satisfies Endpoint
export type ListedElsewhere = z.infer<(typeof listElsewhere)['schema']['response'][200]>

const RecordParams = OwnerParams.extend({ id: z.uuid() })

export const readElsewhere = {
  method: 'GET',
  url: '/api/people/:ownerId/signed-elsewhere/:id',
  schema: {
    summary: 'What a record that was signed elsewhere says, and its proof',
    params: RecordParams,
    response: {
      200: RecordElsewhere.extend({
        content: z.array(Pair),
        remarks: z.array(z.enum(REMARKS)),
        /** Its place in its chain; null where it stands in none. */
        number: z.int().nullable(),
        publicKey: z.string(),
        keyIsOurs: z.boolean(),
        /** Only the owner and the educational supervisor read it. */
        isFew: z.boolean(),
        broughtAt: z.iso.datetime(),
        decisions: z.array(Decision),
      }),
    },
  },
} as const satisfies Endpoint
export type ReadElsewhere = z.infer<(typeof readElsewhere)['schema']['response'][200]>

/** `after` is the newest decision that the page showed of each, null for none: about what was decided since nothing is decided unseen. */
export const DecideInput = z.strictObject({
  answer: z.enum(['accepted', 'declined', 'withdrawn']),
  reason: textUpTo(1000),
  records: z
    .array(z.strictObject({ id: z.uuid(), decisionId: z.uuid(), after: z.uuid().nullable() }))
    .min(1)
    .max(MOST_AT_ONCE, { error: `Choose ${MOST_AT_ONCE} at most.` })
    .refine((records) => new Set(records.map(({ decisionId }) => decisionId)).size === records.length, {
      error: elsewhereWords.decide.twice,
    }),
})
export type DecideInput = z.infer<typeof DecideInput>

export const decideElsewhere = {
  method: 'POST',
  url: '/api/people/:ownerId/signed-elsewhere-decisions',
  schema: {
    summary: 'Accept records that were signed elsewhere, decline them, or withdraw an acceptance (R6)',
    params: OwnerParams,
    body: DecideInput,
    response: { 200: z.object({ decided: z.int() }) },
  },
} as const satisfies Endpoint
