import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { MOST_ITEM_WORDS, textKindOf } from '#domain/portfolio/file-words.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Parts } from '#server/platform/parts.ts'
import { wordsApart, type WordsRead } from './words-reading.ts'

type House = Pick<Parts, 'db' | 'files'>

export const READ_WORDS = 'portfolio.read_words'

/** Seconds: longer than any one reading takes. */
const LEASE = 30
/** Each begun and never ended: it is the file that ends whoever reads it. */
const MOST_TRIES = 3
/** Then the next bell goes on, so that a server that is to stop need not wait long. */
const AT_A_TIME_MS = 20_000
/** After what people wait for. */
const LATER = 10

/** That a file waits to be read, said in the transaction that made it. */
export const ringForWords = (tx: Db | Tx): Promise<void> => enqueue(tx, READ_WORDS, {}, { priority: LATER })

/** What time or memory ended; it names no file. */
export class WordsCutShort extends Error {
  constructor(lack: 'time' | 'memory') {
    super(`The words of a file were not read to its end: it took too much ${lack}.`)
    this.name = 'WordsCutShort'
  }
}

/**
 * Reads the words of files that wait, the newest first (P9). However often it is rung, one reading at a time goes on here and takes one
 * place among the jobs.
 * @throws WordsCutShort for whoever looks after the server, when what was found is kept; the file is not tried again
 */
export function wordsReader(house: House, read: typeof wordsApart = wordsApart, atATime = AT_A_TIME_MS): () => Promise<void> {
  let reading = false
  let rungMeanwhile = false
  return async () => {
    rungMeanwhile = true
    if (reading) return
    reading = true
    const faults: unknown[] = []
    const until = performance.now() + atATime
    try {
      while (rungMeanwhile && performance.now() < until) {
        rungMeanwhile = false
        for (let file = await claimFile(house.db); file !== null; file = await claimFile(house.db)) {
          await readWords(house, file, read).catch((fault: unknown) => faults.push(fault))
          if (performance.now() < until) continue
          await ringForWords(house.db)
          break
        }
      }
    } finally {
      reading = false
    }
    if (faults.length > 0) throw faults[0]
  }
}

interface Claimed {
  readonly owner_id: string
  readonly id: string
  readonly item_id: string
  readonly media_type: string
  readonly stored_as: string
  readonly text_tries: number
}

/** The next file that waits and that nobody reads, or whose reader has died. */
async function claimFile(db: Db): Promise<Claimed | null> {
  const { rows } = await sql<Claimed>`
    update file set text_claimed_until = now() + ${LEASE} * interval '1 second', text_tries = text_tries + 1
    where (owner_id, id) = (
      select owner_id, id from file
      where text_read_at is null and (text_claimed_until is null or text_claimed_until < now())
      order by added_at desc limit 1 for update skip locked)
    returning owner_id, id, item_id, media_type, stored_as, text_tries`.execute(db)
  return rows[0] ?? null
}

/** What is damaged, locked or too heavy has the words that were found. */
async function readWords({ db, files }: House, file: Claimed, read: typeof wordsApart): Promise<void> {
  const kind = textKindOf(file.media_type)
  const found: WordsRead =
    kind === null || file.text_tries > MOST_TRIES || !(await files.has(file.stored_as))
      ? { words: [], lack: null }
      : await read(async () => new Uint8Array(await buffer(files.read(file.stored_as))), kind)
  const { owner_id: ownerId, item_id: itemId } = file
  await db.transaction().execute(async (tx) => {
    // The item first, as by all who change its files.
    await tx.selectFrom('item').select('id').where('owner_id', '=', ownerId).where('id', '=', itemId).forUpdate().executeTakeFirst()
    await tx
      .updateTable('file')
      .set({ words: found.words.join(' '), text_read_at: sql<Date>`now()`, text_claimed_until: null })
      .where('owner_id', '=', ownerId)
      .where('id', '=', file.id)
      .execute()
    if (found.words.length === 0) return
    await tx
      .updateTable('item')
      .set({ file_text: fileText(ownerId, itemId) })
      .where('owner_id', '=', ownerId)
      .where('id', '=', itemId)
      .execute()
  })
  if (found.lack === 'time' || found.lack === 'memory') throw new WordsCutShort(found.lack)
}

/**
 * What search knows of an item's files: their names, then each word that is in them, once. Search takes 'ALS_certificate.pdf' for the name
 * of a computer, so the words of a name stand beside it one by one.
 */
export const fileText = (ownerId: string, itemId: string) => sql<string>`(
  select left(concat_ws(' ',
    (select string_agg(name || ' ' || translate(name, '._-+&()[]', '         '), ' ' order by added_at, id)
     from file where owner_id = ${ownerId} and item_id = ${itemId}),
    (select string_agg(word, ' ' order by place)
     from (
       select word, min(at) as place
       from (
         select word, row_number() over (order by added_at, id, at) as at
         from file cross join lateral unnest(string_to_array(file.words, ' ')) with ordinality as found (word, at)
         where owner_id = ${ownerId} and item_id = ${itemId} and file.words <> ''
       ) as every
       group by word
     ) as each)
  ), ${sql.lit(MOST_ITEM_WORDS)}))`
