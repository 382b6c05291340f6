import type { GuardOverrides } from '#domain/guard-rules.ts'
import { writingOf } from '#domain/guard.ts'
import { GUARDED_FIELDS, type ItemFields } from '#domain/portfolio/item.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'

/**
 * What is written on an item is checked once, when it changes, or when it becomes clinical writing by its type (P18).
 * @throws Refusal as `guardTexts` does
 */
export async function guardItem(
  tx: Tx,
  seen: Seen,
  { id, kind }: { id: string; kind: string },
  fields: ItemFields,
  before: ItemFields | null,
  overrides: GuardOverrides | undefined,
): Promise<void> {
  const writing = writingOf({ kind, type: fields.type })
  const same = before !== null && writingOf({ kind, type: before.type }) === writing
  const changed = GUARDED_FIELDS.filter((field) => !same || fields[field] !== before[field])
  const texts = Object.fromEntries(changed.map((field) => [field, fields[field]]))
  await guardTexts(tx, { ownerId: seen.ownerId, personId: seen.viewerId, kind: writing, itemId: id, texts, overrides })
}
