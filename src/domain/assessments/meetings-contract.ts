import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { EntryLine } from './contract.ts'
import { GatheredPart } from './gathered.ts'
import { MEETING_FORMS, MEETING_STANDINGS } from './meetings-due.ts'

const Due = z.object({
  form: z.enum(MEETING_FORMS),
  /** As its form calls it. */
  title: z.string(),
  post: z.string(),
  from: PlainDate,
  by: PlainDate,
  standing: z.enum(MEETING_STANDINGS),
  id: z.uuid().nullable(),
})
export type Due = z.infer<typeof Due>

export const listMeetings = {
  method: 'GET',
  url: '/api/people/:ownerId/meetings',
  schema: {
    summary: 'Meetings of a training record: what is due, and what there is (T12)',
    params: OwnerParams,
    response: {
      200: z.object({
        name: z.string(),
        today: PlainDate,
        due: z.array(Due),
        /** Newest first, the reports of the educational supervisor among them. */
        meetings: z.array(EntryLine),
        /** By the form's name. */
        can: z.object({ readAgenda: May, begin: z.partialRecord(z.enum(MEETING_FORMS), May) }),
      }),
    },
  },
} as const satisfies Endpoint

export const readGathered = {
  method: 'GET',
  url: '/api/people/:ownerId/entries/:itemId/gathered',
  schema: {
    summary: 'What the record holds for a report: as it is now, or as it was seen when the report was signed (T12)',
    params: OwnerParams.extend({ itemId: z.uuid() }),
    response: { 200: z.object({ parts: z.array(GatheredPart), isKept: z.boolean() }) },
  },
} as const satisfies Endpoint
