import { addMonths, type PlainDate } from '#domain/plain-date.ts'
import { workedDays, type PaceSetting, type Post, type Worked } from '#domain/training/pace.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { trainingsOf, type Training } from './queries.ts'

/** How far an owner's training has come, as far as it moves a pace line (T18). */
export interface Course {
  readonly training: Training
  /** Of the programme trained in, the first first. */
  readonly years: Training['years']
  readonly today: PlainDate
  /** The first day of training. */
  readonly from: PlainDate
  readonly setting: PaceSetting
  /** In per cent, of the post of today, else of the last there was. */
  readonly fraction: number
  /** The same as a share, 1 where the programme does not let the line follow it. */
  readonly fractionNow: number
  /** Working days away so far. */
  readonly daysAway: number
  readonly worked: Worked
}

/** A placement, as far as logs need it. */
export interface LoggedPost extends Post {
  readonly site: string
  readonly specialty: string
}

/** Placements of training, the first first. */
export async function postsOf(db: Db | Tx, ownerIds: readonly string[]): Promise<Map<string, LoggedPost[]>> {
  const rows = await db
    .selectFrom('placement')
    .where('owner_id', 'in', [...ownerIds])
    .whereRef('until_on', '>=', 'from_on')
    .select(['owner_id as ownerId', 'site', 'specialty', 'from_on as from', 'until_on as until', 'working_percent as workingPercent'])
    .orderBy('from_on')
    .execute()
  return Map.groupBy(rows, ({ ownerId }) => ownerId)
}

/** Of several owners at once; who trains nowhere is left out. A few statements, however many. */
export async function coursesOf(db: Db | Tx, ownerIds: readonly string[]): Promise<Map<string, Course>> {
  const trainings = await trainingsOf(db, ownerIds)
  const ids = [...trainings.keys()]
  if (ids.length === 0) return new Map()
  const [posts, away, settings] = await Promise.all([
    postsOf(db, ids),
    db
      .selectFrom('absence')
      .where('owner_id', 'in', ids)
      .where('taken_back_at', 'is', null)
      .select(['owner_id as ownerId', 'from_on as from', 'until_on as until', 'half_days as halfDays'])
      .execute(),
    db
      .selectFrom('programme')
      .where('id', 'in', [...new Set([...trainings.values()].map(({ programmeId }) => programmeId))])
      .select(['id', 'pace_follows_fraction as followsFraction', 'pace_follows_absence as followsAbsence'])
      .execute(),
  ])
  const awayOf = Map.groupBy(away, ({ ownerId }) => ownerId)
  const settingOf = new Map(settings.map((setting) => [setting.id, setting]))
  const today = programmesToday()
  return new Map(
    [...trainings].map(([ownerId, training]) => {
      const own: readonly Post[] = posts.get(ownerId) ?? []
      const lost = awayOf.get(ownerId) ?? []
      const setting = settingOf.get(training.programmeId)!
      const { years } = training
      const from = [training.from, ...years.map((one) => one.from)].sort()[0]!
      const until = [addMonths(today, 1), ...years.map((one) => one.until)].sort().at(-1)!
      const fraction = postOn(own, today)?.workingPercent ?? 100
      return [
        ownerId,
        {
          training,
          years,
          today,
          from,
          setting,
          fraction,
          fractionNow: setting.followsFraction ? fraction / 100 : 1,
          daysAway: lost.filter((one) => one.from <= today).reduce((sum, { halfDays }) => sum + halfDays / 2, 0),
          worked: workedDays({ from, until }, own, lost, setting),
        },
      ]
    }),
  )
}

/** The post of a day, else the last before it. */
export const postOn = <P extends Post>(posts: readonly P[], day: PlainDate): P | undefined =>
  posts.find((post) => post.from <= day && post.until >= day) ?? posts.filter((post) => post.from <= day).at(-1)
