import { z } from 'zod'
import { cleanName } from '#domain/portfolio/file-rules.ts'
import { GIVEN_TYPES, ItemFields } from '#domain/portfolio/item.ts'
import { TOURS } from '#domain/help/tours.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { Preferences } from '#domain/accounts/profile-contract.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { OWN_SOURCES } from './archive-in.ts'

type ItemRow = z.infer<typeof ARCHIVED.item.row>
export type SettingsRow = z.infer<typeof ARCHIVED.preference.row>
export type Checked<Row> = { readonly row: Row } | { readonly fault: string }

/** Of kinds that have one. */
const TYPE_OF: Readonly<Record<string, string>> = { entry: 'reflection', certificate: 'certificate', exam: 'exam' }

export const Version = z.int().min(1).max(1_000_000)

/** Where the first fault is, and what. */
export const sayIssue = (error: z.ZodError): string => {
  const [issue] = error.issues
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
}

/** An item of an archive by the rules of what is written here (P3, P4): a file that claims to be an archive may hold anything. */
export function checkedItem(row: ItemRow): Checked<ItemRow> {
  const read = ItemFields.safeParse({
    title: row.title,
    type: row.type,
    link: row.link,
    notes: row.notes,
    startedOn: row.started_on,
    completedOn: row.completed_on,
    status: row.status,
    personal: row.personal,
    personalReason: row.personal_reason,
    impact: row.impact,
    creditKind: { clinical: row.clinical, setting: row.setting, participatory: row.participatory },
    practiceBefore: row.practice_before,
    practiceAfter: row.practice_after,
    practiceChanges: row.practice_changes,
  })
  if (!read.success) return { fault: sayIssue(read.error) }
  const fields = read.data
  if ((fields.status === 'completed') !== (fields.completedOn !== null)) return { fault: 'status: its days say another' }
  if (fields.startedOn !== null && fields.completedOn !== null && fields.completedOn < fields.startedOn)
    return { fault: 'completed_on: it is before started_on' }
  const days = z.object({ added_on: PlainDate, change_check_on: PlainDate.nullable(), version: Version }).safeParse(row)
  if (!days.success) return { fault: sayIssue(days.error) }
  return {
    row: {
      ...row,
      ...days.data,
      title: fields.title,
      type: TYPE_OF[row.kind] ?? (GIVEN_TYPES.has(fields.type) ? null : fields.type),
      link: fields.link,
      notes: fields.notes,
      personal_reason: fields.personalReason,
      practice_before: fields.practiceBefore,
      practice_after: fields.practiceAfter,
      practice_changes: fields.practiceChanges,
      source: OWN_SOURCES.has(row.source) || (row.kind === 'entry' && row.source === 'form') ? row.source : 'imported',
    },
  }
}

export const checkedFile = (row: z.infer<typeof ARCHIVED.file.row>): Checked<typeof row> => ({ row: { ...row, name: cleanName(row.name) } })

export function checkedTag(row: z.infer<typeof ARCHIVED.tag.row>): Checked<typeof row> {
  const read = z.object({ label: z.string().trim().min(1).max(300), set_id: z.string().max(100), key: z.string().max(400) }).safeParse(row)
  return read.success ? { row: { ...row, ...read.data } } : { fault: sayIssue(read.error) }
}

export function checkedFolder(row: z.infer<typeof ARCHIVED.library_folder.row>): Checked<typeof row> {
  const read = z.object({ name: z.string().trim().min(1).max(100) }).safeParse(row)
  return read.success ? { row: { ...row, ...read.data } } : { fault: sayIssue(read.error) }
}

export function checkedAnswer(row: z.infer<typeof ARCHIVED.change_answer.row>): Checked<typeof row> {
  const read = z.object({ lasted: z.enum(['yes', 'partly', 'no']), note: z.string().max(50_000), answered_on: PlainDate }).safeParse(row)
  return read.success ? { row: { ...row, ...read.data } } : { fault: sayIssue(read.error) }
}

export function checkedOverride(row: z.infer<typeof ARCHIVED.guard_override.row>): Checked<typeof row> {
  const read = z.object({ field: z.string().max(200), rule: z.string().max(200), reason: z.string().max(5000) }).safeParse(row)
  return read.success ? { row: { ...row, ...read.data } } : { fault: sayIssue(read.error) }
}

/** Site settings as they would stand here; null where they are none. */
export function settingsOf(row: SettingsRow): Preferences | null {
  const read = Preferences.safeParse({
    columns: row.columns,
    tagSets: row.tag_sets,
    accreditorId: row.accreditor_id,
    unit: row.unit,
    yearlyTarget: row.yearly_target,
    yearStartsIn: row.year_starts_in,
    schemes: row.schemes,
    theme: row.theme,
    newsSeen: row.news_seen,
    toursSeen: TOURS.filter((tour) => row.tours_seen?.includes(tour)),
    mailOff: row.mail_off,
  })
  return read.success ? read.data : null
}
