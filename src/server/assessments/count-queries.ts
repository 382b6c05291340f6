import type { Answers } from '#domain/assessments/answers.ts'
import { isLocked, stateOf, type EntryStep } from '#domain/assessments/entry-steps.ts'
import { AssessorRole } from '#domain/assessments/form-file.ts'
import { minimaIn } from '#domain/assessments/minima-file.ts'
import type { Counts } from '#domain/assessments/ticket-contract.ts'
import { knownBy, whatCounts, type Countable } from '#domain/assessments/what-counts.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { paceOfYear } from '#domain/training/pace.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { coursesOf, type Course } from '#server/training/course-queries.ts'
import type { House } from './entry-queries.ts'
import { stateOfTicket } from './ticket-queries.ts'
import { identityOf } from './identity.ts'

export interface Counted extends Countable {
  readonly eventOn: PlainDate
  readonly isFreeMail: boolean
  readonly ticket: Counts['verdicts'][number]['ticket']
  readonly isSigned: boolean
}

/** Every filled form of an owner that somebody assesses by, but those in the bin. Who may read them is for the caller to ask. */
export const countablesOf = async (house: Pick<House, 'catalogue'>, db: Db | Tx, ownerId: string): Promise<Counted[]> =>
  (await countablesOfAll(house, db, [ownerId])).get(ownerId) ?? []

/** The same of several owners at once. A few statements, however many. */
async function countablesOfAll(
  { catalogue }: Pick<House, 'catalogue'>,
  db: Db | Tx,
  ownerIds: readonly string[],
): Promise<Map<string, Counted[]>> {
  if (ownerIds.length === 0) return new Map()
  const forms = new Map(catalogue.forms.filter(({ assessing }) => assessing !== undefined).map((form) => [form.id, form]))
  const rows = await db
    .selectFrom('entry')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'entry.owner_id').onRef('item.id', '=', 'entry.item_id'))
    .where('entry.owner_id', 'in', [...ownerIds])
    .where('entry.form_id', 'in', [...forms.keys(), ''])
    .where('item.binned_at', 'is', null)
    .select(['entry.owner_id as ownerId', 'entry.item_id as id', 'entry.form_id as formId', 'entry.event_on as eventOn', 'entry.corrects'])
    .execute()
  if (rows.length === 0) return new Map()
  const [steps, tickets] = await Promise.all([
    db
      .selectFrom('entry_step')
      .where('owner_id', 'in', [...ownerIds])
      .selectAll()
      .execute(),
    db
      .selectFrom('ticket')
      .where('owner_id', 'in', [...ownerIds])
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  ])
  const emails = await emailsOf(db, [...steps.map(({ by_id }) => by_id), ...tickets.map(({ confirmed_by }) => confirmed_by)])
  const stepsOf = Map.groupBy(steps, (step) => step.item_id)
  const ticketsOf = Map.groupBy(tickets, (ticket) => ticket.item_id)
  const stateFor = (id: string) => stateOf(new Set((stepsOf.get(id) ?? []).map(({ step }) => step as EntryStep)))
  const corrected = new Set(rows.flatMap(({ id, corrects }) => (corrects !== null && isLocked(stateFor(id)) ? [corrects] : [])))
  const now = new Date()
  const counted = rows.map(({ ownerId, id, formId, eventOn }): Counted & { ownerId: string } => {
    const signed = stepsOf.get(id)?.find(({ step }) => step === 'submit')
    const own = ticketsOf.get(id) ?? []
    const used = own.find(({ submitted_at }) => submitted_at !== null)
    const newest = own.at(-1)
    const role = AssessorRole.safeParse(signed?.by_role)
    return {
      ownerId,
      id,
      form: forms.get(formId)!,
      state: stateFor(id),
      isCorrected: corrected.has(id),
      isSigned: signed !== undefined,
      signedAt: signed?.at.toISOString() ?? '',
      role: role.success ? role.data : null,
      identity: used === undefined ? 'account' : identityOf(used),
      assessor: assessorOf(signed, used, emails),
      answers: Object.assign({}, ...Object.values((signed?.answers ?? {}) as Record<string, Answers>)) as Answers,
      eventOn,
      isFreeMail: (used ?? newest)?.is_free_mail ?? false,
      ticket: newest === undefined ? null : stateOfTicket(newest, now),
    }
  })
  return Map.groupBy(counted, ({ ownerId }) => ownerId)
}

/** The addresses that these accounts have confirmed. */
async function emailsOf(db: Db | Tx, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const accounts = [...new Set(ids.filter((id) => id !== null))]
  if (accounts.length === 0) return new Map()
  const rows = await db
    .selectFrom('auth.user')
    .where('id', 'in', accounts)
    .where('email_verified', '=', true)
    .select(['id', 'email'])
    .execute()
  return new Map(rows.map(({ id, email }) => [id, email]))
}

function assessorOf(
  signed: { readonly by_id: string | null; readonly by_body: string; readonly by_number: string } | undefined,
  used: { readonly assessor_email: string; readonly private_email: string; readonly confirmed_by: string | null } | undefined,
  emails: ReadonlyMap<string, string>,
): string[] {
  const accounts = [signed?.by_id, used?.confirmed_by].filter((id) => typeof id === 'string')
  return knownBy({
    accounts,
    emails: [used?.assessor_email ?? '', used?.private_email ?? '', ...accounts.map((id) => emails.get(id) ?? '')],
    body: signed?.by_body ?? '',
    number: signed?.by_number ?? '',
  })
}

/** The pace lines of what the training year of today asks for (T18); none outside of training. */
function minimaOf({ catalogue }: Pick<House, 'catalogue'>, course: Course | undefined, entries: readonly Counted[]): Counts['minima'] {
  const year = course?.training.year ?? null
  if (course === undefined || year === null) return []
  const verdicts = whatCounts(entries)
  const ofYear = entries
    .filter(({ eventOn }) => year.from <= eventOn && eventOn <= year.until)
    .map(({ id, form, answers }) => ({ form, answers, verdict: verdicts.get(id)! }))
  const asked = catalogue.minima.filter(({ curriculum }) => curriculum === course.training.curriculumId).flatMap(({ perYear }) => perYear)
  return minimaIn(asked, year.code, ofYear).map(({ id, title, least, most, have, note, certainty }) => ({
    ...paceOfYear({ need: least, done: have }, year, course.today, course.worked),
    code: id,
    title,
    counts: 'assessments' as const,
    year: year.code,
    until: year.until,
    done: have,
    need: least,
    certainty,
    most: most ?? null,
    note: note ?? '',
  }))
}

/** For each owner how many of the year's numbers of assessments they are behind of a steady pace with (T14). */
export async function behindInAssessments(
  { catalogue }: Pick<House, 'catalogue'>,
  db: Db,
  ownerIds: readonly string[],
): Promise<Map<string, number>> {
  const [courses, entries] = await Promise.all([coursesOf(db, ownerIds), countablesOfAll({ catalogue }, db, ownerIds)])
  return new Map(
    ownerIds.map((ownerId) => {
      const lines = minimaOf({ catalogue }, courses.get(ownerId), entries.get(ownerId) ?? [])
      return [ownerId, lines.filter(({ standing }) => standing === 'behind').length]
    }),
  )
}

/** What counts, and how many of each there are in the training year of today. */
export async function countsOf(house: House, seen: Seen): Promise<Counts> {
  const { db } = house
  const [entries, courses] = await Promise.all([countablesOf(house, db, seen.ownerId), coursesOf(db, [seen.ownerId])])
  const course = courses.get(seen.ownerId)
  const verdicts = whatCounts(entries)
  return {
    verdicts: entries.map(({ id, identity, isFreeMail, ticket, isSigned }) => ({
      id,
      ...verdicts.get(id)!,
      identity: isSigned ? identity : null,
      isFreeMail,
      ticket,
    })),
    year: course?.training.year?.code ?? null,
    minima: minimaOf(house, course, entries),
  }
}
