import { sql } from 'kysely'
import type { Brief } from '#domain/assessments/brief-contract.ts'
import type { Writer } from '#domain/assessments/form-file.ts'
import { minutesToRead } from '#domain/assessments/minutes-to-read.ts'
import { recordKindOf, sectionOfWriter } from '#domain/assessments/sections.ts'
import { entryWords } from '#domain/assessments/words.ts'
import type { EntryLine } from '#domain/assessments/contract.ts'
import type { State } from '#domain/accounts/permission-table.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { standingOf } from '#domain/curriculum/item-standing.ts'
import type { ItemType } from '#domain/portfolio/item.ts'
import { relationsOfOwner } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumPage } from '#server/curriculum/page-queries.ts'
import type { Db } from '#server/platform/db.ts'
import { begunByViewer } from './began-queries.ts'
import { entryList, type House } from './entry-queries.ts'

const wordsIn = (column: string) =>
  sql<number>`coalesce(array_length(regexp_split_to_array(nullif(trim(${sql.ref(column)}), ''), '\\s+'), 1), 0)`

/**
 * What is new in a record since the viewer last said that they had looked, and what waits for them there (T19). One statement a part.
 * @throws Refusal `not_found` for who trains nowhere
 */
export async function briefOf(house: House, seen: Seen): Promise<Brief> {
  const { db } = house
  const { ownerId } = seen
  const asOf = new Date()
  const page = await curriculumPage(house, seen, {})
  const looked = await db
    .selectFrom('looked_at')
    .where('owner_id', '=', ownerId)
    .where('viewer_id', '=', seen.viewerId)
    .select('at')
    .executeTakeFirst()
  const since = looked?.at ?? null
  const newSince = since ?? new Date(page.year?.from ?? '1970-01-01')
  const [links, assessed, entries, asked, drafts, presented, supervisors] = await Promise.all([
    newLinks(db, ownerId, page.curriculum.id, newSince),
    newAssessments(db, ownerId, page.curriculum.id, page.year?.id ?? null),
    entryList(house, seen, ['supervised learning event', 'assessment', 'meeting', 'supervisor report']),
    askedOf(db, ownerId, seen.viewerId),
    db
      .selectFrom('objective')
      .where('owner_id', '=', ownerId)
      .where('state', '=', 'draft')
      .select(['id', 'objective'])
      .orderBy('target_on')
      .execute(),
    presentedOf(db, ownerId, 5),
    relationsOfOwner(db, seen),
  ])
  const begun = await begunByViewer(
    db,
    seen,
    entries.flatMap(({ id, waitsFor: writer }) => (writer === null ? [] : [id])),
  )
  const itemOf = new Map(page.curriculum.items.map((item) => [item.code, item]))
  const titleOf = (code: string) => itemOf.get(code)?.title ?? ''
  const levelOf = (code: string, level: string) => itemOf.get(code)?.levels.find((one) => one.code === level)?.title ?? level
  const newest = new Map(assessed.map((one) => [one.code, one]))
  const changed = assessed
    .filter(({ at }) => at > newSince)
    .map(({ code, level, before, why, at }) => ({
      code,
      title: titleOf(code),
      before: before === null ? null : levelOf(code, before),
      level: levelOf(code, level),
      why,
      at: at.toISOString(),
    }))
  const evidence = links.map(({ words, files, at, type, ...link }) => ({
    ...link,
    type: type as ItemType | null,
    linkedAt: at.toISOString(),
    minutes: minutesToRead({ words, files }),
  }))
  const ready = page.items
    .filter(
      ({ links: count, linkedAt, selfAssessment, signOff }) =>
        standingOf({ links: count, linkedAt, assessedAt: selfAssessment?.at ?? null, answer: signOff }) === 'ready',
    )
    .map(({ code, links: count, selfAssessment, can }) => ({
      code,
      title: titleOf(code),
      links: count,
      level: levelOf(code, selfAssessment?.level ?? ''),
      why: newest.get(code)?.why ?? '',
      may: can.sign,
    }))
  const said = changed.reduce((sum, { why }) => sum + why.split(/\s+/).length, 0)
  return {
    name: page.person.name,
    since: since?.toISOString() ?? null,
    asOf: asOf.toISOString(),
    evidence,
    assessed: changed,
    toSign: entries
      .filter((one) => waitsFor(seen, one, asked, begun.has(one.id) ? 'begun' : 'new'))
      .map(({ id, form, title, eventOn }) => ({ id, title: entryWords.says(form, title), eventOn })),
    toAgree: seen.may('sign', 'pdp', { section: 'agreement', state: 'new' }).allowed ? drafts : [],
    ready,
    minutes: minutesToRead({ words: said, files: 0 }) + evidence.reduce((sum, { minutes }) => sum + minutes, 0),
    presented,
    supervisors: supervisors
      .filter(({ phase, relation, name }) => phase === 'during' && name !== '' && relation.endsWith('supervisor'))
      .map(({ personId, name, relation }) => ({ id: personId, name, relation })),
    can: {
      present: mayOf(seen.may('write', 'presentation', { state: 'new' })),
      sign: mayOf(seen.may('sign', 'sign_off', { state: 'new' })),
    },
  }
}

/** Whether a form's next step is this viewer's to take, as the permission table has it. */
function waitsFor(seen: Seen, { id, family, waitsFor: writer }: EntryLine, asked: ReadonlySet<string>, state: State): boolean {
  if (writer === null || writer === 'raters' || family === 'reflection') return false
  if (writer === 'assessor') return asked.has(id)
  return maySignAs(seen, family, writer, state)
}

function maySignAs(seen: Seen, family: EntryLine['family'], writer: Writer, state: State): boolean {
  const kind = recordKindOf(family)
  if (kind === 'meeting') return seen.may('sign', kind, { section: sectionOfWriter(family, writer), state }).allowed
  if (kind === 'supervisor_report') return seen.may('sign', kind, { section: writer === 'trainee' ? 'own' : 'other', state }).allowed
  return (
    kind === 'assessment' &&
    seen.may(writer === 'trainee' ? 'write' : 'sign', kind, { section: sectionOfWriter(family, writer), state }).allowed
  )
}

async function askedOf(db: Db, ownerId: string, viewerId: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('entry').where('owner_id', '=', ownerId).where('asked_id', '=', viewerId).select('item_id').execute()
  return new Set(rows.map(({ item_id }) => item_id))
}

/** What was linked since, the newest first, each item once with all it was linked to. */
const newLinks = (db: Db, ownerId: string, curriculumId: string, since: Date) =>
  db
    .selectFrom('evidence_link as link')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'link.owner_id').onRef('item.id', '=', 'link.item_id'))
    .where('link.owner_id', '=', ownerId)
    .where('link.curriculum_id', '=', curriculumId)
    .where('link.unlinked_at', 'is', null)
    .where('link.linked_at', '>', since)
    .where('item.binned_at', 'is', null)
    .groupBy(['item.owner_id', 'item.id'])
    .select([
      'item.id as itemId',
      'item.title',
      'item.type',
      'item.learned_on as learnedOn',
      'item.file_count as files',
      wordsIn('item.notes').as('words'),
      sql<Date>`max(link.linked_at)`.as('at'),
      sql<string[]>`array_agg(link.item_code order by link.item_code)`.as('codes'),
    ])
    .orderBy('at', 'desc')
    .limit(200)
    .execute()

/** The newest self-assessment of each item in a year, with the level before it. */
async function newAssessments(db: Db, ownerId: string, curriculumId: string, yearId: string | null) {
  if (yearId === null) return []
  const { rows } = await sql<{ code: string; level: string; before: string | null; why: string; at: Date }>`
    select distinct on (item_code) item_code as code, level, why, assessed_at as at,
      lag(level) over (partition by item_code order by assessed_at, id) as before
    from self_assessment
    where owner_id = ${ownerId} and curriculum_id = ${curriculumId} and training_year_id = ${yearId}
    order by item_code, assessed_at desc, id desc`.execute(db)
  return rows
}

/** To whom a record was presented, the newest first. */
export async function presentedOf(db: Db, ownerId: string, most: number) {
  const rows = await db
    .selectFrom('presentation')
    .where('owner_id', '=', ownerId)
    .select(['id', 'to_name as toName', 'note', 'at'])
    .orderBy('at', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}
