import { v7 as uuidv7 } from 'uuid'
import type { Answers } from '../../src/domain/assessments/answers.ts'
import { beginEntry, takeEntryStep } from '../../src/domain/assessments/contract.ts'
import type { TestHouse } from './house.ts'
import type { Person } from './person.ts'
import { aProgramme } from './programme.ts'
import { inDays, relate } from './related.ts'

/** A programme whose trainee has both supervisors. */
export async function supervised(at: TestHouse) {
  const programme = await aProgramme(at)
  const ownerId = programme.trainee.id
  await relate(at.house, programme.educational.id, 'educational supervisor', ownerId)
  await relate(at.house, programme.clinical.id, 'clinical supervisor', ownerId)
  return { ...programme, ownerId }
}

/** A meeting begun today by one of them, prepared where answers are given. */
export async function meetingWith(
  person: Person,
  form: string,
  answers?: Readonly<Record<string, Answers>>,
  ownerId = person.id,
): Promise<string> {
  const id = uuidv7()
  await person.ask(beginEntry, { params: { ownerId }, body: { id, form, eventOn: inDays(0) } })
  if (answers !== undefined) await person.ask(takeEntryStep, { params: { ownerId, itemId: id, step: 'prepare' }, body: { answers } })
  return id
}

const scaled = (codes: readonly string[], level: string) => Object.fromEntries(codes.map((code) => [code, { level, comment: '' }]))

/** An educational supervisor's report with all that is required. */
export const report = () => ({
  period: { 'period-from': inDays(-100), 'period-until': inDays(0) },
  generic: scaled(['g1', 'g2', 'g3', 'g4', 'g5', 'g6'], 'meets'),
  clinical: scaled(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'], '3'),
  concerns: { incidents: false, 'health-probity': false, revalidation: false },
  summary: { strengths: 'Calm at the bedside.', 'next-steps': 'More clinics.', recommendation: 'progress' },
})
