import { v7 as uuidv7 } from 'uuid'
import type { TestHouse } from './house.ts'
import { appoint, inDays, programme, train } from './related.ts'
import type { Person } from './person.ts'

/** A programme with its people and one trainee in a year that began 100 days ago. */
export async function aProgramme(at: TestHouse, wish: { graceDays?: number } = {}) {
  const id = await programme(at.house, wish)
  const [trainee, tutor, director, coordinator, educational, clinical] = await Promise.all([
    at.clinician({ name: 'Dr Ada Okafor' }),
    at.clinician({ name: 'Dr Tomas Tutor' }),
    at.clinician({ name: 'Dr Dora Director' }),
    at.clinician({ name: 'Cora Coordinator' }),
    at.clinician({ name: 'Dr Esme Educational' }),
    at.clinician({ name: 'Dr Carl Clinical' }),
  ])
  await train(at.house, trainee.id, id)
  await at.house.db
    .updateTable('trainee')
    .set({ until_on: null, enrolled_on: inDays(-90) })
    .where('owner_id', '=', trainee.id)
    .execute()
  await appoint(at.house, tutor.id, 'tutor', id, { until: null })
  await appoint(at.house, director.id, 'programme director', id, { until: null })
  await appoint(at.house, coordinator.id, 'programme coordinator', id, { until: null })
  const { id: traineeId } = await at.house.db
    .selectFrom('trainee')
    .where('owner_id', '=', trainee.id)
    .select('id')
    .executeTakeFirstOrThrow()
  const yearId = uuidv7()
  const year = { from: inDays(-100), until: inDays(264) }
  await at.house.db
    .insertInto('training_year')
    .values({ owner_id: trainee.id, id: yearId, trainee_id: traineeId, code: 'IMY2', from_on: year.from, until_on: year.until })
    .execute()
  return { id, yearId, year, trainee, tutor, director, coordinator, educational, clinical }
}

/** The letters somebody was sent, the newest last. */
export const lettersTo = (at: TestHouse, person: Person) =>
  at.house.db.selectFrom('message').where('owner_id', '=', person.id).select(['subject', 'body_text']).orderBy('id').execute()
