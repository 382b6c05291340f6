import { createHash } from 'node:crypto'
import { notFound } from '#domain/errors.ts'
import type { ModuleEdition } from '#domain/learning/module-file.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { LoadedModules } from './load-modules.ts'

/** An edition with the hash it is kept under. */
export interface KeptEdition {
  readonly hash: string
  readonly module: ModuleEdition
}

/** The modules on offer, in the edition their files hold now. Older editions are in the database. */
export interface ModuleShelf {
  all(): Iterable<ModuleEdition>
  /** Null where the catalogue has no such module now. */
  find(moduleId: string): KeptEdition | null
  /** Puts other editions on offer, and keeps them. */
  offer(loaded: LoadedModules): Promise<void>
}

export async function openModuleShelf(db: Db, loaded: LoadedModules): Promise<ModuleShelf> {
  const offered = new Map<string, KeptEdition>()
  const shelf: ModuleShelf = {
    *all() {
      for (const { module } of offered.values()) yield module
    },
    find: (moduleId) => offered.get(moduleId) ?? null,
    async offer({ editions, pictures }) {
      const kept = editions.map((module) => {
        const content = JSON.stringify(module)
        return { module, content, hash: createHash('sha256').update(content).digest('hex') }
      })
      for (const { module, content, hash } of kept) {
        await db
          .insertInto('module_edition')
          .values({ module_id: module.id, hash, content })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
      for (const { sha256, mediaType, bytes } of pictures) {
        await db
          .insertInto('module_picture')
          .values({ sha256, media_type: mediaType, bytes })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
      offered.clear()
      for (const { module, hash } of kept) offered.set(module.id, { module, hash })
    },
  }
  await shelf.offer(loaded)
  return shelf
}

const MOST_REMEMBERED = 500
const remembered = new Map<string, ModuleEdition>()

/** The edition an attempt was begun in; an edition never changes. @throws Refusal `not_found` */
export async function editionOf(db: Db | Tx, moduleId: string, hash: string): Promise<ModuleEdition> {
  const known = remembered.get(hash)
  if (known !== undefined) return known
  const row = await db
    .selectFrom('module_edition')
    .select('content')
    .where('module_id', '=', moduleId)
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  const edition = row.content as ModuleEdition
  remembered.set(hash, edition)
  return edition
}
