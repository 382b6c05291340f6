import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { v7 as newId } from 'uuid'
import { addModule, retakeModule, startModule, takeModuleAgain, type MyModule } from '#domain/learning/contract.ts'
import type { TagChoice } from '#domain/portfolio/tag-contract.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { moduleMoved } from './learning-queries.ts'

/** Asks the server for a module to be begun in some way, and opens what was begun: at the pre-test, at the first page, or where it stopped. */
function useBegin(begin: () => Promise<MyModule>, at: 'pre-test' | 'first page' | 'where it stopped') {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const navigate = useNavigate()
  return useMutation({
    mutationFn: begin,
    onSuccess: async (mine) => {
      moduleMoved(client, ownerId, mine)
      if (mine.open === null) return
      const { attemptId } = mine.open
      await navigate({
        to: '/learning/attempts/$attemptId',
        params: { attemptId },
        search: at === 'where it stopped' ? {} : { page: at === 'pre-test' ? 0 : 1 },
      })
    },
    // Somebody was quicker in another window: what stands now is asked for again.
    onError: (fault) => {
      sayFailed(fault)
      moduleMoved(client, ownerId)
    },
  })
}

/** Start (L3): a row, if there is none, and an attempt. */
export function useStart(moduleId: string) {
  const ownerId = usePerson().id
  return useBegin(() => call(startModule, { params: { ownerId, moduleId }, body: { id: newId() } }), 'pre-test')
}

/** Go on where one stopped (L4); a row in the bin comes back. */
export function useGoOn({ moduleId, open, row }: Pick<MyModule, 'moduleId' | 'open' | 'row'>) {
  const ownerId = usePerson().id
  const navigate = useNavigate()
  const begin = useBegin(() => call(startModule, { params: { ownerId, moduleId }, body: { id: newId() } }), 'where it stopped')
  const mutate = () => {
    if (open === null || row?.binned !== false) begin.mutate()
    else void navigate({ to: '/learning/attempts/$attemptId', params: { attemptId: open.attemptId } })
  }
  return { mutate, isPending: begin.isPending }
}

/** Retake (L7): `instead` is the attempt whose score goes. */
export function useRetake(moduleId: string, instead: string) {
  const ownerId = usePerson().id
  return useBegin(() => call(retakeModule, { params: { ownerId, moduleId }, body: { id: newId(), instead } }), 'first page')
}

/** Take again and keep the old (L7): `after` is the attempt that is kept. */
export function useTakeAgain(moduleId: string, after: string) {
  const ownerId = usePerson().id
  return useBegin(() => call(takeModuleAgain, { params: { ownerId, moduleId }, body: { id: newId(), after } }), 'first page')
}

/** Add to portfolio (L2): a row for later. */
export function useAdd(moduleId: string, onAdded: (mine: MyModule) => void) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  return useMutation({
    mutationFn: (tags: TagChoice[]) => call(addModule, { params: { ownerId, moduleId }, body: { id: newId(), tags } }),
    onSuccess: (mine) => {
      moduleMoved(client, ownerId, mine)
      onAdded(mine)
    },
    onError: sayFailed,
  })
}
