import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { tablesOf } from './support/tables-of.ts'

let client: pg.Client
beforeAll(async () => {
  client = new pg.Client({ connectionString: inject('templateUrl') })
  await client.connect()
})
afterAll(() => client.end())

/** Small tables that belong to no owner: Citus keeps them whole on every machine, or they are looked up by a key of their own. */
const UNOWNED = new Set([
  'migration',
  'backup_run',
  'sign_in_wait',
  'guide_rating',
  'module_edition',
  'module_picture',
  'connector_circuit',
  'role',
  'programme',
  'invitation',
  'curriculum_edition',
  'first_administrator_link',
  'shared_reflection',
  'shared_reflection_comment',
])

async function ownedTables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1",
  )
  return rows.map((row) => row.name).filter((name) => !UNOWNED.has(name))
}

test('N5: each owner-scoped table has owner_id in its primary, unique and foreign keys', async () => {
  const owned = await ownedTables()
  expect(owned).toContain('item')
  const { rows } = await client.query<{ table: string; name: string; columns: string[] }>(`
    select t.relname as table, i.relname as name,
           array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = any(x.indkey)) as columns
    from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    where t.relnamespace = 'public'::regnamespace and x.indisunique
    union all
    select t.relname, c.conname,
           array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = any(c.conkey))
    from pg_constraint c join pg_class t on t.oid = c.conrelid
    where t.relnamespace = 'public'::regnamespace and c.contype = 'f'`)
  const keys = rows.filter((row) => owned.includes(row.table))
  for (const table of owned)
    expect(
      keys.some((key) => key.table === table),
      `${table} has a key`,
    ).toBe(true)
  expect(keys.filter((key) => !key.columns.includes('owner_id'))).toEqual([])
})

test('N5: no owner-scoped table has a trigger, or a foreign key to what is neither owner-scoped nor catalogue', async () => {
  const owned = await ownedTables()
  const triggers = await client.query(
    "select tgname from pg_trigger where not tgisinternal and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)",
  )
  expect(triggers.rows).toEqual([])
  const { rows } = await client.query<{ from: string; to: string; schema: string }>(`
    select t.relname as from, f.relname as to, n.nspname as schema
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid join pg_namespace n on n.oid = f.relnamespace
    where c.contype = 'f' and t.relnamespace = 'public'::regnamespace`)
  expect(rows.filter((row) => row.schema !== 'public' || !owned.includes(row.to))).toEqual([])
})

/** What was done, said or signed, and stays so. */
const APPEND_ONLY = [
  'audit',
  'chain_link',
  'change_answer',
  'curriculum_edition',
  'curriculum_move',
  'declaration',
  'evidence_version',
  'evidence_version_file',
  'guard_override',
  'self_assessment',
  'sign_off',
  'signed_record',
  'verification',
]

test('A9: the program’s own role may only add to what is append-only', async () => {
  const { rows } = await client.query<{ table: string; privileges: string[] }>(
    `select table_name as table, array_agg(privilege_type::text order by privilege_type) as privileges
     from information_schema.role_table_grants where grantee = 'cairn_app' and table_schema = 'public' and table_name = any($1) group by 1 order by 1`,
    [APPEND_ONLY],
  )
  expect(rows).toEqual(APPEND_ONLY.map((table) => ({ table, privileges: ['INSERT', 'SELECT'] })))
})

test('A10: the role that erases deletes, in every owner-scoped table but what is kept for good, and reads no more than keys', async () => {
  const { rows } = await client.query<{ table: string; privilege: string }>(
    "select table_name as table, privilege_type as privilege from information_schema.table_privileges where grantee = 'cairn_erasure' order by 1",
  )
  const erased = (await ownedTables()).filter((name) => !['chain_link', 'kept_name'].includes(name))
  expect(rows).toEqual([...erased, 'invitation'].toSorted().map((table) => ({ table, privilege: 'DELETE' })))
  const columns = await client.query<{ privilege: string; column: string; type: string }>(
    "select distinct p.privilege_type as privilege, c.data_type as type from information_schema.column_privileges p join information_schema.columns c using (table_schema, table_name, column_name) where grantee = 'cairn_erasure' and table_name not in ('invitation', 'draft') order by 1, 2",
  )
  expect(columns.rows.filter(({ privilege, type }) => privilege !== 'SELECT' || type.startsWith('json'))).toEqual([])
})

test('the types of the tables are those of the schema', async () => {
  const written = await readFile(resolve(import.meta.dirname, '../src/server/platform/tables.ts'), 'utf8')
  expect(written).toBe(await tablesOf(inject('templateUrl')))
})
