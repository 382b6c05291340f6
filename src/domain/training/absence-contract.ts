import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { ABSENCE_TYPES } from './absence.ts'

export const Absence = z.object({
  id: z.uuid(),
  type: z.string(),
  from: PlainDate,
  until: PlainDate,
  /** Days that would have been worked, whole or half. */
  workingDays: z.number(),
  note: z.string(),
  recordedBy: z.string(),
  /** Null while it stands. */
  takenBackBy: z.string().nullable(),
})
export type Absence = z.infer<typeof Absence>

/** What of a training year was spent away: most working days within any 12 months of it. */
export const YearAway = z.object({ code: z.string(), from: PlainDate, until: PlainDate, workingDays: z.number(), isTold: z.boolean() })
export type YearAway = z.infer<typeof YearAway>

export const listAbsences = {
  method: 'GET',
  url: '/api/people/:ownerId/absences',
  schema: {
    summary: 'Absence and time out of training (T20)',
    params: OwnerParams,
    response: {
      200: z.object({ name: z.string(), can: z.object({ write: May }), years: z.array(YearAway), absences: z.array(Absence) }),
    },
  },
} as const satisfies Endpoint

export const AbsenceInput = z.strictObject({
  type: z.enum(ABSENCE_TYPES, { error: 'Choose what kind of absence it was.' }),
  from: PlainDate,
  until: PlainDate,
  workingDays: z
    .number({ error: 'Write how many days, such as 3 or 2.5.' })
    .min(0.5, { error: 'At least half a day.' })
    .max(1500, { error: 'That is more than any absence holds.' })
    .multipleOf(0.5, { error: 'Whole or half days, such as 3 or 2.5.' }),
  note: z.string().overwrite(wellFormed).trim().max(1000, { error: 'At most 1000 characters.' }),
})

export const recordAbsence = {
  method: 'POST',
  url: '/api/people/:ownerId/absences',
  schema: {
    summary: 'Record an absence (T20)',
    params: OwnerParams,
    body: AbsenceInput.extend({ id: z.uuid() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const takeBackAbsence = {
  method: 'PUT',
  url: '/api/people/:ownerId/absences/:absenceId/taken-back',
  schema: {
    summary: 'Take back what was recorded wrongly (T20)',
    params: OwnerParams.extend({ absenceId: z.uuid() }),
    body: z.strictObject({}),
    response: { 200: Done },
  },
} as const satisfies Endpoint
