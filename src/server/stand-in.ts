import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Config } from '#server/platform/config.ts'
import { keyFor } from '#server/platform/keys.ts'
import { BACK_PATH } from './connections/connect-commands.ts'

const MAIN = resolve(import.meta.dirname, '../../stand-ins/external-portfolio/main.ts')
const CLIENT_ID = 'cairn'
/** Milliseconds it may take to start, and to stop. */
const PATIENCE_MS = 30_000
const STOPS_MS = 5000

/** What it says of itself once it listens. */
interface Ready {
  readonly url: string
  readonly people: readonly string[]
  readonly password: string
}

export interface StandInProcess {
  /** The settings its connector is on with. */
  readonly env: Readonly<Record<string, string>>
  /** Lines that say where it is and how to sign in there, for the terminal. */
  readonly waysIn: readonly string[]
  close(): Promise<void>
}

/** Ten after Cairn's own. */
export const standInPort = (port: number): number => (port + 10 > 65_535 ? port - 10 : port + 10)

const secretOf = (config: Pick<Config, 'secret'>): string => keyFor(config.secret, 'otherfolio')

/** The settings of the connector to a stand-in at this address. */
export const standInSettings = (config: Pick<Config, 'secret'>, url: string): Readonly<Record<string, string>> => ({
  CAIRN_OTHERFOLIO_ISSUER: url,
  CAIRN_OTHERFOLIO_CLIENT_ID: CLIENT_ID,
  CAIRN_OTHERFOLIO_CLIENT_SECRET: secretOf(config),
  CAIRN_OTHERFOLIO_DELIVERIES: `${url}/api/cpd-items`,
})

/**
 * Starts the stand-in external portfolio for the demo (X14): a process of its own, which ends with this one however that ends. Null,
 * with the reason said, where it cannot be had: Cairn then runs without.
 */
export async function startStandIn(
  config: Pick<Config, 'secret' | 'url' | 'port' | 'dataFolder'>,
  say: (line: string) => void,
): Promise<StandInProcess | null> {
  const port = standInPort(config.port)
  const child = fork(MAIN, [], {
    // The flags this process was started with are not the other's.
    execArgv: [],
    env: {
      ...process.env,
      CAIRN_STANDIN_PORT: String(port),
      CAIRN_STANDIN_DATA: resolve(config.dataFolder, 'otherfolio'),
      CAIRN_STANDIN_CLIENT_SECRET: secretOf(config),
      CAIRN_STANDIN_REDIRECT: config.url + BACK_PATH,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let faults = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (faults += text))
  const gone = once(child, 'exit')
  gone.catch((error: unknown) => (faults += String(error)))
  const ready = await Promise.race([
    once(child, 'message').then(([message]) => message as Ready),
    gone.then(
      () => null,
      () => null,
    ),
    new Promise<null>((done) => setTimeout(done, PATIENCE_MS, null).unref()),
  ])
  if (ready === null) {
    child.kill('SIGKILL')
    const why = /EADDRINUSE|is in use/.test(faults) ? `port ${port} is in use by another program.` : `it does not start. ${faults.trim()}`
    say(`The stand-in portfolio is left out: ${why} Cairn runs without it; nothing can be connected.`)
    return null
  }
  let closing = false
  child.once('exit', () => {
    if (!closing) say('The stand-in portfolio has stopped. What is sent waits until Cairn is started again.')
  })
  return {
    env: standInSettings(config, ready.url),
    waysIn: [
      `Another portfolio to connect, Otherfolio (stand-in), is at ${ready.url}`,
      `  ${ready.people.join(' or ')}, password: ${ready.password}`,
    ],
    async close() {
      closing = true
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await Promise.race([gone, new Promise((done) => setTimeout(done, STOPS_MS).unref())])
      child.kill('SIGKILL')
    },
  }
}
