import { queryOptions } from '@tanstack/react-query'
import { listLogRows, readLogs, type LogPage } from '#domain/training/logs-contract.ts'
import { call, type CallOutput } from '#web/platform/call.ts'

export type Logs = CallOutput<typeof readLogs>
export type LogRows = CallOutput<typeof listLogRows>

export const logsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['record', ownerId, 'logs'],
    queryFn: ({ signal }) => call(readLogs, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const logRowsQuery = (ownerId: string, page: LogPage, all: boolean) =>
  queryOptions({
    queryKey: ['record', ownerId, 'logs', page, all],
    queryFn: ({ signal }) => call(listLogRows, { params: { ownerId }, query: { page, all: all || undefined }, signal }),
    staleTime: 0,
  })
