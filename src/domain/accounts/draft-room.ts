import { Refusal } from '#domain/errors.ts'

/** Forms of one person that are begun and not saved. Nobody who works with Cairn has as many; a page gone wrong may. */
export const MOST_DRAFTS = 500
/** Bytes of all of them as the database holds them. */
export const MOST_DRAFT_BYTES = 100 * 1024 * 1024

export interface DraftsThere {
  /** Beside the one that is to be kept. */
  readonly others: number
  readonly otherBytes: number
  /** Whether that one is kept already. */
  readonly isThere: boolean
}

export const hasDraftRoom = ({ others, otherBytes, isThere }: DraftsThere, bytes: number): boolean =>
  (isThere || others < MOST_DRAFTS) && otherBytes + bytes <= MOST_DRAFT_BYTES

/**
 * None is dropped to make room for another (P20): what finds no room is refused in words, and what was begun before goes on being kept.
 * @throws Refusal `quota_passed`
 */
export function needDraftRoom(there: DraftsThere, bytes: number): void {
  if (!hasDraftRoom(there, bytes)) throw noRoom()
}

const noRoom = () =>
  new Refusal(
    'quota_passed',
    'You have too much begun and not saved for this to be kept too. Save or discard some of it; nothing of it is dropped.',
  )
