import { queryOptions } from '@tanstack/react-query'
import { listRounds, readFeedback, readReplies, readRound } from '#domain/assessments/msf-contract.ts'
import { call } from '#web/platform/call.ts'

export const roundsQuery = (ownerId: string) =>
  queryOptions({ queryKey: [ownerId, 'rounds'], queryFn: ({ signal }) => call(listRounds, { params: { ownerId }, signal }) })

export const roundQuery = (ownerId: string, itemId: string) =>
  queryOptions({
    queryKey: [ownerId, 'round', itemId],
    queryFn: ({ signal }) => call(readRound, { params: { ownerId, itemId }, signal }),
  })

export const repliesQuery = (ownerId: string, itemId: string) =>
  queryOptions({
    queryKey: [ownerId, 'replies', itemId],
    queryFn: ({ signal }) => call(readReplies, { params: { ownerId, itemId }, signal }),
  })

export const feedbackQuery = (code: string) =>
  queryOptions({
    queryKey: ['feedback', code],
    queryFn: ({ signal }) => call(readFeedback, { params: { code }, signal }),
    retry: false,
    // What is being typed is not taken away by asking again.
    staleTime: Infinity,
    gcTime: 0,
  })
