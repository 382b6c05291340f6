import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { CatalogueId } from '#domain/catalogue/contract.ts'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'

const Coded = z.object({ code: z.string(), title: z.string() })
const Version = z.object({ id: CatalogueId, title: z.string(), version: z.string() })

export const CarryOverView = z.object({
  /** The trainee's. */
  name: z.string(),
  can: z.object({ answer: May }),
  /** The newest move first. */
  moves: z.array(
    z.object({
      id: z.uuid(),
      movedAt: z.iso.datetime({ offset: true }),
      movedBy: z.string(),
      from: Version,
      to: Version,
      /** By piece of evidence; those that are in the bin or gone are left out. */
      pieces: z.array(
        z.object({
          itemId: z.uuid(),
          title: z.string(),
          /** Linked to something today; who says yes to another is shown first what will be read, and by whom (P24). */
          isOpen: z.boolean(),
          proposals: z.array(z.object({ id: z.uuid(), from: z.array(Coded), to: Coded, answer: z.enum(['waiting', 'yes', 'no']) })),
        }),
      ),
      /** Old items that became nothing, with how many pieces stay linked to them in the old version. */
      leftBehind: z.array(Coded.extend({ pieces: z.int() })),
      added: z.array(Coded),
    }),
  ),
})
export type CarryOverView = z.infer<typeof CarryOverView>

export const readCarryOver = {
  method: 'GET',
  url: '/api/people/:ownerId/carry-over',
  schema: {
    summary: 'Links proposed after a move to a new version, what was left behind and what is new (T10)',
    params: OwnerParams,
    response: { 200: CarryOverView },
  },
} as const satisfies Endpoint

export const answerCarryOver = {
  method: 'POST',
  url: '/api/people/:ownerId/carry-over/answers',
  schema: {
    summary: 'Say yes or no to proposed links; a yes links the evidence in the new version (T10)',
    params: OwnerParams,
    body: z.strictObject({
      proposalIds: z.array(z.uuid()).min(1).max(500),
      answer: z.enum(['yes', 'no']),
      isShown: z.boolean().default(false),
    }),
    response: { 200: CarryOverView },
  },
} as const satisfies Endpoint
