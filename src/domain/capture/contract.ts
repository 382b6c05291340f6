import { z } from 'zod'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { Item, NewItem } from '#domain/portfolio/contract.ts'
import { NotedText, WebAddress } from '#domain/portfolio/item.ts'

/** The address of the page that is saved: there must be one (K1). */
export const PageAddress = WebAddress.refine((text) => text !== '', { error: 'Give the address of the page.' })

/** A page of the web, and what the owner says of it. `id` is made by the window, so that a repeated send makes no second row. */
export const Capture = NewItem.pick({ id: true, title: true, tags: true }).extend({ link: PageAddress, notes: NotedText.default('') })
export type Capture = z.output<typeof Capture>

export const captureItem = {
  method: 'POST',
  url: '/api/people/:ownerId/captures',
  schema: {
    summary: 'Save a page of the web; where its address is in the portfolio already, nothing is changed and that row answered (K1, K3)',
    params: OwnerParams,
    body: Capture,
    response: {
      200: z.object({
        item: Item,
        /** The row was there before. */
        there: z.boolean(),
      }),
    },
  },
} as const satisfies Endpoint

/** The row of a page that is in the portfolio, outside the bin. */
export const CapturedBefore = z.object({
  id: z.uuid(),
  title: z.string(),
  notes: z.string(),
  addedAt: z.iso.datetime({ offset: true }),
})
export type CapturedBefore = z.infer<typeof CapturedBefore>

export const captured = {
  method: 'GET',
  url: '/api/people/:ownerId/captures',
  schema: {
    summary: 'Whether a page of the web is in the portfolio already (K3)',
    params: OwnerParams,
    querystring: z.object({ address: PageAddress }),
    response: { 200: z.object({ item: CapturedBefore.nullable() }) },
  },
} as const satisfies Endpoint
