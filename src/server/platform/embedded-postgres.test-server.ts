import pg from 'pg'
import { startPostgres } from './embedded-postgres.ts'

const postgres = await startPostgres({ dataFolder: process.argv[2]!, onProgress: () => {} })
const client = new pg.Client({ connectionString: postgres.url })
client.on('error', () => {})
await client.connect()
await client.query('create table kept (n int); insert into kept values (1)')
process.send!(postgres.pid)
