import { sql, type Expression } from 'kysely'
import { dayIn, type PlainDate } from '#domain/plain-date.ts'
import { DEFAULT_PREFERENCES, type Preferences } from '#domain/accounts/profile-contract.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** The owner's own time zone (N6). */
export async function zoneOf(db: Db | Tx, ownerId: string): Promise<string> {
  const row = await db.selectFrom('person').select('time_zone').where('owner_id', '=', ownerId).executeTakeFirst()
  return row?.time_zone ?? 'Europe/London'
}

/** The day it is for the owner, in their own time zone (N6). */
export async function todayOf(db: Db | Tx, ownerId: string): Promise<PlainDate> {
  return dayIn(await zoneOf(db, ownerId), Date.now())
}

/**
 * The day by which relations, roles and placements begin and end: the programmes' day, the same for everybody, which nobody's own
 * time zone moves (T2).
 */
export const programmesToday = (): PlainDate => dayIn('Europe/London', Date.now())

/** Site settings as they stand; the defaults for who has none yet (A6). */
export async function preferencesOf(db: Db | Tx, ownerId: string): Promise<Preferences> {
  const row = await db.selectFrom('preference').selectAll().where('owner_id', '=', ownerId).executeTakeFirst()
  if (row === undefined) return DEFAULT_PREFERENCES
  return {
    columns: row.columns as Preferences['columns'],
    tagSets: row.tag_sets,
    accreditorId: row.accreditor_id,
    unit: row.unit as Preferences['unit'],
    yearlyTarget: row.yearly_target,
    yearStartsIn: row.year_starts_in,
    schemes: row.schemes as Preferences['schemes'],
    theme: row.theme as Preferences['theme'],
    newsSeen: row.news_seen,
    toursSeen: row.tours_seen as Preferences['toursSeen'],
    mailOff: row.mail_off as Preferences['mailOff'],
  }
}

/** Names of people by their ids. Of those whose accounts are gone, who did something for others keeps their name (A10); the rest are left out. */
export async function namesOf(db: Db | Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(personIds)]
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('person').select(['owner_id', 'name']).where('owner_id', 'in', ids).execute()
  const names = new Map(rows.map((row) => [row.owner_id, row.name]))
  const gone = ids.filter((id) => !names.has(id))
  if (gone.length === 0) return names
  const kept = await db.selectFrom('kept_name').select(['owner_id', 'name']).where('owner_id', 'in', gone).execute()
  return new Map([...names, ...kept.map((row) => [row.owner_id, row.name] as const)])
}

/** What was begun and not saved, last first (P20). `title` is what a new item's draft calls itself. */
export async function draftsOf(db: Db | Tx, ownerId: string): Promise<{ form: string; title: string; savedAt: string }[]> {
  const rows = await db.selectFrom('draft').selectAll().where('owner_id', '=', ownerId).orderBy('saved_at', 'desc').limit(20).execute()
  return rows.map((row) => {
    const { title } = row.body as { title?: unknown }
    return { form: row.form, title: typeof title === 'string' ? title : '', savedAt: row.saved_at.toISOString() }
  })
}

/** Who a report is of, as it stands at its top (R3). Empty where nothing is known. */
export async function reportOwner(
  db: Db | Tx,
  ownerId: string,
): Promise<{ name: string; professionalBody: string; professionalNumber: string }> {
  const row = await db
    .selectFrom('person')
    .select(['name', 'professional_body as professionalBody', 'professional_number as professionalNumber'])
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
  return row ?? { name: '', professionalBody: '', professionalNumber: '' }
}

/** The specialty as the profile says it, in the owner's own words; empty where it says none. */
export async function specialtyOf(db: Db | Tx, ownerId: string): Promise<string> {
  const row = await db.selectFrom('person').select('specialty').where('owner_id', '=', ownerId).executeTakeFirst()
  return row?.specialty ?? ''
}

/** The organisation the owner's credits are seen through; null is None (C1). */
export async function lensOf(db: Db | Tx, ownerId: string): Promise<string | null> {
  const row = await db.selectFrom('preference').select('accreditor_id').where('owner_id', '=', ownerId).executeTakeFirst()
  return row?.accreditor_id ?? null
}

/** The same, found by the statement that needs it: one question less on the way. */
export const lensOfOwner = (ownerId: string): Expression<string | null> =>
  sql<string | null>`(select accreditor_id from preference where owner_id = ${ownerId})`
