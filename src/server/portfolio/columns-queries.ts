import type { FileTable, ItemTable } from '#server/platform/tables.ts'

/** What search alone reads is left out of every other question: it is long. */
type Searched<Name extends string> = Exclude<Name, 'words' | 'file_text' | `text_${string}`>

const all =
  <Columns extends string>() =>
  <const Named extends readonly Columns[]>(named: Named & (Columns extends Named[number] ? unknown : never)): Named =>
    named

export const ITEM_COLUMNS = all<`item.${Searched<keyof ItemTable>}`>()([
  'item.owner_id',
  'item.id',
  'item.kind',
  'item.source',
  'item.title',
  'item.type',
  'item.status',
  'item.link',
  'item.link_key',
  'item.notes',
  'item.started_on',
  'item.completed_on',
  'item.added_on',
  'item.learned_on',
  'item.personal',
  'item.personal_reason',
  'item.impact',
  'item.clinical',
  'item.setting',
  'item.participatory',
  'item.practice_before',
  'item.practice_after',
  'item.practice_changes',
  'item.change_check_on',
  'item.tag_ids',
  'item.tag_text',
  'item.file_count',
  'item.version',
  'item.added_at',
  'item.changed_at',
  'item.binned_at',
])

export const FILE_COLUMNS = all<`file.${Searched<keyof FileTable>}`>()([
  'file.owner_id',
  'file.id',
  'file.item_id',
  'file.name',
  'file.media_type',
  'file.size_bytes',
  'file.sha256',
  'file.stored_as',
  'file.added_at',
])
