import { z } from 'zod'
import type { Answer } from './permissions.ts'

/** Whether something may be done, as a page is told it: null where it may, else the reason in words (A8). */
export const May = z.string().nullable()
export type May = z.infer<typeof May>

export const mayOf = (answer: Answer): string | null => (answer.allowed ? null : answer.reason)
