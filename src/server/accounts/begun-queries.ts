import { dayIn, type PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** The day, by the programmes' calendar, on which each of a person's unsaved forms was first kept; by the form's name after `prefix`. */
export async function formsBegun(db: Db | Tx, personId: string, prefix: string): Promise<Map<string, PlainDate>> {
  const rows = await db
    .selectFrom('draft')
    .where('owner_id', '=', personId)
    .where('form', 'like', `${prefix.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
    .select(['form', 'begun_at'])
    .execute()
  return new Map(rows.map(({ form, begun_at }) => [form.slice(prefix.length), dayIn('Europe/London', begun_at.getTime())]))
}

/** Which of these days lie within the dates of a supervisor's relation of this person to the owner (T2). */
export async function supervisedOn(db: Db | Tx, ownerId: string, personId: string, days: Iterable<PlainDate>): Promise<Set<PlainDate>> {
  const asked = [...new Set(days)]
  if (asked.length === 0) return new Set()
  const spans = await db
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('person_id', '=', personId)
    .where('relation', 'in', ['clinical supervisor', 'educational supervisor'])
    .select(['from_on', 'until_on'])
    .execute()
  return new Set(asked.filter((day) => spans.some(({ from_on, until_on }) => from_on <= day && day <= until_on)))
}
