import { withNote } from '#domain/capture/with-note.ts'
import { amendItem, itemById, type Item } from '#domain/portfolio/contract.ts'
import { call, CallFault } from '#web/platform/call.ts'

const MOST_TRIES = 5

/**
 * Puts a note below the notes of an item. Where these were changed elsewhere meanwhile it goes below the changed ones: nothing is
 * overwritten, so nobody need choose (P19). @throws CallFault
 */
export async function addNote(ownerId: string, id: string, note: string): Promise<Item> {
  const params = { ownerId, id }
  let item = await call(itemById, { params })
  for (let tries = 1; ; tries++) {
    const notes = withNote(item.notes, note)
    if (notes === item.notes) return item
    try {
      return await call(amendItem, { params, body: { notes, version: item.version } })
    } catch (fault) {
      if (!(fault instanceof CallFault) || fault.code !== 'stale_version' || tries === MOST_TRIES) throw fault
      item = fault.details['current'] as Item
    }
  }
}
