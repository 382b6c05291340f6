import { z } from 'zod'
import { Code } from '#domain/catalogue/contract.ts'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { ERROR_CODES } from '#domain/errors.ts'
import { NewSignOff } from './contract.ts'
import { signedWords } from './words.ts'

export const MOST_SIGNED = 100

/** What came of one of several: signed, with its number in the owner's chain, or refused, in words. */
export const SignOffOutcome = z.object({
  code: z.string(),
  chainNumber: z.int().nullable(),
  refused: z
    .object({
      code: z.enum(ERROR_CODES),
      message: z.string(),
      /** As those of one sign-off. */
      fields: z.array(z.object({ path: z.string(), message: z.string() })),
    })
    .nullable(),
})

/** What is refused does not keep the rest from being signed. `not_allowed` where that is the answer to each. */
export const signOffItems = {
  method: 'POST',
  url: '/api/people/:ownerId/sign-offs',
  schema: {
    summary: 'Sign off several curriculum items at once (T19)',
    params: OwnerParams,
    body: z.object({
      signOffs: z
        .array(NewSignOff.extend({ code: Code, id: z.uuid(), basis: z.string().max(100) }))
        .min(1, { error: signedWords.chooseSome })
        .max(MOST_SIGNED, { error: signedWords.atMost(MOST_SIGNED) })
        .refine(
          (all) => [new Set(all.map(({ code }) => code)), new Set(all.map(({ id }) => id))].every(({ size }) => size === all.length),
          {
            error: signedWords.oncePerItem,
          },
        ),
    }),
    response: { 200: z.object({ outcomes: z.array(SignOffOutcome) }) },
  },
} as const satisfies Endpoint
