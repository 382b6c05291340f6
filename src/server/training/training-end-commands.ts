import { sql } from 'kysely'
import type { z } from 'zod'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import type { TrainingEndInput } from '#domain/training/placement-contract.ts'
import { placementLetters as letters, placementWords as words } from '#domain/training/placement-words.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { rolesOf } from '#server/accounts/relation-queries.ts'
import { endWithin, lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { isYearSigned } from '#server/curriculum/rest-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Config } from '#server/platform/config.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import { addressesOf } from './people-queries.ts'
import { endPlacementWithin } from './placement-commands.ts'
import type { ProgrammeSeen } from './programme-sight.ts'
import { trainingOf, type Training } from './queries.ts'

type Ender = Pick<Seen, 'ownerId' | 'viewerId'>

/**
 * Sets the last day of a doctor's training in the programme they train in, by one of its coordinators: years, placements and supervisors
 * there end no later (T1, T2). Before the first day it is taken back, panels with it. The doctor is told by mail.
 * @throws Refusal `not_found`, `invalid_input` at `on`
 */
export async function endTraining(
  { db, config }: { readonly db: Db; readonly config: Config },
  seen: Ender,
  { on, reason = '' }: z.output<typeof TrainingEndInput>,
): Promise<void> {
  const { ownerId, viewerId } = seen
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const training = await trainingOf(tx, ownerId)
    const roles = await rolesOf(tx, viewerId)
    if (training === null || !roles.some((one) => one.role === 'programme coordinator' && one.programmeId === training.programmeId))
      throw notFound()
    await endWhole(tx, config, seen, training, on, reason)
  })
}

/**
 * Takes back a doctor whose training in the programme has not begun, as if they had never been placed there. Who has a role in the
 * programme reads no record before its first day: this is asked of the programme, and not of the record. The doctor is told by mail.
 * @throws Refusal `not_found` for who is not to train there, `not_allowed` for who does already
 */
export async function takeTraineeBack(
  { db, config }: { readonly db: Db; readonly config: Config },
  { programmeId, title, viewerId }: ProgrammeSeen,
  ownerId: string,
  reason: string,
): Promise<void> {
  const today = programmesToday()
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const there = await tx
      .selectFrom('trainee')
      .where('owner_id', '=', ownerId)
      .where('programme_id', '=', programmeId)
      .where((eb) => eb.or([eb('until_on', 'is', null), eb.and([eb('until_on', '>=', today), eb('until_on', '>=', eb.ref('from_on'))])]))
      .select(['id as traineeId', 'from_on as from', 'until_on as until'])
      .orderBy('from_on', 'desc')
      .execute()
    const [last] = there
    if (last === undefined) throw notFound()
    if (last.from <= today) throw new Refusal('not_allowed', words.begunHere(last.from))
    await endWhole(tx, config, { ownerId, viewerId }, { ...last, programmeTitle: title }, addDays(last.from, -1), reason)
  })
}

type Ended = Pick<Training, 'traineeId' | 'programmeTitle' | 'from' | 'until'>

async function endWhole(tx: Tx, config: Config, seen: Ender, training: Ended, on: PlainDate, reason: string): Promise<void> {
  const { ownerId, viewerId } = seen
  const { from, until: before } = training
  const until = on < from ? addDays(from, -1) : on
  if (until === before) return
  if (before !== null && until > before) throw refuseField('on', words.trainingEndsAlready(before))
  await endYears(tx, seen, training, until)
  await endSupervision(tx, seen, training, until)
  await tx.updateTable('trainee').set({ until_on: until }).where('owner_id', '=', ownerId).where('id', '=', training.traineeId).execute()
  await audit(tx, {
    ownerId,
    personId: viewerId,
    act: 'training.trainee_ended',
    recordKind: 'programme_enrolment',
    recordId: training.traineeId,
    about: words.aboutTrainingEnd(training.programmeTitle, from, until, reason),
    changes: [{ field: 'until', before: before ?? '', after: until }],
  })
  const people = await addressesOf(tx, [ownerId, viewerId])
  const doctor = people.get(ownerId)
  if (doctor === undefined) return
  const by = people.get(viewerId)
  const letter = letters.ended(
    doctor.name,
    training.programmeTitle,
    `${by?.name ?? ''} (${by?.email ?? ''})`,
    until < from ? null : until,
    reason,
    `${config.url}/record/${ownerId}`,
  )
  await sendMail(tx, { category: 'training', ownerId, recipient: doctor.email, ...writeLetter(letter) })
}

/** @throws Refusal `invalid_input` where a year that something was signed for would never have been */
async function endYears(tx: Tx, seen: Ender, training: Ended, until: PlainDate): Promise<void> {
  const { ownerId, viewerId } = seen
  const years = await tx
    .selectFrom('training_year')
    .where('owner_id', '=', ownerId)
    .where('trainee_id', '=', training.traineeId)
    .where('until_on', '>', until)
    .whereRef('until_on', '>=', 'from_on')
    .select(['id', 'code', 'from_on as from', 'until_on as until'])
    .orderBy('from_on')
    .execute()
  for (const year of years) {
    if (year.from > until && (await isYearSigned(tx, ownerId, year.id))) throw refuseField('on', words.yearSignedAway(year.code, year.from))
    const placements = await tx
      .selectFrom('placement')
      .where('owner_id', '=', ownerId)
      .where('training_year_id', '=', year.id)
      .where('until_on', '>', until)
      .whereRef('until_on', '>=', 'from_on')
      .select('id')
      .execute()
    for (const { id } of placements) await endPlacementWithin(tx, seen, id, until)
    const after = year.from > until ? addDays(year.from, -1) : until
    await tx.updateTable('training_year').set({ until_on: after }).where('owner_id', '=', ownerId).where('id', '=', year.id).execute()
    await audit(tx, {
      ownerId,
      personId: viewerId,
      act: 'training.year_changed',
      recordKind: 'placement',
      recordId: year.id,
      about: words.aboutYear(year.code, year.from, after),
      changes: [{ field: 'until', before: year.until, after }],
    })
  }
}

/** Who was to supervise, or to sit on a panel of what is taken back, but for those of another programme that begins later. */
async function endSupervision(tx: Tx, seen: Ender, training: Ended, until: PlainDate): Promise<void> {
  const { ownerId, viewerId } = seen
  const next = await tx
    .selectFrom('trainee')
    .where('owner_id', '=', ownerId)
    .where('from_on', '>', training.from)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', eb.ref('from_on'))]))
    .select((eb) => eb.fn.min('from_on').as('from'))
    .executeTakeFirst()
  const relations = await tx
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('until_on', '>', until)
    .whereRef('until_on', '>=', 'from_on')
    .$if(until >= training.from, (qb) => qb.where('relation', 'in', ['educational supervisor', 'clinical supervisor']))
    // Of what is still to come nothing has begun: what runs already is of another programme.
    .$if(training.from > programmesToday(), (qb) => qb.where('from_on', '>=', training.from))
    .$if(Boolean(next?.from), (qb) => qb.where(sql<boolean>`from_on < ${next!.from}::date`))
    .select('id')
    .orderBy('id')
    .execute()
  for (const { id } of relations) await endWithin(tx, viewerId, { ownerId, id }, until, 'on')
}
