import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beginConnecting } from '../src/domain/connections/contract.ts'
import { startStandIn } from '../src/server/stand-in.ts'
import { Visitor } from '../stand-ins/external-portfolio/visitor.ts'
import type { Ground, Owner } from './ground.ts'
import { ask } from './load.ts'

const ACCOUNT = 'ada@otherfolio.example'
const CONNECTOR = 'otherfolio'

export interface Arrival {
  readonly title: string
  /** When it was stored there, in milliseconds since 1970. */
  readonly storedAt: number
  /** As it came. */
  readonly item: string
}

export type OtherSide = Awaited<ReturnType<typeof openOtherSide>>

/** The stand-in external portfolio in a process of its own, where the server expects it; what arrived is read from its store. */
export async function openOtherSide(ground: Ground) {
  const faults: string[] = []
  const standIn = await startStandIn(ground.config, (line) => faults.push(line))
  if (standIn === null) throw new Error(faults.join('\n'))
  const url = standIn.env['CAIRN_OTHERFOLIO_ISSUER']!
  const deliveries = new URL(standIn.env['CAIRN_OTHERFOLIO_DELIVERIES']!)
  const store = new DatabaseSync(join(ground.dataFolder, 'otherfolio', 'otherfolio.sqlite'), { readOnly: true })
  const newest = store.prepare('select coalesce(max(number), 0) as number from record')
  const since = store.prepare("select item ->> 'title' as title, stored_at, item from record where number > ?")
  const token = store.prepare("select id from oauth where model = 'AccessToken' order by expires_at desc limit 1")

  return {
    /** The number of the newest record there. */
    newest: () => newest.get()!['number'] as number,
    /** What was recorded there after the record of that number. */
    since: (number: number): Arrival[] =>
      since
        .all(number)
        .map((row) => ({ title: row['title'] as string, storedAt: row['stored_at'] as number, item: row['item'] as string })),

    /** Signs in and consents there, comes back, and has seen what is sent. Returns the connection's id. */
    async connect(owner: Owner): Promise<string> {
      const { address } = await jsonOf<{ address: string }>(owner, beginConnecting.url, { connectorId: CONNECTOR })
      const visitor = new Visitor(url)
      await visitor.signIn(ACCOUNT)
      const { search } = await visitor.decide(address, 'allow')
      const { id } = await jsonOf<{ id: string }>(owner, '/connections', { search })
      await ask(ground, owner, `/connections/${id}`, { method: 'PATCH', body: { seen: true } })
      return id
    },

    /** How it behaves from now on: answers at once, or only after so many milliseconds. */
    async answerAfter(ms: number): Promise<void> {
      const change = ms === 0 ? { mode: 'none' } : { mode: 'slow', slowMs: ms }
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/api/faults`, { method: 'PUT', headers, body: JSON.stringify(change) })
      if (!answer.ok) throw new Error(`The stand-in does not take it: ${answer.status} ${await answer.text()}`)
    },

    /** Posts payloads straight to its API, so many at a time, under keys it has not seen. Returns how many a second. */
    async bareRate(items: readonly string[], inFlight: number): Promise<number> {
      const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
      const bearer = token.get()!['id'] as string
      const waiting = [...items]
      const start = performance.now()
      const prefix = `bare/${Date.now()}`
      await Promise.all(
        Array.from({ length: inFlight }, async () => {
          for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
            await post(deliveries, agent, { bearer, key: `${prefix}/${waiting.length}`, item })
          }
        }),
      )
      const rate = items.length / ((performance.now() - start) / 1000)
      agent.destroy()
      return rate
    },

    async close(): Promise<void> {
      store.close()
      await standIn.close()
    },
  }

  async function jsonOf<T>(owner: Owner, path: string, body: unknown): Promise<T> {
    const within = path.replace('/api/people/:ownerId', '')
    return JSON.parse((await ask(ground, owner, within, { body })).bytes.toString()) as T
  }
}

function post(to: URL, agent: Agent, { bearer, key, item }: { bearer: string; key: string; item: string }): Promise<void> {
  const boundary = 'cairn-bench-boundary'
  const body = `--${boundary}\r\ncontent-disposition: form-data; name="item"\r\ncontent-type: application/json\r\n\r\n${item}\r\n--${boundary}--\r\n`
  return new Promise((resolve, reject) => {
    const asking = request(
      to,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${bearer}`,
          'idempotency-key': key,
          'content-type': `multipart/form-data; boundary=${boundary}`,
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        answer.on('error', reject)
        answer.on('end', () =>
          answer.statusCode === 201 ? resolve() : reject(new Error(`The stand-in answered ${answer.statusCode} to a bare delivery.`)),
        )
        answer.resume()
      },
    )
    asking.on('error', reject)
    asking.end(body)
  })
}
