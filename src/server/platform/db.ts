import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import Cursor from 'pg-cursor'
import { hundredthsFromNumeric } from './numeric.ts'
import type { DB } from './tables.ts'

/** The number PostgreSQL gives the type `uuid[]`. */
const UUID_LIST = 2951

/** Dates of learning are text end to end: the driver's default would move them a day in London's summer (N6). */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
/** Amounts of credits leave the database as whole hundredths (C9). */
pg.types.setTypeParser(pg.types.builtins.NUMERIC, hundredthsFromNumeric)
/** Counts and sizes: none of ours comes near 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
/** Lists of ids never need quotes, so they are read at once: the driver's reader took a third of an export's time. */
pg.types.setTypeParser(UUID_LIST as never, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',')))

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

/** A statement with this in a comment is planned anew each time, for the values it is given. */
export const UNNAMED = 'planned anew'

const MOST_NAMED = 400
const timesSeen = new Map<string, number>()
const names = new Map<string, string>()

/**
 * A statement seen twice is prepared under a name, which the server then need not parse again (measured: 1.5 to 1.9 times the rate).
 * Bounded, because filters make many shapes.
 */
function nameOf(text: string): string | undefined {
  const name = names.get(text)
  if (name !== undefined) return name
  if (text.includes(UNNAMED)) return undefined
  const seen = (timesSeen.get(text) ?? 0) + 1
  if (seen < 2) {
    if (timesSeen.size > 5000) timesSeen.clear()
    timesSeen.set(text, seen)
    return undefined
  }
  if (names.size >= MOST_NAMED) return undefined
  const fresh = `s${names.size}`
  names.set(text, fresh)
  timesSeen.delete(text)
  return fresh
}

const BaseClient = pg.Client as unknown as new (config?: unknown) => { query(...args: unknown[]): unknown }

class NamingClient extends BaseClient {
  override query(...args: unknown[]): unknown {
    const [text, values] = args
    if (typeof text === 'string' && Array.isArray(values) && args.length === 2) {
      const name = nameOf(text)
      return super.query(name === undefined ? { text, values } : { name, text, values })
    }
    return super.query(...args)
  }
}

export interface Database {
  readonly db: Db
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Connects as cairn_app, which may change only what is not append-only (A9). `onFault` hears of idle connections the server dropped. */
export function openDatabase(
  url: string,
  options: { connections?: number; searchPath?: string; onFault?: (fault: Error) => void } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    options: `-c role=cairn_app -c search_path=${options.searchPath ?? 'public'} -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s -c jit=off`,
    application_name: 'cairn',
    connectionTimeoutMillis: 15_000,
    Client: NamingClient as unknown as typeof pg.Client,
  })
  // Without a listener a connection that the database drops would end the process.
  pool.on('error', (fault) => options.onFault?.(fault))
  // The pool listens only to idle ones; of one in use the statement under way fails by itself, and says so to whoever asked.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) })
  return { db, pool, close: () => db.destroy() }
}
