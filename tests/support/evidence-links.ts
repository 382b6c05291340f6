import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import type { TestHouse } from './house.ts'

/** Links a piece of evidence as its owner would have. */
export async function link(at: TestHouse, ownerId: string, itemId: string, curriculumId: string, code: string): Promise<void> {
  await at.house.pool.query(
    'insert into evidence_link (owner_id, id, item_id, curriculum_id, item_code, linked_by, linked_at) values ($1, $2, $3, $4, $5, $1, now())',
    [ownerId, uuidv7(), itemId, curriculumId, code],
  )
}

/** What stands linked, as `version code`. */
export async function linksOf(at: TestHouse, ownerId: string): Promise<string[]> {
  const { rows } = await at.house.pool.query<{ link: string }>(
    "select curriculum_id || ' ' || item_code as link from evidence_link where owner_id = $1 and unlinked_at is null order by 1",
    [ownerId],
  )
  return rows.map((row) => row.link)
}

/** The table of links, where no migration has made it yet. */
export async function withEvidenceLinks(at: TestHouse): Promise<void> {
  const client = new pg.Client({ connectionString: at.databaseUrl })
  await client.connect()
  await client.query(`
    create table if not exists evidence_link (
      owner_id uuid not null, id uuid not null, item_id uuid not null, curriculum_id text not null, item_code text not null,
      linked_by uuid not null, linked_at timestamptz not null, unlinked_at timestamptz, primary key (owner_id, id));
    grant select, insert, update (unlinked_at) on evidence_link to cairn_app`)
  await client.end()
}
