import { acceptUpload, judgeFile, unreadable } from '#domain/portfolio/file-rules.ts'
import { gate } from '#server/platform/gate.ts'
import { fileReader } from './file-reading.ts'

/** A whole file lies in memory while it is judged. */
export const judging = gate(2)
const readApart = fileReader()

/** What a file is, and its bytes as they are kept. Those given cannot be used after: the thread that reads them takes them. */
export async function judged(name: string, bytes: Uint8Array): Promise<{ mediaType: string; kept: Uint8Array }> {
  const reading = await readApart(bytes)
  if (reading === null) throw unreadable(name)
  const mediaType = judgeFile(name, reading.content)
  if (reading.bytes === null) throw unreadable(name)
  return { mediaType, kept: reading.bytes }
}

/** The same of a file that came by another way than an upload. @throws Refusal that says why it is not taken */
export async function judgeBytes(name: string, bytes: Uint8Array): ReturnType<typeof judged> {
  acceptUpload(name, bytes.length)
  return judging(() => judged(name, bytes))
}
