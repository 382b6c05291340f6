import { z } from 'zod'
import { archived, InArchive, Moment, type ArchiveGroup } from './archive-kinds.ts'

/** Archives that were brought in (K5): what came from where, and what had no place here. */
export const archiveBrought = {
  brought_row: archived(
    'origin',
    z.strictObject({
      id: z.uuid(),
      part: z.string(),
      from_owner: z.uuid(),
      from_id: z.uuid(),
    }),
    { leftOut: { import_id: 'a number of this server alone', as_brought: 'tells whether an import can be undone here' } },
  ),
  brought_archive: archived(
    'brought-archive',
    z.strictObject({
      id: z.uuid(),
      from_owner: z.uuid(),
      from_name: z.string(),
      server: z.string(),
      made_at: Moment,
      brought_at: Moment,
      name: z.string(),
      media_type: z.string(),
      size_bytes: z.int(),
      sha256: z.string(),
      archive_path: InArchive,
    }),
    { leftOut: { stored_as: 'where the bytes lie on this server; `archive_path` says where they lie in the archive' } },
  ),
} as const satisfies ArchiveGroup
