import { queryOptions } from '@tanstack/react-query'
import { lastPresented, readBrief } from '#domain/assessments/brief-contract.ts'
import { listMeetings, readGathered } from '#domain/assessments/meetings-contract.ts'
import { readPlan } from '#domain/assessments/plan-contract.ts'
import { call, type CallOutput } from '#web/platform/call.ts'

export type Plan = CallOutput<typeof readPlan>
export type Brief = CallOutput<typeof readBrief>

// Their keys begin as those of the record do, so that whatever changes it asks for them anew.

export const meetingsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['record', ownerId, 'meetings'],
    queryFn: ({ signal }) => call(listMeetings, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const planQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['record', ownerId, 'plan'],
    queryFn: ({ signal }) => call(readPlan, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const briefQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['record', ownerId, 'brief'],
    queryFn: ({ signal }) => call(readBrief, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const lastPresentedQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['record', ownerId, 'presented'],
    queryFn: ({ signal }) => call(lastPresented, { params: { ownerId }, signal }),
    staleTime: 0,
  })

/** By whether it is signed: then it is as it was seen. */
export const gatheredQuery = (ownerId: string, itemId: string, isSigned: boolean) =>
  queryOptions({
    queryKey: ['record', ownerId, 'gathered', itemId, isSigned],
    queryFn: ({ signal }) => call(readGathered, { params: { ownerId, itemId }, signal }),
    staleTime: 0,
  })
