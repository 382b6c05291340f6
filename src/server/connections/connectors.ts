import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as oauth from 'openid-client'
import { notFound } from '#domain/errors.ts'
import { Connector } from '#domain/connections/connector.ts'
import { CatalogueError, readYaml } from '#server/platform/catalogue.ts'
import type { Config } from '#server/platform/config.ts'
import { PlainError } from '#server/platform/plain-error.ts'

/** A connector with what the installation set for it. */
export interface OpenConnector {
  readonly connector: Connector
  readonly deliveries: URL
  /** The other side's OAuth, discovered once and kept for an hour. @throws what the network throws */
  oauth(): Promise<oauth.Configuration>
}

export interface Connectors {
  /** Those that can be connected here. */
  readonly all: readonly OpenConnector[]
  find(id: string): OpenConnector | null
  /** @throws Refusal `not_found` */
  get(id: string): OpenConnector
}

type Env = Readonly<Record<string, string | undefined>>
const DISCOVERED_FOR_MS = 60 * 60 * 1000
/** Seconds a call to another side's OAuth may take. */
const OAUTH_SECONDS = 15

/**
 * Reads `connectors/*.yaml`. A connector is on where it is enabled and all its settings are there; a stand-in in the demo only.
 * @throws CatalogueError
 */
export async function loadConnectors(folder: string, env: Env, config: Pick<Config, 'mode'>): Promise<Connectors> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yaml')).sort()
  const faults: string[] = []
  const open: OpenConnector[] = []
  for (const name of names) {
    const read = readYaml(`${basename(folder)}/${name}`, await readFile(join(folder, name), 'utf8'), Connector)
    faults.push(...read.faults)
    const one = read.entry === undefined ? null : openConnector(read.entry, env, config)
    if (one !== null) open.push(one)
  }
  if (faults.length > 0) throw new CatalogueError(faults)
  return connectorsOf(open)
}

export function connectorsOf(all: readonly OpenConnector[]): Connectors {
  const find = (id: string) => all.find(({ connector }) => connector.id === id) ?? null
  return {
    all,
    find,
    get(id) {
      const found = find(id)
      if (found === null) throw notFound()
      return found
    },
  }
}

function openConnector(connector: Connector, env: Env, { mode }: Pick<Config, 'mode'>): OpenConnector | null {
  const { settings } = connector
  const [issuer, clientId, clientSecret, deliveries] = [settings.issuer, settings.clientId, settings.clientSecret, settings.deliveries].map(
    (name) => env[name]?.trim() ?? '',
  ) as [string, string, string, string]
  if (!connector.enabled || (connector.standIn && mode !== 'demo')) return null
  if ([issuer, clientId, clientSecret, deliveries].includes('')) return null
  return connectorAt(connector, { issuer, clientId, clientSecret, deliveries }, mode !== 'production')
}

/** An address that was set. @throws PlainError where it is none, or plain http where tokens and notes would go in clear */
function addressOf(setting: string, text: string, insecure: boolean): URL {
  const address = URL.parse(text)
  if (address?.protocol === 'https:' || (insecure && address?.protocol === 'http:')) return address
  throw new PlainError(`${setting} must be an address that begins with https://.`)
}

/** `insecure` allows plain http, for what runs on this computer. @throws PlainError */
export function connectorAt(
  connector: Connector,
  set: { issuer: string; clientId: string; clientSecret: string; deliveries: string },
  insecure: boolean,
): OpenConnector {
  const deliveries = addressOf(connector.settings.deliveries, set.deliveries, insecure)
  const issuer = addressOf(connector.settings.issuer, set.issuer, insecure)
  let discovered: { at: number; configuration: Promise<oauth.Configuration> } | null = null
  return {
    connector,
    deliveries,
    async oauth() {
      if (discovered === null || discovered.at < performance.now() - DISCOVERED_FOR_MS) {
        const configuration = oauth.discovery(issuer, set.clientId, undefined, oauth.ClientSecretBasic(set.clientSecret), {
          execute: insecure ? [oauth.allowInsecureRequests] : [],
          timeout: OAUTH_SECONDS,
        })
        const now = { at: performance.now(), configuration }
        discovered = now
        configuration.catch(() => {
          if (discovered === now) discovered = null
        })
      }
      return discovered.configuration
    },
  }
}
