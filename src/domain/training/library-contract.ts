import { z } from 'zod'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { FileRef } from '#domain/portfolio/contract.ts'
import { canBeSeen, wellFormed } from '#domain/text.ts'

/** The personal library (T6): folders and files, each file an item that is no row of the portfolio. */
export const FolderName = z
  .string({ error: 'Give it a name.' })
  .overwrite(wellFormed)
  .trim()
  .min(1, { error: 'Give it a name.' })
  .max(100, { error: 'A name can have 100 characters at most.' })
  .refine(canBeSeen, { error: 'Give it a name.' })

const FileName = z
  .string({ error: 'Give it a name.' })
  .overwrite(wellFormed)
  .trim()
  .min(1, { error: 'Give it a name.' })
  .max(255, { error: 'A name can have 255 characters at most.' })

export const LibraryFolder = z.object({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  name: z.string(),
  /** Files that stand in it, not in the folders within. */
  files: z.int(),
})
export type LibraryFolder = z.infer<typeof LibraryFolder>

export const LibraryFile = z.object({
  /** Of its item. */
  id: z.uuid(),
  folderId: z.uuid().nullable(),
  name: z.string(),
  /** Null where it has not arrived yet. */
  file: FileRef.nullable(),
  addedAt: z.iso.datetime({ offset: true }),
  binnedAt: z.iso.datetime({ offset: true }).nullable(),
  /** The curriculum items it is linked to, by their codes. */
  uses: z.array(z.string()),
})
export type LibraryFile = z.infer<typeof LibraryFile>

const Folder = z.uuid().nullable()
const Files = z.array(z.uuid()).max(1000, { error: 'Choose at most 1,000 files at once.' })
const FolderParams = OwnerParams.extend({ folderId: z.uuid() })

export const readLibrary = {
  method: 'GET',
  url: '/api/people/:ownerId/library',
  schema: {
    summary: 'All folders of the library, and the files of one of them, or of the bin (T6)',
    params: OwnerParams,
    querystring: z.object({
      folder: z.uuid().optional(),
      bin: z.stringbool().optional(),
    }),
    response: {
      200: z.object({
        folders: z.array(LibraryFolder),
        files: z.array(LibraryFile),
        /** Of the top, and of the bin. */
        topFiles: z.int(),
        binned: z.int(),
      }),
    },
  },
} as const satisfies Endpoint

export const makeFolder = {
  method: 'POST',
  url: '/api/people/:ownerId/library/folders',
  schema: {
    summary: 'Make a folder',
    params: OwnerParams,
    body: z.object({ id: z.uuid(), name: FolderName, parentId: Folder }),
    response: { 201: LibraryFolder },
  },
} as const satisfies Endpoint

export const renameFolder = {
  method: 'PATCH',
  url: '/api/people/:ownerId/library/folders/:folderId',
  schema: { summary: 'Rename a folder', params: FolderParams, body: z.object({ name: FolderName }), response: { 200: Done } },
} as const satisfies Endpoint

export const dropFolder = {
  method: 'POST',
  url: '/api/people/:ownerId/library/folders/:folderId/removal',
  schema: {
    summary: 'Delete a folder; with `contents` its files go to the bin',
    params: FolderParams,
    body: z.object({ contents: z.boolean() }),
    response: { 200: z.object({ binned: z.int() }) },
  },
} as const satisfies Endpoint

/** The item of a file to come; its bytes follow as those of any item (P11). */
export const addLibraryFile = {
  method: 'POST',
  url: '/api/people/:ownerId/library/files',
  schema: {
    summary: 'Make the place for a file',
    params: OwnerParams,
    body: z.object({ id: z.uuid(), name: FileName, folderId: Folder }),
    response: { 201: LibraryFile },
  },
} as const satisfies Endpoint

export const renameLibraryFile = {
  method: 'PATCH',
  url: '/api/people/:ownerId/library/files/:id',
  schema: {
    summary: 'Rename a file',
    params: OwnerParams.extend({ id: z.uuid() }),
    body: z.object({ name: FileName }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const moveInLibrary = {
  method: 'POST',
  url: '/api/people/:ownerId/library/moves',
  schema: {
    summary: 'Move files and folders into a folder, or to the top',
    params: OwnerParams,
    body: z.object({ files: Files, folders: Files, to: Folder }),
    response: { 200: z.object({ moved: z.int() }) },
  },
} as const satisfies Endpoint

export const binLibraryFiles = {
  method: 'POST',
  url: '/api/people/:ownerId/library/bin',
  schema: {
    summary: 'Put files of the library in the bin, where they stay 30 days',
    params: OwnerParams,
    body: z.object({ files: Files }),
    response: { 200: z.object({ changed: z.int() }) },
  },
} as const satisfies Endpoint

export const restoreLibraryFiles = {
  method: 'POST',
  url: '/api/people/:ownerId/library/restore',
  schema: {
    summary: 'Take files of the library out of the bin',
    params: OwnerParams,
    body: z.object({ files: Files }),
    response: { 200: z.object({ changed: z.int() }) },
  },
} as const satisfies Endpoint
