import { z } from 'zod'
import { Bytes, Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'

const address = '/api/people/:ownerId/calendar-feed'

export const readCalendarFeed = {
  method: 'GET',
  url: address,
  schema: {
    summary: 'Since when the owner’s deadlines can be read as a calendar; null where they cannot (H3)',
    params: OwnerParams,
    response: { 200: z.object({ madeAt: z.iso.datetime({ offset: true }).nullable() }) },
  },
} as const satisfies Endpoint

export const makeCalendarFeed = {
  method: 'POST',
  url: address,
  schema: {
    summary: 'A new address of the calendar; one made before leads nowhere from now on',
    params: OwnerParams,
    body: z.strictObject({}),
    /** Told this once: only a hash of its token is kept. */
    response: { 201: z.object({ url: z.string() }) },
  },
} as const satisfies Endpoint

export const dropCalendarFeed = {
  method: 'DELETE',
  url: address,
  schema: { summary: 'Take the calendar back: its address leads nowhere', params: OwnerParams, response: { 200: Done } },
} as const satisfies Endpoint

/** Public, for calendar programs cannot sign in: whoever holds the address reads it. */
export const calendar = {
  method: 'GET',
  url: '/api/calendars/:code',
  public: true,
  schema: { summary: 'Deadlines as iCalendar (RFC 5545)', params: z.object({ code: z.string().max(200) }), response: { 200: Bytes } },
} as const satisfies Endpoint
