import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { BROUGHT, BROUGHT_KINDS, type FoundArchive } from '#domain/capture/archive-in.ts'
import { checkedAnswer, checkedFile, checkedFolder, checkedItem, checkedOverride, checkedTag } from '#domain/capture/archived-item.ts'
import { checkedObjective, checkedRecord, checkedYear } from '#domain/capture/archived-plan.ts'
import { addDays } from '#domain/plain-date.ts'
import { ARCHIVE_VERSION, ArchiveManifest } from '#domain/reports/archive-format.ts'
import { ARCHIVED, ARCHIVED_TABLES, type ArchivedName } from '#domain/reports/archive-tables.ts'
import { carriedOn, certificateThere } from '#domain/elsewhere/coming-elsewhere.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { PARTS_ELSEWHERE, stageSigned } from '#server/elsewhere/brought-commands.ts'
import type { Parts } from '#server/platform/parts.ts'
import { isLived, RowSplitter, rowReader } from './archive-rows.ts'
import { MOST_ENTRIES, openArchive, type ArchiveEntry, type OpenArchive } from './archive-zip.ts'
import { Formed } from './archive-formed.ts'
import type { Claim } from './import-claim.ts'
import { FileFault } from './import-reading.ts'

type House = Pick<Parts, 'db' | 'files' | 'catalogue' | 'config'>
type Row = Record<string, unknown>

const words = archiveInWords.file
const MOST_SMALL_BYTES = 64 * 1024 * 1024
const MOST_CHAIN_BYTES = 32 * 1024 * 1024
const MOST_ROWS = 100_000
const MOST_OF: Readonly<Partial<Record<ArchivedName, number>>> = {
  tag: 10_000,
  preference: 1,
  draft: 1000,
  import_mapping: 10_000,
  objective: 10_000,
  appraisal_year: 200,
  appraisal_record: 200,
  signed_elsewhere: 20_000,
  certificate: 20_000,
}
const DAY_MS = 86_400_000
const MOST_TABLES = 300
const MOST_SIGNS_OF_NAME = 500
const BATCH = 500
const MOST_SIGNS = 4_000_000

/** Which archive it is, with the number of rows of each file and what is to be known beside. */
export type ReadArchive = Pick<FoundArchive, 'owner' | 'server' | 'madeAt' | 'isOwn' | 'notes' | 'rows'>

/** What cannot be declared by the type of a column. */
const CHECKS: Partial<Record<ArchivedName, (row: never) => { row: Row } | { fault: string }>> = {
  item: checkedItem,
  file: checkedFile,
  tag: checkedTag,
  library_folder: checkedFolder,
  change_answer: checkedAnswer,
  guard_override: checkedOverride,
  objective: checkedObjective,
  // No place on earth is more than a day ahead.
  appraisal_year: (row) => checkedYear(row, addDays(programmesToday(), 1)),
  appraisal_record: checkedRecord,
  signed_elsewhere: carriedOn,
  certificate: certificateThere,
}

/** By these rows an item is known that another feature owns, so they are read before it. */
const LEADING: ReadonlySet<ArchivedName> = new Set(['entry', 'professional_certificate', 'exam_result'])

/** Of these an item has one row, and it has no id of its own. */
const ONE_OF_ITEM: ReadonlySet<ArchivedName> = new Set(['entry', 'professional_certificate', 'exam_result', 'library_file'])

/** Read to be brought in, to tell what was brought already, or which files a signature kept. */
const STAGED: readonly ArchivedName[] = [...BROUGHT, 'brought_row', 'evidence_version_file', ...PARTS_ELSEWHERE]

/**
 * Reads an archive once from end to end (K5): every checksum, every row as declared. Rows that can be brought in are kept aside; of the rest
 * nothing is held. @throws FileFault with the reason
 */
export async function readArchive(house: House, claim: Claim, stored: { storedAs: string; size: number }): Promise<ReadArchive> {
  const { db, files, catalogue } = house
  const archive = await openArchive(files, stored.storedAs, stored.size)
  const data = new Map<string, ArchiveEntry>()
  let count = 0
  for await (const entry of archive.entries()) {
    count += 1
    if (!entry.path.startsWith('files/') && !entry.path.startsWith('pages/')) data.set(entry.path, entry)
  }
  const manifest = manifestOf(await textOf(archive, data.get('archive.json')))
  for (const name of Object.keys(manifest.rows)) if (!data.has(`data/${name}.json`)) throw new FileFault(words.missing(`data/${name}.json`))
  const sums = sumsOf(await textOf(archive, data.get('checksums.txt')))
  if (sums.size !== count - 1) await refuseOdd(archive, sums)
  await db.deleteFrom('import_part').where('owner_id', '=', claim.ownerId).where('import_id', '=', claim.importId).execute()

  const held = {
    items: new Set<string>(),
    unknown: 0,
    missing: new Set(manifest.missing),
    formed: new Formed(catalogue.forms, manifest.owner.id),
  }
  const order = [...STAGED, ...ARCHIVED_TABLES.map(([table]) => table).filter((table) => !STAGED.includes(table))]
  for (const table of order) {
    const path = `data/${ARCHIVED[table].name}.json`
    const entry = data.get(path)
    // A table that came after the archive was made.
    if (entry === undefined && manifest.rows[ARCHIVED[table].name] === undefined) continue
    if (entry === undefined) throw new FileFault(words.missing(path))
    const expected = manifest.rows[ARCHIVED[table].name] ?? 0
    await readTable(db, claim, archive, { table, entry, sum: sums.get(path), expected, held, sums })
    await claim.progress(0.2)
    data.delete(path)
  }
  const unfit = await held.formed.dropUnfit(db, claim)
  let bytes = 0
  let found = 0
  for await (const entry of archive.entries()) {
    if (entry.path.startsWith('files/')) found += 1
    const isRead = entry.path.startsWith('data/') && !data.has(entry.path)
    if (!isRead && entry.path !== 'checksums.txt') await verify(archive, entry, sums.get(entry.path))
    bytes += entry.entry.compressedSize
    await claim.progress(0.2 + (0.8 * bytes) / stored.size)
  }
  if (found !== manifest.files) throw new FileFault(words.rows('files/'))
  const isOwn = manifest.owner.id === claim.ownerId
  const ofChain =
    isOwn || !manifest.chain ? [] : await stageSigned(house, claim, manifest, await chainText(archive, data.get('chain.json')))
  const { notes } = archiveInWords
  return {
    owner: manifest.owner,
    server: manifest.server,
    madeAt: manifest.madeAt,
    isOwn,
    rows: manifest.rows,
    notes: [
      ...(manifest.missing.length === 0 ? [] : [notes.missing(manifest.missing.length)]),
      ...(held.unknown === 0 ? [] : [notes.columns(held.unknown)]),
      ...(unfit === 0 ? [] : [notes.unfit(unfit)]),
      ...ofChain,
    ],
  }
}

function manifestOf(text: string): ArchiveManifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new FileFault(words.manifest)
  }
  const { version } = (value ?? {}) as { version?: unknown }
  if (typeof version === 'number' && version > ARCHIVE_VERSION) throw new FileFault(words.newer)
  const read = ArchiveManifest.safeParse(value)
  if (!read.success || isOdd(text, read.data)) throw new FileFault(words.manifest)
  return read.data
}

/** What no Cairn writes, and what would be kept or shown of it. */
function isOdd(text: string, { madeAt, server, owner, rows }: ArchiveManifest): boolean {
  const names = Object.keys(rows)
  const isLong = [server, owner.name, owner.email, ...names].some((one) => one.length > MOST_SIGNS_OF_NAME)
  const isMany = names.length > MOST_TABLES || Object.values(rows).some((count) => count > 1e9)
  const isLater = !isLived(madeAt) || Date.parse(madeAt) > Date.now() + DAY_MS
  // Half a pair of two, and a sign that no text has, are written so.
  return isLong || isMany || isLater || /\\u(?:0000|d[89a-f])/i.test(text)
}

/** As `sha256sum` reads it. */
function sumsOf(text: string): Map<string, string> {
  const sums = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, sum, path] = /^([0-9a-f]{64}) {2}(.{1,1000})$/u.exec(line) ?? []
    if (sum === undefined || path === undefined || sums.has(path)) throw new FileFault(words.sums)
    sums.set(path, sum)
    if (sums.size > MOST_ENTRIES) throw new FileFault(words.entries)
  }
  return sums
}

async function textOf(archive: OpenArchive, entry: ArchiveEntry | undefined): Promise<string> {
  if (entry === undefined) throw new FileFault(words.sums)
  const pieces: Buffer[] = []
  let left = MOST_SMALL_BYTES
  for await (const piece of archive.read(entry)) {
    left -= piece.length
    if (left < 0) throw new FileFault(words.bomb)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** Null where there is none, or it is larger than that of any career. Its checksum was compared when all were. */
const chainText = (archive: OpenArchive, entry: ArchiveEntry | undefined): Promise<string> | null =>
  entry === undefined || entry.entry.uncompressedSize > MOST_CHAIN_BYTES ? null : textOf(archive, entry)

/** Names the file that is too many or too few. */
async function refuseOdd(archive: OpenArchive, sums: ReadonlyMap<string, string>): Promise<never> {
  const there = new Set<string>()
  for await (const { path } of archive.entries()) {
    if (path !== 'checksums.txt' && !sums.has(path)) throw new FileFault(words.unlisted(path))
    there.add(path)
  }
  throw new FileFault(words.missing([...sums.keys()].find((path) => !there.has(path)) ?? ''))
}

async function verify(archive: OpenArchive, entry: ArchiveEntry, sum: string | undefined, take?: (piece: Buffer) => Promise<void>) {
  if (sum === undefined) throw new FileFault(words.unlisted(entry.path))
  const hash = createHash('sha256')
  for await (const piece of archive.read(entry)) {
    hash.update(piece)
    await take?.(piece)
  }
  if (hash.digest('hex') !== sum) throw new FileFault(words.wrongSum(entry.path))
}

interface Reading {
  readonly table: ArchivedName
  readonly entry: ArchiveEntry
  readonly sum: string | undefined
  readonly expected: number
  readonly sums: ReadonlyMap<string, string>
  readonly held: { readonly items: Set<string>; readonly missing: ReadonlySet<string>; readonly formed: Formed; unknown: number }
}

async function readTable(db: House['db'], claim: Claim, archive: OpenArchive, reading: Reading): Promise<void> {
  const { table, entry, held, sums } = reading
  const name = entry.path
  const splitter = new RowSplitter(name)
  const reader = rowReader(table, name)
  const isStaged = STAGED.includes(table)
  const ids = new Set<string>()
  let rows = 0
  let batch: { number: number; row: Row }[] = []
  let signs = 0
  const take = async (piece: Buffer | null) => {
    for (const { line, value, ...one } of splitter.push(piece)) {
      rows += 1
      let row = reader.read(value, line)
      if (!isStaged) continue
      if (rows > (MOST_OF[table] ?? MOST_ROWS)) throw new FileFault(words.manyRows(name))
      const checked = CHECKS[table]?.(row as never) ?? { row }
      if ('fault' in checked) throw new FileFault(words.row(name, line, checked.fault))
      row = checked.row
      const id = ONE_OF_ITEM.has(table) ? row['item_id'] : row['id']
      if (typeof id === 'string' && table !== 'brought_row') {
        if (ids.has(id)) throw new FileFault(words.twiceId(name))
        ids.add(id)
      }
      if (table === 'item') {
        if (!BROUGHT_KINDS.has(row['kind'] as string) && !held.formed.isOf(row['kind'], row['id'] as string)) continue
        held.items.add(row['id'] as string)
      }
      const formed = held.formed.read(table, row)
      if (formed === null) continue
      row = formed ?? row
      // What belongs to rows of other parts of Cairn goes with them.
      if (table !== 'evidence_version_file' && !LEADING.has(table) && typeof row['item_id'] === 'string' && !held.items.has(row['item_id']))
        continue
      if (table === 'file' && !(row['archive_path'] as string).startsWith('files/')) throw new FileFault(words.path(name))
      if (table === 'file' && !sums.has(row['archive_path'] as string)) {
        if (!held.missing.has(row['archive_path'] as string)) throw new FileFault(words.missing(row['archive_path'] as string))
        continue
      }
      batch.push({ number: rows, row })
      signs += one.signs
      if (batch.length >= BATCH || signs > MOST_SIGNS) await flush()
    }
  }
  const flush = async () => {
    if (batch.length > 0)
      await sql`
        insert into import_part (owner_id, import_id, part, number, row)
        select ${claim.ownerId}, ${claim.importId}, ${table}, number, row
        from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as read (number int, row jsonb)
        on conflict do nothing`.execute(db)
    batch = []
    signs = 0
  }
  await verify(archive, entry, reading.sum, take)
  await take(null)
  await flush()
  if (rows !== reading.expected) throw new FileFault(words.rows(name))
  held.unknown += reader.unknown.size
}
