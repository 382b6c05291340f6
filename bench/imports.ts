import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { stringify } from 'csv-stringify/sync'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { v7 as uuidv7 } from 'uuid'
import type { Import } from '../src/domain/capture/import-contract.ts'
import { median, type Figure } from './figure.ts'
import type { Ground, Owner } from './ground.ts'
import { ask, timeOf } from './load.ts'

/** What an import writes of an item; the rest has its defaults. */
const COLUMNS =
  'id, source, title, type, status, link, link_key, notes, started_on, completed_on, added_on, personal, impact, practice_changes, tag_ids, tag_text'
const LEAST = 0.2

/** Rows imported a second, from the sending of the file until the last row is there, against `COPY` of the same rows into the same table. */
export async function imports(ground: Ground): Promise<Figure[]> {
  const rounds: { rows: number; ours: number; bringing: number; bare: number }[] = []
  for (const rows of ground.quick ? [5000] : [5000, 5000, 50_000]) {
    const owner = await ground.newcomer()
    const other = await ground.newcomer()
    const csv = stringify([['Title', 'Date', 'Credits', 'Notes', 'Tags', 'Link'], ...rowsOf(rows)])
    let bringing = 0
    const ours = await timeOf(async () => {
      const id = await sent(ground, owner, csv)
      bringing = await timeOf(async () => {
        await ask(ground, owner, `/imports/${id}/bring-in`, { body: {} })
        await until(ground, owner, id, 'brought')
      })
    })
    rounds.push({ rows, ours, bringing, bare: await copied(ground, owner, other) })
  }
  const ratio = median(rounds.map(({ ours, bare }) => bare / ours))
  const last = rounds.at(-1)!
  const perSecond = (ms: number) => Math.round((last.rows * 1000) / ms).toLocaleString('en-GB')
  return [
    {
      name: 'Rows imported a second, file to rows / COPY of the same rows',
      value: ratio.toFixed(2),
      goal: `at least ${LEAST.toFixed(2)}`,
      met: ratio >= LEAST,
      note: `of ${last.rows.toLocaleString('en-GB')}: ${perSecond(last.ours)} a second read, checked and brought in with tags, trail and fingerprints; ${perSecond(last.bringing)} of the bringing in alone; COPY ${perSecond(last.bare)}`,
    },
  ]
}

const rowsOf = (count: number): string[][] =>
  Array.from({ length: count }, (_, n) => [
    `Course ${n} on the management of acute illness`,
    `2024-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`,
    `${n % 6}.25`,
    `What I took home from day ${n}: measure lactate first, and say aloud who does what before the patient arrives.`,
    ['Acute medicine', 'Leadership', 'Teaching; Acute medicine'][n % 3]!,
    `https://example.org/courses/${n}`,
  ])

async function sent(ground: Ground, owner: Owner, csv: string): Promise<string> {
  const id = uuidv7()
  const answer = await fetch(`${ground.address}/api/people/${owner.id}/imports/${id}?name=years.csv`, {
    method: 'PUT',
    headers: { cookie: owner.cookie, 'content-type': 'application/octet-stream' },
    body: csv,
  })
  if (!answer.ok) throw new Error(`The file was answered ${answer.status}: ${await answer.text()}`)
  await until(ground, owner, id, 'ready')
  return id
}

async function until(ground: Ground, owner: Owner, id: string, state: Import['state']): Promise<void> {
  for (;;) {
    const now = JSON.parse((await ask(ground, owner, `/imports/${id}`)).bytes.toString()) as Import
    if (now.state === state) return
    if (now.state === 'failed' || now.reason !== null) throw new Error(`The import is ${now.state}: ${now.reason}`)
    await pause(25)
  }
}

/** Milliseconds of `COPY` of one owner's rows for another. */
async function copied(ground: Ground, from: Owner, to: Owner): Promise<number> {
  const client = await ground.database.pool.connect()
  try {
    const rows = await buffer(
      client.query(copyTo(`copy (select '${to.id}', ${COLUMNS} from item where owner_id = '${from.id}' order by id) to stdout`)),
    )
    return await timeOf(() => pipeline(Readable.from([rows]), client.query(copyFrom(`copy item (owner_id, ${COLUMNS}) from stdin`))))
  } finally {
    client.release()
  }
}
