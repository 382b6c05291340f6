import { sql } from 'kysely'
import { addressKey } from '#domain/capture/same-address.ts'
import { showHundredths } from '#domain/hundredths.ts'
import type { ItemFields, ItemType, Status } from '#domain/portfolio/item.ts'
import type { FieldChange } from '#server/platform/audit.ts'
import { numericFromHundredths } from '#server/platform/numeric.ts'

interface FieldColumns {
  title: string
  type: string | null
  link: string
  notes: string
  started_on: string | null
  completed_on: string | null
  status: string
  personal: number | null
  personal_reason: string
  impact: number | null
  clinical: string | null
  setting: string | null
  participatory: boolean
  practice_before: string
  practice_after: string
  practice_changes: string
}

/** What the owner writes of an item, from its row. */
export const fieldsOf = (row: FieldColumns): ItemFields => ({
  title: row.title,
  type: row.type as ItemType | null,
  link: row.link,
  notes: row.notes,
  startedOn: row.started_on,
  completedOn: row.completed_on,
  status: row.status as Status,
  personal: row.personal,
  personalReason: row.personal_reason,
  impact: row.impact,
  creditKind: {
    clinical: row.clinical as 'clinical' | 'non-clinical' | null,
    setting: row.setting as 'external' | 'internal' | 'personal' | null,
    participatory: row.participatory,
  },
  practiceBefore: row.practice_before,
  practiceAfter: row.practice_after,
  practiceChanges: row.practice_changes,
})

/** The columns of what the owner writes, and what is derived of them. */
export const columnsOf = (fields: ItemFields) => ({
  title: fields.title,
  type: fields.type,
  link: fields.link,
  link_key: addressKey(fields.link),
  notes: fields.notes,
  started_on: fields.startedOn,
  completed_on: fields.completedOn,
  status: fields.status,
  personal: numericFromHundredths(fields.personal),
  personal_reason: fields.personalReason,
  impact: numericFromHundredths(fields.impact),
  clinical: fields.creditKind.clinical,
  setting: fields.creditKind.setting,
  participatory: fields.creditKind.participatory,
  practice_before: fields.practiceBefore,
  practice_after: fields.practiceAfter,
  practice_changes: fields.practiceChanges,
})

/** The fields that differ, with both values as a person reads them, for the audit trail and the History tab. */
export function changesBetween(before: ItemFields, after: ItemFields): FieldChange[] {
  const [old, fresh] = [asText(before), asText(after)]
  return Object.keys(old)
    .filter((field) => old[field] !== fresh[field])
    .map((field) => ({ field, before: old[field] ?? '', after: fresh[field] ?? '' }))
}

function asText(fields: ItemFields): Record<string, string> {
  const { creditKind, personal, impact, ...rest } = fields
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, value ?? ''])),
    personal: personal === null ? '' : showHundredths(personal),
    impact: impact === null ? '' : showHundredths(impact),
    creditKind: [creditKind.clinical, creditKind.setting, creditKind.participatory ? 'participatory' : null]
      .filter((part) => part !== null)
      .join(', '),
  }
}

/**
 * The moment of a change, later than every one before it whatever the clocks say, so that a change since is never missed (X13).
 */
export const CHANGED_NOW = sql<Date>`greatest(clock_timestamp(), item.changed_at + interval '1 microsecond')`
