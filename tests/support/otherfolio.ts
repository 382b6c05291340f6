import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Connector } from '../../src/domain/connections/connector.ts'
import type { Payload } from '../../src/domain/connections/payload.ts'
import { BACK_PATH } from '../../src/server/connections/connect-commands.ts'
import { connectorAt, type OpenConnector } from '../../src/server/connections/connectors.ts'
import { openStandIn, type StandIn } from '../../stand-ins/external-portfolio/stand-in.ts'

export const otherfolio: Connector = {
  id: 'otherfolio',
  name: 'Otherfolio (stand-in)',
  version: '1',
  source: 'stand-ins/external-portfolio',
  certainty: 'checked',
  enabled: true,
  standIn: true,
  settings: {
    issuer: 'CAIRN_OTHERFOLIO_ISSUER',
    clientId: 'CAIRN_OTHERFOLIO_CLIENT_ID',
    clientSecret: 'CAIRN_OTHERFOLIO_CLIENT_SECRET',
    deliveries: 'CAIRN_OTHERFOLIO_DELIVERIES',
  },
  scopes: ['openid', 'offline_access', 'cpd:write'],
  honoursKeys: true,
  mapping: {},
}

export const CLIENT = { clientId: 'cairn', clientSecret: 'a secret of the tests' }

/** The stand-in external portfolio, opened for the house of one test file. */
export function standInFor() {
  let standIn: StandIn | null = null
  let folder = ''
  const connector = { ...otherfolio }
  let held = 0
  let broken = 0
  let release: () => void = () => undefined
  let released = Promise.resolve()
  return {
    get standIn(): StandIn {
      if (standIn === null) throw new Error('The stand-in opens with the house.')
      return standIn
    },
    /** As a side that knows no keys. */
    set forgetful(forgets: boolean) {
      connector.honoursKeys = !forgets
    },
    async open(houseUrl: string, parent: string): Promise<OpenConnector> {
      folder = await mkdtemp(`${parent}-`)
      standIn = await openStandIn({ folder, port: 0, clients: [{ ...CLIENT, redirectUris: [houseUrl + BACK_PATH] }] })
      await standIn.listen()
      const open = connectorAt(connector, { ...CLIENT, issuer: standIn.url, deliveries: `${standIn.url}/api/cpd-items` }, true)
      return {
        ...open,
        async oauth() {
          if (held > 0) {
            held--
            await released
          }
          if (broken > 0) {
            broken--
            throw new Error('It is away.')
          }
          return open.oauth()
        },
      }
    },
    /** The next calls of its sign-in hang until what this gives is called. */
    holdSignIn(calls: number): () => void {
      held = calls
      released = new Promise((done) => (release = done))
      return () => {
        held = 0
        release()
      }
    },
    /** The next calls of its sign-in fail, until what this gives is called. */
    breakSignIn(calls: number): () => void {
      broken = calls
      return () => {
        broken = 0
      }
    },
    async close(): Promise<void> {
      await standIn?.close()
    },
    /** Everything recorded there, whoever's it is. */
    arrived(): Payload[] {
      const { accounts, records } = standIn!.store
      return accounts.all().flatMap((account) => records.allOf(account.id).map((record) => record.item))
    },
    async revoke(email: string): Promise<void> {
      const answer = await fetch(`${standIn!.url}/api/faults/revoke`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email }),
      })
      if (!answer.ok) throw new Error(`Not revoked: ${answer.status}`)
    },
    /** Every token given out, in clear. */
    async tokens(): Promise<string[]> {
      const db = new DatabaseSync(join(folder, 'otherfolio.sqlite'), { readOnly: true })
      try {
        return db
          .prepare("select id from oauth where model in ('AccessToken', 'RefreshToken')")
          .all()
          .map((row) => row['id'] as string)
      } finally {
        db.close()
      }
    },
  }
}
