import { QueryClient, queryOptions, useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { readCatalogue, type Catalogue } from '#domain/catalogue/contract.ts'
import { readPreferences, readProfile, savePreferences, type Preferences } from '#domain/accounts/profile-contract.ts'
import { call, CallFault } from './call.ts'
import { usePerson } from './session-store.ts'

/** The page's copy of what the server said. Refusals are not asked again; a lost network is, and comes back by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (times, fault) => times < 2 && fault instanceof CallFault && (fault.code === 'offline' || fault.code === 'overloaded'),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

export const preferencesQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'preferences'],
    queryFn: async ({ signal, client }) => {
      const before = client.getQueryData<Preferences>([ownerId, 'preferences'])
      const now = await call(readPreferences, { params: { ownerId }, signal })
      // Changed in another window or on another device meanwhile: what was counted before is counted otherwise now (C6).
      if (before !== undefined && COUNTED_BY.some((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]))) {
        void countedAnew(client, ownerId)
      }
      return now
    },
    staleTime: Infinity,
    refetchOnWindowFocus: () => queryClient.isMutating({ mutationKey: ['preferences'] }) === 0 && 'always',
  })

/** The lens and the year change what the server counts; the rest is only shown otherwise. */
const COUNTED_BY = ['accreditorId', 'schemes', 'yearStartsIn', 'yearlyTarget', 'tagSets'] as const

const countedAnew = (client: QueryClient, ownerId: string) =>
  client.invalidateQueries({ predicate: ({ queryKey: key }) => key[0] === ownerId && key[1] !== 'preferences' })

/** Site settings of the signed-in person. There before any signed-in page shows. */
export function usePreferences(): Preferences {
  return useSuspenseQuery(preferencesQuery(usePerson().id)).data
}

/** Changes site settings at once on screen, then on the server; put back and said where the server refuses. */
export function useChangePreferences() {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const { queryKey } = preferencesQuery(ownerId)
  return useMutation({
    mutationKey: ['preferences'],
    scope: { id: 'preferences' },
    mutationFn: (body: Partial<Preferences>) => call(savePreferences, { params: { ownerId }, body }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData(queryKey)
      client.setQueryData(queryKey, (now) => (now === undefined ? now : { ...now, ...change }))
      return { before }
    },
    onError: (_fault, _change, context) => {
      if (context?.before !== undefined) client.setQueryData(queryKey, context.before)
    },
    onSuccess: async (saved, change) => {
      if (client.isMutating({ mutationKey: ['preferences'] }) === 1) client.setQueryData(queryKey, saved)
      if (COUNTED_BY.some((name) => name in change)) await countedAnew(client, ownerId)
    },
  })
}

export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => call(readCatalogue, { signal }),
  staleTime: 5 * 60_000,
})

/** Accreditors, tag sets and schemes; undefined until they have come. */
export const useCatalogue = (): Catalogue | undefined => useQuery(catalogueQuery).data

export const profileQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'profile'],
    queryFn: ({ signal }) => call(readProfile, { params: { ownerId }, signal }),
    staleTime: 60_000,
  })
