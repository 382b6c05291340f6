import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fallbackDataFolder, type Settings } from './config.ts'
import { DiskFull, PlainError, plainly } from './plain-error.ts'
import { clusterIn } from './postgres-cluster.ts'
import { until } from './processes.ts'
import { accountFor, folderInTheWay } from './run-as.ts'

/** The layout below; a change that an older Cairn cannot read makes it one more. */
const FORMAT = 1
const MINIMUM_FREE_BYTES = 200 * 1024 * 1024

/** Said of a data folder that cannot be used; nothing in it was changed. */
export class DataFolderError extends PlainError {
  override name = 'DataFolderError'
}

/**
 * The data folder. With Cairn's own database in it, it is locked for this process until `close` or the process's end, however it ends;
 * with a database elsewhere several servers may share it.
 */
export interface DataFolder {
  readonly path: string
  /** The demo's secret, made once. */
  secret(): string
  close(): void
}

interface Version {
  readonly cairn: number
  /** Major version of the PostgreSQL that ships with Cairn; null as long as the folder never held a database. */
  readonly postgresql: number | null
}

export interface Opening {
  /** The address this copy will have, told to whoever starts a second one. */
  readonly address: string
  /** Major version of the PostgreSQL to be run in the folder; null if the database is elsewhere. */
  readonly postgresMajor: number | null
  readonly minimumFreeBytes?: number
  /** How long to wait for an earlier copy that is just stopping. */
  readonly patienceMs?: number
}

/**
 * The folder to use: the one asked for, or, where that is only the default and PostgreSQL's user may not reach it, one under /var/lib.
 * Looks only; makes nothing.
 * @throws DataFolderError if a folder that was named cannot be reached
 */
export function chooseDataFolder(settings: Settings, onProgress: (line: string) => void): string {
  const { dataFolder, dataFolderNamed, databaseUrl, runAs } = settings
  const account = databaseUrl === null ? accountFor(runAs, clusterIn(dataFolder)) : null
  if (account === null) return dataFolder
  // The data folder itself is opened to that user when the database starts in it.
  const inTheWay = folderInTheWay(account, dirname(dataFolder))
  if (inTheWay === null) return dataFolder
  if (dataFolderNamed) {
    throw new DataFolderError(
      `Cairn was started by root, so its database runs as ${account.name}, and ${account.name} may not enter ${inTheWay}, ` +
        `which is on the way to the data folder ${dataFolder}. Name a data folder elsewhere with CAIRN_DATA, let others enter with ` +
        `\`chmod o+x ${inTheWay}\`, or start Cairn as an ordinary user.`,
    )
  }
  const fallback = fallbackDataFolder()
  onProgress(
    `The data folder is ${fallback}, because the database runs as ${account.name}, who may not enter ${inTheWay}. CAIRN_DATA names another.`,
  )
  return fallback
}

/**
 * Takes the folder for this process, making it where it is missing.
 * @throws DataFolderError, DiskFull
 */
export async function openDataFolder(path: string, opening: Opening): Promise<DataFolder> {
  refuseOthers(path, opening.postgresMajor)
  try {
    refuseFullDisk(path, opening.minimumFreeBytes ?? MINIMUM_FREE_BYTES)
    makeFolder(path)
    const lock = opening.postgresMajor === null ? null : await lockFolder(path, opening.patienceMs)
    try {
      return prepare(path, opening, lock)
    } catch (error) {
      lock?.close()
      throw error
    }
  } catch (error) {
    throw plainly(error, path)
  }
}

/** Whether a Cairn runs on the folder now. Asks the lock, so that what a crash left behind does not mislead. */
export function isHeld(path: string): boolean {
  const file = join(path, 'lock')
  if (!existsSync(file)) return false
  const lock = tryLock(file)
  lock?.close()
  return lock === null
}

/**
 * Changes nothing. Waits a moment for an earlier copy that is just stopping.
 * @throws DataFolderError
 */
export async function refuseSecondCopy(path: string, patienceMs = 3000): Promise<void> {
  if (!(await until(() => !isHeld(path), patienceMs, 100))) throw new DataFolderError(inUse(path))
}

function prepare(path: string, { address, postgresMajor }: Opening, lock: DatabaseSync | null): DataFolder {
  const before = versionIn(path)
  const version: Version = { cairn: FORMAT, postgresql: before?.postgresql ?? postgresMajor }
  if (before === null || before.postgresql !== version.postgresql) writeWhole(join(path, 'VERSION'), `${JSON.stringify(version)}\n`, 0o644)
  mkdirSync(join(path, 'files'), { recursive: true, mode: 0o700 })
  const note = join(path, 'running.json')
  if (lock !== null) writeWhole(note, JSON.stringify({ pid: process.pid, address }), 0o644)
  return {
    path,
    secret() {
      const file = join(path, 'secret')
      if (!existsSync(file)) writeWhole(file, `${randomBytes(32).toString('hex')}\n`, 0o600)
      return readFileSync(file, 'utf8').trim()
    },
    close() {
      if (lock === null) return
      rmSync(note, { force: true })
      lock.close()
    },
  }
}

/** Before anything is written: another's folder, another version's, or no folder at all. */
function refuseOthers(path: string, postgresMajor: number | null): void {
  let names: string[]
  try {
    if (existsSync(path) && !statSync(path).isDirectory())
      throw new DataFolderError(`The data folder ${path} is not a folder. Name another with CAIRN_DATA.`)
    names = existsSync(path) ? readdirSync(path) : []
  } catch (error) {
    throw plainly(error, path)
  }
  const version = versionIn(path)
  if (version === null) {
    // What a first start leaves if it is killed at once, and what systems put into a new disk or share.
    const strangers = names.filter((name) => !/^(lock|VERSION\.new|lost\+found|\.DS_Store|\.gitkeep)$/.test(name))
    if (strangers.length === 0) return
    throw new DataFolderError(
      `${path} is not empty and not a data folder of Cairn (it holds ${strangers.slice(0, 3).join(', ')}). Nothing was changed there. Name an empty or a new folder with CAIRN_DATA.`,
    )
  }
  if (version.cairn !== FORMAT) {
    const which = version.cairn > FORMAT ? 'a newer' : 'an older'
    throw new DataFolderError(
      `${path} was written by ${which} Cairn (data format ${version.cairn}; this one reads ${FORMAT}). Nothing was changed there. Start the Cairn that wrote it, or name another folder with CAIRN_DATA.`,
    )
  }
  if (postgresMajor !== null && version.postgresql !== null && version.postgresql !== postgresMajor) {
    throw new DataFolderError(
      `${path} holds a database of PostgreSQL ${version.postgresql}, and this Cairn brings PostgreSQL ${postgresMajor}. Nothing was changed there. ` +
        'Make a backup with the Cairn that wrote it (`npm run backup -- cairn.tar`) and restore it with this one into a new folder.',
    )
  }
}

function versionIn(path: string): Version | null {
  const file = join(path, 'VERSION')
  try {
    if (!existsSync(file)) return null
    const { cairn, postgresql } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Version>
    if (typeof cairn === 'number') return { cairn, postgresql: postgresql ?? null }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw plainly(error, path)
  }
  throw new DataFolderError(`${file} is not one that Cairn wrote. Nothing was changed there. Name another folder with CAIRN_DATA.`)
}

function refuseFullDisk(path: string, minimum: number): void {
  let at = path
  while (!existsSync(at)) at = dirname(at)
  const { bavail, bsize } = statfsSync(at)
  const free = bavail * bsize
  if (free >= minimum) return
  const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024)
  throw new DiskFull(
    `The disk that holds ${path} has ${megabytes(free)} MB free, and Cairn starts with ${megabytes(minimum)} MB or more, so that nothing is lost in the middle of a write. ` +
      'Make room, or name a data folder on another disk with CAIRN_DATA. Nothing was changed.',
  )
}

function makeFolder(path: string): void {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  mkdirSync(path, { mode: 0o700 })
}

/** SQLite's lock is the kernel's: it ends with the process, even by kill -9, and holds between containers that share a disk. */
async function lockFolder(path: string, patienceMs = 3000): Promise<DatabaseSync> {
  let lock: DatabaseSync | null = null
  if (await until(() => (lock = tryLock(join(path, 'lock'))) !== null, patienceMs, 100)) return lock!
  throw new DataFolderError(inUse(path))
}

function inUse(path: string): string {
  const note = noteIn(path)
  const who = note === null ? '' : ` (process ${note.pid}, ${note.address})`
  return `Cairn already runs on the data folder ${path}${who}. Use that one, or stop it first; to run a second, give it a folder of its own with CAIRN_DATA and a port with CAIRN_PORT.`
}

function tryLock(file: string): DatabaseSync | null {
  let lock: DatabaseSync
  try {
    lock = new DatabaseSync(file)
  } catch (error) {
    throw /unable to open/.test((error as Error).message) ? Object.assign(new Error('no access'), { code: 'EACCES' }) : error
  }
  try {
    lock.exec('pragma busy_timeout = 0; pragma journal_mode = memory; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if (/database is locked/.test((error as Error).message)) return null
    throw error
  }
}

function noteIn(path: string): { pid: number; address: string } | null {
  try {
    return JSON.parse(readFileSync(join(path, 'running.json'), 'utf8')) as {
      pid: number
      address: string
    }
  } catch {
    return null
  }
}

/** The whole content or the old one, whatever happens in between. */
function writeWhole(file: string, content: string, mode: number): void {
  const draft = `${file}.new`
  writeFileSync(draft, content, { mode })
  chmodSync(draft, mode)
  const open = openSync(draft, 'r')
  fsyncSync(open)
  closeSync(open)
  renameSync(draft, file)
}
