import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { SealKey } from './keys.ts'
import { PlainError } from './plain-error.ts'

/** Where this copy of Cairn lies: the folder with package.json. */
export const checkout = resolve(import.meta.dirname, '../../..')

/** What the person who runs Cairn has set, checked. */
export interface Settings {
  readonly mode: 'demo' | 'production'
  readonly role: 'all' | 'api' | 'worker'
  readonly dataFolder: string
  /** False where `dataFolder` is only the default, which may give way to a folder that can be reached. */
  readonly dataFolderNamed: boolean
  readonly host: string
  readonly port: number
  /** The public address, without a slash at the end. */
  readonly url: string
  /** Null in the demo when none is set: one is made and kept in the data folder. */
  readonly secret: string | null
  /** Null: the PostgreSQL that ships with Cairn. */
  readonly databaseUrl: string | null
  /** The user PostgreSQL runs as when Cairn is started by root. */
  readonly runAs: string | null
  /** As Fastify takes it: false, a number of proxies, or their addresses. */
  readonly trustProxy: false | number | string[]
  /** Null in the demo when none is set: mail stays in the demo's own mailbox. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null
  /** Keys that tokens are sealed with, newest first; null: one is made from the secret. */
  readonly tokenKeys: readonly [SealKey, ...SealKey[]] | null
  readonly support: {
    readonly email: string | null
    readonly phone: string | null
    readonly hours: string | null
  }
}

/** The settings with all that the start has added to them. */
export interface Config extends Settings {
  readonly secret: string
}

export class ConfigError extends PlainError {
  override name = 'ConfigError'
}

type Env = Readonly<Record<string, string | undefined>>

const MODES = ['demo', 'production'] as const
const ROLES = ['all', 'api', 'worker'] as const
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/

/**
 * Reads the settings from the environment. All that is missing or wrong is said at once.
 * @throws ConfigError
 */
export function readConfig(env: Env): Settings {
  const problems: string[] = []
  const wrong = (line: string) => void problems.push(line)
  const text = (name: string) => env[name]?.trim() || null
  const oneOf = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    const given = text(name)
    const found = allowed.find((one) => one === given)
    if (given !== null && found === undefined) wrong(`${name} is "${given}"; it can be ${allowed.join(', ')}.`)
    return found ?? otherwise
  }

  const mode = oneOf('CAIRN_MODE', MODES, 'demo')
  const production = mode === 'production'
  const needed = (name: string, what: string) => {
    const given = text(name)
    if (given === null && production) wrong(`${name} is not set: ${what}.`)
    return given
  }

  const host = text('CAIRN_HOST') ?? '127.0.0.1'
  if (!production && !LOOPBACK.test(host)) {
    wrong(
      `CAIRN_HOST is "${host}", but the demo, whose passwords anyone can read, listens on this computer only. Leave it out, or set CAIRN_MODE=production.`,
    )
  }
  const port = readPort(text('CAIRN_PORT'), wrong)
  const url = readUrl(needed('CAIRN_URL', 'the address people open Cairn at, such as https://cairn.example.org'), production, wrong)
  const secret = needed(
    'CAIRN_SECRET',
    '32 or more characters that nobody can guess, to protect sessions; `openssl rand -hex 32` makes one',
  )
  if (secret !== null && secret.length < 32) wrong(`CAIRN_SECRET has ${secret.length} characters; it needs 32 or more.`)
  const smtpUrl = needed(
    'CAIRN_SMTP_URL',
    'the mail server that sends confirmations and reminders, such as smtps://user:password@mail.example.org',
  )
  const from = needed('CAIRN_MAIL_FROM', 'the address mail is sent from')
  if (smtpUrl !== null && !/^smtps?:\/\/./.test(smtpUrl)) wrong('CAIRN_SMTP_URL must begin with smtp:// or smtps://.')
  if (!production && (smtpUrl === null) !== (from === null)) wrong('CAIRN_SMTP_URL and CAIRN_MAIL_FROM go together: set both or neither.')
  const databaseUrl = text('DATABASE_URL')
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) wrong('DATABASE_URL must begin with postgres:// or postgresql://.')
  const role = oneOf('CAIRN_ROLE', ROLES, 'all')
  if (role !== 'all' && databaseUrl === null) {
    wrong(`CAIRN_ROLE is "${role}", which shares a database with other copies, so DATABASE_URL must be set.`)
  }
  const trustProxy = readTrustProxy(text('CAIRN_TRUST_PROXY'), wrong)
  const dataFolder = text('CAIRN_DATA')
  const tokenKeys = readTokenKeys(text('CAIRN_TOKEN_KEYS'), wrong)

  if (problems.length > 0) {
    const opening = production ? 'Cairn cannot start in production like this:' : 'Cairn cannot start like this:'
    throw new ConfigError([opening, ...problems.map((line) => `  - ${line}`)].join('\n'))
  }
  return {
    mode,
    role,
    dataFolder: resolve(dataFolder ?? `${checkout}/data`),
    dataFolderNamed: dataFolder !== null,
    host,
    port,
    url: url ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    secret,
    databaseUrl,
    runAs: text('CAIRN_RUN_AS'),
    trustProxy,
    mail: smtpUrl !== null && from !== null ? { smtpUrl, from } : null,
    tokenKeys,
    support: {
      email: text('CAIRN_SUPPORT_EMAIL'),
      phone: text('CAIRN_SUPPORT_PHONE'),
      hours: text('CAIRN_SUPPORT_HOURS'),
    },
  }
}

/** Where root keeps the data of a checkout that PostgreSQL's user cannot reach; one folder for each checkout. */
export function fallbackDataFolder(): string {
  return `/var/lib/cairn/${createHash('sha256').update(checkout).digest('hex').slice(0, 8)}`
}

function readPort(given: string | null, wrong: (line: string) => void): number {
  if (given === null) return 7420
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (!(port >= 1 && port <= 65_535)) wrong(`CAIRN_PORT is "${given}"; it is a number from 1 to 65535.`)
  return port
}

function readUrl(given: string | null, production: boolean, wrong: (line: string) => void): string | null {
  if (given === null) return null
  const url = URL.parse(given)
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    wrong(`CAIRN_URL is "${given}"; it is an address without a path, such as https://cairn.example.org.`)
    return null
  }
  if (production && url.protocol === 'http:' && !LOOPBACK.test(url.hostname.replace(/^\[|\]$/g, ''))) {
    wrong(`CAIRN_URL is "${given}"; in production it must begin with https://, or passwords could be read on the way.`)
  }
  return url.origin
}

/** 'b:HEX,a:HEX', newest first: a name, and 32 bytes as 64 hexadecimal digits. */
function readTokenKeys(given: string | null, wrong: (line: string) => void): Settings['tokenKeys'] {
  if (given === null) return null
  const keys = given.split(',').map((one) => /^([a-z0-9]{1,20}):([0-9a-f]{64})$/i.exec(one.trim()))
  if (keys.some((one) => one === null) || new Set(keys.map((one) => one?.[1])).size < keys.length) {
    wrong('CAIRN_TOKEN_KEYS cannot be read; it is name:key, with 64 hexadecimal digits, newest first, commas between, each name once.')
    return null
  }
  const [first, ...more] = keys.map((one): SealKey => ({ name: one![1]!, key: Buffer.from(one![2]!, 'hex') }))
  return [first!, ...more]
}

function readTrustProxy(given: string | null, wrong: (line: string) => void): Settings['trustProxy'] {
  if (given === null || given === '0' || given === 'false') return false
  if (/^\d{1,2}$/.test(given)) return Number(given)
  const addresses = given
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  if (addresses.every((one) => /^(loopback|linklocal|uniquelocal|[\da-f.:]+(\/\d{1,3})?)$/i.test(one) && /\d|l/.test(one))) return addresses
  wrong(`CAIRN_TRUST_PROXY is "${given}"; it is the number of proxies in front of Cairn, or their addresses with commas between.`)
  return false
}
