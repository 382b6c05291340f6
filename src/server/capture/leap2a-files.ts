import { filesOfLine, WHOLE_TEXT_NAME, wholeTextOf } from '#domain/capture/leap2a-row.ts'
import { leap2aWords as say } from '#domain/capture/leap2a-words.ts'
import { Refusal } from '#domain/errors.ts'
import { MOST_BYTES_PER_PERSON, MOST_FILE_BYTES } from '#domain/portfolio/file-contract.ts'
import { gate } from '#server/platform/gate.ts'
import type { Parts } from '#server/platform/parts.ts'
import { storeBytes } from '#server/portfolio/file-commands.ts'
import { usedBytes } from '#server/portfolio/file-queries.ts'
import { judgeBytes } from '#server/portfolio/judge-commands.ts'
import type { BulkFile } from '#server/portfolio/bulk-file-commands.ts'
import type { Claim } from './import-claim.ts'
import { importRow } from './import-queries.ts'
import { FileFault } from './import-reading.ts'
import { openPackage, type Package } from './leap2a-package.ts'

type House = Pick<Parts, 'db' | 'files'>
export type StoredFile = Omit<BulkFile, 'id' | 'itemId'>

/** A whole file lies in memory while it is judged: one at a time. */
const one = gate(1)

type Judged = Awaited<ReturnType<typeof judgeBytes>> | { readonly refused: string }

/** What a file of a package is, by its content, or why it is not taken. */
export const judgedFile = (source: Package, path: string, name: string): Promise<Judged> =>
  one(async () => {
    const pieces: Buffer[] = []
    let size = 0
    for await (const piece of source.bytes(path)) {
      size += piece.length
      if (size > MOST_FILE_BYTES) return { refused: say.fileLine.tooLarge(name) }
      pieces.push(piece)
    }
    try {
      return await judgeBytes(name, Buffer.concat(pieces))
    } catch (fault) {
      if (fault instanceof Refusal) return { refused: fault.message }
      throw fault
    }
  })

const MOST_COPIES = 50_000

/** Counts the files that would be kept, each as often as a row has it. */
export class Copies {
  #count = 0
  #bytes = 0
  /** @throws FileFault beyond what one person can keep at all */
  add(bytes: number): void {
    this.#count += 1
    this.#bytes += bytes
    if (this.#count > MOST_COPIES || this.#bytes > MOST_BYTES_PER_PERSON) throw new FileFault(say.file.copies(MOST_COPIES))
  }
}

const entering = (db: House['db'], { ownerId, importId }: Claim, after: number) =>
  db
    .selectFrom('import_line')
    .select(['line', 'cells'])
    .where('owner_id', '=', ownerId)
    .where('import_id', '=', importId)
    .where('line', '>', after)
    .where('left_out', '=', false)
    .where('already', '=', false)
    .orderBy('line')
    .limit(100)
    .execute()

/** What the files of all lines that come in say they hold, in bytes. */
async function bytesToCome(db: House['db'], claim: Claim, source: Package): Promise<number> {
  let bytes = 0
  for (let after = 0; ;) {
    const rows = await entering(db, claim, after)
    if (rows.length === 0) return bytes
    after = rows.at(-1)!.line
    for (const { cells } of rows) {
      for (const { path } of filesOfLine(cells as string[])) bytes += source.size(path)
      bytes += Buffer.byteLength(wholeTextOf(cells as string[]))
    }
  }
}

/** Puts the files of all lines that come in into the store, by their line: bytes first, rows when that is decided. @throws FileFault where there is no room */
export async function storeFiles(house: House, claim: Claim, stored: Map<number, StoredFile[]>): Promise<void> {
  const { ownerId } = claim
  const row = await importRow(house.db, claim, claim.importId)
  const source = await openPackage(house.files, row.stored_as!, row.size_bytes)
  let left = MOST_BYTES_PER_PERSON - (await usedBytes(house.db, ownerId))
  const put = async (line: number, name: string, mediaType: string, bytes: Uint8Array) => {
    left -= bytes.length
    if (left < 0) throw new FileFault(say.room)
    const kept = await storeBytes(house, ownerId, bytes)
    stored.set(line, [...(stored.get(line) ?? []), { name, mediaType, ...kept }])
  }
  try {
    const coming = await bytesToCome(house.db, claim, source)
    if (coming > 0 && coming > left) throw new FileFault(say.room)
    for (let after = 0; ;) {
      const rows = await entering(house.db, claim, after)
      if (rows.length === 0) return
      after = rows.at(-1)!.line
      for (const { line, cells: read } of rows) {
        const cells = read as string[]
        for (const { path, name } of filesOfLine(cells)) {
          const judged = await judgedFile(source, path, name)
          // It was judged when the package was read, and bytes do not change.
          if ('refused' in judged) throw new Error(judged.refused)
          await put(line, name, judged.mediaType, judged.kept)
          await claim.progress((0.5 * line) / Math.max(line, row.lines))
        }
        const whole = wholeTextOf(cells)
        if (whole !== '') await put(line, WHOLE_TEXT_NAME, 'text/plain', Buffer.from(whole))
      }
    }
  } finally {
    source.close()
  }
}
