import { resolve } from 'node:path'
import type { Config } from '#server/platform/config.ts'
import { loadCatalogue } from '#server/platform/catalogue.ts'
import { openDatabase } from '#server/platform/db.ts'
import { openFileStore } from '#server/platform/folder-store.ts'
import { prepareQueue, startWorker, type Worker } from '#server/platform/jobs.ts'
import { keyFor, sealsWith } from '#server/platform/keys.ts'
import type { LogTo } from '#server/platform/logger.ts'
import type { Parts } from '#server/platform/parts.ts'
import { outwardJobs } from '#server/connections/jobs.ts'
import { SLOTS } from '#server/connections/lanes.ts'
import { connectorsOf, loadConnectors, type Connectors, type OpenConnector } from '#server/connections/connectors.ts'
import { loadModules } from '#server/learning/load-modules.ts'
import { openModuleShelf, type ModuleShelf } from '#server/learning/module-shelf.ts'
import { buildApp } from './app.ts'
import { crontab, jobsOf } from './worker.ts'

/** The running server: what `main.ts` starts and stops, and what tests start on a database of their own. */
export interface House extends Parts {
  readonly app: Awaited<ReturnType<typeof buildApp>>
  /** The learning modules on offer. */
  readonly shelf: ModuleShelf
  /** The portfolios that can be connected. */
  readonly connectors: Connectors
  /** The address it answers at. */
  listen(): Promise<string>
  /** Refuses new requests, lets those under way finish, then stops jobs and closes connections. */
  close(): Promise<void>
}

export interface Where {
  /** Migrated already; the queue's own tables are laid here. */
  readonly databaseUrl: string
  readonly catalogueFolder?: string
  /** Instead of those the catalogue and the environment name. */
  readonly connectors?: readonly OpenConnector[]
  /** What connectors are set by, beside the environment. */
  readonly connectorSettings?: Readonly<Record<string, string>>
  readonly logTo?: LogTo
}

const checkout = resolve(import.meta.dirname, '../..')

/** The key tokens are sealed with where none was set: 32 bytes from the secret. */
const keyOf = (secret: string): Buffer => Buffer.from(keyFor(secret, 'tokens'), 'base64url')

/** Builds the house: the API, the worker, or both, as the role says. */
export async function buildHouse(config: Config, where: Where): Promise<House> {
  const catalogueFolder = where.catalogueFolder ?? resolve(checkout, 'catalogue')
  const catalogue = await loadCatalogue(catalogueFolder)
  const modules = await loadModules(resolve(catalogueFolder, 'modules'), {
    accreditorIds: new Set(catalogue.accreditors.map((accreditor) => accreditor.id)),
  })
  await prepareQueue(where.databaseUrl)
  const onFault = (fault: unknown) => app.log.error(fault)
  const database = openDatabase(where.databaseUrl, { onFault })
  const parts: Parts = {
    config,
    catalogue,
    db: database.db,
    pool: database.pool,
    files: await openFileStore(resolve(config.dataFolder, 'files')),
    databaseUrl: where.databaseUrl,
    webFolder: resolve(checkout, 'dist/web'),
    guideFolder: resolve(checkout, 'docs/guide'),
  }
  const shelf = await openModuleShelf(database.db, modules)
  const connectors =
    where.connectors === undefined
      ? await loadConnectors(resolve(catalogueFolder, 'connectors'), { ...process.env, ...where.connectorSettings }, config)
      : connectorsOf(where.connectors)
  const delivering = { ...parts, connectors, seals: sealsWith(config.tokenKeys ?? [{ name: 's', key: keyOf(config.secret) }]) }
  const app = await buildApp(delivering, shelf, where.logTo)
  let workers: readonly Worker[] = []
  return {
    ...parts,
    app,
    shelf,
    connectors,
    async listen() {
      if (config.role !== 'api') {
        workers = [
          await startWorker(where.databaseUrl, jobsOf(delivering), { crontab, onFault }),
          await startWorker(where.databaseUrl, outwardJobs(delivering), { concurrency: SLOTS, onFault }),
        ]
      }
      if (config.role === 'worker') return config.url
      return app.listen({ host: config.host, port: config.port })
    },
    async close() {
      await app.close()
      await Promise.all(workers.map((worker) => worker.close()))
      await database.close()
    },
  }
}
