/** A worker in a process of its own, to be killed. Told by its parent what to work on; says 'ready' when it does. */
import type { Config } from '../../src/server/platform/config.ts'
import { connectorAt } from '../../src/server/connections/connectors.ts'
import { buildHouse } from '../../src/server/house.ts'
import { CLIENT, otherfolio } from './otherfolio.ts'

export interface WorkerTask {
  readonly config: Config
  readonly databaseUrl: string
  /** Null without connections. */
  readonly standInUrl: string | null
  readonly honoursKeys: boolean
}

process.once('message', ({ config, databaseUrl, standInUrl, honoursKeys }: WorkerTask) => {
  const connectors =
    standInUrl === null
      ? []
      : [connectorAt({ ...otherfolio, honoursKeys }, { ...CLIENT, issuer: standInUrl, deliveries: `${standInUrl}/api/cpd-items` }, true)]
  buildHouse({ ...config, role: 'worker' }, { databaseUrl, connectors })
    .then((house) => house.listen())
    .then(
      () => process.send?.('ready'),
      (fault: unknown) => {
        console.error(fault)
        process.exit(1)
      },
    )
})
process.on('disconnect', () => process.exit())
