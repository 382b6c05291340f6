/**
 * The real server in a process of its own, so that it and what loads it do not share an event loop.
 * Over its channel it says which statements it sends and how much memory it takes.
 */
import pg from 'pg'
import { buildHouse } from '../src/server/house.ts'
import type { Config } from '../src/server/platform/config.ts'
import type { Statement } from './ground.ts'

interface Sendable {
  text?: string
  name?: string
  values?: unknown[]
}

let caught: Statement[] | null = null
const proto = pg.Client.prototype as unknown as { query: (this: unknown, ...args: unknown[]) => unknown }
const query = proto.query
proto.query = function watched(this: unknown, ...args: unknown[]) {
  const given = args[0] as string | Sendable
  if (caught !== null) {
    const { text, name, values }: Sendable = typeof given === 'string' ? { text: given } : given
    if (text !== undefined) caught.push({ text, ...(name === undefined ? {} : { name }), ...(values === undefined ? {} : { values }) })
  }
  return query.apply(this, args)
}

let highest = 0
setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20).unref()

interface Opening {
  readonly config: Config
  readonly databaseUrl: string
  readonly connectorSettings: Readonly<Record<string, string>>
}

async function open({ config, ...where }: Opening): Promise<void> {
  const house = await buildHouse(config, where)
  await house.listen()
  process.on('message', (asked: string) => {
    if (asked === 'catch') caught = []
    if (asked === 'caught') {
      process.send!({ caught })
      caught = null
      return
    }
    if (asked === 'memory') {
      process.send!({ highest: Math.max(highest, process.memoryUsage.rss()) })
      highest = 0
      return
    }
    if (asked === 'stop') {
      void house.close().then(() => process.exit(0))
      return
    }
    process.send!('done')
  })
  process.send!('listening')
}

process.once('message', (asked: Opening) => void open(asked))
process.on('disconnect', () => process.exit())
