import { sql } from 'kysely'
import type { z } from 'zod'
import type { ObjectiveState } from '#domain/assessments/objectives.ts'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import type { ArchivePart } from '#domain/capture/archive-in.ts'
import { overlap, stateBrought, yearsThatFit, type YearHere } from '#domain/capture/archived-plan.ts'
import { curriculumItem } from '#domain/curriculum/curriculum-items.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { yearWords } from '#domain/reviews/words.ts'
import { needsAgreement } from '#server/assessments/plan-queries.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import { auditInParts } from '#server/platform/audit-in-parts.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { trainingOf } from '#server/training/queries.ts'
import type { OfImport } from './archive-left.ts'
import { hereOf, Ids, keepOrigins } from './archive-origins.ts'
import { objectiveStands, planLeft, yearStands, type PlanLeft } from './archive-plan-left.ts'
import { stagedRows } from './archive-staged.ts'

type House = Pick<Parts, 'catalogue'>
type RowOf<Name extends keyof typeof ARCHIVED> = z.infer<(typeof ARCHIVED)[Name]['row']>
interface From {
  readonly owner: string
  readonly isOwn: boolean
}

/** What of a plan and of appraisal years is new, here already, or lies beside the account's own. The owner is locked, or it is only told. */
export async function planFound(db: Db | Tx, of: OfImport, fromOwner: string) {
  const objectives = await hereOf(db, of, 'objective', fromOwner)
  const years = await hereOf(db, of, 'appraisal_year', fromOwner)
  const there = await db
    .selectFrom('appraisal_year')
    .where('owner_id', '=', of.ownerId)
    .select(['id', 'from_on as from', 'to_on as to', 'state'])
    .execute()
  const here: YearHere[] = there.map(({ state, ...year }) => ({ ...year, isClosed: state === 'closed' }))
  const { rows } = await sql<YearHere & { hasRecord: boolean }>`
    select year.row->>'id' as id, year.row->>'from_on' as from, year.row->>'to_on' as to, year.row->>'state' = 'closed' as "isClosed",
      exists (select from import_part record where record.owner_id = ${of.ownerId} and record.import_id = ${of.importId}
        and record.part = 'appraisal_record' and record.row->>'year_id' = year.row->>'id') as "hasRecord"
    from import_part year where year.owner_id = ${of.ownerId} and year.import_id = ${of.importId} and year.part = 'appraisal_year'`.execute(
    db,
  )
  const coming = rows.filter(({ id, isClosed, hasRecord }) => !years.has(id) && isClosed === hasRecord)
  return { objectives, years, here, staged: rows, fit: yearsThatFit(here, coming) }
}

/** What would become of a plan and of appraisal years; `kept` is what becomes of what stays out. */
export async function planParts(
  db: Db | Tx,
  of: OfImport,
  fromOwner: string,
  kept: Pick<ArchivePart, 'fate' | 'why'>,
): Promise<ArchivePart[]> {
  const { labels, why } = archiveInWords
  const { objectives, years, staged, fit } = await planFound(db, of, fromOwner)
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from import_part
    where owner_id = ${of.ownerId} and import_id = ${of.importId} and part = 'objective'`.execute(db)
  const beside = staged.length - years.size - fit.size
  const parts: ArchivePart[] = [
    { label: labels.objective, fate: 'in', rows: rows[0]!.count, here: objectives.size, why: why.nothing },
    { label: labels.appraisal_year, fate: 'in', rows: years.size + fit.size, here: years.size, why: why.nothing },
    { label: labels.yearBeside, rows: beside, here: 0, ...kept, ...(kept.fate === 'kept' ? { why: why.years } : {}) },
  ]
  return parts.filter((part) => part.rows > 0)
}

/**
 * Objectives and appraisal years of an archive as the owner's own (P26), after its items. What others agreed to or said is not in them;
 * years that lie beside the account's own stay out. The owner is locked. Answers how many came in.
 */
export async function bringPlan(tx: Tx, house: House, of: OfImport, from: From, items: Ids): Promise<number> {
  const found = await planFound(tx, of, from.owner)
  const objectives = new Ids(found.objectives, from.isOwn)
  const brought = await bringObjectives(tx, house, of, from, objectives, await endedIn(tx, of, found))
  for await (const rows of stagedRows<RowOf<'objective_item'>>(tx, of, 'objective_item')) {
    // Between what is here already its owner may have taken a link back.
    const links = rows.flatMap(({ row }) => {
      const isNew = objectives.isComing(row.objective_id) || items.isComing(row.item_id)
      const isThere = objectives.isKnown(row.objective_id) && items.isKnown(row.item_id)
      return isNew && isThere ? [{ ...row, objective_id: objectives.idOf(row.objective_id), item_id: items.idOf(row.item_id) }] : []
    })
    await sql`
      insert into objective_item (owner_id, objective_id, item_id, linked_at)
      select ${of.ownerId}, objective_id, item_id, least(linked_at, now())
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as made (objective_id uuid, item_id uuid, linked_at timestamptz)
      on conflict do nothing`.execute(tx)
  }
  const years = await bringYears(tx, of, from, found)
  await bringEnded(tx, of, found, objectives, years)
  for (const [part, stands] of [
    ['objective', objectiveStands],
    ['appraisal_year', yearStands],
  ] as const)
    await sql`update brought_row set as_brought = ${stands} from ${sql.table(part)} as one
      where brought_row.owner_id = ${of.ownerId} and brought_row.import_id = ${of.importId} and brought_row.part = ${part}
        and brought_row.as_brought = '' and one.owner_id = ${of.ownerId} and one.id = brought_row.id`.execute(tx)
  return brought + found.fit.size
}

/** Objectives of the archive that ended in a closed year that is here, or comes in. */
async function endedIn(tx: Tx, { ownerId, importId }: OfImport, found: Found): Promise<ReadonlySet<string>> {
  const years = found.staged.filter((year) => year.isClosed && (found.fit.has(year.id) || ownYearOf(found, year) !== undefined))
  const { rows } = await sql<{ id: string }>`select row->>'objective_id' as id from import_part
    where owner_id = ${ownerId} and import_id = ${importId} and part = 'appraisal_ended_objective'
      and row->>'year_id' = any(${years.map(({ id }) => id)}::text[])`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** The closed year here that is one of an archive, or of the same time. */
const ownYearOf = ({ years, here }: Found, year: YearHere): string | undefined =>
  years.get(year.id) ?? here.find((one) => one.isClosed && overlap(one, year))?.id

async function bringObjectives(
  tx: Tx,
  { catalogue }: House,
  of: OfImport,
  from: From,
  ids: Ids,
  ended: ReadonlySet<string>,
): Promise<number> {
  const { ownerId } = of
  const agrees = await needsAgreement(tx, ownerId)
  const training = await trainingOf(tx, ownerId)
  const curriculum = training === null ? undefined : await curriculumNow(tx, catalogue, training.curriculumId)
  let count = 0
  for await (const rows of stagedRows<RowOf<'objective'>>(tx, of, 'objective')) {
    const coming = rows.map(({ row }) => row).filter(({ id }) => !ids.isHere(id))
    const made = coming.map(({ codes, state, ...row }) => ({
      ...row,
      id: ids.idOf(row.id),
      state: stateBrought(state as ObjectiveState, agrees, ended.has(row.id)),
      codes: codes.filter((code) => curriculum !== undefined && curriculumItem(curriculum, code) !== undefined),
    }))
    await sql`
      insert into objective (owner_id, id, objective, target_on, plan, measure, outcome, state, reason, codes, version, made_at, changed_at)
      select ${ownerId}, id, objective, target_on, plan, measure, outcome, state, reason, codes, version, least(made_at, now()), least(changed_at, now())
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as made (id uuid, objective text, target_on date, plan text, measure text,
        outcome text, state text, reason text, codes text[], version int, made_at timestamptz, changed_at timestamptz)`.execute(tx)
    await keepOrigins(
      tx,
      of,
      'objective',
      from.owner,
      coming.map(({ id }) => [id, ids.idOf(id)] as const),
    )
    await noted(
      tx,
      of,
      'brought_in',
      made.map(({ id, objective }) => ({ id, title: objective, part: 'objective' })),
    )
    count += coming.length
  }
  return count
}

type Found = Awaited<ReturnType<typeof planFound>>

/** Answers the years that came in, by their ids in the archive. */
async function bringYears(tx: Tx, of: OfImport, from: From, { fit, staged }: Found): Promise<ReadonlyMap<string, string>> {
  const { ownerId, importId } = of
  const ids = new Ids(new Map(), from.isOwn)
  const made = new Map([...fit].map((id) => [id, ids.idOf(id)]))
  const rows = JSON.stringify([...made].map(([id, here]) => ({ id, here })))
  await sql`
    insert into appraisal_year (owner_id, id, from_on, to_on, state, prepared_at, discussed_on, discussed_with, leave, begun_at, version)
    select ${ownerId}, made.here, year.from_on, year.to_on, year.state,
      case when year.prepared_at is not null then least(year.prepared_at, now()) end, year.discussed_on,
      year.discussed_with, year.leave, least(year.begun_at, now()), year.version
    from import_part part
    cross join lateral jsonb_to_record(part.row) as year (id uuid, from_on date, to_on date, state text, prepared_at timestamptz,
      discussed_on date, discussed_with text, leave jsonb, begun_at timestamptz, version int)
    join jsonb_to_recordset(${rows}::jsonb) as made (id uuid, here uuid) on made.id = year.id
    where part.owner_id = ${ownerId} and part.import_id = ${importId} and part.part = 'appraisal_year'`.execute(tx)
  await sql`
    insert into appraisal_record (owner_id, year_id, sum, closed_at)
    select ${ownerId}, made.here, part.row->'sum', least((part.row->>'closed_at')::timestamptz, now())
    from import_part part
    join jsonb_to_recordset(${rows}::jsonb) as made (id uuid, here uuid) on made.id = (part.row->>'year_id')::uuid
    where part.owner_id = ${ownerId} and part.import_id = ${importId} and part.part = 'appraisal_record'
    on conflict do nothing`.execute(tx)
  await keepOrigins(tx, of, 'appraisal_year', from.owner, [...made])
  const came = staged.filter(({ id }) => made.has(id))
  await noted(
    tx,
    of,
    'brought_in',
    came.map((year) => ({ id: made.get(year.id)!, title: yearWords.year(year.from, year.to), part: 'appraisal_year' })),
  )
  return made
}

/** Objectives that ended in a closed year: in that year, or where it stayed out, in the closed one of the account's own of the same time. */
async function bringEnded(tx: Tx, { ownerId, importId }: OfImport, found: Found, objectives: Ids, came: ReadonlyMap<string, string>) {
  const yearOf = new Map(
    found.staged.flatMap((year) => {
      const id = came.get(year.id) ?? ownYearOf(found, year)
      return id === undefined || !year.isClosed ? [] : [[year.id, id] as const]
    }),
  )
  for await (const rows of stagedRows<RowOf<'appraisal_ended_objective'>>(tx, { ownerId, importId }, 'appraisal_ended_objective')) {
    const ended = rows.flatMap(({ row }) => {
      const year = yearOf.get(row.year_id)
      return year === undefined || !objectives.isComing(row.objective_id) ? [] : [{ objective: objectives.idOf(row.objective_id), year }]
    })
    await sql`
      insert into appraisal_ended_objective (owner_id, objective_id, year_id)
      select ${ownerId}, objective, year from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as made (objective uuid, year uuid)
      on conflict do nothing`.execute(tx)
  }
}

const noted = (tx: Tx, { ownerId }: OfImport, what: 'brought_in' | 'taken_out', rows: readonly Pick<PlanLeft, 'id' | 'title' | 'part'>[]) =>
  auditInParts(
    tx,
    rows.map(({ id, title, part }) => ({
      ownerId,
      personId: ownerId,
      act: part === 'objective' ? `pdp.${what}` : `appraisal.year_${what}`,
      recordKind: part === 'objective' ? 'pdp' : 'appraisal',
      recordId: id,
      about: title,
    })),
  )

/** Takes out again what nobody built upon; answers all that was there. The owner is locked. */
export async function takePlanOut(tx: Tx, of: OfImport): Promise<PlanLeft[]> {
  const rows = await planLeft(tx, of)
  const going = rows.filter(({ why }) => why === null)
  const idsOf = (part: PlanLeft['part']) => going.flatMap((row) => (row.part === part ? [row.id] : []))
  await sql`select take_out_brought(${of.ownerId}, ${of.importId}, ${idsOf('objective')}::uuid[], ${idsOf('appraisal_year')}::uuid[])`.execute(
    tx,
  )
  await noted(tx, of, 'taken_out', going)
  return rows
}
