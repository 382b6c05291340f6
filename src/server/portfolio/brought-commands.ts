import { sql } from 'kysely'
import { addressKey } from '#domain/capture/same-address.ts'
import { numericFromHundredths } from '#server/platform/numeric.ts'
import { auditInParts } from '#server/platform/audit-in-parts.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { storeBytes } from './file-commands.ts'
import { judgeBytes } from './judge-commands.ts'

/** An item as it stood elsewhere, checked by who brings it, with the columns of its table. Amounts are hundredths, moments ISO. */
export interface BroughtItem {
  readonly id: string
  readonly kind: 'own' | 'library file' | 'entry' | 'certificate' | 'exam'
  readonly source: string
  readonly title: string
  readonly type: string | null
  readonly status: string
  readonly link: string
  readonly notes: string
  readonly started_on: string | null
  readonly completed_on: string | null
  readonly added_on: string
  readonly personal: number | null
  readonly personal_reason: string
  readonly impact: number | null
  readonly clinical: string | null
  readonly setting: string | null
  readonly participatory: boolean
  readonly practice_before: string
  readonly practice_after: string
  readonly practice_changes: string
  readonly change_check_on: string | null
  readonly version: number
  readonly added_at: string
  readonly changed_at: string
  readonly binned_at: string | null
  readonly tagIds: readonly string[]
}

/**
 * Writes items as they stood elsewhere, by the hundred, with tags that are there (K5). They go to no other portfolio by themselves. What
 * says to be of the future is of now; what is in the bin begins its days there anew.
 */
export async function bringItems(tx: Tx, ownerId: string, items: readonly BroughtItem[]): Promise<void> {
  if (items.length === 0) return
  const rows = items.map(({ personal, impact, tagIds, ...item }) => ({
    ...item,
    link_key: addressKey(item.link),
    personal: numericFromHundredths(personal),
    impact: numericFromHundredths(impact),
    tags: tagIds,
  }))
  await sql`
    insert into item (owner_id, id, kind, source, title, type, status, link, link_key, notes, started_on, completed_on, added_on, personal,
                      personal_reason, impact, clinical, setting, participatory, practice_before, practice_after, practice_changes,
                      change_check_on, version, added_at, changed_at, binned_at, tag_ids, tag_text)
    select ${ownerId}, made.id, made.kind, made.source, made.title, made.type, made.status, made.link, made.link_key, made.notes,
           made.started_on, made.completed_on, made.added_on, made.personal, made.personal_reason, made.impact, made.clinical, made.setting,
           made.participatory, made.practice_before, made.practice_after, made.practice_changes, made.change_check_on, made.version,
           least(made.added_at, now()), least(made.changed_at, now()), case when made.binned_at is null then null else now() end,
           coalesce(borne.ids, '{}'), coalesce(borne.labels, '')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made (
      id uuid, kind text, source text, title text, type text, status text, link text, link_key text, notes text, started_on date,
      completed_on date, added_on date, personal numeric, personal_reason text, impact numeric, clinical text, setting text,
      participatory boolean, practice_before text, practice_after text, practice_changes text, change_check_on date, version int,
      added_at timestamptz, changed_at timestamptz, binned_at timestamptz, tags uuid[])
    left join lateral (
      -- In the order of retag.
      select array_agg(tag.id order by lower(tag.label), tag.id) as ids, string_agg(tag.label, ', ' order by lower(tag.label), tag.id) as labels
      from tag where made.tags <> '{}' and tag.owner_id = ${ownerId} and tag.id = any(made.tags)
    ) as borne on true`.execute(tx)
  await sql`
    insert into item_tag (owner_id, item_id, tag_id)
    select owner_id, id, unnest(tag_ids) from item where owner_id = ${ownerId} and id = any(${items.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  )
  await auditInParts(
    tx,
    items.map(({ id, title }) => ({ ownerId, personId: ownerId, act: 'item.imported', recordKind: 'item', recordId: id, about: title })),
  )
}

/** Judges what comes from elsewhere as an upload is judged, and stores it. The bytes cannot be used after. @throws Refusal */
export async function storeJudged(house: Pick<Parts, 'files'>, ownerId: string, name: string, bytes: Uint8Array) {
  const { mediaType, kept } = await judgeBytes(name, bytes)
  return { mediaType, ...(await storeBytes(house, ownerId, kept)) }
}
