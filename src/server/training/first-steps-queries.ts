import { firstSteps, type StepState } from '#domain/training/first-steps.ts'
import type { Db } from '#server/platform/db.ts'
import { declarationsSigned } from './declarations-signed-queries.ts'

/** The first steps of a training year (T3): from the profile, from what is signed, and from what was said to be checked. */
export async function firstStepsOf(db: Db, ownerId: string, trainingYearId: string): Promise<StepState[]> {
  const [person, checked, isSigned] = await Promise.all([
    db
      .selectFrom('person')
      .where('owner_id', '=', ownerId)
      .select((eb) => [
        eb.or([eb('mobile', '!=', ''), eb('work_phone', '!=', '')]).as('has_phone'),
        eb('photo_as', 'is not', null).as('has_photo'),
      ])
      .executeTakeFirst(),
    db.selectFrom('first_step').where('owner_id', '=', ownerId).where('training_year_id', '=', trainingYearId).select('step').execute(),
    declarationsSigned(db, ownerId, trainingYearId),
  ])
  return firstSteps({
    hasPhone: Boolean(person?.has_phone),
    hasPhoto: Boolean(person?.has_photo),
    declarationsSigned: isSigned,
    checked: checked.map(({ step }) => step),
  })
}
