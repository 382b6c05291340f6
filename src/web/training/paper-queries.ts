import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { DECLARATIONS, declarationsOfOwner } from '#domain/training/declarations-contract.ts'
import type { DeclarationKind } from '#domain/training/declaration-file.ts'
import { readLibrary } from '#domain/training/library-contract.ts'
import { listCertificates, listExams } from '#domain/training/papers-contract.ts'
import { call } from '#web/platform/call.ts'

export const declarationsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'declarations'],
    queryFn: ({ signal }) => call(declarationsOfOwner, { params: { ownerId }, signal }),
  })

/** Asked for when the reader opens it, and not kept: each reading of health by another is told (T4). */
export const signedTextsQuery = (ownerId: string, kind: DeclarationKind) =>
  queryOptions({
    queryKey: [ownerId, 'signed-texts', kind],
    queryFn: ({ signal }) => call(DECLARATIONS[kind].read, { params: { ownerId }, signal }),
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })

export const certificatesQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'professional-certificates'],
    queryFn: ({ signal }) => call(listCertificates, { params: { ownerId }, signal }),
  })

export const examsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'exam-results'],
    queryFn: ({ signal }) => call(listExams, { params: { ownerId }, signal }),
  })

export const papersChanged = (client: QueryClient, ownerId: string): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey: [owner, what] }) =>
      owner === ownerId && ['professional-certificates', 'exam-results', 'items', 'item'].includes(String(what)),
  })

export type Place = { readonly folder: string | null; readonly bin: boolean }

export const libraryQuery = (ownerId: string, { folder, bin }: Place) =>
  queryOptions({
    queryKey: [ownerId, 'library', folder, bin],
    queryFn: ({ signal }) =>
      call(readLibrary, { params: { ownerId }, query: { ...(folder === null ? {} : { folder }), ...(bin ? { bin } : {}) }, signal }),
  })

export const libraryChanged = (client: QueryClient, ownerId: string): Promise<void> =>
  client.invalidateQueries({ queryKey: [ownerId, 'library'] })
