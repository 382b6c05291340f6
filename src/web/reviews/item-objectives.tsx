import { Checkbox, Fieldset, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { linkObjectives, objectivesOfItem } from '#domain/assessments/plan-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { objectiveWords as say } from './words.ts'

/** Which objectives an item works towards (P26); nothing for who has none. Each tick is kept at once. */
export function ItemObjectives({ id }: { readonly id: string }): ReactNode {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const queryKey = [ownerId, 'item-objectives', id]
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(objectivesOfItem, { params: { ownerId, id }, signal }),
    staleTime: 0,
  })
  const keep = useMutation({
    // One after the other, each with all that is ticked by then.
    scope: { id: `item-objectives ${id}` },
    mutationFn: (objectives: string[]) => call(linkObjectives, { params: { ownerId, id }, body: { objectives } }),
    onSuccess: (answer) => client.setQueryData(queryKey, answer),
  })
  if (data === undefined || data.objectives.length === 0) return null
  const linked = keep.isPending ? keep.variables : data.objectives.filter(({ isLinked }) => isLinked).map((one) => one.id)
  return (
    <Fieldset legend={say.title}>
      <Stack gap={6}>
        {data.objectives.map((one) => (
          <Checkbox
            key={one.id}
            label={one.objective}
            checked={linked.includes(one.id)}
            onChange={({ currentTarget: { checked } }) =>
              keep.mutate(checked ? [...linked, one.id] : linked.filter((other) => other !== one.id))
            }
          />
        ))}
      </Stack>
      <div role="alert">
        {keep.error === null ? null : (
          <Text size="sm" c="var(--mantine-color-error)">
            {sayFault(keep.error)}
          </Text>
        )}
      </div>
    </Fieldset>
  )
}
