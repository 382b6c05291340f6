import { sql } from 'kysely'
import { filesKeptFor } from '#server/curriculum/rest-queries.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import type { Parts } from '#server/platform/parts.ts'
import { BIN_DAYS, eraseItems } from './commands.ts'
import { incomingName, STORED_NAME } from './file-commands.ts'
import { READ_WORDS, wordsReader } from './words-commands.ts'

type House = Pick<Parts, 'db' | 'files'>

const UPLOAD_DAYS = 7
const DAY_MS = 24 * 60 * 60 * 1000
const BATCH = 200

/** What the portfolio does behind people's backs: when a bell rings, and by the clock. */
export const portfolioJobs = (house: House): Jobs => ({
  [READ_WORDS]: wordsReader(house),
  'portfolio.empty_bins': () => emptyBins(house),
  'portfolio.sweep_files': () => sweepFiles(house),
})

/** Items in the bin for more than 30 days are erased with their files (P14). */
async function emptyBins(house: House): Promise<void> {
  for (;;) {
    const rows = await house.db
      .selectFrom('item')
      .select(['owner_id as ownerId', 'id'])
      .where('binned_at', '<', daysAgo(BIN_DAYS))
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return
    let erased = 0
    for (const [ownerId, items] of Map.groupBy(rows, (row) => row.ownerId)) {
      erased += await eraseItems(
        house,
        { ownerId, viewerId: null },
        items.map((item) => item.id),
      )
    }
    // Taken out of the bin meanwhile, all of them: tomorrow is soon enough.
    if (erased === 0) return
  }
}

/** What crashes left: stored files that no row and no signature names, uploads that were given up, and bytes of uploads that are no more. */
async function sweepFiles(house: House): Promise<void> {
  await forgetUploads(house)
  const dayAgo = Date.now() - DAY_MS
  await eachBatch(older(house.files.list(''), dayAgo), async (names) => {
    for (const [ownerId, stored] of byOwner(names.filter((name) => STORED_NAME.test(name)))) {
      const rows = await house.db
        .selectFrom('file')
        .select('stored_as')
        .where('owner_id', '=', ownerId)
        .where('stored_as', 'in', stored)
        .execute()
      const kept = new Set([...rows.map((row) => row.stored_as), ...(await filesKeptFor(house.db, ownerId, stored))])
      for (const name of stored) if (!kept.has(name)) await house.files.remove(name)
    }
  })
  await eachBatch(older(house.files.listIncoming(), dayAgo), async (names) => {
    for (const [ownerId, incoming] of byOwner(names)) {
      const rows = await house.db.selectFrom('upload').select('id').where('owner_id', '=', ownerId).execute()
      const kept = new Set(rows.map((row) => incomingName(ownerId, row.id)))
      for (const name of incoming) if (!kept.has(name)) await house.files.dropIncoming(name)
    }
  })
}

async function forgetUploads({ db, files }: House): Promise<void> {
  const gone = await db.deleteFrom('upload').where('begun_at', '<', daysAgo(UPLOAD_DAYS)).returning(['owner_id', 'id']).execute()
  for (const { owner_id, id } of gone) await files.dropIncoming(incomingName(owner_id, id))
}

const daysAgo = (days: number) => sql<Date>`now() - make_interval(days => ${days})`

const byOwner = (names: readonly string[]) => Map.groupBy(names, (name) => name.slice(0, 36))

async function* older(found: AsyncIterable<{ name: string; writtenAt: Date }>, than: number): AsyncGenerator<string> {
  for await (const { name, writtenAt } of found) if (writtenAt.getTime() < than) yield name
}

async function eachBatch(names: AsyncIterable<string>, work: (batch: string[]) => Promise<void>): Promise<void> {
  let batch: string[] = []
  for await (const name of names) {
    batch.push(name)
    if (batch.length < BATCH) continue
    await work(batch)
    batch = []
  }
  if (batch.length > 0) await work(batch)
}
