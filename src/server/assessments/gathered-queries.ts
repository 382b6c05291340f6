import type { GatheredPart } from '#domain/assessments/gathered.ts'
import { meetingWords } from '#domain/assessments/meeting-words.ts'
import { longDate, type PlainDate } from '#domain/plain-date.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumPage } from '#server/curriculum/page-queries.ts'
import { isTrainee } from '#server/training/queries.ts'
import { absencesOf } from '#server/training/absence-queries.ts'
import { loggedIn } from '#server/training/log-pace-queries.ts'
import { certificatesOf, examsOf } from '#server/training/paper-queries.ts'
import { countablesOf } from './count-queries.ts'
import { isUnconfirmed } from './identity.ts'
import { entryList, entryRow, type House } from './entry-queries.ts'
import { formOf } from './form-queries.ts'

const say = meetingWords.gathered

interface Period {
  readonly code: string
  readonly from: PlainDate
  readonly until: PlainDate
}

/** One source of what a report draws on. Each says by itself whether the viewer may read it. */
interface Source {
  readonly id: string
  readonly mayRead: (seen: Seen) => boolean
  readonly gather: (house: House, seen: Seen, period: Period) => Promise<Omit<GatheredPart, 'id'>>
}

const part = (
  { title, columns, none }: { title: string; columns: readonly string[]; none: string },
  rows: readonly (readonly string[])[],
): Omit<GatheredPart, 'id'> => ({ title, columns: [...columns], none, rows: rows.map((row) => [...row]) })

const within = (period: Period, day: PlainDate): boolean => period.from <= day && day <= period.until

/** What a report gathers, in the order shown. Other parts of the record add theirs here. */
export const SOURCES: readonly Source[] = [
  {
    id: 'placements',
    mayRead: (seen) => seen.may('read', 'placement').allowed,
    gather: async ({ db }, { ownerId }, { from, until }) => {
      const rows = await db
        .selectFrom('placement')
        .where('owner_id', '=', ownerId)
        .where('from_on', '<=', until)
        .where('until_on', '>=', from)
        .whereRef('until_on', '>=', 'from_on')
        .select(['post', 'site', 'from_on as from', 'until_on as until', 'working_percent as percent'])
        .orderBy('from_on')
        .execute()
      return part(
        say.placements,
        rows.map((row) => [`${row.post}, ${row.site}`, say.span(row.from, row.until), say.percent(row.percent)]),
      )
    },
  },
  {
    id: 'capabilities',
    mayRead: (seen) => seen.may('read', 'sign_off').allowed,
    gather: async (house, seen, { code }) => {
      if (!(await isTrainee(house.db, seen.ownerId))) return part(say.capabilities, [])
      const { curriculum, items } = await curriculumPage(house, seen, code === '' ? {} : { year: code })
      const stateOf = new Map(items.map((item) => [item.code, item]))
      return part(
        say.capabilities,
        curriculum.items.map((item) => {
          const { selfAssessment: own, signOff, verified } = stateOf.get(item.code)!
          const title = (level: string) => item.levels.find((one) => one.code === level)?.title ?? level
          const signed =
            signOff === null ? say.notSigned : `${signOff.level === null ? signOff.answer : title(signOff.level)} (${signOff.by})`
          return [
            `${item.code}. ${item.title}`,
            own === null ? say.notAssessed : title(own.level),
            verified === null ? signed : say.verified,
          ]
        }),
      )
    },
  },
  {
    id: 'assessments',
    mayRead: (seen) => seen.may('read', 'assessment').allowed,
    gather: async (house, seen, period) => {
      const [all, countables] = await Promise.all([
        entryList(house, seen, ['supervised learning event', 'assessment']),
        countablesOf(house, house.db, seen.ownerId),
      ])
      // Whoever signed on the spot and has not answered, or says it was not them, has said nothing yet (F9).
      const unknown = new Set(countables.flatMap(({ id, identity }) => (identity === 'denied' || isUnconfirmed(identity) ? [id] : [])))
      const signed = all.filter((one) => one.signedBy !== null && !one.isCorrected && !unknown.has(one.id) && within(period, one.eventOn))
      return part(
        say.assessments,
        [...Map.groupBy(signed, ({ form }) => form)].map(([form, own]) => [
          form,
          String(own.length),
          longDate(own[0]!.eventOn),
          [...new Set(own.map(({ signedBy }) => signedBy))].join(', '),
        ]),
      )
    },
  },
  {
    id: 'logs',
    mayRead: (seen) => seen.may('read', 'log').allowed,
    gather: async ({ db }, { ownerId }, period) =>
      part(
        say.logs,
        (await loggedIn(db, ownerId, period))
          .filter(({ amount }) => amount > 0)
          .map(({ page, amount, verified }) => [say.logged[page], String(amount), String(verified)]),
      ),
  },
  {
    id: 'papers',
    mayRead: (seen) => seen.may('read', 'exam_result').allowed && seen.may('read', 'professional_certificate').allowed,
    gather: async ({ db }, seen) => {
      const [exams, certificates] = await Promise.all([examsOf(db, seen), certificatesOf(db, seen)])
      return part(say.papers, [
        ...exams.map((one) => [`${one.title}: ${one.result}`, longDate(one.takenOn), one.verification?.by ?? say.notConfirmed]),
        ...certificates.map((one) => [one.title, longDate(one.issuedOn), one.verification?.by ?? say.notConfirmed]),
      ])
    },
  },
  {
    id: 'absence',
    mayRead: (seen) => seen.may('read', 'absence').allowed,
    gather: async ({ db }, seen, { code }) => {
      const { years } = await absencesOf(db, seen)
      return part(
        say.absence,
        years.filter((year) => code === '' || year.code === code).map((year) => [year.code, String(year.workingDays)]),
      )
    },
  },
  {
    id: 'plan',
    mayRead: (seen) => seen.may('read', 'pdp', { section: 'whole' }).allowed,
    gather: async ({ db }, { ownerId }) => {
      const rows = await db.selectFrom('objective').where('owner_id', '=', ownerId).selectAll().orderBy('target_on').orderBy('id').execute()
      return part(
        say.plan,
        rows.map((row) => [row.objective, longDate(row.target_on), row.state, row.outcome]),
      )
    },
  },
  {
    id: 'meetings',
    mayRead: (seen) => seen.may('read', 'meeting', { section: 'status' }).allowed,
    gather: async (house, seen, period) => {
      const all = await entryList(house, seen, ['meeting'])
      return part(
        say.meetings,
        all
          .filter(({ eventOn }) => within(period, eventOn))
          .map((one) => [one.title, longDate(one.eventOn), meetingWords.states[one.state], one.signedBy ?? '']),
      )
    },
  },
]

/**
 * What the record holds for a report, as it is now: of the training year the report was begun in, else of all time. Null for a form that
 * gathers nothing.
 * @throws Refusal `not_found`
 */
export async function gatheredNow(house: House, seen: Seen, itemId: string): Promise<GatheredPart[] | null> {
  const row = await entryRow(house.db, seen.ownerId, itemId)
  if (!formOf(house, row.formId).gathers) return null
  const year =
    row.trainingYearId === null
      ? undefined
      : await house.db
          .selectFrom('training_year')
          .where('owner_id', '=', seen.ownerId)
          .where('id', '=', row.trainingYearId)
          .select(['code', 'from_on as from', 'until_on as until'])
          .executeTakeFirst()
  const period = year ?? { code: '', from: '0001-01-01', until: '9999-12-31' }
  const parts: GatheredPart[] = []
  for (const { id, mayRead, gather } of SOURCES) if (mayRead(seen)) parts.push({ id, ...(await gather(house, seen, period)) })
  return parts
}

/** For who reads a report: what was seen when it was signed, else what is there now; each part for who may read its source. */
export async function gatheredFor(house: House, seen: Seen, itemId: string): Promise<{ parts: GatheredPart[]; isKept: boolean }> {
  const kept = await house.db
    .selectFrom('entry_gathered')
    .where('owner_id', '=', seen.ownerId)
    .where('item_id', '=', itemId)
    .select('parts')
    .executeTakeFirst()
  if (kept === undefined) return { parts: (await gatheredNow(house, seen, itemId)) ?? [], isKept: false }
  const open = new Set(SOURCES.filter(({ mayRead }) => mayRead(seen)).map(({ id }) => id))
  return { parts: (kept.parts as GatheredPart[]).filter(({ id }) => open.has(id)), isKept: true }
}
