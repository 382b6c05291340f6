import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface Spooled {
  /** In the archive. */
  readonly path: string
  readonly onDisk: string
}

const FLUSH_AT = 256 * 1024

/** Writes what is read in one moment to disk, so that the snapshot need not stay open while gigabytes of files are packed. */
export class ArchiveSpool {
  readonly written: Spooled[] = []
  readonly #folder: string
  #file: FileHandle | null = null
  #waiting = ''

  constructor(folder: string) {
    this.#folder = folder
  }

  async begin(path: string, isInArchive = true): Promise<string> {
    await this.end()
    const onDisk = join(this.#folder, path)
    await mkdir(dirname(onDisk), { recursive: true, mode: 0o700 })
    this.#file = await open(onDisk, 'wx', 0o600)
    if (isInArchive) this.written.push({ path, onDisk })
    return onDisk
  }

  async write(text: string): Promise<void> {
    this.#waiting += text
    if (this.#waiting.length >= FLUSH_AT) await this.#flush()
  }

  async end(): Promise<void> {
    await this.#flush()
    await this.#file?.close()
    this.#file = null
  }

  async #flush(): Promise<void> {
    if (this.#file !== null && this.#waiting !== '') await this.#file.writeFile(this.#waiting)
    this.#waiting = ''
  }
}
