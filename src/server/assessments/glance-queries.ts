import { sql } from 'kysely'
import { nameOf, type FormFile } from '#domain/assessments/form-file.ts'
import { MEETING_FORMS, meetingsDue, type DueMeeting, type Held } from '#domain/assessments/meetings-due.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { placementName } from '#server/training/year-queries.ts'
import type { Db } from '#server/platform/db.ts'

type Counts = Map<string, number>
const owners = (ownerIds: readonly string[]) => sql`any(${[...ownerIds]}::uuid[])`

/** Rounds of feedback of these owners that nobody can read or release: open yet, or set aside (F5). By item; one statement. */
export async function roundsNotToRead(db: Db, ownerIds: readonly string[]): Promise<ReadonlyMap<string, 'open' | 'set aside'>> {
  if (ownerIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('msf_round')
    .where('owner_id', 'in', [...ownerIds])
    .where((eb) =>
      eb.or([
        eb('set_aside_at', 'is not', null),
        eb.and([eb('read_at', 'is', null), eb('closed_at', 'is', null), eb('closes_on', '>=', programmesToday())]),
      ]),
    )
    .select(['item_id', 'set_aside_at'])
    .execute()
  return new Map(rows.map((row) => [row.item_id, row.set_aside_at === null ? 'open' : 'set aside']))
}

/** For each owner the forms of these that the trainee has finished their part of and nobody has signed. Two statements. */
export async function preparedToSign(db: Db, ownerIds: readonly string[], forms: readonly FormFile[]): Promise<Counts> {
  const ids = forms.filter(({ preparedByTrainee }) => preparedByTrainee).map(({ id }) => id)
  if (ownerIds.length === 0 || ids.length === 0) return new Map()
  const notYet = await roundsNotToRead(db, ownerIds)
  const { rows } = await sql<{ ownerId: string; count: number }>`
    select entry.owner_id as "ownerId", count(*)::int as count
    from entry
    join item on item.owner_id = entry.owner_id and item.id = entry.item_id and item.binned_at is null
    join entry_step as prepared on prepared.owner_id = entry.owner_id and prepared.item_id = entry.item_id and prepared.step = 'prepare'
    where entry.owner_id = ${owners(ownerIds)} and entry.form_id = any(${ids})
      and entry.item_id <> all(${[...notYet.keys()]}::uuid[]) and not exists (
      select from entry_step as signed
      where signed.owner_id = entry.owner_id and signed.item_id = entry.item_id and signed.step = 'submit')
    group by 1`.execute(db)
  return new Map(rows.map(({ ownerId, count }) => [ownerId, count]))
}

/** For each owner the pieces of evidence linked since the viewer last looked, or since the training year began. One statement. */
export async function newSinceLooked(db: Db, ownerIds: readonly string[], viewerId: string): Promise<Counts> {
  if (ownerIds.length === 0) return new Map()
  const { rows } = await sql<{ ownerId: string; count: number }>`
    select link.owner_id as "ownerId", count(distinct link.item_id)::int as count
    from evidence_link as link
    join item on item.owner_id = link.owner_id and item.id = link.item_id and item.binned_at is null
    left join looked_at on looked_at.owner_id = link.owner_id and looked_at.viewer_id = ${viewerId}
    left join lateral (
      select max(from_on) as began from training_year where owner_id = link.owner_id and from_on <= ${programmesToday()}::date
    ) as year on true
    where link.owner_id = ${owners(ownerIds)} and link.unlinked_at is null
      and link.linked_at > coalesce(looked_at.at, year.began, '-infinity')
    group by 1`.execute(db)
  return new Map(rows.map(({ ownerId, count }) => [ownerId, count]))
}

interface Dates {
  readonly from: PlainDate
  readonly until: PlainDate
}
type Meeting = Omit<Held, 'form'> & { readonly formId: string }

/** For each owner how many meetings of the training year of today are overdue. One statement. */
export async function meetingsOverdue(db: Db, ownerIds: readonly string[], forms: readonly FormFile[]): Promise<Counts> {
  const due = await meetingsDueOf(db, ownerIds, forms)
  return new Map([...due].map(([ownerId, all]) => [ownerId, all.filter(({ standing }) => standing === 'overdue').length]))
}

/** For each owner the meetings of the training year of today (`meetingsDue`). One statement. */
export async function meetingsDueOf(db: Db, ownerIds: readonly string[], forms: readonly FormFile[]): Promise<Map<string, DueMeeting[]>> {
  if (ownerIds.length === 0) return new Map()
  const today = programmesToday()
  const names = new Map(forms.map((form) => [form.id, nameOf(form)]))
  const ids = [...names].flatMap(([id, name]) => (MEETING_FORMS.some((one) => one === name) ? [id] : []))
  const { rows } = await sql<
    Dates & { ownerId: string; posts: (Dates & { post: string; site: string; isOfYear: boolean })[]; held: Meeting[] }
  >`
    select year.owner_id as "ownerId", year.from_on as "from", year.until_on as "until",
      coalesce((
        select json_agg(json_build_object(
          'post', placement.post, 'site', placement.site, 'from', placement.from_on, 'until', placement.until_on,
          'isOfYear', placement.training_year_id = year.id) order by placement.from_on)
        from placement
        where placement.owner_id = year.owner_id and placement.until_on >= placement.from_on
      ), '[]') as posts,
      coalesce((
        select json_agg(json_build_object('id', entry.item_id, 'formId', entry.form_id, 'on', entry.event_on, 'post', entry.placement, 'isSigned', exists (
          select from entry_step
          where entry_step.owner_id = entry.owner_id and entry_step.item_id = entry.item_id and entry_step.step = 'submit')))
        from entry join item on item.owner_id = entry.owner_id and item.id = entry.item_id and item.binned_at is null
        where entry.owner_id = year.owner_id and entry.form_id = any(${ids})
          and not exists (
            select from entry as newer join entry_step on entry_step.owner_id = newer.owner_id and entry_step.item_id = newer.item_id
            where newer.owner_id = entry.owner_id and newer.corrects = entry.item_id and entry_step.step = 'submit')
      ), '[]') as held
    from training_year as year
    where year.owner_id = ${owners(ownerIds)} and year.from_on <= ${today}::date and year.until_on >= ${today}::date`.execute(db)
  const due = new Map<string, DueMeeting[]>()
  for (const { ownerId, posts, held, ...year } of rows) {
    const known = held.map(({ formId, ...one }): Held => ({ ...one, form: names.get(formId) ?? '' }))
    const named = posts.map(({ site, ...one }) => ({ ...one, post: placementName({ post: one.post, site }) }))
    const ofYear = named.filter(({ isOfYear }) => isOfYear)
    const others = named.filter(({ isOfYear }) => !isOfYear)
    due.set(ownerId, [...(due.get(ownerId) ?? []), ...meetingsDue(today, year, ofYear, known, others)])
  }
  return due
}
