import { queryOptions } from '@tanstack/react-query'
import { listAgendaPoints } from '#domain/training/agenda-contract.ts'
import { call } from '#web/platform/call.ts'

export const agendaQuery = (ownerId: string, meetingId: string | null = null) =>
  queryOptions({
    queryKey: ['record', ownerId, 'agenda', meetingId],
    queryFn: ({ signal }) =>
      call(listAgendaPoints, { params: { ownerId }, query: meetingId === null ? {} : { meeting: meetingId }, signal }),
    staleTime: 0,
  })
