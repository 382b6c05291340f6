import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { COLUMNS } from '#domain/accounts/profile-contract.ts'
import type { Proof } from '#domain/accounts/proof.ts'
import { wholeLink } from '#domain/portfolio/item.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, type ArchiveManifest } from '#domain/reports/archive-format.ts'
import { archiveWords as say } from '#domain/reports/archive-words.ts'
import { through } from '#domain/reports/through.ts'
import { chainKeyOf, chainOf, signedHeadOf } from '#server/accounts/chain-queries.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf, preferencesOf, todayOf } from '#server/accounts/owner-queries.ts'
import { ownSight } from '#server/accounts/seen.ts'
import type { Tx } from '#server/platform/db.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import { eachItem, totalsOf } from '#server/portfolio/queries.ts'
import { archiveInStore, MAKE_ARCHIVE } from './archive-commands.ts'
import { escaped, PAGE_END } from './archive-html.ts'
import { writeItemPages, type Planned } from './archive-items.ts'
import { LEAP2A_PATH, Leap2aFeed } from './archive-leap2a.ts'
import { indexOf, indexStart, writeRecord } from './archive-record.ts'
import type { Row } from './archive-rows.ts'
import { ArchiveSpool } from './archive-spool.ts'
import { packArchive } from './archive-zip.ts'
import { namesApart, safeName } from './bundle.ts'
import { claimLease, type Claim } from './claim.ts'
import { itemsCsv } from './items-csv.ts'
import { workFolder } from './make-report.ts'

const MOST_ATTEMPTS = 3

/** Makes the archive that was asked for (R6, A10). A worker that dies leaves a lease that runs out; the next one begins anew. */
export async function makeArchive(parts: Parts, { ownerId, id }: { ownerId: string; id: string }): Promise<void> {
  const taken = await claimLease(parts.db, 'archive', ownerId, id)
  if ('done' in taken) return
  if ('busyUntil' in taken) {
    const runAt = new Date(taken.busyUntil.getTime() + 1000)
    await enqueue(parts.db, MAKE_ARCHIVE, { ownerId, id }, { key: `${MAKE_ARCHIVE} ${id} again`, runAt })
    return
  }
  const { claim } = taken
  const folder = join(workFolder(parts.config.dataFolder), `archive-${id}-${claim.attempt}`)
  try {
    if (claim.attempt > MOST_ATTEMPTS) return await claim.fail(say.gaveUp)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await make(parts, claim, folder)
  } catch (fault) {
    if (claim.attempt >= MOST_ATTEMPTS) await claim.fail(say.gaveUp)
    else await claim.giveBack()
    throw fault
  } finally {
    claim.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function make(parts: Parts, claim: Claim, folder: string): Promise<void> {
  const { ownerId, id, attempt } = claim
  const spool = new ArchiveSpool(folder)
  const tx = await parts.db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  let read: ReadAll
  try {
    await sql`set local statement_timeout = '10min'`.execute(tx)
    read = await readAll(parts, tx, ownerId, spool, folder)
  } finally {
    await tx
      .rollback()
      .execute()
      .catch(() => undefined)
  }
  await claim.progress(0.3)
  const { manifest, items, files, plan } = read
  let missingFiles = 0
  const bytes = packArchive({
    spooled: spool.written,
    plan,
    store: parts.files,
    last: (missing) => {
      missingFiles = missing.length
      return [{ path: 'archive.json', text: `${JSON.stringify({ ...manifest, files: files - missing.length, missing }, null, 2)}\n` }]
    },
    onFile: (done) => {
      claim.progress(0.3 + (0.7 * done) / Math.max(1, files)).catch((fault: Error) => bytes.destroy(fault))
    },
  })
  const storedAs = archiveInStore(ownerId, id, attempt)
  const { sizeBytes } = await parts.files.putUnsummed(storedAs, bytes)
  const made = { file_name: say.fileName(manifest.madeAt.slice(0, 10)), size_bytes: sizeBytes, stored_as: storedAs }
  await claim.finish(made, { items, files: files - missingFiles, missing: missingFiles }, async (tx) => {
    const recipient = await emailOf(tx, ownerId)
    if (recipient === null) return
    const { subject, greeting, ready, hint, link } = say.mail
    const letter = {
      subject,
      greeting: greeting(manifest.owner.name),
      paragraphs: [ready, hint],
      link: { label: link, url: `${parts.config.url}/archive` },
    }
    await sendMail(tx, { category: 'archive', ownerId, recipient, ...writeLetter(letter) })
  })
}

interface ReadAll {
  readonly manifest: Omit<ArchiveManifest, 'files' | 'missing'>
  readonly items: number
  readonly files: number
  readonly plan: string
}

async function readAll(parts: Parts, tx: Tx, ownerId: string, spool: ArchiveSpool, folder: string): Promise<ReadAll> {
  const madeAt = new Date(Date.now()).toISOString()
  const name = (await namesOf(tx, [ownerId])).get(ownerId) ?? ''
  const forms = new Map(parts.catalogue.forms.map((form) => [form.id, form]))

  // Two of the spool's files are written at once here, so each side has one of its own.
  const planned = new ArchiveSpool(folder)
  const plan = await planned.begin('plan.jsonl', false)
  const fileRows = new ArchiveSpool(folder)
  await fileRows.begin('data/file.json')
  let files = 0
  const add = async (file: Planned) => {
    files += 1
    await planned.write(`${JSON.stringify(file)}\n`)
  }
  // What a signature keeps is often the file itself: it is packed once.
  const kept = await tx.selectFrom('evidence_version_file').select('stored_as').distinct().where('owner_id', '=', ownerId).execute()
  const pathsOfKept = new Map<string, string | null>(kept.map((row) => [row.stored_as, null]))
  let fileCount = 0
  const feedSpool = new ArchiveSpool(folder)
  const feed = new Leap2aFeed(feedSpool, { id: ownerId, name, madeAt, server: parts.config.url })
  await feed.begin()
  const { pages, items } = await writeItemPages(
    tx,
    ownerId,
    spool,
    async (file, path) => {
      const { owner_id: _owner, stored_as: storedAs, ...row } = file
      await fileRows.write(`${fileCount === 0 ? '[\n' : ',\n'}${JSON.stringify({ ...row, archive_path: path })}`)
      fileCount += 1
      if (pathsOfKept.has(storedAs)) pathsOfKept.set(storedAs, path)
      await add({ path, storedAs, mediaType: file.media_type })
    },
    feed,
  )
  await feed.end()
  await fileRows.write(fileCount === 0 ? '[]\n' : '\n]\n')
  await fileRows.end()
  spool.written.push(...fileRows.written, ...feedSpool.written)

  const apart = namesApart()
  const paths = {
    async of(table: string, row: Row): Promise<string | null> {
      const storedAs = row['stored_as']
      if (typeof storedAs !== 'string') return null
      const there = pathsOfKept.get(storedAs)
      if (typeof there === 'string') return there
      const folder = table === 'brought_archive' ? 'brought in before' : 'as signed'
      const path = table === 'person' ? 'files/photo.jpg' : `files/${folder}/${apart(safeName(String(row['name']), 120))}`
      pathsOfKept.set(storedAs, path)
      await add({ path, storedAs, mediaType: typeof row['media_type'] === 'string' ? row['media_type'] : 'image/jpeg' })
      return path
    },
  }
  const record = await writeRecord(tx, ownerId, spool, forms, paths, new Set(['file'] as const))
  await planned.end()
  await writeCsv(parts, tx, ownerId, spool)
  const publicKey = await writeChain(parts, tx, ownerId, spool, name, madeAt)

  await spool.begin('index.html')
  await spool.write(
    `${indexStart(name)}<p>${escaped(say.madeAt(madeAt.slice(0, 16).replace('T', ' ') + ' UTC'))}</p><p>${escaped(say.intro)}</p>`,
  )
  await spool.write(`<h2>${say.items}</h2>${indexOf(pages)}<h2>${say.rest}</h2>${indexOf(record.pages)}<h2>${say.also}</h2>`)
  await spool.write(`<p><a href="portfolio.csv">${say.spreadsheet}</a></p>`)
  if (publicKey !== null)
    await spool.write(`<p><a href="verifier.html">${say.checker}</a></p><p>${escaped(say.checkerHelp(publicKey))}</p>`)
  await spool.write(`<p><a href="${LEAP2A_PATH}">${LEAP2A_PATH}</a>: ${escaped(say.leap2a)}</p><p>${escaped(say.data)}</p>${PAGE_END}`)
  await spool.end()
  return {
    manifest: {
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      madeAt,
      server: parts.config.url,
      owner: { id: ownerId, name, email: (await emailOf(tx, ownerId)) ?? '' },
      rows: { ...record.rows, file: fileCount },
      chain: publicKey !== null,
    },
    items,
    files,
    plan,
  }
}

/** The table as R2's export of all of it with all its columns. */
async function writeCsv({ catalogue, config }: Parts, tx: Tx, ownerId: string, spool: ArchiveSpool): Promise<void> {
  const seen = ownSight(ownerId)
  const { accreditorId, unit } = await preferencesOf(tx, ownerId)
  const accreditor = accreditorById(catalogue, accreditorId)
  const lens = accreditor?.id ?? null
  const totals = await totalsOf(tx, seen, NO_FILTERS, lens)
  const rows = async function* () {
    for await (const batch of eachItem(tx, seen, NO_FILTERS, lens)) {
      for (const row of batch) row.link = wholeLink(row.link, config.url)
      yield batch
    }
  }
  const columns = [...COLUMNS]
  const report = { view: { filters: NO_FILTERS, columns }, columns, seen: through(accreditor, unit), totals, tagLabels: new Map() }
  await spool.begin('portfolio.csv')
  for await (const piece of itemsCsv(rows(), { ...report, madeOn: await todayOf(tx, ownerId) })) await spool.write(piece.toString())
  await spool.end()
}

/** The proof as the verifier reads it, and the verifier; answers the server's key, null where nothing was signed. */
async function writeChain(
  parts: Parts,
  tx: Tx,
  ownerId: string,
  spool: ArchiveSpool,
  name: string,
  madeAt: string,
): Promise<string | null> {
  const chain = await chainOf(tx, ownerId)
  const newest = chain.links.at(-1)
  if (newest === undefined) return null
  const key = chainKeyOf(parts.config)
  const proof: Proof = {
    cairn: 'proof of a chain',
    madeAt,
    name,
    server: parts.config.url,
    publicKey: key.publicKey,
    head: signedHeadOf(key, { ownerId, number: newest.number, hash: newest.hash }),
    chain: { ...chain, links: [...chain.links], records: [...chain.records] },
  }
  await spool.begin('chain.json')
  await spool.write(`${JSON.stringify(proof, null, 2)}\n`)
  const page = await readFile(join(parts.webFolder, 'verifier.html'), 'utf8').catch(() => null)
  // A server whose pages are not built has no verifier to give; the proof can be checked at another.
  if (page === null) {
    await spool.end()
    return key.publicKey
  }
  await spool.begin('verifier.html')
  await spool.write(page.replace('__CHAIN_KEY__', key.publicKey).replace('__SERVER__', () => encodeURI(parts.config.url)))
  await spool.end()
  return key.publicKey
}
