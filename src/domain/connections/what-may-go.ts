import type { ItemType, Kind, Status } from '#domain/portfolio/item.ts'

/** What decides whether an item goes to another portfolio. */
export interface Sendability {
  readonly kind: Kind
  readonly type: ItemType | null
  readonly status: Status
  readonly isBinned: boolean
}

/** Reflections are their author's alone until shared (F1, F8), and never sent (X15). */
const NEVER_SENT: ReadonlySet<ItemType | null> = new Set(['reflection'])
/** Meetings go when the owner turns their switch on, never by themselves (X2). */
const NOT_BY_THEMSELVES: ReadonlySet<ItemType | null> = new Set([...NEVER_SENT, 'meeting'])
/** Papers and logs of the training record go when the owner says so, never by themselves (X2, T5). */
const KINDS_NOT_BY_THEMSELVES: ReadonlySet<Kind> = new Set(['certificate', 'exam', 'library file', 'entry', 'log', 'signed elsewhere'])

/** Why an item cannot be sent as it is now, in words; null where it can (X2, X3, X15). */
export function whyNotSent({ kind, type, status, isBinned }: Sendability): string | null {
  if (isBinned) return 'It is in the bin.'
  if (kind === 'library file') return 'Files of your library are yours alone and are never sent.'
  if (kind === 'entry') return 'Forms of your training record hold private thoughts and supervisors’ words, and are never sent.'
  if (NEVER_SENT.has(type)) return 'Reflections are yours alone and are never sent.'
  if (status !== 'completed') return 'Only what is completed is sent. Finish it first.'
  return null
}

/** Whether an item goes by itself the moment it is completed (X2). */
export const goesByItself = (item: Sendability): boolean =>
  whyNotSent(item) === null && !NOT_BY_THEMSELVES.has(item.type) && !KINDS_NOT_BY_THEMSELVES.has(item.kind)
