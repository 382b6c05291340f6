import { Worker } from 'node:worker_threads'
import type { TextKind } from '#domain/portfolio/file-words.ts'
import { gate } from '#server/platform/gate.ts'

export type WordsFromThread = { readonly words: readonly string[] } | { readonly done: true }

export interface WordsRead {
  readonly words: readonly string[]
  /** What ended the reading before the end of the file. */
  readonly lack: 'time' | 'memory' | 'damage' | null
}

export interface Limits {
  readonly milliseconds: number
  readonly heapMiB: number
  /** What is unpacked lies beside the heap of the thread, and is looked at several times a second. */
  readonly besideMiB: number
}

const MOST: Limits = { milliseconds: 20_000, heapMiB: 256, besideMiB: 384 }
const LOOK_EVERY_MS = 50
const MIB = 1024 * 1024

const one = gate(1)

/**
 * The words of a file, read in a thread of its own whose time and memory are bounded; of a file that takes more, those found until then.
 * One file at a time. It takes the bytes: they cannot be used after.
 */
export const wordsApart = (
  bytes: () => Promise<Uint8Array<ArrayBuffer>>,
  kind: TextKind,
  limits: Limits = MOST,
  thread = new URL('./words-thread.ts', import.meta.url),
): Promise<WordsRead> => one(async () => readApart(await bytes(), kind, limits, thread))

function readApart(bytes: Uint8Array<ArrayBuffer>, kind: TextKind, limits: Limits, thread: URL): Promise<WordsRead> {
  return new Promise<WordsRead>((resolve) => {
    // What the library that reads PDFs says on the way is nobody's log.
    const worker = new Worker(thread, {
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMiB },
    })
    const words: string[] = []
    const end = (lack: WordsRead['lack']) => {
      clearTimeout(timer)
      clearInterval(watching)
      void worker.terminate()
      resolve({ words, lack })
    }
    const timer = setTimeout(() => end('time'), limits.milliseconds)
    const watching = setInterval(() => {
      worker
        .getHeapStatistics()
        .then(({ external_memory }) => external_memory > limits.besideMiB * MIB && end('memory'))
        // It has ended, which is told by itself.
        .catch(() => undefined)
    }, LOOK_EVERY_MS)
    worker.on('message', (message: WordsFromThread) => {
      if ('done' in message) end(null)
      else for (const word of message.words) words.push(word)
    })
    worker.once('error', (fault: NodeJS.ErrnoException) => end(fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'damage'))
    worker.once('exit', () => end('damage'))
    const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
    worker.postMessage({ bytes: own, kind }, [own.buffer])
  })
}
