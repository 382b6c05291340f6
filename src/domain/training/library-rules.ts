import { refuseField, Refusal } from '#domain/errors.ts'
import { fold } from '#domain/fold.ts'
import { paperWords } from './paper-words.ts'

/** How folders stand in one another (T6). The numbers are ours: a library is a person's own, and read as one list. */
export interface FolderPlace {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
}

export const MOST_FOLDERS = 1000
export const MOST_FILES_IN_FOLDER = 1000
export const DEEPEST = 10

const parentOf = (folders: readonly FolderPlace[], id: string | null): FolderPlace | undefined =>
  id === null ? undefined : folders.find((folder) => folder.id === id)

/** From the top to the folder itself. Ends where folders stood in one another. */
export function pathTo(folders: readonly FolderPlace[], id: string | null): FolderPlace[] {
  const path: FolderPlace[] = []
  for (let at = parentOf(folders, id); at !== undefined && !path.includes(at); at = parentOf(folders, at.parentId)) path.unshift(at)
  return path
}

/** The folder and all that stand in it, however deep. */
export function withinOf(folders: readonly FolderPlace[], id: string): FolderPlace[] {
  return folders.filter((folder) => pathTo(folders, folder.id).some((one) => one.id === id))
}

const heightOf = (folders: readonly FolderPlace[], id: string): number => {
  const above = pathTo(folders, id).length
  return Math.max(...withinOf(folders, id).map((folder) => pathTo(folders, folder.id).length - above + 1), 1)
}

/**
 * Whether a folder of this name can stand there; `moving` is one that stands elsewhere now, or has another name.
 * @throws Refusal at `name` or `to`
 */
export function placeFolder(folders: readonly FolderPlace[], to: { name: string; parentId: string | null }, moving: string | null): void {
  if (moving === null && folders.length >= MOST_FOLDERS) throw new Refusal('not_allowed', paperWords.tooMany)
  if (moving !== null && withinOf(folders, moving).some(({ id }) => id === to.parentId)) throw refuseField('to', paperWords.intoItself)
  const above = pathTo(folders, to.parentId).length
  if (above + (moving === null ? 1 : heightOf(folders, moving)) > DEEPEST) throw refuseField('to', paperWords.tooDeep)
  const sameName = folders.some((one) => one.id !== moving && one.parentId === to.parentId && fold(one.name) === fold(to.name))
  if (sameName) throw refuseField('name', paperWords.sameName)
}
