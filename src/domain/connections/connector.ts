import { z } from 'zod'
import { CatalogueId, Certainty, Text } from '#domain/catalogue/contract.ts'

const EnvName = z.string().regex(/^CAIRN_[A-Z0-9_]+$/, { error: 'must be the name of a setting, such as CAIRN_OTHERFOLIO_CLIENT_ID' })
const Address = z.url({ protocol: /^https?$/, error: 'must be a web address' })

/**
 * Another portfolio that completed learning can be carried to, as `catalogue/connectors/*.yaml` describes it (X14). Secrets come from the
 * environment by the names given here; where one of them is not set, the connector is off.
 */
export const Connector = z.strictObject({
  id: CatalogueId,
  name: Text,
  version: Text,
  source: Text,
  certainty: Certainty,
  note: Text.optional(),
  /** Off even if its settings are there, as while its interface is not publicly known. */
  enabled: z.boolean(),
  /** For demo and tests: shown only in the demo. */
  standIn: z.boolean().default(false),
  /** Where who has no account there can get one (X1). */
  signUp: Address.optional(),
  settings: z.strictObject({ issuer: EnvName, clientId: EnvName, clientSecret: EnvName, deliveries: EnvName }),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).min(1, { error: 'must name at least one' }),
  /** Whether the other side records one key once; where it does not, a lost answer is never repeated by itself (X5). */
  honoursKeys: z.boolean(),
  /** How our payload's fields are called there; a field left out goes under our own name, and null leaves it away. */
  mapping: z.record(z.string(), z.string().nullable()).default({}),
})
export type Connector = z.infer<typeof Connector>
