import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '#domain/errors.ts'
import { findIdentifiers, type Finding } from '#domain/guard.ts'
import { LEAST_REASON, overrideKey, type GuardOverrides, type GuardRule, type Writing } from '#domain/guard-rules.ts'
import { guardWords } from '#domain/guard-words.ts'
import type { Tx } from './db.ts'

export interface Guarded {
  readonly ownerId: string
  /** Who writes. */
  readonly personId: string
  readonly kind: Writing
  readonly itemId: string
  /** Each text by its field's path, as the form names it. */
  readonly texts: Readonly<Record<string, string>>
  /** Reasons by `overrideKey(field, rule)`; a reason that nothing needs is not kept. */
  readonly overrides?: GuardOverrides | undefined
}

/** What the page is told of a block: never the text. Offsets in UTF-16 units. */
export interface GuardBlock {
  readonly field: string
  readonly rule: GuardRule
  readonly start: number
  readonly end: number
}

/**
 * Refuses clinical writing that holds what the table blocks, unless each rule at each field has its reason; keeps rule, field and reason
 * (P18). The text that matched is neither kept nor logged nor answered. Warnings are the page's to say: they refuse nothing.
 * @throws Refusal `invalid_input` at each field, with `details.guard`, a list of `GuardBlock`
 */
export async function guardTexts(tx: Tx, { ownerId, personId, kind, itemId, texts, overrides = {} }: Guarded): Promise<void> {
  if (kind !== 'clinical writing') return
  const blocks = Object.entries(texts).flatMap(([field, text]) =>
    blocksOf(text).map(({ rule, start, end }): GuardBlock => ({ field, rule, start, end })),
  )
  if (blocks.length === 0) return
  const reasonOf = ({ field, rule }: GuardBlock) => overrides[overrideKey(field, rule)]?.trim() ?? ''
  const open = blocks.filter((block) => whyNot(reasonOf(block)) !== null)
  if (open.length > 0) {
    const byField = Map.groupBy(open, ({ field }) => field)
    const fields = [...byField].map(([path, some]) => ({ path, message: messageOf(some, reasonOf) }))
    throw new Refusal('invalid_input', fields[0]!.message, { fields, details: { guard: open } })
  }
  const kept = [...new Map(blocks.map((block) => [overrideKey(block.field, block.rule), block])).values()]
  const there = await tx
    .selectFrom('guard_override')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .select(['field', 'rule', 'reason', 'person_id'])
    .execute()
  const said = new Set(there.map((row) => JSON.stringify([row.field, row.rule, row.reason, row.person_id])))
  const fresh = kept.filter((block) => !said.has(JSON.stringify([block.field, block.rule, reasonOf(block), personId])))
  if (fresh.length === 0) return
  await tx
    .insertInto('guard_override')
    .values(
      fresh.map((block) => ({
        owner_id: ownerId,
        id: uuidv7(),
        item_id: itemId,
        field: block.field,
        rule: block.rule,
        reason: reasonOf(block),
        person_id: personId,
      })),
    )
    .execute()
}

const blocksOf = (text: string): Finding[] => findIdentifiers(text, { kind: 'clinical writing' }).filter(({ level }) => level === 'block')

/** Why a reason does not do: the reason is kept, so it may not identify anybody itself. */
const whyNot = (reason: string): string | null =>
  reason.length < LEAST_REASON ? guardWords.reasonShort : blocksOf(reason).length > 0 ? guardWords.reasonIdentifies : null

function messageOf(blocks: readonly GuardBlock[], reasonOf: (block: GuardBlock) => string): string {
  const [first] = blocks.map(reasonOf).filter((reason) => reason !== '')
  if (first !== undefined) return whyNot(first) ?? guardWords.reasonShort
  return guardWords.refused([...new Set(blocks.map(({ rule }) => guardWords.rules[rule].what))])
}
