import { z } from 'zod'
import { archived, Day, Moment, type ArchiveGroup } from './archive-kinds.ts'

/** What was signed elsewhere and came with an archive, and what was decided about it here (R6). */
export const archiveElsewhere = {
  signed_elsewhere: archived(
    'signed-elsewhere',
    z.strictObject({
      id: z.uuid(),
      key: z.string(),
      kind: z.string(),
      section: z.string(),
      title: z.string(),
      type: z.string().nullable(),
      signed_on: Day,
      signed_at: Moment,
      signer_name: z.string(),
      signer_as: z.string(),
      content: z.json(),
      remarks: z.array(z.string()),
      from_owner: z.uuid(),
      from_name: z.string(),
      server: z.string(),
      proof: z.string(),
      number: z.int().nullable(),
      public_key: z.string(),
      brought_at: Moment,
    }),
    {
      leftOut: {
        import_ids: 'numbers of this server alone',
        key_is_ours: 'whether this very server signed it; `public_key` says by which key it was signed',
      },
    },
  ),
  elsewhere_decision: archived(
    'elsewhere-decision',
    z.strictObject({
      id: z.uuid(),
      record_id: z.uuid(),
      answer: z.string(),
      reason: z.string(),
      decided_by: z.uuid(),
      decided_by_name: z.string(),
      decided_as: z.string(),
      number: z.int(),
      at: Moment,
    }),
  ),
} as const satisfies ArchiveGroup
