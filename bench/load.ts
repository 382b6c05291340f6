import { Agent, request } from 'node:http'
import { writeQuery } from '../src/domain/query-string.ts'
import type { Ground, Owner } from './ground.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

export interface Answer {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Asks the server as the owner, of the owner's own unless `path` begins with '/api/'; anything but a success is thrown. `keep` false counts bytes without keeping them. */
export function ask(
  ground: Ground,
  owner: Owner,
  path: string,
  options: { method?: 'PUT' | 'PATCH'; query?: Readonly<Record<string, unknown>>; body?: unknown } = {},
): Promise<Answer> {
  const body = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body))
  const url = `${ground.address}${path.startsWith('/api/') ? path : `/api/people/${owner.id}${path}`}${writeQuery(options.query ?? {})}`
  return new Promise((resolve, reject) => {
    const asking = request(
      url,
      {
        agent,
        method: options.method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          cookie: owner.cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
        },
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () => {
          const bytes = Buffer.concat(parts)
          const status = answer.statusCode ?? 0
          if (status >= 200 && status < 300) resolve({ bytes, headers: answer.headers })
          else reject(new Error(`${url} answered ${status}: ${bytes.toString().slice(0, 300)}`))
        })
      },
    )
    asking.on('error', reject)
    asking.end(body)
  })
}

/** How many times a second `act` is done by so many that do it one after the other. */
export async function rateOf(seconds: number, workers: number, act: (worker: number) => Promise<unknown>): Promise<number> {
  const start = performance.now()
  const end = start + seconds * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() < end) {
        await act(worker)
        done += 1
      }
    }),
  )
  return done / ((performance.now() - start) / 1000)
}

/** How long `act` takes, in milliseconds. */
export async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}
