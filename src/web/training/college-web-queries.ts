import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { listInvitations, listNotEnrolled, listProgrammeRoles, listProgrammes } from '#domain/training/college-contract.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'

/* All begin with the administrator's own id, so that nothing of it outlives their session here. */

export const programmesQuery = (personId: string) =>
  queryOptions({ queryKey: [personId, 'college', 'programmes'], queryFn: ({ signal }) => call(listProgrammes, { signal }), staleTime: 0 })

export const invitationsQuery = (personId: string, programmeId: string) =>
  infiniteQueryOptions({
    queryKey: [personId, 'college', 'invitations', programmeId],
    queryFn: ({ pageParam, signal }) => call(listInvitations, { params: { programmeId }, query: { after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  })

export const notEnrolledQuery = (personId: string, programmeId: string) =>
  queryOptions({
    queryKey: [personId, 'college', 'not-enrolled', programmeId],
    queryFn: ({ signal }) => call(listNotEnrolled, { params: { programmeId }, signal }),
    staleTime: 0,
  })

export const programmeRolesQuery = (personId: string, programmeId: string) =>
  queryOptions({
    queryKey: [personId, 'college', 'roles', programmeId],
    queryFn: ({ signal }) => call(listProgrammeRoles, { params: { programmeId }, signal }),
    staleTime: 0,
  })

/** Asks again for whatever the college's pages show. */
export function useCollegeChanged(): () => Promise<void> {
  const client = useQueryClient()
  const { id } = usePerson()
  return () => client.invalidateQueries({ queryKey: [id, 'college'] })
}
