import { z } from 'zod'
import { archived, Day, Moment, type ArchiveGroup } from './archive-kinds.ts'

/** Modules studied. */
export const archiveLearning = {
  learner: archived(
    'learner',
    z.strictObject({
      specialties: z.array(z.string()),
    }),
  ),
  enrolment: archived(
    'enrolment',
    z.strictObject({
      id: z.uuid(),
      module_id: z.string(),
      item_id: z.uuid(),
      is_current: z.boolean(),
      made_at: Moment,
    }),
  ),
  attempt: archived(
    'attempt',
    z.strictObject({
      id: z.uuid(),
      enrolment_id: z.uuid(),
      module_id: z.string(),
      edition: z.string(),
      place: z.int(),
      started_on: Day,
      begun_at: Moment,
      submitted_at: Moment.nullable(),
      submitted_on: Day.nullable(),
      right_answers: z.int().nullable(),
      questions: z.int().nullable(),
      passed: z.boolean().nullable(),
      voided_at: Moment.nullable(),
    }),
  ),
  attempt_answer: archived(
    'attempt-answer',
    z.strictObject({
      attempt_id: z.uuid(),
      part: z.string(),
      question_id: z.string(),
      option: z.int(),
      answered_at: Moment,
    }),
  ),
  certificate: archived(
    'certificate',
    z.strictObject({
      id: z.uuid(),
      attempt_id: z.uuid(),
      module_id: z.string(),
      title: z.string(),
      name: z.string(),
      minutes: z.int(),
      passed_on: Day,
      awards: z.json(),
      voided_on: Day.nullable(),
      issued_at: Moment,
    }),
    { leftOut: { secret: 'who holds it can make the code of the public check page' } },
  ),
} as const satisfies ArchiveGroup
