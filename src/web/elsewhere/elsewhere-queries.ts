import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { listElsewhere, readElsewhere, type SHOWS_ELSEWHERE } from '#domain/elsewhere/contract.ts'
import { call } from '#web/platform/call.ts'

export type Show = (typeof SHOWS_ELSEWHERE)[number]

export const elsewhereQuery = (ownerId: string, show: Show) =>
  infiniteQueryOptions({
    queryKey: [ownerId, 'signed-elsewhere', show],
    queryFn: ({ signal, pageParam }) => call(listElsewhere, { params: { ownerId }, query: { show, page: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ hasMore }, pages) => (hasMore ? pages.length : undefined),
  })

export const oneElsewhereQuery = (ownerId: string, id: string) =>
  queryOptions({
    queryKey: [ownerId, 'signed-elsewhere', 'one', id],
    queryFn: ({ signal }) => call(readElsewhere, { params: { ownerId, id }, signal }),
  })

/** What was decided shows in the list, in the portfolio and in the record. */
export const elsewhereChanged = (client: QueryClient, ownerId: string): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey: [owner, what] }) => owner === ownerId && what !== 'preferences' })
