import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  beginImport,
  bringIn,
  dropImport,
  importLines,
  importState,
  keptRows,
  listImports,
  mapImport,
  mendLine,
  undoImport,
  type Import,
  type ImportLine,
  type LINE_SHOWS,
} from '#domain/capture/import-contract.ts'
import type { Mapping } from '#domain/capture/import-columns.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'

const LOOK_MS = 700

export const isWorking = ({ state }: Pick<Import, 'state'>): boolean => ['reading', 'checking', 'bringing', 'undoing'].includes(state)

export const importsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'imports'],
    queryFn: async ({ signal }) => (await call(listImports, { params: { ownerId }, signal })).imports,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(isWorking) === true ? LOOK_MS * 3 : false),
  })

export const importQuery = (ownerId: string, importId: string) =>
  queryOptions({
    queryKey: [ownerId, 'import', importId],
    queryFn: ({ signal }) => call(importState, { params: { ownerId, importId }, signal, background: true }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data !== undefined && isWorking(state.data) ? LOOK_MS : false),
  })

export const linesQuery = (ownerId: string, importId: string, show: (typeof LINE_SHOWS)[number]) =>
  infiniteQueryOptions({
    queryKey: [ownerId, 'import lines', importId, show],
    queryFn: ({ pageParam, signal }) => call(importLines, { params: { ownerId, importId }, query: { show, after: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ lines, more }) => (more ? lines.at(-1)!.line : undefined),
    staleTime: 0,
  })

export const keptQuery = (ownerId: string, importId: string) =>
  queryOptions({
    queryKey: [ownerId, 'import kept', importId],
    queryFn: async ({ signal }) => (await call(keptRows, { params: { ownerId, importId }, signal })).rows,
  })

export function useSendImport() {
  const ownerId = usePerson().id
  return useMutation({
    mutationFn: ({ id, file }: { id: string; file: File }) =>
      call(beginImport, { params: { ownerId, importId: id }, query: { name: file.name }, body: file }),
  })
}

/** What can be done with one import; each answer is shown at once. */
export function useImportActs(importId: string) {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const params = { ownerId, importId }
  const take = (now: Import) => client.setQueryData(importQuery(ownerId, importId).queryKey, now)
  const lines = () => client.invalidateQueries({ queryKey: [ownerId, 'import lines', importId] })
  return {
    map: useMutation({ mutationFn: (body: Mapping) => call(mapImport, { params, body }), onSuccess: take }),
    mend: useMutation({
      mutationFn: ({ line, ...body }: { line: number; cells?: { column: number; text: string }[]; leftOut?: boolean }) =>
        call(mendLine, { params: { ...params, line: String(line) }, body }),
      onSuccess: (answer: { line: ImportLine; import: Import }) => {
        take(answer.import)
        // One that still has a fault stays where it is, with what is wrong now.
        return lines()
      },
    }),
    bring: useMutation({ mutationFn: () => call(bringIn, { params }), onSuccess: take }),
    undo: useMutation({ mutationFn: () => call(undoImport, { params }), onSuccess: take }),
    drop: useMutation({
      mutationFn: () => call(dropImport, { params }),
      onSuccess: () => client.invalidateQueries({ queryKey: [ownerId, 'imports'] }),
    }),
  }
}
