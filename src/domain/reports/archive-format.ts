import { z } from 'zod'
import { ARCHIVED_TABLES } from './archive-tables.ts'

export const ARCHIVE_FORMAT = 'cairn archive'
/** Raised where a reader of the version before would misread or lose something. */
export const ARCHIVE_VERSION = 1

/** `archive.json`: what an archive is and holds. */
export const ArchiveManifest = z.strictObject({
  format: z.literal(ARCHIVE_FORMAT),
  version: z.literal(ARCHIVE_VERSION),
  madeAt: z.iso.datetime().describe('The moment as of which everything was read.'),
  server: z.string().describe('The address of the Cairn it was made by.'),
  owner: z.strictObject({ id: z.uuid(), name: z.string(), email: z.string() }),
  rows: z.record(z.string(), z.int().min(0)).describe('How many rows each file in data/ holds, by its name.'),
  files: z.int().min(0).describe('How many files are in files/.'),
  missing: z.array(z.string()).describe('Paths of files that the server could no longer find.'),
  chain: z.boolean().describe('Whether there is a chain.json.'),
})
export type ArchiveManifest = z.infer<typeof ArchiveManifest>

/** What `docs/archive.schema.json` holds: archive.json, and by its name each file in data/. */
export function archiveSchema(): Record<string, unknown> {
  const options = { target: 'draft-2020-12', io: 'output' } as const
  const plain = (schema: z.ZodType) => {
    const { $schema: _said, ...rest } = z.toJSONSchema(schema, options)
    return rest
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${ARCHIVE_FORMAT}, version ${ARCHIVE_VERSION}`,
    $defs: {
      'archive.json': plain(ArchiveManifest),
      ...Object.fromEntries(ARCHIVED_TABLES.map(([, { name, row }]) => [`data/${name}.json`, plain(z.array(row))])),
    },
  }
}
