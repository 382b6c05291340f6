import { addDays, weekday } from '#domain/plain-date.ts'
import { placementWords } from '#domain/training/placement-words.ts'
import { at, type Desk } from './training-house.ts'

/** Days away, as a trainee or the programme wrote them down. */
export async function putAbsences({ tx, people, owner, today, random, trail }: Desk): Promise<void> {
  const away = [
    { type: 'sickness', from: 334, days: 3, halfDays: 6, by: owner.id, note: '' },
    { type: 'jury service', from: 262, days: 5, halfDays: 10, by: people.coordinator.id, note: 'Letter of the court seen.' },
    { type: "carer's or compassionate leave", from: 83, days: 2, halfDays: 3, by: owner.id, note: 'Half of the second day.' },
  ] as const
  for (const { type, from: ago, days, halfDays, by, note } of away) {
    const near = addDays(today, -ago)
    // From a Monday on.
    const from = addDays(near, 1 - weekday(near))
    const until = addDays(from, days - 1)
    const when = at(addDays(until, 1), '18:30')
    const id = random.id(when.getTime())
    await tx
      .insertInto('absence')
      .values({
        owner_id: owner.id,
        id,
        type,
        from_on: from,
        until_on: until,
        half_days: halfDays,
        note,
        recorded_by: by,
        recorded_at: when,
      })
      .execute()
    trail.add(when, {
      ownerId: owner.id,
      personId: by,
      act: 'training.absence_recorded',
      recordKind: 'absence',
      recordId: id,
      about: placementWords.aboutAbsence(type, from, until),
    })
  }
}
