import { Worker } from 'node:worker_threads'
import { Refusal, refuseField } from '#domain/errors.ts'
import type { RawSheet } from '#domain/training/log-workbook.ts'
import { logWords } from '#domain/training/log-words.ts'
import { gate } from '#server/platform/gate.ts'

export type BookReading = { readonly sheets: readonly RawSheet[] } | { readonly fault: 'old' | 'notXlsx' | 'bomb' | 'tangled' }

export const MOST_BOOK_BYTES = 2 * 1024 * 1024
const MOST_MILLISECONDS = 10_000
const MOST_HEAP_MIB = 192

const one = gate(1)

/**
 * The sheets of a workbook, read in a thread beside the server's, which answers everybody else meanwhile. What takes more time or
 * memory than any filled template does is given up.
 * @throws Refusal at `file` where it is none
 */
export async function readWorkbook(bytes: Uint8Array): Promise<readonly RawSheet[]> {
  const words = logWords.book
  if (bytes.length > MOST_BOOK_BYTES)
    throw new Refusal('too_large', words.tooLarge, { fields: [{ path: 'file', message: words.tooLarge }] })
  const reading = await one(() => readApart(new Uint8Array(bytes)))
  if ('fault' in reading) throw refuseField('file', words[reading.fault])
  return reading.sheets
}

function readApart(bytes: Uint8Array<ArrayBuffer>): Promise<BookReading> {
  const worker = new Worker(new URL('./log-book-thread.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB },
  })
  return new Promise<BookReading>((resolve, reject) => {
    const timer = setTimeout(() => settle(() => resolve({ fault: 'tangled' })), MOST_MILLISECONDS)
    const settle = (done: () => void) => {
      clearTimeout(timer)
      void worker.terminate()
      done()
    }
    worker.once('message', (reading: BookReading) => settle(() => resolve(reading)))
    worker.once('error', (fault: NodeJS.ErrnoException) =>
      settle(() => (fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ fault: 'tangled' }) : reject(fault))),
    )
    worker.postMessage(bytes, [bytes.buffer])
  })
}
