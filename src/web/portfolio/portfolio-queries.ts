import { infiniteQueryOptions, keepPreviousData, queryOptions, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { historyOfItem, itemById, listItems, type Item, type ItemPage, type ItemRow, type Totals } from '#domain/portfolio/contract.ts'
import { storageUse } from '#domain/portfolio/file-contract.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { coverageOfTagSet, creditsOverTime, homeOverview } from '#domain/portfolio/overview-contract.ts'
import { listTags, tagCounts } from '#domain/portfolio/tag-contract.ts'
import { call, CallFault } from '#web/platform/call.ts'

export type ListData = InfiniteData<ItemPage, string | undefined>

/** The rows of a view, page by page; the first page brings the totals of all rows. Further pages the list fetches by itself (A2). */
export const itemsQuery = (ownerId: string, filters: ItemFilters) =>
  infiniteQueryOptions({
    queryKey: [ownerId, 'items', filters],
    queryFn: ({ pageParam, signal }) =>
      call(listItems, { params: { ownerId }, query: { ...filters, after: pageParam }, background: pageParam !== undefined, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** The next page belongs to another order, such as that of an organisation chosen before: the list begins anew. */
export const isOfAnotherOrder = (fault: unknown): boolean =>
  fault instanceof CallFault && fault.code === 'invalid_input' && fault.fields.length === 0

export const itemQuery = (ownerId: string, id: string) =>
  queryOptions({
    queryKey: [ownerId, 'item', id],
    queryFn: ({ signal }) => call(itemById, { params: { ownerId, id }, signal }),
    staleTime: 0,
  })

export const historyQuery = (ownerId: string, id: string, version: number) =>
  queryOptions({
    queryKey: [ownerId, 'history', id, version],
    queryFn: ({ signal }) => call(historyOfItem, { params: { ownerId, id }, signal }),
    placeholderData: keepPreviousData,
  })

export const tagsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'tags'],
    queryFn: ({ signal }) => call(listTags, { params: { ownerId }, signal }),
    staleTime: 60_000,
  })

/** Sorting changes no count, so it is left out of the key. */
export const countsQuery = (ownerId: string, { sort: _sort, order: _order, ...filters }: ItemFilters) =>
  queryOptions({
    queryKey: [ownerId, 'tag-counts', filters],
    queryFn: ({ signal }) => call(tagCounts, { params: { ownerId }, query: filters, signal }),
    placeholderData: keepPreviousData,
  })

export const creditsQuery = (ownerId: string, { sort: _sort, order: _order, ...filters }: ItemFilters) =>
  queryOptions({
    queryKey: [ownerId, 'credits', filters],
    queryFn: ({ signal }) => call(creditsOverTime, { params: { ownerId }, query: filters, signal }),
    placeholderData: keepPreviousData,
  })

export const coverageQuery = (ownerId: string, setId: string, { sort: _sort, order: _order, ...filters }: ItemFilters) =>
  queryOptions({
    queryKey: [ownerId, 'coverage', setId, filters],
    queryFn: ({ signal }) => call(coverageOfTagSet, { params: { ownerId, setId }, query: filters, signal }),
    placeholderData: keepPreviousData,
  })

export const homeQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'home'],
    queryFn: ({ signal }) => call(homeOverview, { params: { ownerId }, signal }),
  })

export const storageQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'storage'],
    queryFn: ({ signal }) => call(storageUse, { params: { ownerId }, signal }),
  })

const AFTER_A_CHANGE = new Set<unknown>([
  'items',
  'newest-completed',
  'deliveries',
  'connections',
  'tag-counts',
  'tags',
  'credits',
  'coverage',
  'home',
  'totals',
])

/** Asks again for whatever a changed item can be seen in. */
export const itemsChanged = (client: QueryClient, ownerId: string): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === ownerId && AFTER_A_CHANGE.has(queryKey[1]) })

/** Shows a saved item everywhere at once. */
export function itemSaved(client: QueryClient, item: Item): void {
  client.setQueryData(itemQuery(item.ownerId, item.id).queryKey, item)
  void client.invalidateQueries({ queryKey: [item.ownerId, 'history', item.id] })
  void itemsChanged(client, item.ownerId)
}

/** Changes rows on screen before the server has answered; the answer then decides. */
export function changeRows(client: QueryClient, ownerId: string, change: (row: ItemRow) => ItemRow | null): void {
  client.setQueriesData<ListData>({ queryKey: [ownerId, 'items'] }, (data) =>
    data === undefined
      ? data
      : {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.flatMap((row) => change(row) ?? []) })),
        },
  )
}

type Pages = { readonly pages: readonly ItemPage[] } | undefined

export const rowsOf = (data: Pages): ItemRow[] => data?.pages.flatMap((page) => page.items) ?? []
export const totalsOf = (data: Pages): Totals | null => data?.pages[0]?.totals ?? null

/** Begins to fetch what the portfolio shows first, before any of it is drawn. */
export const startPortfolio = (client: QueryClient, ownerId: string, filters: ItemFilters): void => {
  void client.prefetchInfiniteQuery(itemsQuery(ownerId, filters))
}
