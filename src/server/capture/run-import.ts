import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { headersKey, Mapping } from '#domain/capture/import-columns.ts'
import { MOST_IMPORT_BYTES } from '#domain/capture/import-contract.ts'
import { importWords } from '#domain/capture/import-words.ts'
import type { Db } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { ARCHIVE_STEPS } from './archive-steps.ts'
import { forgetStored } from './archive-storing.ts'
import { bringEntriesIn, bringLinesIn, LinesAtFault, takeOutAgain } from './import-bringing.ts'
import { checkedLines, keepFaults } from './import-check.ts'
import { claimImport, type Claim, type Outcome, type Working } from './import-claim.ts'
import { ringForImport } from './import-commands.ts'
import { importRow } from './import-queries.ts'
import { FileFault, readTable, type FoundTable, type Guess, type PrintedLine } from './import-reading.ts'
import { readLeap2a } from './leap2a-reading.ts'

type House = Pick<Parts, 'db' | 'files' | 'catalogue' | 'config'>

const MOST_TRIES = 3

/** Where a step leads that cannot be done: what was not brought in is as it was. */
const WHEN_GIVEN_UP: Readonly<Record<Working, Outcome['state']>> = {
  reading: 'failed',
  checking: 'failed',
  bringing: 'ready',
  undoing: 'brought',
}

/** Does the step that an import is at (K5), and those that follow by themselves. A worker that dies leaves a lease that runs out; the next one begins the step anew. */
export async function runImport(house: House, { ownerId, importId }: { ownerId: string; importId: string }): Promise<void> {
  for (;;) {
    const taken = await claimImport(house.db, ownerId, importId)
    if ('done' in taken) return
    if ('busyUntil' in taken) return ringForImport(house.db, ownerId, importId, { runAt: new Date(taken.busyUntil.getTime() + 1000) })
    const { claim } = taken
    try {
      if (claim.tries > MOST_TRIES) return await giveUp(house, claim, importWords.file.gaveUp)
      await stepOf(claim.step, (await importRow(house.db, claim, claim.importId)).kind)(house, claim)
    } catch (fault) {
      if (fault instanceof FileFault) return await giveUp(house, claim, fault.message)
      if (fault instanceof LinesAtFault) await claim.become(house.db, { state: 'checking' })
      else if (claim.tries < MOST_TRIES) {
        await claim.giveBack()
        throw fault
      } else {
        await giveUp(house, claim, importWords.file.gaveUp)
        throw fault
      }
    } finally {
      claim.end()
    }
  }
}

async function giveUp({ db, files }: House, claim: Claim, reason: string): Promise<void> {
  const state = WHEN_GIVEN_UP[claim.step]
  const { stored_as } = await importRow(db, claim, claim.importId)
  if (state !== 'failed') {
    const names = await db.transaction().execute(async (tx) => {
      await claim.become(tx, { state, reason })
      return forgetStored(tx, claim)
    })
    for (const name of names) await files.remove(name)
    return
  }
  await db.transaction().execute(async (tx) => {
    await claim.become(tx, { state, reason, stored_as: null })
    for (const table of ['import_line', 'import_part'] as const)
      await tx.deleteFrom(table).where('owner_id', '=', claim.ownerId).where('import_id', '=', claim.importId).execute()
  })
  if (stored_as !== null) await files.remove(stored_as)
}

type Step = (house: House, claim: Claim) => Promise<void>

const STEPS: Readonly<Record<Working, Step>> = {
  reading: read,
  checking: check,
  bringing: bringLinesIn,
  undoing: takeOutAgain,
}
/** Steps that are others for a kind of import. */
const STEPS_OF: Readonly<Record<string, Partial<Record<Working, Step>>>> = {
  leap2a: { reading: readLeap2a, bringing: bringEntriesIn },
  archive: ARCHIVE_STEPS,
}
const stepOf = (step: Working, kind: string): Step => STEPS_OF[kind]?.[step] ?? STEPS[step]

/** Lines are written as they come. They are the same whoever reads the file, so those of a worker that died stay. */
async function read({ db, files }: House, claim: Claim): Promise<void> {
  const { stored_as, size_bytes } = await importRow(db, claim, claim.importId)
  if (stored_as === null || !(await files.has(stored_as))) throw new FileFault(importWords.file.gaveUp)
  if (size_bytes > MOST_IMPORT_BYTES) throw new FileFault(importWords.file.tooLarge)
  let lines = 0
  let about: { found: FoundTable; mapping: Mapping } | null = null
  await readTable(await buffer(files.read(stored_as)), {
    async found(found, guess) {
      about = { found, mapping: await mappingFor(db, claim.ownerId, found, guess) }
    },
    async lines(batch, share) {
      lines += batch.length
      await keepLines(db, claim, batch)
      await claim.progress(share)
    },
  })
  const { found, mapping } = about!
  await claim.become(db, { state: 'checking', found: JSON.stringify(found), mapping: JSON.stringify(mapping), lines })
}

async function keepLines(db: Db, { ownerId, importId }: Claim, batch: readonly PrintedLine[]): Promise<void> {
  if (batch.length === 0) return
  await sql`
    insert into import_line (owner_id, import_id, line, cells, from_line)
    select ${ownerId}, ${importId}, line, cells, "fromLine"
    from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as read (line int, cells jsonb, "fromLine" text)
    on conflict do nothing`.execute(db)
}

/** What was said of columns with these header words the last time, else the guess. */
async function mappingFor(db: Db, ownerId: string, found: FoundTable, guess: Guess): Promise<Mapping> {
  const row = await db
    .selectFrom('import_mapping')
    .select('mapping')
    .where('owner_id', '=', ownerId)
    .where('headers', '=', headersKey(found.headers))
    .executeTakeFirst()
  const before = Mapping.safeParse(row?.mapping)
  const known = before.success && before.data.columns.length === found.headers.length ? before.data : null
  return { columns: [...(known ?? guess).columns], dateOrder: guess.dateOrder ?? known?.dateOrder ?? 'day' }
}

async function check({ db }: House, claim: Claim): Promise<void> {
  const { ownerId, importId } = claim
  const row = await importRow(db, claim, importId)
  const { headers } = row.found as FoundTable
  let done = 0
  let ambiguous = 0
  await db.transaction().execute(async (tx) => {
    for await (const lines of checkedLines(tx, { ownerId, importId, headers, mapping: row.mapping as Mapping })) {
      await keepFaults(tx, ownerId, importId, lines)
      done += lines.length
      ambiguous += lines.filter((line) => line.ambiguous && !line.leftOut).length
      await claim.progress(done / Math.max(1, row.lines))
    }
    await claim.become(tx, { state: 'ready', ambiguous, reason: row.reason })
  })
}
