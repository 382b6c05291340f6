import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '#domain/errors.ts'
import type { FileStore } from './files.ts'

const NAME = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Files in a folder of this computer: `stored/` holds them whole, `incoming/` the uploads under way, `unfinished/` what is being written.
 * Several processes may use the folder at once.
 */
export async function openFileStore(folder: string): Promise<FileStore> {
  const unfinished = join(folder, 'unfinished')
  await removeLeftBehind(unfinished)

  const pathOf = (part: 'stored' | 'incoming', name: string): string => {
    if (!NAME.test(name)) throw new Error(`Not a name of a stored file: ${JSON.stringify(name)}`)
    return join(folder, part, ...name.split('/'))
  }

  const store = (name: string, bytes: Readable | Uint8Array, onChunk?: (chunk: Uint8Array) => void): Promise<number> => {
    const path = pathOf('stored', name)
    const draft = join(unfinished, randomUUID())
    let sizeBytes = 0
    return plainly(async () => {
      await makeFolder(unfinished)
      try {
        const file = await open(draft, 'wx', 0o600)
        try {
          await pipeline(bytes instanceof Uint8Array ? [bytes] : bytes, async (source: AsyncIterable<Uint8Array>) => {
            for await (const chunk of source) {
              onChunk?.(chunk)
              await writeAll(file, chunk, sizeBytes)
              sizeBytes += chunk.length
            }
          })
          await file.sync()
        } finally {
          await file.close()
        }
        await makeFolder(dirname(path))
        await rename(draft, path)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      await syncFolder(dirname(path))
      return sizeBytes
    })
  }

  return {
    sizeOfIncoming: (name) => sizeOf(pathOf('incoming', name)),

    async appendIncoming(name, offset, piece) {
      const path = pathOf('incoming', name)
      return plainly(async () => {
        await makeFolder(dirname(path))
        const file = await openToAppend(path)
        try {
          const { size } = await file.stat()
          // What has arrived is never written again: of a piece sent twice only the new end is.
          if (offset > size || offset + piece.length <= size) return size
          await writeAll(file, piece.subarray(size - offset), size)
          await file.sync()
          if (size === 0) await syncFolder(dirname(path))
          return offset + piece.length
        } finally {
          await file.close()
        }
      })
    },

    readIncoming: (name) => createReadStream(pathOf('incoming', name)),

    dropIncoming: (name) => rm(pathOf('incoming', name), { force: true }),

    async put(name, bytes) {
      const hash = createHash('sha256')
      const sizeBytes = await store(name, bytes, (chunk) => hash.update(chunk))
      return { sizeBytes, sha256: hash.digest('hex') }
    },

    putUnsummed: async (name, bytes) => ({ sizeBytes: await store(name, bytes) }),

    read: (name, { pieceBytes = 64 * 1024, ...range } = {}) =>
      createReadStream(pathOf('stored', name), { ...range, highWaterMark: pieceBytes }),

    async has(name) {
      return stat(pathOf('stored', name)).then((found) => found.isFile(), absent(false))
    },

    remove: (name) => rm(pathOf('stored', name), { force: true }),
    list: (prefix) => namesIn(join(folder, 'stored'), prefix),
    listIncoming: () => namesIn(join(folder, 'incoming'), ''),
  }
}

const absent =
  <Value>(value: Value) =>
  (error: NodeJS.ErrnoException): Value => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return value
    throw error
  }

const sizeOf = (path: string): Promise<number> => stat(path).then((found) => found.size, absent(0))

type Opened = Awaited<ReturnType<typeof open>>

/** To write at any place without cutting off what is there; Node has no flag that also makes the file. */
async function openToAppend(path: string): Promise<Opened> {
  const again = (code: string) => (error: NodeJS.ErrnoException) => {
    if (error.code !== code) throw error
    return null
  }
  return (await open(path, 'r+').catch(again('ENOENT'))) ?? (await open(path, 'wx', 0o600).catch(again('EEXIST'))) ?? open(path, 'r+')
}

async function writeAll(file: Opened, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/** Makes the folder last through a power cut, and each that had to be made on the way to it. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let at = folder; ; at = dirname(at)) {
    await syncFolder(dirname(at))
    if (at === first) return
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing, and keeps its own order.
  if (process.platform === 'win32') return
  const open_ = await open(folder, 'r')
  try {
    await open_.sync()
  } finally {
    await open_.close()
  }
}

async function* namesIn(root: string, prefix: string): AsyncGenerator<{ name: string; writtenAt: Date }> {
  const first = prefix.split('/').slice(0, -1)
  if (first.some((part) => !NAME.test(part))) return
  const folder = await opendir(join(root, ...first), { recursive: true }).catch(absent(null))
  if (folder === null) return
  for await (const entry of folder) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const name = relative(root, path).replaceAll(sep, '/')
    if (!name.startsWith(prefix)) continue
    const found = await stat(path).catch(absent(null))
    if (found !== null) yield { name, writtenAt: found.mtime }
  }
}

/** Drafts of a process that was killed. Those of the last day may be another process's work. */
async function removeLeftBehind(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(absent([]))) {
    const path = join(folder, name)
    const found = await stat(path).catch(absent(null))
    if (found !== null && Date.now() - found.mtimeMs > DAY_MS) await rm(path, { force: true })
  }
}

async function plainly<Value>(write: () => Promise<Value>): Promise<Value> {
  try {
    return await write()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error
    throw new Refusal(
      'overloaded',
      'The disk of this server is full, so the file could not be kept. Nothing else was lost. Please tell support; then send it again.',
    )
  }
}
