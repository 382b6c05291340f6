import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import {
  checkCertificate,
  learningHome,
  listCertificates,
  listModules,
  moduleById,
  myModule,
  readAttempt,
  readResult,
  type Attempt,
  type ModuleFilters,
  type MyModule,
} from '#domain/learning/contract.ts'
import { call } from '#web/platform/call.ts'

export const modulesQuery = (filters: ModuleFilters) =>
  infiniteQueryOptions({
    queryKey: ['modules', filters],
    queryFn: ({ pageParam, signal }) => call(listModules, { query: { ...filters, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const learningQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'learning'],
    queryFn: ({ signal }) => call(learningHome, { params: { ownerId }, signal }),
  })

export const moduleQuery = (moduleId: string) =>
  queryOptions({
    queryKey: ['module', moduleId],
    queryFn: ({ signal }) => call(moduleById, { params: { moduleId }, signal }),
    staleTime: 60_000,
  })

export const myModuleQuery = (ownerId: string, moduleId: string) =>
  queryOptions({
    queryKey: [ownerId, 'my-module', moduleId],
    queryFn: ({ signal }) => call(myModule, { params: { ownerId, moduleId }, signal }),
    staleTime: 0,
  })

/** Asked again whenever the window is looked at, so that two windows agree; that is the page's asking, not the person's (A2). */
export const attemptQuery = (ownerId: string, attemptId: string) =>
  queryOptions({
    queryKey: [ownerId, 'attempt', attemptId],
    queryFn: ({ signal, client }) =>
      call(readAttempt, {
        params: { ownerId, attemptId },
        signal,
        background: client.getQueryData([ownerId, 'attempt', attemptId]) !== undefined,
      }),
    staleTime: 0,
  })

export const resultQuery = (ownerId: string, attemptId: string) =>
  queryOptions({
    queryKey: [ownerId, 'result', attemptId],
    queryFn: ({ signal }) => call(readResult, { params: { ownerId, attemptId }, signal }),
  })

export const certificatesQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'certificates'],
    queryFn: ({ signal }) => call(listCertificates, { params: { ownerId }, signal }),
  })

export const checkQuery = (code: string) =>
  queryOptions({
    queryKey: ['check', code],
    queryFn: ({ signal }) => call(checkCertificate, { params: { code }, signal }),
    staleTime: 0,
  })

/** Shows at once how the person stands with a module now, and asks again for whatever it can be seen in: rows and totals too. */
export function moduleMoved(client: QueryClient, ownerId: string, mine?: MyModule): void {
  if (mine !== undefined) client.setQueryData(myModuleQuery(ownerId, mine.moduleId).queryKey, mine)
  const shows = (name: unknown) => name !== 'attempt' && name !== 'preferences' && name !== 'profile'
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === ownerId && shows(queryKey[1]) })
}

/** Changes what the page knows of an attempt. An answer on its way from before must not undo it. */
export async function changeAttempt(
  client: QueryClient,
  ownerId: string,
  attemptId: string,
  change: (attempt: Attempt) => Attempt,
): Promise<void> {
  const { queryKey } = attemptQuery(ownerId, attemptId)
  const asking = client.isFetching({ queryKey }) > 0
  await client.cancelQueries({ queryKey })
  client.setQueryData(queryKey, (now) => (now === undefined ? now : change(now)))
  if (asking) void client.invalidateQueries({ queryKey })
}
