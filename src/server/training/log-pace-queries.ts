import { sql } from 'kysely'
import { mayOf } from '#domain/accounts/may.ts'
import type { CountedThing } from '#domain/curriculum/curriculum-file.ts'
import { logsOf } from '#domain/training/log-line.ts'
import { LOG_PAGES, type PaceLine } from '#domain/training/logs-contract.ts'
import { paceInAll, paceOfYear, workedDays, type Pace } from '#domain/training/pace.ts'
import { addMonths, type PlainDate } from '#domain/plain-date.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { agendaPointsOf } from './agenda-queries.ts'
import { countedRows, type CountedRow, type LogHouse } from './log-queries.ts'
import { trainingOf } from './queries.ts'
import { trainingYearsOf } from './year-queries.ts'

const LOGS_OF: Readonly<Record<CountedThing, readonly string[]>> = {
  clinics: logsOf('clinics'),
  'acute take': logsOf('take'),
  teaching: logsOf('teaching'),
  'recognised teaching': logsOf('teaching'),
}

/** How much of a thing counts between two days, both included. */
export const sumOf = (rows: readonly CountedRow[], thing: CountedThing, from: PlainDate | null, until: PlainDate | null): number =>
  Math.round(
    rows
      .filter((row) => row.counts && LOGS_OF[thing].includes(row.log) && (thing !== 'recognised teaching' || row.recognised))
      .filter((row) => (from === null || row.until >= from) && (until === null || row.until <= until))
      .reduce((sum, { amount }) => sum + amount, 0) * 100,
  ) / 100

/** Placements of training as they move the line, the first first. */
export const postsOf = (db: Db | Tx, ownerId: string) =>
  db
    .selectFrom('placement')
    .where('owner_id', '=', ownerId)
    .whereRef('until_on', '>=', 'from_on')
    .select(['site', 'specialty', 'from_on as from', 'until_on as until', 'working_percent as workingPercent'])
    .orderBy('from_on')
    .execute()

/**
 * The pace lines of everything the owner's curriculum counts (T18): for each rule one of the training year of today and one of the whole
 * programme. None for who trains nowhere, or whose curriculum counts nothing.
 */
export async function paceOf(house: Pick<LogHouse, 'db' | 'catalogue'>, ownerId: string, rows: readonly CountedRow[]) {
  const { db, catalogue } = house
  const nothing = { lines: [] as PaceLine[], moved: { fraction: null, daysAway: null }, tips: [] as { title: string; list: string[] }[] }
  const training = await trainingOf(db, ownerId)
  const curriculum = training === null ? undefined : await curriculumNow(db, catalogue, training.curriculumId)
  if (training === null || curriculum === undefined) return nothing
  const [years, posts, away, setting] = await Promise.all([
    trainingYearsOf(db, ownerId, training.traineeId),
    postsOf(db, ownerId),
    db
      .selectFrom('absence')
      .where('owner_id', '=', ownerId)
      .where('taken_back_at', 'is', null)
      .select(['from_on as from', 'until_on as until', 'half_days as halfDays'])
      .execute(),
    db
      .selectFrom('programme')
      .where('id', '=', training.programmeId)
      .select(['pace_follows_fraction as followsFraction', 'pace_follows_absence as followsAbsence'])
      .executeTakeFirstOrThrow(),
  ])
  const today = programmesToday()
  const codes = curriculum.trainingYears.map(({ code }) => code)
  const { year } = training
  const from = [training.from, ...years.map((one) => one.from)].sort()[0]!
  const until = [addMonths(today, 1), ...years.map((one) => one.until)].sort().at(-1)!
  const worked = workedDays({ from, until }, posts, away, setting)
  const now = posts.find((post) => post.from <= today && post.until >= today) ?? posts.filter((post) => post.from <= today).at(-1)
  const fractionNow = setting.followsFraction ? (now?.workingPercent ?? 100) / 100 : 1
  const before = Math.max(0, codes.indexOf(years[0]?.code ?? codes[0]!))
  const lines: PaceLine[] = []
  for (const rule of curriculum.counted ?? []) {
    const line = (
      pace: Pace,
      more: { year: string | null; until: PlainDate | null; done: number; need: number; certainty: string },
    ): PaceLine => ({
      code: rule.code,
      title: rule.title,
      counts: rule.counts,
      ...more,
      ...pace,
    })
    const ofYear = year === null ? undefined : rule.perYear[year.code]
    if (year !== null && ofYear !== undefined) {
      // Who comes into the programme in the middle of a year does not have it longer than it is.
      const done = sumOf(rows, rule.counts, year.from, year.until)
      const need = ofYear.atLeast
      lines.push(
        line(paceOfYear({ need, done }, year, today, worked), {
          year: year.code,
          until: year.until,
          done,
          need,
          certainty: ofYear.certainty,
        }),
      )
    }
    if (rule.inAll !== undefined) {
      const done = sumOf(rows, rule.counts, null, null)
      const need = rule.inAll.atLeast
      const programme = { from, years: codes.length, before, fractionNow }
      lines.push(
        line(paceInAll({ need, done }, programme, today, worked), { year: null, until: null, done, need, certainty: rule.inAll.certainty }),
      )
    }
  }
  const daysAway = away.filter((one) => one.from <= today).reduce((sum, { halfDays }) => sum + halfDays / 2, 0)
  return {
    lines,
    moved: {
      fraction: setting.followsFraction ? (now?.workingPercent ?? 100) : null,
      daysAway: setting.followsAbsence ? daysAway : null,
    },
    tips: (curriculum.counted ?? []).flatMap(({ title, tips }) => (tips === undefined ? [] : [{ title, list: tips.list }])),
  }
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
  const mayReadAgenda = seen.may('read', 'agenda_point').allowed
  return {
    name: names.get(seen.ownerId) ?? '',
    can: {
      write: mayOf(seen.may('write', 'log', { state: 'new' })),
      verify: mayOf(seen.may('verify', 'log', { state: 'new' })),
      raise: mayOf(seen.may('write', 'agenda_point', { state: 'new' })),
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
    agenda: mayReadAgenda ? (await agendaPointsOf(db, seen.ownerId)).filter(({ doneAt }) => doneAt === null) : [],
  }
}
