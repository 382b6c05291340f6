import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { canBeSeen, wellFormed } from '#domain/text.ts'
import { logWords } from './log-words.ts'

const missing = 'Write what you want to talk about.'

/** Something to talk about at the next meeting (T18). */
export const AgendaPoint = z.object({
  id: z.uuid(),
  text: z.string(),
  raisedBy: z.string(),
  raisedAt: z.iso.datetime({ offset: true }),
  doneAt: z.iso.datetime({ offset: true }).nullable(),
  /** The meeting it was talked about at, where one was named. */
  meetingId: z.uuid().nullable(),
})
export type AgendaPoint = z.infer<typeof AgendaPoint>

export const AgendaInput = z.strictObject({
  id: z.uuid(),
  text: z
    .string()
    .overwrite(wellFormed)
    .trim()
    .max(1000, { error: logWords.atMost(1000) })
    .refine((typed) => canBeSeen(typed), { error: missing }),
  /** Reasons for keeping what the guard blocks (P18). */
  overrides: GuardOverrides.optional(),
})

/** Sent twice it is one. */
export const raiseAgendaPoint = {
  method: 'POST',
  url: '/api/people/:ownerId/agenda-points',
  schema: {
    summary: 'Put something on the agenda of the next meeting (T18)',
    params: OwnerParams,
    body: AgendaInput,
    response: { 201: AgendaPoint },
  },
} as const satisfies Endpoint

export const listAgendaPoints = {
  method: 'GET',
  url: '/api/people/:ownerId/agenda-points',
  schema: {
    summary: 'What waits for the next meeting, the oldest first, and what was talked about at the one that is named',
    params: OwnerParams,
    querystring: z.object({ meeting: z.uuid().optional() }),
    response: { 200: z.object({ can: z.object({ write: May }), points: z.array(AgendaPoint) }) },
  },
} as const satisfies Endpoint

export const closeAgendaPoint = {
  method: 'PUT',
  url: '/api/people/:ownerId/agenda-points/:pointId/done',
  schema: {
    summary: 'Take a point off the agenda: it was talked about, at a meeting or besides',
    params: OwnerParams.extend({ pointId: z.uuid() }),
    body: z.strictObject({ meetingId: z.uuid().nullable().default(null) }),
    response: { 200: Done },
  },
} as const satisfies Endpoint
