import { z } from 'zod'
import { Bytes, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { May } from './may.ts'

const When = z.iso.datetime({ offset: true })

export const SignedEntry = z.object({
  number: z.int(),
  kind: z.enum(['sign-off', 'declaration', 'verification', 'form']),
  at: When,
  /** Null where the record was erased, and where it does not say it in one line. */
  says: z.string().nullable(),
  by: z.string().nullable(),
  erased: z.boolean(),
})
export type SignedEntry = z.infer<typeof SignedEntry>

export const ChainView = z.object({
  name: z.string(),
  /** Null where nothing was signed yet. */
  head: z.object({ number: z.int(), at: When, line: z.string() }).nullable(),
  /** The newest first; null for who reads the head alone. */
  signed: z.array(SignedEntry).nullable(),
  publicKey: z.string(),
  can: z.object({ download: May }),
})
export type ChainView = z.infer<typeof ChainView>

export const readChain = {
  method: 'GET',
  url: '/api/people/:ownerId/chain',
  schema: { summary: 'What was signed, and the newest signed head (A9)', params: OwnerParams, response: { 200: ChainView } },
} as const satisfies Endpoint

/** See `Proof` in proof.ts. */
export const downloadProof = {
  method: 'GET',
  url: '/api/people/:ownerId/chain/proof',
  schema: { summary: 'The chain, its signed head and the public key, as a file (A9)', params: OwnerParams, response: { 200: Bytes } },
} as const satisfies Endpoint

export const downloadVerifier = {
  method: 'GET',
  url: '/api/verifier',
  public: true,
  schema: {
    summary: 'The verifier of proofs as one page that needs no network, with this server’s public key in it',
    response: { 200: Bytes },
  },
} as const satisfies Endpoint
