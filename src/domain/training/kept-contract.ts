import { z } from 'zod'
import type { Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ProgrammeParams } from './roster-contract.ts'

/** People whose accounts are gone and of whom the programme keeps what was signed (A10). */
export const listKept = {
  method: 'GET',
  url: '/api/programmes/:programmeId/kept-records',
  schema: {
    summary: 'Whose signed training records a programme keeps, and until when (A10)',
    params: ProgrammeParams,
    response: {
      200: z.object({
        people: z.array(
          z.object({ ownerId: z.uuid(), name: z.string(), professionalNumber: z.string(), erasedOn: PlainDate, until: PlainDate }),
        ),
      }),
    },
  },
} as const satisfies Endpoint

export const readKept = {
  method: 'GET',
  url: '/api/programmes/:programmeId/kept-records/:doctorId',
  schema: {
    summary: 'What was signed in the training of somebody whose account is gone (A10)',
    params: ProgrammeParams.extend({ doctorId: z.uuid() }),
    response: {
      200: z.object({
        records: z.array(
          z.object({
            number: z.int(),
            says: z.string(),
            by: z.string(),
            as: z.string(),
            at: z.iso.datetime({ offset: true }),
            /** The record as it was signed, as JSON; empty where the viewer may not read it. */
            text: z.string(),
          }),
        ),
      }),
    },
  },
} as const satisfies Endpoint
