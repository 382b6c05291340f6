import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { listCollection, listOffers, listToEdit, readOfferDraft, readShared } from '#domain/assessments/collection-contract.ts'
import { listReflections, listSubjects, readSharing } from '#domain/assessments/reflection-contract.ts'
import { call } from '#web/platform/call.ts'

export const reflectionsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'reflections'],
    queryFn: ({ signal }) => call(listReflections, { params: { ownerId }, signal }),
  })

export const subjectsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'reflection-subjects'],
    queryFn: ({ signal }) => call(listSubjects, { params: { ownerId }, signal }),
  })

/** Of one reflection; what will be read is never shown from before. */
export const sharingQuery = (ownerId: string, itemId: string) =>
  queryOptions({
    queryKey: [ownerId, 'sharing', itemId],
    queryFn: ({ signal }) => call(readSharing, { params: { ownerId, itemId }, signal }),
    staleTime: 0,
  })

export const offerDraftQuery = (ownerId: string, itemId: string) =>
  queryOptions({
    queryKey: [ownerId, 'offer-draft', itemId],
    queryFn: ({ signal }) => call(readOfferDraft, { params: { ownerId, itemId }, signal }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export const offersQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'offers'],
    queryFn: ({ signal }) => call(listOffers, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const collectionQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'collection'],
    queryFn: ({ signal }) => call(listCollection, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const sharedQuery = (ownerId: string, programmeId: string, sharedId: string) =>
  queryOptions({
    queryKey: [ownerId, 'shared', programmeId, sharedId],
    queryFn: ({ signal }) => call(readShared, { params: { ownerId, programmeId, sharedId }, signal }),
    staleTime: 0,
  })

export const toEditQuery = queryOptions({
  queryKey: ['college', 'reflections'],
  queryFn: ({ signal }) => call(listToEdit, { signal }),
  staleTime: 0,
})

const OF_REFLECTION = new Set<unknown>([
  'reflections',
  'sharing',
  'offers',
  'offer-draft',
  'collection',
  'shared',
  'entries',
  'entry',
  'item',
  'items',
  'history',
])

/** Asks again for whatever a reflection can be seen in. */
export const reflectionChanged = (client: QueryClient, ownerId: string): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey: [owner, name] }) => owner === ownerId && OF_REFLECTION.has(name) })
