import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { fold } from '#domain/fold.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { DEEPEST, MOST_FOLDERS } from '#domain/training/library-rules.ts'
import type { Tx } from '#server/platform/db.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { OfImport } from './archive-left.ts'
import { hereOf, keepOrigins } from './archive-origins.ts'
import { stagedRows } from './archive-staged.ts'
import { FileFault } from './import-reading.ts'

type FolderRow = z.infer<typeof ARCHIVED.library_folder.row>

/**
 * Folders of the library by their ids in the archive (T6), from the top down: one of the same name in the same place is that one.
 * @throws FileFault where they stand in one another, or are too many or too deep
 */
export async function bringFolders(tx: Tx, of: OfImport, from: { owner: string; isOwn: boolean }): Promise<Map<string, string>> {
  const rows: FolderRow[] = []
  for await (const some of stagedRows<FolderRow>(tx, of, 'library_folder')) rows.push(...some.map(({ row }) => row))
  if (rows.length === 0) return new Map()
  await lockPerson(tx, of.ownerId)
  const ids = await hereOf(tx, of, 'library_folder', from.owner)
  const there = await tx.selectFrom('library_folder').select(['id', 'parent_id', 'name']).where('owner_id', '=', of.ownerId).execute()
  const placeOf = (parent: string | null, name: string) => `${parent ?? ''}\n${fold(name)}`
  const places = new Map(there.map((folder) => [placeOf(folder.parent_id, folder.name), folder.id]))
  const known = new Set(rows.map(({ id }) => id))
  const made: (readonly [string, string])[] = []
  const fault = () => new FileFault(archiveInWords.file.folders)
  const placed = new Set<string | null>([null])
  let waiting = rows
  for (let depth = 0; waiting.length > 0; depth += 1) {
    const now = waiting.filter(({ parent_id }) => placed.has(parent_id) || !known.has(parent_id!))
    if (now.length === 0 || depth >= DEEPEST) throw fault()
    for (const { id, parent_id, name, made_at } of now) {
      placed.add(id)
      const parent = parent_id === null ? null : (ids.get(parent_id) ?? null)
      const same = ids.get(id) ?? places.get(placeOf(parent, name))
      if (same !== undefined) {
        ids.set(id, same)
        continue
      }
      if (there.length + made.length >= MOST_FOLDERS) throw new FileFault(archiveInWords.file.manyFolders(MOST_FOLDERS))
      const here = from.isOwn ? id : uuidv7()
      await tx.insertInto('library_folder').values({ owner_id: of.ownerId, id: here, parent_id: parent, name, made_at }).execute()
      ids.set(id, here)
      places.set(placeOf(parent, name), here)
      made.push([id, here])
    }
    waiting = waiting.filter(({ id }) => !placed.has(id))
  }
  await keepOrigins(tx, of, 'library_folder', from.owner, made)
  return ids
}
