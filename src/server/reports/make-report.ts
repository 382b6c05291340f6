import { createReadStream, readFileSync } from 'node:fs'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { headLines } from '#domain/accounts/chain-words.ts'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { ROWS_PER_VOLUME } from '#domain/reports/contract.ts'
import { through } from '#domain/reports/through.ts'
import { factsOfMaking, factsOfView, fileNameOf, words } from '#domain/reports/words.ts'
import { chainKeyOf, signedHead } from '#server/accounts/chain-queries.ts'
import { reportOwner } from '#server/accounts/owner-queries.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import type { SyncHouse } from '#server/connections/sync-queries.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Parts } from '#server/platform/parts.ts'
import { LayoutFault, type TypstPool } from '#server/platform/typst-pool.ts'
import { filesOfItems } from '#server/portfolio/file-queries.ts'
import { bundle, namesApart, safeName, type BundledFile } from './bundle.ts'
import { claimLease, type Claim, type Made } from './claim.ts'
import { nameInStore } from './commands.ts'
import { PlainFault } from './plain-fault.ts'
import { reportData, type ReportHead } from './report-data.ts'
import { MAKE_PDF, type ReportSpec } from './report-spec.ts'
import { snapshotOf } from './snapshot.ts'
import { syncedView } from './sync-column.ts'
import { readVolume, spoolVolumes, type Volume, type VolumeLimits } from './spool.ts'

type Makers = Pick<Parts, 'catalogue' | 'files' | 'config'> & SyncHouse

export const VOLUME_LIMITS: VolumeLimits = { rows: ROWS_PER_VOLUME, signs: 2_500_000 }
export const LAYOUT = readFileSync(resolve(import.meta.dirname, 'report.typ'), 'utf8')
const MOST_ATTEMPTS = 3
const LACKING = {
  time: 'This report took too long to make. Choose fewer rows or columns, or leave out the details.',
  memory: 'This report is too large to make at once. Choose fewer rows or columns, or leave out the details.',
} as const
const GAVE_UP = 'The report could not be made, though it was tried three times. Try again later, or tell support.'

/** Makes one report that was asked for (R3, R4). A worker that dies leaves a lease that runs out; the next one begins anew. */
export async function makeReport(
  parts: Makers,
  typst: TypstPool,
  { ownerId, reportId }: { ownerId: string; reportId: string },
  limits: VolumeLimits = VOLUME_LIMITS,
): Promise<void> {
  const taken = await claimLease(parts.db, 'report', ownerId, reportId)
  if ('done' in taken) return
  if ('busyUntil' in taken) {
    const runAt = new Date(taken.busyUntil.getTime() + 1000)
    await enqueue(parts.db, MAKE_PDF, { ownerId, reportId }, { key: `${MAKE_PDF} ${reportId} again`, runAt })
    return
  }
  const { claim } = taken
  const folder = join(workFolder(parts.config.dataFolder), `${reportId}-${claim.attempt}`)
  try {
    if (claim.attempt > MOST_ATTEMPTS) throw new PlainFault(GAVE_UP)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { made, rows, volumes } = await make(parts, typst, claim, await specOf(parts, ownerId, reportId), folder, limits)
    await claim.finish(made, { rows, volumes })
  } catch (fault) {
    if (fault instanceof PlainFault) await claim.fail(fault.message)
    else if (fault instanceof LayoutFault) await claim.fail(LACKING[fault.lack])
    else if (claim.attempt >= MOST_ATTEMPTS) {
      await claim.fail(GAVE_UP)
      throw fault
    } else {
      await claim.giveBack()
      throw fault
    }
  } finally {
    claim.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function specOf({ db }: Makers, ownerId: string, id: string): Promise<ReportSpec> {
  const row = await db.selectFrom('report').select('spec').where('owner_id', '=', ownerId).where('id', '=', id).executeTakeFirstOrThrow()
  return row.spec as ReportSpec
}

interface MadeReport {
  readonly made: Made
  readonly rows: number
  readonly volumes: number
}

async function make(
  parts: Makers,
  typst: TypstPool,
  claim: Claim,
  spec: ReportSpec,
  folder: string,
  limits: VolumeLimits,
): Promise<MadeReport> {
  const { ownerId, id: reportId, attempt } = claim
  const { view } = spec
  const seen = await seenBy(parts.db, { personId: spec.viewerId, sessionId: '', deviceIsMine: false }, ownerId, 'item')
  const accreditor = accreditorById(parts.catalogue, spec.accreditorId)
  const eyes = through(accreditor, spec.unit)

  const { columns, withSync } = await syncedView(parts, seen, view)
  const snapshot = await snapshotOf(parts.db, seen, view, accreditor?.id ?? null, parts.config.url, { details: spec.details })
  const { totals } = snapshot
  const onRows = (rows: number) => claim.progress((0.2 * rows) / Math.max(1, totals.items))
  let volumes: Volume[]
  try {
    volumes = await spoolVolumes(folder, withSync(snapshot.batches), limits, onRows)
  } finally {
    await snapshot.close()
  }

  const signed = await signedHead(parts.db, chainKeyOf(parts.config), ownerId)
  const head: ReportHead = {
    owner: await reportOwner(parts.db, ownerId),
    facts: [...factsOfView(view, new Map(spec.tagLabels)), ...factsOfMaking(eyes, spec.madeOn)],
    totals,
    columns,
    seen: eyes,
    details: spec.details,
    ...(signed === null ? {} : { chain: headLines(signed) }),
  }
  const fileName = fileNameOf(view, spec.madeOn, 'pdf')
  const pdfs: { name: string; path: string }[] = []
  const attached: BundledFile[] = []
  for (const [index, volume] of volumes.entries()) {
    await claim.progress(0.2 + (0.6 * index) / volumes.length)
    const rows = await readVolume(volume)
    const files = spec.attachments ? await attach(parts, seen, rows, volume.rowsBefore, attached) : new Map<string, string[]>()
    const data = reportData(head, { number: index + 1, of: volumes.length, rowsBefore: volume.rowsBefore, rows, files })
    const { pdf } = await typst.layOut({ layout: LAYOUT, json: Buffer.from(JSON.stringify(data)), madeAt: Math.floor(Date.now() / 1000) })
    const name = volumes.length === 1 ? fileName : fileName.replace(/\.pdf$/, ` ${words.part(index + 1, volumes.length).toLowerCase()}.pdf`)
    const path = join(folder, `part-${index + 1}.pdf`)
    await writeFile(path, pdf, { mode: 0o600 })
    pdfs.push({ name, path })
    await rm(volume.path)
  }
  await claim.progress(0.8)

  const inOne = pdfs.length === 1 && !spec.attachments
  const bytes: Readable = inOne
    ? createReadStream(pdfs[0]!.path)
    : bundle(pdfs, attached, parts.files, (done) => {
        claim.progress(0.8 + (0.2 * done) / attached.length).catch((fault: Error) => bytes.destroy(fault))
      })
  const storedAs = nameInStore(ownerId, reportId, attempt)
  const { sizeBytes } = await parts.files.putUnsummed(storedAs, bytes)
  const name = inOne ? fileName : fileName.replace(/\.pdf$/, '.zip')
  return { made: { file_name: name, size_bytes: sizeBytes, stored_as: storedAs }, rows: totals.items, volumes: pdfs.length }
}

/** Adds the files of rows to `attached` and answers their names by item, as the volume lists them. */
async function attach(
  parts: Makers,
  seen: Seen,
  rows: readonly { id: string; title: string; files: number }[],
  rowsBefore: number,
  attached: BundledFile[],
): Promise<Map<string, string[]>> {
  const folders = new Map(
    rows.flatMap((row, index) =>
      row.files === 0 ? [] : [[row.id, `files/${String(rowsBefore + index + 1).padStart(4, '0')} ${safeName(row.title, 80)}`] as const],
    ),
  )
  const names = new Map<string, string[]>()
  const ids = [...folders.keys()]
  for (let start = 0; start < ids.length; start += 500) {
    const apart = new Map<string, (name: string) => string>()
    for (const file of await filesOfItems(parts.db, seen, ids.slice(start, start + 500))) {
      if (!apart.has(file.itemId)) apart.set(file.itemId, namesApart())
      const name = apart.get(file.itemId)!(safeName(file.name, 120))
      attached.push({ ...file, path: `${folders.get(file.itemId)!}/${name}` })
      names.set(file.itemId, [...(names.get(file.itemId) ?? []), name])
    }
  }
  return names
}

/** Where rows and pages of reports being made lie; for this process's user alone. */
export const workFolder = (dataFolder: string): string => join(dataFolder, 'tmp', 'reports')

/** What killed workers left behind. */
export async function sweepWorkFolder(dataFolder: string): Promise<void> {
  const folder = workFolder(dataFolder)
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (mtimeMs < Date.now() - 24 * 60 * 60 * 1000) await rm(path, { recursive: true, force: true })
  }
}
