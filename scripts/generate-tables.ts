/**
 * Writes `src/server/platform/tables.ts` from a database that has every migration: the types can't drift from the schema,
 * and a test compares the two. Run with `node scripts/generate-tables.ts <connection string>`.
 */
import { writeFile } from 'node:fs/promises'
import { tablesOf } from '../tests/support/tables-of.ts'

const url = process.argv[2]
if (url === undefined) throw new Error('Name the database: node scripts/generate-tables.ts postgres://…')
await writeFile('src/server/platform/tables.ts', await tablesOf(url))
