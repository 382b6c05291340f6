import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { v7 as newId } from 'uuid'
import {
  addLibraryFile,
  binLibraryFiles,
  dropFolder,
  makeFolder,
  moveInLibrary,
  renameFolder,
  renameLibraryFile,
  restoreLibraryFiles,
} from '#domain/training/library-contract.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { notifyWithAct } from '#web/portfolio/notify.tsx'
import { addUploads } from '#web/portfolio/uploads.ts'
import { words } from './paper-page-words.ts'
import { tell } from './tell.ts'
import { libraryChanged } from './paper-queries.ts'

const say = words.library

export interface Moved {
  readonly files: readonly string[]
  readonly folders: readonly string[]
  readonly to: string | null
}

/** What can be done in the library; after each the page is asked anew. */
export function useLibraryActs() {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const params = { ownerId }
  const onSettled = () => libraryChanged(client, ownerId)
  const restore = useMutation({
    mutationFn: (files: string[]) => call(restoreLibraryFiles, { params, body: { files } }),
    onSuccess: () => tell(say.restored),
    onError: sayFailed,
    onSettled,
  })
  const refresh = useCallback(() => void libraryChanged(client, ownerId), [client, ownerId])
  return {
    refresh,
    /** Makes the place of each file, then sends its bytes. */
    add: useMutation({
      mutationFn: async ({ files, folderId }: { files: readonly File[]; folderId: string | null }) => {
        for (const file of files) {
          const id = newId()
          await call(addLibraryFile, { params, body: { id, name: file.name, folderId } })
          addUploads(ownerId, id, [file])
          await libraryChanged(client, ownerId)
        }
      },
      onError: sayFailed,
      onSettled,
    }),
    make: useMutation({
      mutationFn: (folder: { name: string; parentId: string | null }) => call(makeFolder, { params, body: { id: newId(), ...folder } }),
      onSettled,
    }),
    renameFolder: useMutation({
      mutationFn: ({ id, name }: { id: string; name: string }) => call(renameFolder, { params: { ownerId, folderId: id }, body: { name } }),
      onSettled,
    }),
    renameFile: useMutation({
      mutationFn: ({ id, name }: { id: string; name: string }) => call(renameLibraryFile, { params: { ownerId, id }, body: { name } }),
      onSettled,
    }),
    drop: useMutation({
      mutationFn: (id: string) => call(dropFolder, { params: { ownerId, folderId: id }, body: { contents: true } }),
      onError: sayFailed,
      onSettled,
    }),
    move: useMutation({
      mutationFn: ({ files, folders, to }: Moved) =>
        call(moveInLibrary, { params, body: { files: [...files], folders: [...folders], to } }),
      onSuccess: () => tell(say.moved),
      onError: sayFailed,
      onSettled,
    }),
    bin: useMutation({
      mutationFn: ({ id }: { id: string; name: string }) => call(binLibraryFiles, { params, body: { files: [id] } }),
      onSuccess: (_answer, { id, name }) =>
        notifyWithAct({ message: say.binned(name), act: say.restoreIt(name), onAct: () => restore.mutate([id]) }),
      onError: sayFailed,
      onSettled,
    }),
    restore,
  }
}

export type LibraryActs = ReturnType<typeof useLibraryActs>
