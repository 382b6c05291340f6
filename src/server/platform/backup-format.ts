import type pg from 'pg'

/**
 * A backup is a tar: `cairn.json` (Head) first, tables as PostgreSQL's COPY text in pieces, files, `checksums.json` (Tail) last.
 * A file without its last member was cut off, and is refused.
 */
export const BACKUP_FORMAT = 1
export const HEAD = 'cairn.json'
export const TAIL = 'checksums.json'
export const SECRET = 'secret'

export interface Head {
  readonly format: number
  readonly cairn: string
  readonly postgresql: string
  readonly madeAt: string
  readonly migrations: readonly {
    readonly number: number
    readonly name: string
    readonly sha256: string
  }[]
  readonly tables: readonly Table[]
}

export interface Tail {
  /** All members but this one. */
  readonly members: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>
  /** By the table's whole name. */
  readonly rows: Readonly<Record<string, number>>
  readonly sequences: readonly Sequence[]
}

export interface Table {
  readonly schema: string
  readonly name: string
  /** Without those PostgreSQL computes. */
  readonly columns: readonly string[]
}

export interface Sequence {
  readonly schema: string
  readonly name: string
  /** Text, because it may pass 2^53. Null: never used. */
  readonly lastValue: string | null
}

/** Not PostgreSQL's own, nor the queue's: its jobs are only bells for rows that are in the backup, and are rung again. */
const OURS = `nspname !~ '^pg_' and nspname <> 'information_schema' and nspname !~ '^graphile_worker'`
const NOT_OF_AN_EXTENSION = `not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')`

/**
 * Not in a backup, nor taken from an older one: their rows open accounts. Nobody is signed in after a restore, links and letters of
 * before do not work or go any more, and whoever waits for one asks again.
 */
const NOT_KEPT: ReadonlySet<string> = new Set(['auth.session', 'auth.verification', 'public.message'])
export const isKept = (table: { schema: string; name: string }): boolean => !NOT_KEPT.has(wholeName(table))

/** All tables of ours, from the catalogue, so that a new one comes along by itself; the list of migrations is kept in the head instead. */
export async function tablesIn(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{ schema: string; name: string; columns: string[] }>(`
    select nspname as schema, relname as name,
      array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind in ('r', 'p') and not relispartition and relpersistence = 'p' and ${OURS} and ${NOT_OF_AN_EXTENSION}
      and (nspname, relname) <> ('public', 'migration')
    order by 1, 2`)
  return rows
}

export async function sequencesIn(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ schema: string; name: string; lastValue: string | null }>(`
    select schemaname as schema, sequencename as name, last_value::text as "lastValue"
    from pg_sequences s
    join pg_namespace n on nspname = schemaname
    join pg_class c on c.relnamespace = n.oid and relname = sequencename
    where ${OURS} and ${NOT_OF_AN_EXTENSION} order by 1, 2`)
  return rows
}

export const wholeName = ({ schema, name }: { schema: string; name: string }) => `${schema}.${name}`
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
export const quotedTable = ({ schema, name }: { schema: string; name: string }) => `${quoted(schema)}.${quoted(name)}`

/** Text that reads the same whatever the server's or the connection's own ways. */
export const PLAIN_TEXT = `set client_encoding = 'UTF8'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 1; set bytea_output = 'hex'; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set row_security = off`

export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let step = 0
  while (bytes >= 1000 && step < units.length - 1) {
    bytes /= 1000
    step++
  }
  return `${step === 0 ? bytes : bytes.toFixed(1)} ${units[step]}`
}

/** A line at most every second. */
export function everySecond(say: (line: string) => void): (line: () => string) => void {
  let last = performance.now()
  return (line) => {
    if (performance.now() - last < 1000) return
    last = performance.now()
    say(line())
  }
}
