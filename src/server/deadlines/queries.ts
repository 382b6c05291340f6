import ical from 'ical-generator'
import { readTicketCode } from '#domain/assessments/ticket-code.ts'
import { deadlineWords as say, type Deadline } from '#domain/deadlines/words.ts'
import { Refusal } from '#domain/errors.ts'
import { addDays } from '#domain/plain-date.ts'
import { freezesOn } from '#domain/training/enrolment.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { formToBegin } from '#server/assessments/form-queries.ts'
import { meetingsDueOf } from '#server/assessments/glance-queries.ts'
import { hashOf } from '#server/assessments/ticket-queries.ts'
import type { Db } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { endingFrom } from '#server/training/renewal-queries.ts'
import { trainingOf } from '#server/training/queries.ts'

type House = Pick<Parts, 'db' | 'catalogue' | 'config'>

export async function feedMadeAt(db: Db, ownerId: string): Promise<string | null> {
  const row = await db.selectFrom('calendar_feed').where('owner_id', '=', ownerId).select('made_at').executeTakeFirst()
  return row?.made_at.toISOString() ?? null
}

/** What an owner has to see to, the next first; what was due in the last quarter stays, so that a calendar does not lose it. */
export async function deadlinesOf({ db, catalogue }: Omit<House, 'config'>, ownerId: string): Promise<Deadline[]> {
  const today = programmesToday()
  const since = addDays(today, -90)
  const own = (part: string) => `/record/${ownerId}/${part}`
  const [training, meetings, objectives, certificates, changes] = await Promise.all([
    trainingOf(db, ownerId),
    meetingsDueOf(db, [ownerId], catalogue.forms),
    db
      .selectFrom('objective')
      .where('owner_id', '=', ownerId)
      .where('state', 'in', ['agreed', 'in progress'])
      .where('target_on', '>=', since)
      .select(['id', 'target_on as on'])
      .execute(),
    endingFrom(db, ownerId, since),
    db
      .selectFrom('item')
      .where('owner_id', '=', ownerId)
      .where('binned_at', 'is', null)
      .where('change_check_on', '>=', since)
      .select(['id', 'change_check_on as on'])
      .execute(),
  ])
  return [
    ...(training === null || training.enrolledOn !== null || training.enrolment === 'ended'
      ? []
      : [
          {
            key: `enrol-${training.traineeId}`,
            on: addDays(freezesOn(training.from, training.limits), -1),
            title: say.enrol,
            path: '/training',
          },
        ]),
    ...(meetings.get(ownerId) ?? [])
      .filter(({ standing }) => standing !== 'done')
      .map(({ form, post, by }) => ({
        key: form === 'es-review' ? `${form}-${by}` : `${form}-${post}-${training?.year?.id ?? ''}`,
        on: by,
        title: say.meeting(formToBegin({ catalogue }, form)?.title ?? form),
        path: own('meetings'),
      })),
    ...objectives.map(({ id, on }) => ({ key: id, on, title: say.objective, path: own('pdp') })),
    ...certificates.map(({ id, title, on }) => ({ key: id, on, title: say.certificate(title), path: own('certificates') })),
    ...changes.map(({ id, on }) => ({ key: `change-${id}`, on: on!, title: say.changeCheck, path: '/portfolio' })),
  ].sort((one, other) => (one.on < other.on ? -1 : 1))
}

/**
 * The calendar that an address leads to, as text (RFC 5545).
 * @throws Refusal `not_found` for an address that leads nowhere, whatever it was
 */
export async function calendarAt(house: House, code: string): Promise<string> {
  const { db, config } = house
  const read = readTicketCode(code.replace(/\.ics$/, ''))
  const feed =
    read === null
      ? undefined
      : await db
          .selectFrom('calendar_feed')
          .where('owner_id', '=', read.ownerId)
          .where('token_hash', '=', hashOf(read.token))
          .where((eb) =>
            eb.not(eb.exists(eb.selectFrom('closing').where('closing.owner_id', '=', read.ownerId).select('closing.owner_id'))),
          )
          .select('made_at')
          .executeTakeFirst()
  if (read === null || feed === undefined) throw new Refusal('not_found', say.gone)
  const feedOf = ical({ name: say.calendar, prodId: '//Cairn//Deadlines//EN', ttl: 6 * 60 * 60 })
  const { host } = new URL(config.url)
  for (const { key, on, title, path } of await deadlinesOf(house, read.ownerId)) {
    const url = config.url + path
    feedOf.createEvent({
      id: `${hashOf(`${read.ownerId} ${key}`).slice(0, 32)}@${host}`,
      start: new Date(`${on}T00:00:00Z`),
      allDay: true,
      summary: title,
      description: say.open(url),
      url,
      stamp: feed.made_at,
    })
  }
  return feedOf.toString()
}
