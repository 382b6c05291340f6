import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { askForInvitation, checkStep, readDuties, readEnrolment } from '#domain/training/enrolment-contract.ts'
import type { CheckedStep } from '#domain/training/first-steps.ts'
import { call, type CallOutput } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'

export type Enrolment = CallOutput<typeof readEnrolment>

export const enrolmentQuery = (ownerId: string) =>
  queryOptions({ queryKey: [ownerId, 'enrolment'], queryFn: ({ signal }) => call(readEnrolment, { params: { ownerId }, signal }) })

export const dutiesQuery = (ownerId: string) =>
  queryOptions({ queryKey: [ownerId, 'duties'], queryFn: ({ signal }) => call(readDuties, { params: { ownerId }, signal }) })

export function useAskForInvitation() {
  const client = useQueryClient()
  const ownerId = usePerson().id
  return useMutation({
    mutationFn: () => call(askForInvitation, { params: { ownerId } }),
    onSettled: () => client.invalidateQueries({ queryKey: enrolmentQuery(ownerId).queryKey }),
  })
}

export function useCheckStep() {
  const client = useQueryClient()
  const ownerId = usePerson().id
  return useMutation({
    mutationFn: (step: CheckedStep) => call(checkStep, { params: { ownerId, step }, body: { checked: true } }),
    onSettled: () => client.invalidateQueries({ queryKey: enrolmentQuery(ownerId).queryKey }),
  })
}
