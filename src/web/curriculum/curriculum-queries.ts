import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import { linksOfItem, readCurriculum, readCurriculumItem, readEvidence } from '#domain/curriculum/contract.ts'
import { call } from '#web/platform/call.ts'

/** Under the trainee's present version where none is named. */
export const curriculumQuery = (ownerId: string, year?: string, version?: string) =>
  queryOptions({
    queryKey: [ownerId, 'curriculum', year ?? null, version ?? null],
    queryFn: ({ signal }) => call(readCurriculum, { params: { ownerId }, query: { year, version }, signal }),
    placeholderData: keepPreviousData,
  })

export const curriculumItemQuery = (ownerId: string, code: string, version?: string) =>
  queryOptions({
    queryKey: [ownerId, 'curriculum-item', code, version ?? null],
    queryFn: ({ signal }) => call(readCurriculumItem, { params: { ownerId, code }, query: { version }, signal }),
  })

export const evidenceQuery = (ownerId: string, itemId: string) =>
  queryOptions({
    queryKey: [ownerId, 'evidence', itemId],
    queryFn: ({ signal }) => call(readEvidence, { params: { ownerId, itemId }, signal }),
  })

export const itemLinksQuery = (ownerId: string, id: string) =>
  queryOptions({
    queryKey: [ownerId, 'item-links', id],
    queryFn: ({ signal }) => call(linksOfItem, { params: { ownerId, id }, signal }),
    staleTime: 0,
  })

const AFTER_A_CHANGE = new Set<unknown>(['curriculum', 'curriculum-item', 'evidence', 'item-links', 'item', 'history'])

/** Asks again for whatever a link, a self-assessment or a sign-off can be seen in. */
export const curriculumChanged = (client: QueryClient, ownerId: string): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey: [owner, name] }) => owner === ownerId && AFTER_A_CHANGE.has(name) })
