import { z } from 'zod'
import { PlainDate } from '#domain/plain-date.ts'

/**
 * What is sent to another portfolio, in Cairn's own form; a connector's mapping may change it on the way (docs/connectors.md).
 * Dates are plain dates (X17). Amounts are text with two decimals.
 */
export const Payload = z.strictObject({
  /** The same for one item and one connection for ever: the other side records it once (X5). */
  externalReference: z.string(),
  /** Rises with every change that is sent; a lower one than is there changes nothing. */
  revision: z.int().min(1),
  kind: z.enum(['own', 'module']),
  type: z.string().nullable(),
  title: z.string(),
  startedOn: PlainDate.nullable(),
  completedOn: PlainDate.nullable(),
  /** Who offered the learning: Cairn for its modules; null for what the owner recorded. */
  provider: z.string().nullable(),
  /** Where it can be found; null where the owner gave no address. */
  address: z.string().nullable(),
  /** Through the organisation chosen when it was sent, else the owner's own. */
  credits: z
    .strictObject({
      amount: z.string(),
      unit: z.string(),
      accreditor: z.string().nullable(),
      basis: z.enum(['awarded', 'self-assessed', 'personal']),
    })
    .nullable(),
  /** Only if the owner allows it (X2). */
  impact: z.strictObject({ credits: z.string().nullable(), before: z.string(), after: z.string(), changes: z.string() }).nullable(),
  /** Only if the owner allows it (X2). */
  notes: z.string().nullable(),
  tags: z.array(z.string()),
  /** In the order of the files that follow; a certificate is one of them. */
  attachments: z.array(z.strictObject({ name: z.string(), mediaType: z.string(), sizeBytes: z.int(), sha256: z.string() })),
})
export type Payload = z.infer<typeof Payload>

/** What the other side answers: its own number for the record, where it can be seen, and the revision it now holds. */
export const Receipt = z.object({
  recordId: z.string().max(200),
  address: z.url({ protocol: /^https?$/ }).nullable(),
  revision: z.int(),
})
export type Receipt = z.infer<typeof Receipt>
