/**
 * A process that does nothing but lay out documents: what takes memory and stands still happens here and can be killed (R4).
 * Asked over the channel it was forked with, one document at a time; ends when its parent does.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isMainThread, Worker } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { typeset, WORKSPACE } from './typeset.ts'

export interface LayOut {
  /** The layout, Typst's own text. It reads `data.json`. */
  readonly layout: string
  /** The data of one document, JSON: every word in it is text and never read as markup. */
  readonly json: Uint8Array
  /** Seconds since 1970, written into the file as the time it was made. */
  readonly madeAt: number
}

export type LaidOut = { readonly pdf: Uint8Array; readonly pages: number } | { readonly fault: string }

const MOST_MEMORY_BYTES = 2 * 1024 * 1024 * 1024

if (isMainThread && process.send !== undefined) {
  // The layout blocks this thread, so another watches the memory.
  new Worker(`setInterval(() => { if (process.memoryUsage.rss() > ${MOST_MEMORY_BYTES}) process.kill(process.pid, 'SIGKILL') }, 250)`, {
    eval: true,
  }).unref()
  const compiler = openCompiler()
  process.on('message', ({ layout, json, madeAt }: LayOut) => {
    let answer: LaidOut
    try {
      answer = typeset(compiler, layout, Buffer.from(json), madeAt)
    } catch (fault) {
      answer = { fault: String(fault) }
    }
    process.send!(answer)
  })
  process.on('disconnect', () => process.exit())
}

/** Typst with the fonts that come with Cairn; what they lack it takes from its own and the machine's. */
function openCompiler(): NodeCompiler {
  const { resolve: find } = createRequire(import.meta.url)
  const fonts = [
    '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
    '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
    'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
    'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
  ]
  return NodeCompiler.create({
    workspace: WORKSPACE,
    fontArgs: [{ fontBlobs: fonts.map((font) => readFileSync(find(font))) }],
  })
}
