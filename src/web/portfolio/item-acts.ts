import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { binItems, eraseItems, MOST_SELECTED, restoreItems, tagItems } from '#domain/portfolio/contract.ts'
import type { TagChoice } from '#domain/portfolio/tag-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { focusIfLost, inTheList } from './focus-if-lost.ts'
import { notifyWithAct } from './notify.tsx'
import { changeRows, itemsChanged } from './portfolio-queries.ts'
import type { TagOption } from './tag-options.ts'
import { words } from './words.ts'

export const sayFailed = (fault: unknown): void => {
  notifications.show({ color: 'red', title: words.failed, message: sayFault(fault), autoClose: 8000 })
}

/** The server takes so many rows at once; a longer selection goes piece by piece and is told as one. */
async function inPieces(ids: readonly string[], send: (items: string[]) => Promise<{ changed: number }>): Promise<{ changed: number }> {
  let changed = 0
  for (let from = 0; from < ids.length; from += MOST_SELECTED) changed += (await send(ids.slice(from, from + MOST_SELECTED))).changed
  return { changed }
}

interface Tagging {
  readonly items: readonly string[]
  readonly add: readonly TagChoice[]
  readonly remove: readonly string[]
  /** The tags a single row then shows, before the server has answered. */
  readonly shown?: readonly TagOption[]
}

/** Puts tags on and takes them off, on screen at once (P5, P14). */
export function useTagItems() {
  const client = useQueryClient()
  const ownerId = usePerson().id
  return useMutation({
    scope: { id: 'tag-items' },
    mutationFn: ({ items, add, remove }: Tagging) =>
      inPieces(items, (piece) => call(tagItems, { params: { ownerId }, body: { items: piece, add: [...add], remove: [...remove] } })),
    onMutate: async ({ items, shown }) => {
      if (shown === undefined) return
      await client.cancelQueries({ queryKey: [ownerId, 'items'] })
      const tags = shown.map((tag) => ({
        id: 'id' in tag.choice ? tag.choice.id : tag.key,
        label: tag.label,
        setId: tag.setId,
        code: tag.code,
      }))
      changeRows(client, ownerId, (row) => (items.includes(row.id) ? { ...row, tags } : row))
    },
    onError: sayFailed,
    onSettled: (_answer, _fault, { items }) => {
      for (const id of items) void client.invalidateQueries({ queryKey: [ownerId, 'item', id] })
      return itemsChanged(client, ownerId)
    },
  })
}

/** Bin with undo, put back, and delete for good (P14). */
export function useBin() {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const settle = (ids: readonly string[]) => {
    for (const id of ids) void client.invalidateQueries({ queryKey: [ownerId, 'item', id] })
    return itemsChanged(client, ownerId)
  }
  const hide = async (ids: readonly string[]) => {
    await client.cancelQueries({ queryKey: [ownerId, 'items'] })
    const gone = new Set(ids)
    changeRows(client, ownerId, (row) => (gone.has(row.id) ? null : row))
  }
  const restore = useMutation({
    mutationFn: (ids: string[]) => inPieces(ids, (items) => call(restoreItems, { params: { ownerId }, body: { items } })),
    onMutate: hide,
    onSuccess: ({ changed }) => notifications.show({ message: words.bin.restored(changed) }),
    onError: sayFailed,
    onSettled: (_answer, _fault, ids) => settle(ids),
  })
  const bin = useMutation({
    mutationFn: (ids: string[]) => inPieces(ids, (items) => call(binItems, { params: { ownerId }, body: { items } })),
    onMutate: hide,
    onSuccess: ({ changed }, ids) =>
      notifyWithAct({
        message: words.bin.binned(changed),
        act: words.undo,
        onAct: () => {
          restore.mutate(ids)
          focusIfLost(inTheList)
        },
      }),
    onError: sayFailed,
    onSettled: (_answer, _fault, ids) => settle(ids),
  })
  const erase = useMutation({
    mutationFn: (ids: string[]) => inPieces(ids, (items) => call(eraseItems, { params: { ownerId }, body: { items } })),
    onSuccess: ({ changed }) => notifications.show({ message: words.bin.erased(changed) }),
    onError: sayFailed,
    onSettled: (_answer, _fault, ids) => settle(ids),
  })
  return { bin, restore, erase }
}
