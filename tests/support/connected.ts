import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect } from 'vitest'
import {
  beginConnecting,
  changeConnection,
  deliveriesOfItems,
  finishConnecting,
  type Connection,
  type Delivery,
} from '../../src/domain/connections/contract.ts'
import type { Payload } from '../../src/domain/connections/payload.ts'
import { amendItem, itemById } from '../../src/domain/portfolio/contract.ts'
import { enqueue } from '../../src/server/platform/jobs.ts'
import type { LogTo } from '../../src/server/platform/logger.ts'
import { until } from '../../src/server/platform/processes.ts'
import { Visitor } from '../../stand-ins/external-portfolio/visitor.ts'
import { house } from './house.ts'
import { otherfolio, standInFor } from './otherfolio.ts'
import type { Person } from './person.ts'

const SECOND = 1000

/** A house and a stand-in portfolio beside it, for one test file; before each test the stand-in is well again. */
export function housesConnected(options: { logTo?: LogTo } = {}) {
  const other = standInFor()
  const at = house({ ...options, listening: true, connectors: async (url, folder) => [await other.open(url, join(folder, 'other'))] })
  afterAll(() => other.close())
  beforeEach(() => {
    other.forgetful = false
    other.standIn.faults.set({ mode: 'none', honoursKeys: true, tokenDown: false })
  })

  async function wayBack(who: Person, email = 'ada@otherfolio.example', choice: 'allow' | 'refuse' = 'allow'): Promise<URL> {
    const { address } = await who.ask(beginConnecting, { body: { connectorId: otherfolio.id } })
    const visitor = new Visitor(other.standIn.url)
    await visitor.signIn(email)
    return visitor.decide(address, choice)
  }
  async function connect(who: Person, email = 'ada@otherfolio.example', seen = true): Promise<Connection> {
    const back = await wayBack(who, email)
    const connection = await who.ask(finishConnecting, { body: { search: back.search } })
    if (!seen) return connection
    return who.ask(changeConnection, { params: { connectionId: connection.id }, body: { seen: true } })
  }
  const deliveryOf = async (who: Person, itemId: string): Promise<Delivery | undefined> =>
    (await who.ask(deliveriesOfItems, { query: { items: [itemId] } })).deliveries[0]
  const stateOf = async (who: Person, itemId: string) => (await deliveryOf(who, itemId))?.state
  return {
    other,
    at,
    wayBack,
    connect,
    deliveryOf,
    stateOf,
    /** What arrived there of one connection's items. */
    there: (connection: Connection): Payload[] => other.arrived().filter((item) => item.externalReference.startsWith(connection.id)),
    sent: (who: Person, itemId: string) => eventually('it is sent', async () => (await stateOf(who, itemId)) === 'sent'),
    titles: (connection: { readonly id: string }): string[] =>
      other
        .arrived()
        .filter((item) => item.externalReference.startsWith(connection.id))
        .map((item) => item.title)
        .toSorted(),
    /** The row as it stands, for what only time or a crash brings about. */
    put: (who: Person, itemId: string, change: Record<string, unknown>) =>
      at.house.db
        .updateTable('delivery')
        .set(change as never)
        .where('owner_id', '=', who.id)
        .where('item_id', '=', itemId)
        .execute(),
    ring: (who: Person, connectionId: string, itemId: string) =>
      enqueue(at.house.db, 'connections.deliver', { ownerId: who.id, connectionId, itemId }),
    /** Until a worker has it in hand. */
    inHand: (itemId: string) =>
      eventually('it is in hand', async () => {
        const { rows } = await sql<{ n: number }>`
          select count(*) as n from delivery where item_id = ${itemId} and claimed_until > now()`.execute(at.house.db)
        return rows[0]!.n === 1
      }),
    /** Until a try has failed, and says why. */
    tried: (who: Person, itemId: string) =>
      eventually('it was tried', async () => ((await deliveryOf(who, itemId))?.reason ?? null) !== null),
  }
}

export const eventually = async (what: string, look: () => Promise<boolean> | boolean, ms = 20 * SECOND) =>
  expect(await until(look, ms, 50), what).toBe(true)

/** A completed item of this title. */
export const done = (title: string) => ({ title, status: 'completed' as const })

export const amend = async (who: Person, id: string, change: Record<string, unknown>) => {
  const { version } = await who.ask(itemById, { params: { id } })
  return who.ask(amendItem, { params: { id }, body: { version, ...change } })
}
