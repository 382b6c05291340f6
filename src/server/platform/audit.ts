import { v7 as uuidv7 } from 'uuid'
import type { Db, Tx } from './db.ts'

/** A field with its old and new value as a person reads them. */
export interface FieldChange {
  readonly field: string
  readonly before: string
  readonly after: string
}

export interface Act {
  readonly ownerId: string
  /** Who did it; null where the server itself did. */
  readonly personId: string | null
  /** Dotted, `item.recorded`. */
  readonly act: string
  readonly recordKind: string
  readonly recordId?: string | null
  /** What it was about, in words the owner knows: a title. Nothing another may not read. */
  readonly about?: string
  readonly changes?: readonly FieldChange[]
}

/** Writes to the owner's append-only trail (A9), in the transaction of the change itself. */
export async function audit(db: Db | Tx, ...acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return
  await db
    .insertInto('audit')
    .values(
      acts.map((act) => ({
        owner_id: act.ownerId,
        id: uuidv7(),
        person_id: act.personId,
        act: act.act,
        record_kind: act.recordKind,
        record_id: act.recordId ?? null,
        about: act.about ?? '',
        changes: JSON.stringify(act.changes ?? []),
      })),
    )
    .execute()
}
