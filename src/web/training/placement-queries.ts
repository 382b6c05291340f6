import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { listAbsences } from '#domain/training/absence-contract.ts'
import { readRecord } from '#domain/training/placement-contract.ts'
import { listCorrections, listTold, listTrainees, myTrainees, readProgramme } from '#domain/training/roster-contract.ts'
import { notifications } from '@mantine/notifications'
import { call, type CallOutput } from '#web/platform/call.ts'

export type MyTrainees = CallOutput<typeof myTrainees>

export const recordQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['record', ownerId],
    queryFn: ({ signal }) => call(readRecord, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const absencesQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['record', ownerId, 'absences'],
    queryFn: ({ signal }) => call(listAbsences, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const programmeQuery = (programmeId: string) =>
  queryOptions({
    queryKey: ['programme', programmeId],
    queryFn: ({ signal }) => call(readProgramme, { params: { programmeId }, signal }),
    staleTime: 0,
  })

export const rosterQuery = (programmeId: string, search: string) =>
  infiniteQueryOptions({
    queryKey: ['programme', programmeId, 'roster', search],
    queryFn: ({ pageParam, signal }) => call(listTrainees, { params: { programmeId }, query: { search, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export const correctionsQuery = (programmeId: string) =>
  queryOptions({
    queryKey: ['programme', programmeId, 'corrections'],
    queryFn: ({ signal }) => call(listCorrections, { params: { programmeId }, signal }),
    staleTime: 0,
  })

export const toldQuery = (programmeId: string) =>
  queryOptions({
    queryKey: ['programme', programmeId, 'told'],
    queryFn: ({ signal }) => call(listTold, { params: { programmeId }, signal }),
    staleTime: 0,
  })

export const myTraineesQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'trainees'],
    queryFn: ({ signal }) => call(myTrainees, { params: { ownerId }, signal }),
    staleTime: 0,
  })

/** After a change everything of records and programmes is asked anew. */
export function useAfterChange(): (said?: string) => Promise<void> {
  const client = useQueryClient()
  return async (said) => {
    if (said !== undefined) notifications.show({ message: said })
    await client.invalidateQueries({ predicate: ({ queryKey: [first] }) => first === 'record' || first === 'programme' })
  }
}

/** One press that changes something; what the server refuses is said in place. */
export function usePress<V>(act: (value: V) => Promise<unknown>, said?: string) {
  const after = useAfterChange()
  return useMutation({ mutationFn: act, onSuccess: () => after(said) })
}
