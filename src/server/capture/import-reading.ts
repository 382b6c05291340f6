import { Worker } from 'node:worker_threads'
import type { Mapping } from '#domain/capture/import-columns.ts'
import { importWords } from '#domain/capture/import-words.ts'
import { gate } from '#server/platform/gate.ts'

/** Why a file is not read, in words. */
export class FileFault extends Error {}

export interface FileLine {
  /** As the file counts them. */
  readonly line: number
  readonly cells: string[]
  /** Whether an empty line stands right above it, in a file of text. */
  readonly afterGap: boolean
  /** How far the file is read, 0 to 1. */
  readonly share: number
}

export interface FoundTable {
  readonly headers: string[]
  readonly samples: string[][]
  readonly sheet: string | null
  readonly otherSheets: string[]
  readonly encoding: string | null
  readonly delimiter: string | null
}

/** `dateOrder` is null where every date could be read either way. */
export interface Guess {
  readonly columns: Mapping['columns']
  readonly dateOrder: Mapping['dateOrder'] | null
}

export type PrintedLine = Pick<FileLine, 'line' | 'cells'> & { readonly fromLine: string }

export type FromThread =
  | { readonly found: FoundTable; readonly guess: Guess }
  | { readonly lines: readonly PrintedLine[]; readonly at: number }
  | { readonly done: true }
  | { readonly fault: string }

export interface TableTaker {
  found(found: FoundTable, guess: Guess): Promise<void>
  lines(lines: readonly PrintedLine[], share: number): Promise<void>
}

const MOST_HEAP_MIB = 768
/** Of the reading alone; writing the lines is not counted. */
const MOST_MILLISECONDS = 60_000

const one = gate(1)

/**
 * Reads a table in a thread of its own, whose memory and time are bounded, and hands its lines on in batches. It takes the bytes: they
 * cannot be used after.
 * @throws FileFault with the reason
 */
export const readTable = (bytes: Uint8Array, taker: TableTaker, thread = new URL('./import-thread.ts', import.meta.url)): Promise<void> =>
  one(() => readApart(bytes, taker, thread))

function readApart(bytes: Uint8Array, taker: TableTaker, thread: URL): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const worker = new Worker(thread, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB } })
    let left = MOST_MILLISECONDS
    let since = Date.now()
    let timer = setTimeout(() => end(new FileFault(importWords.file.heavy)), left)
    const end = (fault?: unknown) => {
      clearTimeout(timer)
      void worker.terminate()
      if (fault === undefined) resolve()
      else reject(fault)
    }
    const take = async (message: FromThread) => {
      if ('fault' in message) return end(new FileFault(message.fault))
      if ('done' in message) return end()
      clearTimeout(timer)
      left -= Date.now() - since
      if ('found' in message) await taker.found(message.found, message.guess)
      else await taker.lines(message.lines, message.at)
      since = Date.now()
      timer = setTimeout(() => end(new FileFault(importWords.file.heavy)), Math.max(1, left))
      worker.postMessage('more', [])
    }
    worker.on('message', (message: FromThread) => {
      take(message).catch(end)
    })
    worker.once('error', (fault: NodeJS.ErrnoException) =>
      end(fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new FileFault(importWords.file.heavy) : fault),
    )
    const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
    worker.postMessage(own, [own.buffer as ArrayBuffer])
  })
}
