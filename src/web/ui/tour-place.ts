import { useSyncExternalStore } from 'react'

/** Where the page that stands offers its tour, and whether somebody asked for it (H2). The tours themselves are the help's. */
let place: HTMLElement | null = null
let asked = false
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A ref of the frame of every page. Of two pages that change places the one that came last stands. */
export function tourPlace(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined
  place = element
  tell()
  return () => {
    if (place !== element) return
    place = null
    tell()
  }
}

export const useTourPlace = (): HTMLElement | null => useSyncExternalStore(subscribe, () => place)

/** Shows the tour of the page that stands, seen before or not. */
export function askForTour(wanted = true): void {
  asked = wanted
  tell()
}

export const useTourAsked = (): boolean => useSyncExternalStore(subscribe, () => asked)
