import { sql } from 'kysely'
import type { CurriculumPage } from '#domain/curriculum/contract.ts'
import { versionsToRead } from '#domain/curriculum/versions.ts'
import { curriculumWords } from '#domain/curriculum/words.ts'
import { refuseField } from '#domain/errors.ts'
import type { Db } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { curriculaNow } from './catalogue-queries.ts'
import { inHandOf, type InHand } from './year-queries.ts'

export interface ReadUnder extends InHand {
  readonly versions: CurriculumPage['versions']
  /** Under an earlier version, the training year of the newest sign-off or self-assessment; null under the present one. */
  readonly lastWrittenIn: string | null
}

/**
 * What a trainee has under one version of their curriculum, the present one where none is named: what was signed under an earlier one
 * stays readable under its own (T10), and nothing is written there.
 * @throws Refusal `not_found` for who trains nowhere; `invalid_input` for a version that nothing of theirs stands under
 */
export async function readUnder(house: Pick<Parts, 'db' | 'catalogue'>, ownerId: string, version: string | undefined): Promise<ReadUnder> {
  const [inHand, written, curricula] = await Promise.all([
    inHandOf(house, ownerId),
    writtenUnder(house.db, ownerId),
    curriculaNow(house.db, house.catalogue),
  ])
  const versions = versionsToRead(inHand.curriculum, [...written.keys()], curricula)
  if (version === undefined || version === inHand.curriculum.id) return { ...inHand, versions, lastWrittenIn: null }
  const curriculum = versions.some(({ id }) => id === version) ? curricula.find(({ id }) => id === version) : undefined
  if (curriculum === undefined) throw refuseField('version', curriculumWords.notTheirVersion)
  const lastWrittenIn = written.get(version) ?? null
  return { ...inHand, curriculum, isEarlier: true, closed: curriculumWords.earlier, versions, lastWrittenIn }
}

/** The versions this owner was moved from, or that something of theirs was signed or assessed under, the newest first; with the year. */
async function writtenUnder(db: Db, ownerId: string): Promise<ReadonlyMap<string, string | null>> {
  const { rows } = await sql<{ id: string; yearId: string | null; at: Date }>`
    select distinct on (id) id, year_id as "yearId", at from (
      select curriculum_id as id, training_year_id as year_id, signed_at as at from sign_off where owner_id = ${ownerId}
      union all select curriculum_id, training_year_id, assessed_at from self_assessment where owner_id = ${ownerId}
      union all select from_curriculum, null, moved_at from curriculum_move where owner_id = ${ownerId}
    ) as written order by id, year_id is null, at desc`.execute(db)
  const newestFirst = rows.toSorted((a, b) => b.at.getTime() - a.at.getTime())
  return new Map(newestFirst.map(({ id, yearId }) => [id, yearId]))
}
