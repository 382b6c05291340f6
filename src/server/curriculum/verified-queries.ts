import type { PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** A result or certificate that was confirmed, and the day it was. */
export interface Verified {
  readonly title: string
  readonly on: PlainDate
}

/** What of a curriculum's examinations and certificates is verified for an owner, by the code of the item (T5). Nothing is, so far. */
export function verifiedFor(_db: Db | Tx, _ownerId: string, _curriculumId: string): Promise<ReadonlyMap<string, Verified>> {
  return Promise.resolve(new Map())
}
