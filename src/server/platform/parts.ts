import type pg from 'pg'
import type { LoadedCatalogue } from './catalogue.ts'
import type { Config } from './config.ts'
import type { Db } from './db.ts'
import type { FileStore } from './files.ts'

/** What a feature is built from. Made once in `house.ts`, handed down by hand. */
export interface Parts {
  readonly config: Config
  readonly catalogue: LoadedCatalogue
  /** As cairn_app, in schema public. */
  readonly db: Db
  readonly pool: pg.Pool
  readonly files: FileStore
  /** The connection string the pool was made from, for what needs connections of its own. */
  readonly databaseUrl: string
  readonly webFolder: string
  readonly guideFolder: string
}
