import { parentPort } from 'node:worker_threads'
import { TooTangled } from './exif.ts'
import type { Reading } from './file-reading.ts'
import { contentOf } from './file-type.ts'
import { withoutPlace } from './picture-place.ts'

parentPort!.on('message', (sent: Uint8Array<ArrayBuffer>) => {
  // A fault ends the thread, which tells whoever asked.
  void read(Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength)).then(({ reading, transfer }) =>
    parentPort!.postMessage(reading, transfer),
  )
})

async function read(bytes: Buffer<ArrayBuffer>): Promise<{ reading: Reading; transfer: ArrayBuffer[] }> {
  const content = await contentOf(bytes)
  try {
    const kept = (content.kind === 'known' ? withoutPlace(bytes, content.mediaType) : bytes) as Buffer<ArrayBuffer>
    return { reading: { content, bytes: kept }, transfer: [kept.buffer] }
  } catch (fault) {
    if (!(fault instanceof TooTangled)) throw fault
    return { reading: { content, bytes: null }, transfer: [] }
  }
}
