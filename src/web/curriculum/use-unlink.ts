import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unlinkItem } from '#domain/curriculum/contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { curriculumChanged } from './curriculum-queries.ts'
import { words } from './words.ts'

/** Takes a link back, and says what stays readable (P24). */
export function useUnlink(ownerId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, code }: { readonly id: string; readonly code: string }) => call(unlinkItem, { params: { ownerId, id, code } }),
    onSuccess: async ({ keptBySignatures }) => {
      await curriculumChanged(client, ownerId)
      const { unlinked, unlinkedKept } = words.evidence
      notifications.show({ message: keptBySignatures === 0 ? unlinked : unlinkedKept(keptBySignatures) })
    },
    onError: (fault) => notifications.show({ color: 'red', message: sayFault(fault) }),
  })
}
