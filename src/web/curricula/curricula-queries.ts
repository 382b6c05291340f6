import { queryOptions } from '@tanstack/react-query'
import { readCarryOver } from '#domain/curriculum/carry-over-contract.ts'
import { listCurricula, listMovable, readCurriculum } from '#domain/curriculum/edition-contract.ts'
import { call } from '#web/platform/call.ts'

export const curriculaQuery = queryOptions({
  queryKey: ['college', 'curricula'],
  queryFn: ({ signal }) => call(listCurricula, { signal }),
  staleTime: 0,
})

export const curriculumQuery = (curriculumId: string) =>
  queryOptions({
    queryKey: ['college', 'curricula', curriculumId],
    queryFn: ({ signal }) => call(readCurriculum, { params: { curriculumId }, signal }),
    staleTime: 0,
  })

export const movableQuery = (curriculumId: string) =>
  queryOptions({
    queryKey: ['college', 'curricula', curriculumId, 'movable'],
    queryFn: ({ signal }) => call(listMovable, { params: { curriculumId }, signal }),
    staleTime: 0,
  })

export const carryOverQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'carry-over'],
    queryFn: ({ signal }) => call(readCarryOver, { params: { ownerId }, signal }),
    staleTime: 0,
  })
