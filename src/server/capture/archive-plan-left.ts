import { sql } from 'kysely'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { yearWords } from '#domain/reviews/words.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'

export interface PlanLeft {
  readonly part: 'objective' | 'appraisal_year'
  readonly id: string
  readonly title: string
  /** Null where it stands as it was brought in. */
  readonly why: string | null
}

/** How an objective or a year stands: its version, and of an objective the year it ended in, of a year how far it is. */
export const objectiveStands = sql<string>`one.version || ' ' || coalesce((
  select ended.year_id::text from appraisal_ended_objective ended where ended.owner_id = one.owner_id and ended.objective_id = one.id), '')`
export const yearStands = sql<string>`one.version || ' ' || one.state`

const ENDED_THERE = 'an objective that stays ended in it'

/** Objectives and appraisal years that an archive brought and that are here, with why each is not taken out again (K5, P26). */
export async function planLeft(db: Db | Tx, { ownerId, importId }: OfImport): Promise<PlanLeft[]> {
  const { rows } = await sql<PlanLeft & { from: string | null; to: string | null; endedIn: string | null }>`
    with brought as (
      select distinct part, id, as_brought from brought_row
      where owner_id = ${ownerId} and import_id = ${importId} and part in ('item', 'objective', 'appraisal_year')
    )
    select 'objective' as part, one.id, one.objective as title, null::text as from, null::text as to, (
      select ended.year_id from appraisal_ended_objective ended where ended.owner_id = one.owner_id and ended.objective_id = one.id
    ) as "endedIn", case
      when exists (select from objective_agreement agreed where agreed.owner_id = one.owner_id and agreed.objective_id = one.id)
        then 'a supervisor agreed to it'
      when exists (select from objective_comment comment where comment.owner_id = one.owner_id and comment.objective_id = one.id)
        then 'somebody wrote about it'
      when exists (select from draft join import on import.owner_id = draft.owner_id and import.id = ${importId}
        where draft.owner_id = one.owner_id and draft.form = 'objective/' || one.owner_id || '/' || one.id
          and draft.saved_at > import.brought_at) then 'something was typed into it and not saved yet'
      when exists (select from objective_item serving where serving.owner_id = one.owner_id and serving.objective_id = one.id
        and not exists (select from brought item where item.part = 'item' and item.id = serving.item_id)) then 'another item is linked to it'
      when brought.as_brought <> ${objectiveStands} then 'it was changed since'
    end as why
    from brought join objective one on one.owner_id = ${ownerId} and one.id = brought.id where brought.part = 'objective'
    union all
    select 'appraisal_year', one.id, '', one.from_on::text, one.to_on::text, null, case
      when exists (select from appraisal_ended_objective ended where ended.owner_id = one.owner_id and ended.year_id = one.id
        and not exists (select from brought own where own.part = 'objective' and own.id = ended.objective_id)) then ${ENDED_THERE}
      when brought.as_brought <> ${yearStands} then 'it was changed since'
    end
    from brought join appraisal_year one on one.owner_id = ${ownerId} and one.id = brought.id where brought.part = 'appraisal_year'
    order by 1 desc, 2`.execute(db)
  const staying = new Set(rows.flatMap(({ why, endedIn }) => (why === null || endedIn === null ? [] : [endedIn])))
  return rows.map(({ part, id, title, from, to, why }) => ({
    part,
    id,
    title: from === null ? title : archiveInWords.year(yearWords.year(from, to!)),
    why: why ?? (staying.has(id) ? ENDED_THERE : null),
  }))
}
