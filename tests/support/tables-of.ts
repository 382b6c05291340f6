import pg from 'pg'

const SCALARS: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  bool: 'boolean',
  jsonb: 'unknown',
  json: 'unknown',
  tsvector: 'string',
  bytea: 'Buffer',
}

/** How a column's type reads in TypeScript: what a SELECT gives, and what an INSERT takes. */
function typed(type: string): { read: string; write: string } {
  if (type.startsWith('_')) {
    const of = typed(type.slice(1))
    return { read: `${of.read}[]`, write: `${of.write}[]` }
  }
  if (type === 'timestamptz') return { read: 'Date', write: 'Date | string' }
  if (type === 'numeric') return { read: 'number', write: 'string' }
  if (type === 'jsonb' || type === 'json') return { read: 'unknown', write: 'string' }
  const scalar = SCALARS[type]
  if (scalar === undefined) throw new Error(`No TypeScript type for ${type} yet: name one in tables-of.ts`)
  return { read: scalar, write: scalar }
}

/** The TypeScript of every table in schemas public and auth. Amounts read as hundredths (numeric), dates as text. */
export async function tablesOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{
      schema: string
      table: string
      column: string
      type: string
      nullable: boolean
      filled: boolean
      generated: boolean
    }>(`
      select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type,
             not a.attnotnull as nullable, a.atthasdef as filled, a.attgenerated <> '' as generated
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
      join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
      where n.nspname in ('public', 'auth') and a.attnum > 0 and not a.attisdropped
      order by n.nspname desc, c.relname, a.attnum`)
    const tables = Map.groupBy(rows, (row) => (row.schema === 'public' ? row.table : `${row.schema}.${row.table}`))
    const names = [...tables.keys()]
    const interfaceName = (name: string) =>
      name
        .split(/[._]/)
        .map((part) => part[0]!.toUpperCase() + part.slice(1))
        .join('') + 'Table'
    const blocks = names.map((name) => {
      const columns = tables.get(name)!.map((row) => {
        const { read, write } = typed(row.type)
        const orNull = row.nullable ? ' | null' : ''
        const optional = row.nullable || row.filled ? ' | undefined' : ''
        const insert = row.generated ? 'never' : `${write}${orNull}${optional}`
        const update = row.generated ? 'never' : `${write}${orNull}`
        const column = /^[a-z_]\w*$/i.test(row.column) ? row.column : `'${row.column}'`
        return `  ${column}: ColumnType<${read}${orNull}, ${insert}, ${update}>`
      })
      return `export interface ${interfaceName(name)} {\n${columns.join('\n')}\n}\n`
    })
    const all = names.map((name) => `  ${/\./.test(name) ? `'${name}'` : name}: ${interfaceName(name)}`)
    return [
      '// Written by scripts/generate-tables.ts from the migrated schema. Do not edit.',
      "import type { ColumnType } from 'kysely'",
      '',
      ...blocks,
      `export interface DB {\n${all.join('\n')}\n}\n`,
    ].join('\n')
  } finally {
    await client.end()
  }
}
