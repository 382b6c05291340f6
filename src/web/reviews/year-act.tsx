import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { yearsQuery } from './review-queries.ts'

/** One press that changes the appraisal year; what is shown of it is asked anew. */
export function useYearAct<V>(act: (value: V) => Promise<unknown>, done?: () => void) {
  const ownerId = usePerson().id
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await client.invalidateQueries(yearsQuery(ownerId))
      await client.invalidateQueries({ queryKey: [ownerId, 'home'] })
      done?.()
    },
  })
}

export const Refused = ({ fault }: { readonly fault: unknown }): ReactNode => (
  <div role="alert">
    {fault === null ? null : (
      <Text size="sm" c="var(--mantine-color-error)">
        {sayFault(fault)}
      </Text>
    )}
  </div>
)
