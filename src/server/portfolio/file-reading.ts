import { Worker } from 'node:worker_threads'
import type { Content } from '#domain/portfolio/file-rules.ts'

/** What a file is, and its bytes as they are kept: a picture's without its place, or null where that could not be taken out. */
export interface Reading {
  readonly content: Content
  readonly bytes: Uint8Array | null
}

const MOST_MILLISECONDS = 10_000
const MOST_HEAP_MIB = 256
/** A thread takes some tens of MiB and a sixth of a second to start, so those at rest are kept for the next file. */
const MOST_AT_REST = 2

/**
 * Reads what strangers sent in a thread beside the server's, which answers everybody else meanwhile. `read` answers null for what took
 * more time or memory than any honest file does. It takes the bytes: they cannot be used after.
 */
export function fileReader(thread = new URL('./file-reading-thread.ts', import.meta.url), mostMilliseconds = MOST_MILLISECONDS) {
  const atRest: Worker[] = []
  return async function read(bytes: Uint8Array): Promise<Reading | null> {
    const worker = atRest.pop() ?? new Worker(thread, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB } })
    worker.ref()
    const reading = await asked(worker, bytes, mostMilliseconds).catch(async (fault: unknown) => {
      await worker.terminate()
      throw fault
    })
    if (reading === null || atRest.length >= MOST_AT_REST) {
      await worker.terminate()
      return reading
    }
    worker.removeAllListeners()
    // One that ends at rest must not be asked again, nor end the server.
    worker.once('error', () => atRest.splice(atRest.indexOf(worker), 1))
    worker.unref()
    atRest.push(worker)
    return reading
  }
}

function asked(worker: Worker, bytes: Uint8Array, mostMilliseconds: number): Promise<Reading | null> {
  return new Promise<Reading | null>((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), mostMilliseconds)
    const settle = (done: () => void) => {
      clearTimeout(timer)
      done()
    }
    worker.removeAllListeners()
    worker.once('message', (reading: Reading) => settle(() => resolve(reading)))
    worker.once('error', (fault: NodeJS.ErrnoException) =>
      settle(() => (fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(null) : reject(fault))),
    )
    // A part of a larger buffer goes as a copy: the rest is somebody else's.
    const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
    worker.postMessage(own, [own.buffer as ArrayBuffer])
  })
}
