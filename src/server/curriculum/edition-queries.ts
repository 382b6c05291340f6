import { sql } from 'kysely'
import type { CurriculumChange } from '#domain/curriculum/changes.ts'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import type { CurriculumLine, EditableCurriculum, Movable } from '#domain/curriculum/edition-contract.ts'
import { notFound } from '#domain/errors.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { curriculaNow, curriculumNow } from './catalogue-queries.ts'

export type CurriculaHouse = Pick<Parts, 'db' | 'catalogue'>

/** Every version there is, for the college's administrator. */
export async function curriculaListed({ db, catalogue }: CurriculaHouse): Promise<CurriculumLine[]> {
  const [curricula, editions, trainees] = await Promise.all([
    curriculaNow(db, catalogue),
    db
      .selectFrom('curriculum_edition')
      .distinctOn('curriculum_id')
      .select(['curriculum_id', 'number', 'edited_by', 'edited_at'])
      .orderBy('curriculum_id')
      .orderBy('number', 'desc')
      .execute(),
    sql<{ curriculumId: string; count: number }>`
      select curriculum_id as "curriculumId", count(*)::int as count from trainee
      where until_on is null or until_on >= ${programmesToday()} group by 1`.execute(db),
  ])
  const names = await namesOf(
    db,
    editions.map((edition) => edition.edited_by),
  )
  const newest = new Map(editions.map((edition) => [edition.curriculum_id, edition]))
  const counts = new Map(trainees.rows.map(({ curriculumId, count }) => [curriculumId, count]))
  return curricula.map((curriculum) => {
    const edition = newest.get(curriculum.id)
    return {
      id: curriculum.id,
      title: curriculum.title,
      version: curriculum.version,
      certainty: curriculum.certainty,
      parts: certaintiesIn(curriculum),
      number: edition?.number ?? 0,
      editedBy: edition === undefined ? null : (names.get(edition.edited_by) ?? ''),
      editedAt: edition?.edited_at.toISOString() ?? null,
      replaces: curriculum.replaces?.curriculum ?? null,
      trainees: counts.get(curriculum.id) ?? 0,
    }
  })
}

function certaintiesIn(curriculum: CurriculumFile): CurriculumLine['parts'] {
  const parts = { checked: 0, secondary: 0, recalled: 0 }
  const count = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { certainty } = value as { certainty?: keyof typeof parts }
    if (certainty !== undefined) parts[certainty]++
    Object.values(value).forEach(count)
  }
  for (const part of Object.values(curriculum)) count(part)
  return parts
}

/** One version to read and edit, with its history. @throws Refusal `not_found` */
export async function curriculumToEdit({ db, catalogue }: CurriculaHouse, curriculumId: string): Promise<EditableCurriculum> {
  const [curricula, rows, codesStay] = await Promise.all([
    curriculaNow(db, catalogue),
    db
      .selectFrom('curriculum_edition')
      .where('curriculum_id', '=', curriculumId)
      .select(['number', 'edited_by', 'edited_at', 'back_to', 'changes'])
      .orderBy('number', 'desc')
      .execute(),
    areCodesHeld({ db, catalogue }, curriculumId),
  ])
  const document = curricula.find(({ id }) => id === curriculumId)
  if (document === undefined) throw notFound()
  const names = await namesOf(
    db,
    rows.map((row) => row.edited_by),
  )
  const replaced = curricula.find(({ id }) => id === document.replaces?.curriculum)
  return {
    document,
    number: rows[0]?.number ?? 0,
    codesStay,
    isFile: isFile(catalogue, curriculumId),
    history: rows.map((row) => ({
      number: row.number,
      editedBy: names.get(row.edited_by) ?? '',
      editedAt: row.edited_at.toISOString(),
      backTo: row.back_to,
      changes: row.changes as CurriculumChange[],
    })),
    replacedItems: replaced?.groups.flatMap(({ items }) => items.map(({ code, title }) => ({ code, title }))) ?? [],
    followedBy: curricula
      .filter(({ replaces }) => replaces?.curriculum === curriculumId)
      .map(({ id, title, version }) => ({ id, title, version })),
  }
}

const isFile = (catalogue: CurriculaHouse['catalogue'], curriculumId: string): boolean =>
  catalogue.curricula.some(({ id }) => id === curriculumId)

/** Whether somebody trains on it, did, or will: then evidence and sign-offs may refer to its codes. Files of the catalogue are held always. */
export async function areCodesHeld(
  { db, catalogue }: { db: Db | Tx; catalogue: CurriculaHouse['catalogue'] },
  curriculumId: string,
): Promise<boolean> {
  if (isFile(catalogue, curriculumId)) return true
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from trainee where curriculum_id = ${curriculumId})
      or exists (select from programme where curriculum_id = ${curriculumId})
      or exists (select from curriculum_move where to_curriculum = ${curriculumId}) as held`.execute(db)
  return rows[0]!.held
}

/** Who trains today on the version that this one takes the place of, by programme and training year. @throws Refusal `not_found` */
export async function movableTo({ db, catalogue }: CurriculaHouse, curriculumId: string): Promise<Movable> {
  const to = await curriculumNow(db, catalogue, curriculumId)
  if (to === undefined) throw notFound()
  const from = to.replaces === undefined ? undefined : await curriculumNow(db, catalogue, to.replaces.curriculum)
  if (from === undefined) return { from: null, programmes: [] }
  const today = programmesToday()
  const { rows } = await sql<{ ownerId: string; name: string; programmeId: string; programme: string; year: string | null }>`
    select trainee.owner_id as "ownerId", coalesce(person.name, '') as name, programme.id as "programmeId", programme.title as programme, (
      select code from training_year
      where training_year.owner_id = trainee.owner_id and training_year.trainee_id = trainee.id and training_year.until_on >= training_year.from_on
      order by (training_year.from_on <= ${today} and training_year.until_on >= ${today}) desc, training_year.from_on desc limit 1) as year
    from trainee join programme on programme.id = trainee.programme_id left join person on person.owner_id = trainee.owner_id
    where trainee.curriculum_id = ${from.id} and (trainee.until_on is null or trainee.until_on >= ${today})
    order by programme.title, programme.id, year nulls last, name, trainee.owner_id`.execute(db)
  const programmes: Movable['programmes'] = []
  for (const { ownerId, name, programmeId, programme, year } of rows) {
    let inProgramme = programmes.find(({ id }) => id === programmeId)
    if (inProgramme === undefined) programmes.push((inProgramme = { id: programmeId, title: programme, years: [] }))
    let ofYear = inProgramme.years.find(({ code }) => code === year)
    if (ofYear === undefined) inProgramme.years.push((ofYear = { code: year, trainees: [] }))
    ofYear.trainees.push({ ownerId, name })
  }
  return { from: { id: from.id, title: from.title, version: from.version }, programmes }
}
