import { median, type Figure } from './figure.ts'
import type { Ground, OwnerSize, Statement } from './ground.ts'
import { ask, rateOf } from './load.ts'

const CONNECTIONS = 8
const WHY_SLOW =
  'on two cores the server takes one from the database: compiling, checking and writing 33 kB of JSON cost it more than the SQL of a small portfolio'

/** The list page over HTTP against the statements it sends, sent bare through `pg`, turn and turn about. */
export async function listPage(ground: Ground): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const size of [500, 5000, 50_000] as const) figures.push(await against(ground, size))
  return figures
}

async function against(ground: Ground, size: OwnerSize): Promise<Figure> {
  const owner = ground.owner(size)
  const get = () => ask(ground, owner, '/items')
  for (let times = 0; times < 40; times += 1) await get()
  const statements = await ground.statementsOf(get)
  const bare = await Promise.all(Array.from({ length: CONNECTIONS }, () => ground.database.pool.connect()))
  const send = async (worker: number) => {
    for (const statement of statements) await bare[worker]!.query(prepared(statement))
  }
  try {
    await rateOf(1, CONNECTIONS, get)
    await rateOf(1, CONNECTIONS, send)
    const rounds: { http: number; sql: number }[] = []
    for (let round = 0; round < (ground.quick ? 3 : 5); round += 1) {
      rounds.push({ http: await rateOf(1, CONNECTIONS, get), sql: await rateOf(1, CONNECTIONS, send) })
    }
    const ratio = median(rounds.map(({ http, sql }) => http / sql))
    const http = median(rounds.map((round) => round.http))
    return {
      name: `List page of ${size.toLocaleString('en-GB')} items over HTTP / its ${statements.length} statements bare`,
      value: ratio.toFixed(2),
      goal: 'at least 0.70',
      met: ratio >= 0.7,
      note: `${http.toFixed(0)} pages a second with ${CONNECTIONS} connections${ratio >= 0.7 ? '' : `; ${WHY_SLOW}`}`,
    }
  } finally {
    for (const client of bare) client.release()
  }
}

/** As the server sends it: `pg` gets an object of its own each time, because it writes into what it is given. */
const prepared = ({ text, name, values }: Statement) => ({
  text,
  ...(name === undefined ? {} : { name: `bench ${name}` }),
  ...(values === undefined ? {} : { values: [...values] }),
})
