import { z } from 'zod'
import { readHandedOver, type HandedOver } from '#domain/capture/handed-over.ts'
import { readQuery } from '#domain/query-string.ts'

/** What the address of a capture says: what was handed over, and how far it has come. */
export interface AddView {
  readonly handed: HandedOver
  /** Names the draft, and is the id of the item to be. */
  readonly draft: string | undefined
  /** The item that was saved, or that the note was added to. */
  readonly saved: string | undefined
  readonly noted: string | undefined
}

const Id = z.uuid().optional().catch(undefined)
const Steps = z.object({ draft: Id, saved: Id, noted: Id })

/** Reads the address within our site, with its query and fragment. */
export function readAdd(href: string): AddView {
  const { search, hash } = new URL(href, 'http://cairn.invalid')
  const { draft, saved, noted } = Steps.parse(readQuery(search))
  return { handed: readHandedOver(search, hash), draft, saved, noted }
}
