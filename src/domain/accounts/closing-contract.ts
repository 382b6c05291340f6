import { z } from 'zod'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { closingWords } from './closing-words.ts'
import { May } from './may.ts'

const url = '/api/people/:ownerId/closing'

export const readClosing = {
  method: 'GET',
  url,
  whileClosing: true,
  schema: {
    summary: 'Whether the account closes and when, what is kept of it, and whether it may be closed (A10)',
    params: OwnerParams,
    response: {
      200: z.object({
        /** The day the account is erased; null where it does not close. */
        closesOn: PlainDate.nullable(),
        /** Programmes that keep what was signed, with the last day if the account closed today. */
        kept: z.array(z.object({ programme: z.string(), until: PlainDate })),
        can: z.object({ close: May }),
      }),
    },
  },
} as const satisfies Endpoint

/** Faults: `wrong_password` at `password`, `try_later`, `not_allowed` for the last system administrator. Done twice it is done once. */
export const closeAccount = {
  method: 'POST',
  url,
  schema: {
    summary: 'Begin to close the account: thirty days, then it is erased (A10)',
    params: OwnerParams,
    body: z.object({
      password: z.string().min(1, { error: 'Type your password.' }).max(128),
      word: z
        .string()
        .max(100)
        .transform((word) => word.trim().toLowerCase())
        .refine((word) => word === closingWords.word, { error: `Type the word: ${closingWords.word}.` }),
    }),
    response: { 200: z.object({ closesOn: PlainDate }) },
  },
} as const satisfies Endpoint

/** Fault: `not_allowed` once erasing has begun. */
export const keepAccount = {
  method: 'DELETE',
  url,
  whileClosing: true,
  schema: { summary: 'Keep the account that was closing', params: OwnerParams, response: { 200: Done } },
} as const satisfies Endpoint
