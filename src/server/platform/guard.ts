import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '#domain/errors.ts'
import { findIdentifiers, type Finding } from '#domain/guard.ts'
import { LEAST_REASON, overrideKey, type GuardOverrides, type GuardRule, type Writing } from '#domain/guard-rules.ts'
import { guardWords } from '#domain/guard-words.ts'
import type { Db, Tx } from './db.ts'

export interface Guarded {
  readonly ownerId: string
  /** Who writes; null for an assessor without an account. */
  readonly personId: string | null
  readonly kind: Writing
  /** What it stands in: an item, a comment, a point of the agenda. */
  readonly itemId: string
  /** Each text by its field's path, as the form names it; several where a field holds several. */
  readonly texts: Readonly<Record<string, string | readonly string[]>>
  /** Reasons by `overrideKey(field, rule)`; a reason that nothing needs is not kept. */
  readonly overrides?: GuardOverrides | undefined
  /** Fields that stand as they were: for them the reasons kept before do as well. */
  readonly unchanged?: readonly string[]
}

/** What the page is told of a block: never the text. Offsets in UTF-16 units. */
export interface GuardBlock {
  readonly field: string
  readonly rule: GuardRule
  readonly start: number
  readonly end: number
  /** Which of the field's texts, where it holds several. */
  readonly at?: number
}

/**
 * Refuses clinical writing that holds what the table blocks, unless each rule at each field has its reason; keeps rule, field and reason
 * (P18). The text that matched is neither kept nor logged nor answered. Warnings are the page's to say: they refuse nothing.
 * @throws Refusal `invalid_input` at each field, with `details.guard`, a list of `GuardBlock`
 */
export async function guardTexts(
  tx: Tx,
  { ownerId, personId, kind, itemId, texts, overrides = {}, unchanged = [] }: Guarded,
): Promise<void> {
  if (kind !== 'clinical writing') return
  const blocks = Object.entries(texts).flatMap(([field, of]) =>
    typeof of === 'string'
      ? blocksOf(of).map(({ rule, start, end }): GuardBlock => ({ field, rule, start, end }))
      : of.flatMap((text, at) => blocksOf(text).map(({ rule, start, end }): GuardBlock => ({ field, rule, start, end, at }))),
  )
  if (blocks.length === 0) return
  const there = await tx
    .selectFrom('guard_override')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .select(['field', 'rule', 'reason', 'person_id'])
    .execute()
  const kept = new Set(there.filter(({ field }) => unchanged.includes(field)).map(({ field, rule }) => `${field} ${rule}`))
  const givenFor = ({ field, rule }: GuardBlock) => overrides[overrideKey(field, rule)]?.trim() ?? ''
  const asked = blocks.filter((block) => givenFor(block) !== '' || !kept.has(overrideKey(block.field, block.rule)))
  const open = asked.filter((block) => whyNot(givenFor(block)) !== null)
  if (open.length > 0) {
    const byField = Map.groupBy(open, ({ field }) => field)
    const fields = [...byField].map(([path, some]) => ({ path, message: messageOf(some, givenFor) }))
    throw new Refusal('invalid_input', fields[0]!.message, { fields, details: { guard: open } })
  }
  const said = new Set(there.map((row) => JSON.stringify([row.field, row.rule, row.reason, row.person_id])))
  const each = [...new Map(asked.map((block) => [overrideKey(block.field, block.rule), block])).values()]
  const fresh = each.filter((block) => !said.has(JSON.stringify([block.field, block.rule, givenFor(block), personId])))
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
        reason: givenFor(block),
        person_id: personId,
      })),
    )
    .execute()
}

/** The reasons kept at these fields of an item, the newest of each (P18). */
export async function keptReasons(db: Db | Tx, ownerId: string, itemId: string, fields: readonly string[]): Promise<GuardOverrides> {
  const rows = await db
    .selectFrom('guard_override')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .select(['field', 'rule', 'reason'])
    .orderBy('id')
    .execute()
  const own = rows.filter(({ field }) => fields.includes(field))
  return Object.fromEntries(own.map(({ field, rule, reason }) => [`${field} ${rule}`, reason]))
}

/** The rules that block what stands in these texts, as clinical writing. */
export const rulesBlocking = (texts: readonly string[]): ReadonlySet<GuardRule> =>
  new Set(texts.flatMap((text) => blocksOf(text).map(({ rule }) => rule)))

const blocksOf = (text: string): Finding[] => findIdentifiers(text, { kind: 'clinical writing' }).filter(({ level }) => level === 'block')

/** Why a reason does not do: the reason is kept, so it may not identify anybody itself. */
export const whyNot = (reason: string): string | null =>
  reason.length < LEAST_REASON ? guardWords.reasonShort : blocksOf(reason).length > 0 ? guardWords.reasonIdentifies : null

function messageOf(blocks: readonly GuardBlock[], reasonOf: (block: GuardBlock) => string): string {
  const [first] = blocks.map(reasonOf).filter((reason) => reason !== '')
  if (first !== undefined) return whyNot(first) ?? guardWords.reasonShort
  return guardWords.refused([...new Set(blocks.map(({ rule }) => guardWords.rules[rule].what))])
}
