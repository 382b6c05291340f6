import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { SyncedRow } from './sync-column.ts'

/** The rows of one PDF, a JSON line each, laid aside so that no connection stays open while pages are laid out. */
export interface Volume {
  readonly path: string
  readonly rows: number
  readonly rowsBefore: number
}

export interface VolumeLimits {
  readonly rows: number
  /** Of text to print. Details can be 50,000 signs a field: a volume ends before it is too much to lay out in a minute. */
  readonly signs: number
}

const printed = (row: SyncedRow): number =>
  row.title.length +
  row.notes.length +
  row.practiceBefore.length +
  row.practiceAfter.length +
  row.practiceChanges.length +
  row.personalReason.length +
  row.tags.reduce((sum, tag) => sum + tag.label.length, 0) +
  (row.sync ?? []).reduce((sum, line) => sum + line.length, 0)

/** Cuts rows into volumes. No row at all still makes one, which says so. */
export async function spoolVolumes(
  folder: string,
  batches: AsyncIterable<readonly SyncedRow[]>,
  limits: VolumeLimits,
  onRows: (rows: number) => Promise<void>,
): Promise<Volume[]> {
  const volumes: Volume[] = []
  let path = join(folder, 'rows-1')
  let file = await open(path, 'wx', 0o600)
  let [rows, signs, before] = [0, 0, 0]
  const closeVolume = async () => {
    await file.close()
    volumes.push({ path, rows, rowsBefore: before })
    before += rows
  }
  try {
    for await (const batch of batches) {
      let text = ''
      for (const row of batch) {
        const line = `${JSON.stringify(row)}\n`
        const length = printed(row)
        if (rows > 0 && (rows >= limits.rows || signs + length > limits.signs)) {
          await file.writeFile(text)
          await closeVolume()
          path = join(folder, `rows-${volumes.length + 1}`)
          file = await open(path, 'wx', 0o600)
          ;[text, rows, signs] = ['', 0, 0]
        }
        text += line
        rows += 1
        signs += length
      }
      await file.writeFile(text)
      await onRows(before + rows)
    }
    await closeVolume()
  } catch (fault) {
    await file.close().catch(() => undefined)
    throw fault
  }
  return volumes
}

export async function readVolume({ path }: Volume): Promise<SyncedRow[]> {
  const rows: SyncedRow[] = []
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) rows.push(JSON.parse(line) as SyncedRow)
  return rows
}
