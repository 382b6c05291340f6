import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Bytes that arrived and belong to no record yet. */
export interface Arrived {
  readonly fileId: string
  readonly sizeBytes: number
  readonly sha256: string
}

export type Attachments = ReturnType<typeof openAttachments>

/** The bytes of attachments, each a file of its own name; under `arriving/` until the record they belong to is stored. */
export function openAttachments(folder: string) {
  const arriving = join(folder, 'arriving')
  mkdirSync(arriving, { recursive: true })
  const pathOf = (fileId: string) => join(folder, fileId)

  return {
    async receive(bytes: Readable): Promise<Arrived> {
      const fileId = randomUUID()
      const hash = createHash('sha256')
      let sizeBytes = 0
      await pipeline(
        bytes,
        async function* (source: AsyncIterable<Uint8Array>) {
          for await (const chunk of source) {
            hash.update(chunk)
            sizeBytes += chunk.length
            yield chunk
          }
        },
        createWriteStream(join(arriving, fileId), { flags: 'wx' }),
      ).catch((error: unknown) => {
        rmSync(join(arriving, fileId), { force: true })
        throw error
      })
      return { fileId, sizeBytes, sha256: hash.digest('hex') }
    },
    keep: (file: Arrived): void => renameSync(join(arriving, file.fileId), pathOf(file.fileId)),
    /** Whether it was kept or not. */
    drop(fileId: string): void {
      rmSync(join(arriving, fileId), { force: true })
      rmSync(pathOf(fileId), { force: true })
    },
    read: (fileId: string): Readable => createReadStream(pathOf(fileId)),
    /** Clears what a killed process left: what was arriving, and what no record names. */
    sweep(isNamed: (fileId: string) => boolean): void {
      for (const name of readdirSync(arriving)) rmSync(join(arriving, name))
      for (const entry of readdirSync(folder, { withFileTypes: true }))
        if (entry.isFile() && !isNamed(entry.name)) rmSync(pathOf(entry.name))
    },
  }
}
