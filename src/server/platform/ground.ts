import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from './config.ts'
import { chooseDataFolder, isHeld, openDataFolder, type DataFolder } from './data-folder.ts'
import { startPostgres } from './embedded-postgres.ts'
import { PlainError } from './plain-error.ts'
import { broughtBinaries } from './postgres-binaries.ts'
import { embeddedUrl } from './postgres-socket.ts'

/** What everything else stands on: the data folder, and a database that takes connections. */
export interface Ground {
  readonly folder: DataFolder
  readonly databaseUrl: string
  /** The database last. */
  close(): Promise<void>
}

/** @throws DataFolderError, DiskFull, PlainError */
export async function openGround(settings: Settings, path: string, onProgress: (line: string) => void): Promise<Ground> {
  if (settings.databaseUrl !== null) {
    const folder = await openDataFolder(path, { address: settings.url, postgresMajor: null })
    return { folder, databaseUrl: settings.databaseUrl, close: async () => folder.close() }
  }
  const binaries = broughtBinaries()
  const folder = await openDataFolder(path, {
    address: settings.url,
    postgresMajor: binaries.major,
  })
  try {
    const postgres = await startPostgres({
      dataFolder: path,
      binaries,
      runAs: settings.runAs,
      onProgress,
    })
    if (postgres.adopted) onProgress('The database was still running and is used on')
    return {
      folder,
      databaseUrl: postgres.url,
      async close() {
        await postgres.stop()
        folder.close()
      },
    }
  } catch (error) {
    folder.close()
    throw error
  }
}

/**
 * The database and data folder of a Cairn that is there, whether or not its server runs.
 * @throws PlainError if there is none
 */
export async function findGround(
  settings: Settings,
  onProgress: (line: string) => void,
): Promise<{ path: string; databaseUrl: string; close(): Promise<void> }> {
  const path = chooseDataFolder(settings, onProgress)
  if (settings.databaseUrl !== null) return { path, databaseUrl: settings.databaseUrl, close: async () => {} }
  if (isHeld(path)) return { path, databaseUrl: embeddedUrl(path), close: async () => {} }
  if (!existsSync(join(path, 'VERSION')))
    throw new PlainError(`There is no Cairn in ${path}. CAIRN_DATA names the data folder, DATABASE_URL a database elsewhere.`)
  const ground = await openGround(settings, path, onProgress)
  return { path, databaseUrl: ground.databaseUrl, close: () => ground.close() }
}
