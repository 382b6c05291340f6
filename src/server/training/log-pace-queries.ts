import { sql } from 'kysely'
import { mayOf } from '#domain/accounts/may.ts'
import type { CountedThing, CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { logsOf } from '#domain/training/log-line.ts'
import { LOG_PAGES, type LogPage, type PaceLine } from '#domain/training/logs-contract.ts'
import { paceInAll, paceOfYear } from '#domain/training/pace.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import { coursesOf, type Course } from './course-queries.ts'
import { countedRows, summedRows, type CountedRow, type LogHouse, type SummedRow } from './log-queries.ts'

const LOGS_OF: Readonly<Record<CountedThing, readonly string[]>> = {
  clinics: logsOf('clinics'),
  'acute take': logsOf('take'),
  teaching: logsOf('teaching'),
  'recognised teaching': logsOf('teaching'),
}

/** How much of a thing counts between two days, both included. */
const sumOf = (rows: readonly SummedRow[], thing: CountedThing, from: PlainDate | null, until: PlainDate | null): number =>
  Math.round(
    rows
      .filter((row) => row.counts && LOGS_OF[thing].includes(row.log) && (thing !== 'recognised teaching' || row.recognised))
      .filter((row) => (from === null || row.until >= from) && (until === null || row.until <= until))
      .reduce((sum, { amount }) => sum + amount, 0) * 100,
  ) / 100

/** The pace lines of everything the owner's curriculum counts in logs (T18). */
export async function paceOf(house: Pick<LogHouse, 'db' | 'catalogue'>, ownerId: string, rows: readonly SummedRow[]) {
  const { db, catalogue } = house
  const course = (await coursesOf(db, [ownerId])).get(ownerId)
  const curriculum = course === undefined ? undefined : await curriculumNow(db, catalogue, course.training.curriculumId)
  if (course === undefined || curriculum === undefined) return { lines: [], moved: { fraction: null, daysAway: null }, tips: [] }
  const { setting, fraction, daysAway } = course
  return {
    lines: linesOf(curriculum, course, rows),
    moved: { fraction: setting.followsFraction ? fraction : null, daysAway: setting.followsAbsence ? daysAway : null },
    tips: (curriculum.counted ?? []).flatMap(({ title, tips }) => (tips === undefined ? [] : [{ title, list: tips.list }])),
  }
}

/** For each rule one line of the training year of today and one of the whole programme. */
function linesOf(curriculum: CurriculumFile, course: Course, rows: readonly SummedRow[]): PaceLine[] {
  const { today, worked, training, from, fractionNow } = course
  const { year } = training
  const codes = curriculum.trainingYears.map(({ code }) => code)
  const before = Math.max(0, codes.indexOf(course.years[0]?.code ?? codes[0]!))
  const programme = { from, years: codes.length, before, fractionNow }
  return (curriculum.counted ?? []).flatMap(({ code, title, counts, perYear, inAll }): PaceLine[] => {
    const rule = { code, title, counts }
    const ofYear = year === null ? undefined : perYear[year.code]
    const lines: PaceLine[] = []
    if (year !== null && ofYear !== undefined) {
      // Who comes into the programme in the middle of a year does not have it longer than it is.
      const done = sumOf(rows, counts, year.from, year.until)
      const need = ofYear.atLeast
      const pace = paceOfYear({ need, done }, year, today, worked)
      lines.push({ ...rule, year: year.code, until: year.until, done, need, certainty: ofYear.certainty, ...pace })
    }
    if (inAll !== undefined) {
      const done = sumOf(rows, counts, null, null)
      const need = inAll.atLeast
      const pace = paceInAll({ need, done }, programme, today, worked)
      lines.push({ ...rule, year: null, until: null, done, need, certainty: inAll.certainty, ...pace })
    }
    return lines
  })
}

/** For each owner how many numbers of the training year they are behind of a steady pace with (T14). A few statements, however many. */
export async function behindPace(
  { db, catalogue }: Pick<LogHouse, 'db' | 'catalogue'>,
  ownerIds: readonly string[],
): Promise<Map<string, number>> {
  const [courses, rows] = await Promise.all([coursesOf(db, ownerIds), summedRows(db, ownerIds)])
  const curricula = new Map(
    await Promise.all(
      [...new Set([...courses.values()].map(({ training }) => training.curriculumId))].map(
        async (id) => [id, await curriculumNow(db, catalogue, id)] as const,
      ),
    ),
  )
  const behind = new Map<string, number>()
  for (const [ownerId, course] of courses) {
    const curriculum = curricula.get(course.training.curriculumId)
    if (curriculum === undefined) continue
    const lines = linesOf(curriculum, course, rows.get(ownerId) ?? [])
    behind.set(ownerId, lines.filter(({ year, standing }) => year !== null && standing === 'behind').length)
  }
  return behind
}

/** What counts of each log between two days, and how much of it a supervisor verified: clinics, procedures, patients, hours. */
export async function loggedIn(
  db: LogHouse['db'],
  ownerId: string,
  { from, until }: { readonly from: PlainDate; readonly until: PlainDate },
): Promise<{ page: LogPage; amount: number; verified: number }[]> {
  const rows = ((await summedRows(db, [ownerId])).get(ownerId) ?? []).filter((row) => row.counts && from <= row.until && row.until <= until)
  const sum = (own: readonly SummedRow[]) => Math.round(own.reduce((all, { amount }) => all + amount, 0) * 100) / 100
  return LOG_PAGES.map((page) => {
    const own = rows.filter(({ log }) => logsOf(page).includes(log))
    return { page, amount: sum(own), verified: sum(own.filter(({ isVerified }) => isVerified)) }
  })
}

/** How many clinics that count, by a word they all bear; the most first. */
export function spreadOf(rows: readonly CountedRow[], by: 'specialty' | 'mode'): { name: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { fields, counts: isIn } of rows) {
    if (!isIn || fields.log !== 'clinic') continue
    counts.set(fields[by], (counts.get(fields[by]) ?? 0) + 1)
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
}

/** All counters of an owner's logs, with what the viewer may do. */
export async function logsOfOwner(house: LogHouse, seen: Seen) {
  const { db } = house
  const rows = await countedRows(db, seen.ownerId)
  const [names, pace, uploads] = await Promise.all([
    namesOf(db, [seen.ownerId]),
    paceOf(house, seen.ownerId, rows),
    db
      .selectFrom('log_upload as upload')
      .where('upload.owner_id', '=', seen.ownerId)
      .select(['upload.id', 'upload.name', 'upload.uploaded_at as at'])
      .select(
        sql<number>`(select count(*)::int from log_row where log_row.owner_id = upload.owner_id and log_row.upload_id = upload.id)`.as(
          'rows',
        ),
      )
      .orderBy('upload.uploaded_at', 'desc')
      .execute(),
  ])
  return {
    name: names.get(seen.ownerId) ?? '',
    can: {
      write: mayOf(seen.may('write', 'log', { state: 'new' })),
      verify: mayOf(seen.may('verify', 'log', { state: 'new' })),
      readAgenda: mayOf(seen.may('read', 'agenda_point')),
    },
    ...pace,
    totals: Object.fromEntries(
      LOG_PAGES.map((page) => {
        const own = rows.filter(({ log }) => logsOf(page).includes(log))
        const total = {
          rows: own.length,
          notCounted: own.filter(({ counts, isCorrected }) => !counts && !isCorrected).length,
          toVerify: own.filter(({ isVerified, isCorrected }) => !isVerified && !isCorrected).length,
        }
        return [page, total]
      }),
    ) as Record<(typeof LOG_PAGES)[number], { rows: number; notCounted: number; toVerify: number }>,
    spread: { specialty: spreadOf(rows, 'specialty'), mode: spreadOf(rows, 'mode') },
    uploads: uploads.map(({ at, ...upload }) => ({ ...upload, at: at.toISOString() })),
  }
}
