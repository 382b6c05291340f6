import { pipeline } from 'node:stream/promises'
import { Writable } from 'node:stream'
import { to as copyTo } from 'pg-copy-streams'
import { FIRST_COLUMNS } from '../src/domain/accounts/profile-contract.ts'
import { NO_FILTERS } from '../src/domain/portfolio/filters.ts'
import { median, type Figure } from './figure.ts'
import type { Ground, OwnerSize, Statement } from './ground.ts'
import { ask, timeOf } from './load.ts'

const MOST_GROWTH = 1.3

/** The CSV of 20,000 rows over HTTP against `COPY … TO STDOUT` of the statement it reads them by. */
export async function csv(ground: Ground): Promise<Figure[]> {
  const size = 20_000
  const download = (items: OwnerSize) => async () => {
    const { bytes } = await ask(ground, ground.owner(items), '/reports/csv', { body: { filters: NO_FILTERS, columns: FIRST_COLUMNS } })
    if (bytes.length < items * 20) throw new Error(`A CSV of ${items} rows has ${bytes.length} bytes.`)
  }
  const statements = await ground.statementsOf(download(size))
  const rows = statements.findLast(({ text }) => text.includes('"item"."title"'))
  if (rows === undefined) throw new Error('The export sends no statement that reads titles.')
  const client = await ground.database.pool.connect()
  const copy = () =>
    pipeline(
      client.query(copyTo(`copy (${withValues(rows)}) to stdout (format csv)`)),
      new Writable({ write: (_bytes, _encoding, done) => done() }),
    )
  const ratios: number[] = []
  try {
    await download(size)()
    await copy()
    for (let round = 0; round < (ground.quick ? 3 : 7); round += 1) {
      const ours = await timeOf(download(size))
      ratios.push((await timeOf(copy)) / ours)
    }
  } finally {
    client.release()
  }
  const memory = async (items: OwnerSize, times: number) => {
    await ground.highestMemory()
    for (let time = 0; time < times; time += 1) await download(items)()
    return ground.highestMemory()
  }
  const small = await memory(5000, 10)
  const large = await memory(50_000, 2)
  const rate = median(ratios)
  return [
    { name: 'CSV of 20,000 rows over HTTP / COPY TO STDOUT', value: rate.toFixed(2), goal: 'at least 0.60', met: rate >= 0.6 },
    {
      name: "Server's memory exporting 50,000 rows / 5,000",
      value: (large / small).toFixed(2),
      goal: `within ${MOST_GROWTH}`,
      met: large / small <= MOST_GROWTH,
      note: `at most ${(large / 1e6).toFixed(0)} MB`,
    },
  ]
}

/** COPY takes no parameters. */
function withValues({ text, values = [] }: Statement): string {
  return text.replace(/\$(\d+)/g, (_, number: string) => {
    const value = values[Number(number) - 1]
    if (typeof value !== 'string') throw new Error(`A value of the export is no text: ${String(value)}`)
    return `'${value.replaceAll("'", "''")}'`
  })
}
