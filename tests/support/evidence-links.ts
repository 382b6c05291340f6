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
