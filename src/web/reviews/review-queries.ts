import { queryOptions } from '@tanstack/react-query'
import { coverOfShare } from '#domain/reviews/appraiser-contract.ts'
import { itemAppraisal, listShares } from '#domain/reviews/share-contract.ts'
import { readYears } from '#domain/reviews/year-contract.ts'
import { call, type CallOutput } from '#web/platform/call.ts'

export type Shares = CallOutput<typeof listShares>

export const sharesQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'appraisal-shares'],
    queryFn: ({ signal }) => call(listShares, { params: { ownerId }, signal }),
    staleTime: 0,
  })

export const coverQuery = (code: string) =>
  queryOptions({
    queryKey: ['share-cover', code],
    queryFn: ({ signal }) => call(coverOfShare, { params: { code }, signal }),
    staleTime: 0,
    retry: false,
  })

export const itemAppraisalQuery = (ownerId: string, id: string) =>
  queryOptions({
    queryKey: [ownerId, 'item-appraisal', id],
    queryFn: ({ signal }) => call(itemAppraisal, { params: { ownerId, id }, signal }),
    staleTime: 0,
  })

export type Years = CallOutput<typeof readYears>

export const yearsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'appraisal-years'],
    queryFn: ({ signal }) => call(readYears, { params: { ownerId }, signal }),
    staleTime: 0,
  })
