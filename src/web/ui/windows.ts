import { useSyncExternalStore } from 'react'

/** The windows that any page can open over itself. */
export type OpenWindow =
  | { readonly name: 'settings'; readonly tab: 'columns' | 'tag-sets' | 'accreditation' | 'notifications' }
  | { readonly name: 'help'; readonly page: string }
  | null

let open: OpenWindow = null
const listeners = new Set<() => void>()

let opener: Element | null = null

/** Opens a window, or with null closes the one that is open and gives the focus back to what opened it. */
export function openWindow(next: OpenWindow): void {
  if (next !== null && open === null) opener = document.activeElement
  open = next
  if (next === null && opener instanceof HTMLElement) {
    const back = opener
    setTimeout(() => back.isConnected && back.focus({ preventScroll: true }))
  }
  for (const listener of listeners) listener()
}

export const useOpenWindow = (): OpenWindow =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )
