import type { SearchSchemaInput } from '@tanstack/react-router'
import type { z } from 'zod'

/**
 * Reads the address bar by a schema. What cannot be read falls back to its default, so that an old or mistyped
 * address still shows a page.
 */
export const readSearch =
  <S extends z.ZodObject>(schema: S) =>
  (search: Partial<z.output<S>> & SearchSchemaInput): z.output<S> => {
    const first = schema.safeParse(search)
    if (first.success) return first.data
    const faulty = new Set(first.error.issues.map((issue) => String(issue.path[0])))
    const rest = Object.fromEntries(Object.entries(search).filter(([key]) => !faulty.has(key)))
    return schema.parse(rest)
  }
