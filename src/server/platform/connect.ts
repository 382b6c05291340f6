import pg from 'pg'
import { PlainError } from './plain-error.ts'

/**
 * One connection as the owner of the database, outside the pool.
 * @throws PlainError if the database does not answer or is older than PostgreSQL 16
 */
export async function connectTo(databaseUrl: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: name,
    connectionTimeoutMillis: 20_000,
  })
  try {
    await client.connect()
  } catch (error) {
    throw new PlainError(
      `The database does not answer: ${(error as Error).message || String(error)}. Is DATABASE_URL right, and does PostgreSQL run?`,
    )
  }
  // A connection that breaks is told by the query under way; without a listener it would end the process.
  client.on('error', () => {})
  const { rows } = await client.query<{ number: string; version: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
  )
  const { number, version } = rows[0]!
  if (Number(number) >= 160_000) return client
  await client.end()
  throw new PlainError(`The database is PostgreSQL ${version}; Cairn needs 16 or newer. Nothing was changed there.`)
}
