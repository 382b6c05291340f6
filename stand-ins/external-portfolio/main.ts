import { resolve } from 'node:path'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './accounts.ts'
import { DELIVERIES } from './deliveries.ts'
import { openStandIn } from './stand-in.ts'

const checkout = resolve(import.meta.dirname, '../..')
const { CAIRN_STANDIN_PORT, CAIRN_STANDIN_DATA, CAIRN_STANDIN_CLIENT_SECRET, CAIRN_STANDIN_REDIRECT } = process.env

/** Public, as all of the demo's secrets: it listens on this computer only and holds nothing real. */
const clientSecret = CAIRN_STANDIN_CLIENT_SECRET ?? 'otherfolio demo client secret'
/** Where the browser may be sent back to; several with a comma between. */
const redirects = CAIRN_STANDIN_REDIRECT ?? 'http://127.0.0.1:7420/connections/back'

const port = Number(CAIRN_STANDIN_PORT ?? 7430)
const standIn = await openStandIn({
  folder: resolve(CAIRN_STANDIN_DATA ?? `${checkout}/data/otherfolio`),
  port,
  clients: [{ clientId: 'cairn', clientSecret, redirectUris: redirects.split(',').map((uri) => uri.trim()) }],
})
await standIn.listen().catch((error: unknown) => {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  console.error(taken ? `Port ${port} is in use by another program. Name another with CAIRN_STANDIN_PORT.` : error)
  process.exit(1)
})
console.log(`
Otherfolio (stand-in) is at ${standIn.url}

  sign in     ${DEMO_ACCOUNTS.map(({ email }) => email).join(' or ')}, password: ${DEMO_PASSWORD}
  deliveries  ${standIn.url}${DELIVERIES}
  faults      ${standIn.url}/faults
`)

const stop = () => {
  standIn.close().then(
    () => process.exit(0),
    () => process.exit(1),
  )
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop)
// Started by Cairn for its demo, it says that it is there, and ends with it however that ends.
process.send?.({ url: standIn.url, people: DEMO_ACCOUNTS.map(({ email }) => email), password: DEMO_PASSWORD })
process.once('disconnect', stop)
