import { z } from 'zod'

/** What one source tells of a record: a small table, in words. Kept with a signature as it was seen, so it says everything by itself. */
export const GatheredPart = z.object({
  /** The source, such as `placements`. */
  id: z.string(),
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  /** What is said where there are no rows. */
  none: z.string(),
})
export type GatheredPart = z.infer<typeof GatheredPart>
