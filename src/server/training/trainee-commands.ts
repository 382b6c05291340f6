import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { refuseField } from '#domain/errors.ts'
import { placementLetters as letters, placementWords as words } from '#domain/training/placement-words.ts'
import type { TraineeInput } from '#domain/training/roster-contract.ts'
import { faultOfDays } from '#domain/training/training-days.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { audit } from '#server/platform/audit.ts'
import type { Config } from '#server/platform/config.ts'
import type { Db } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import { accountOf, addressesOf } from './people-queries.ts'
import { insertYear } from './placement-commands.ts'
import type { ProgrammeSeen } from './programme-sight.ts'
import type { YearCode } from './year-codes.ts'

/**
 * Takes a doctor with an account into the programme, provisionally until the college enrols them (T1), with a first training year. They
 * are told by mail who can read their record now.
 * @throws Refusal `invalid_input` at the field
 */
export async function addTrainee(
  { db, config }: { readonly db: Db; readonly config: Config },
  seen: ProgrammeSeen,
  wanted: z.output<typeof TraineeInput>,
  codes: readonly YearCode[],
): Promise<{ ownerId: string }> {
  const { email, from, until, code } = wanted
  return db.transaction().execute(async (tx) => {
    const doctor = await accountOf(tx, email)
    if (doctor.id === seen.viewerId) throw refuseField('email', words.notYourself)
    if (until < from) throw refuseField('until', words.endsBeforeItBegins)
    const fault = faultOfDays(programmesToday(), { from, until })
    if (fault !== null) throw refuseField(fault.at, fault.message)
    if (!codes.some((one) => one.code === code)) throw refuseField('code', words.noYear)
    await lockPerson(tx, doctor.id)
    const there = await tx
      .selectFrom('trainee')
      .where('owner_id', '=', doctor.id)
      .where((eb) => eb.or([eb('until_on', 'is', null), eb.and([eb('until_on', '>=', from), eb('until_on', '>=', eb.ref('from_on'))])]))
      .select('programme_id')
      .execute()
    if (there.some((one) => one.programme_id === seen.programmeId)) throw refuseField('email', words.inThisProgramme)
    if (there.length > 0) throw refuseField('email', words.inAnother)
    const traineeId = uuidv7()
    await tx
      .insertInto('trainee')
      .values({ owner_id: doctor.id, id: traineeId, programme_id: seen.programmeId, curriculum_id: seen.curriculumId, from_on: from })
      .execute()
    await audit(tx, {
      ownerId: doctor.id,
      personId: seen.viewerId,
      act: 'training.trainee_added',
      recordKind: 'programme_enrolment',
      recordId: traineeId,
      about: words.aboutTrainee(seen.title, from),
    })
    await insertYear(tx, { ownerId: doctor.id, traineeId, giverId: seen.viewerId, code, from, until })
    const by = (await addressesOf(tx, [seen.viewerId])).get(seen.viewerId)
    const letter = letters.added(
      doctor.name,
      seen.title,
      { name: by?.name ?? '', email: by?.email ?? '' },
      from,
      `${config.url}/record/${doctor.id}`,
    )
    await sendMail(tx, { category: 'training', ownerId: doctor.id, recipient: doctor.email, ...writeLetter(letter) })
    return { ownerId: doctor.id }
  })
}
