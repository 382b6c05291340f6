import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { listTickets, readCounts, readTicket } from '#domain/assessments/ticket-contract.ts'
import { call } from '#web/platform/call.ts'
import { entriesChanged } from './entry-queries.ts'

export const ticketQuery = (code: string) =>
  queryOptions({
    queryKey: ['ticket', code],
    queryFn: ({ signal }) => call(readTicket, { params: { code }, signal }),
    retry: false,
    // What is being typed is not taken away by asking again.
    staleTime: Infinity,
    gcTime: 0,
  })

export const ticketsQuery = (ownerId: string, itemId: string) =>
  queryOptions({
    queryKey: [ownerId, 'tickets', itemId],
    queryFn: ({ signal }) => call(listTickets, { params: { ownerId, itemId }, signal }),
  })

export const countsQuery = (ownerId: string) =>
  queryOptions({ queryKey: [ownerId, 'counts'], queryFn: ({ signal }) => call(readCounts, { params: { ownerId }, signal }) })

export async function ticketsChanged(client: QueryClient, ownerId: string): Promise<void> {
  await Promise.all([
    entriesChanged(client, ownerId),
    client.invalidateQueries({ queryKey: [ownerId, 'tickets'] }),
    client.invalidateQueries({ queryKey: [ownerId, 'counts'] }),
  ])
}
