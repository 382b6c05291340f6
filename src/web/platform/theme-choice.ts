import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'
import { currentSession } from './session-store.ts'

const KEY = 'cairn-theme'
const SCHEMES: readonly string[] = ['auto', 'light', 'dark']

/**
 * Remembers the theme between two loads, so that the page does not flash white on somebody who chose dark.
 * On a device not marked 'mine' only until the browser's tab closes.
 */
export const themeChoice: MantineColorSchemeManager = {
  get(otherwise) {
    const kept = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY)
    return kept !== null && SCHEMES.includes(kept) ? (kept as MantineColorScheme) : otherwise
  },
  set(value) {
    const place = currentSession().person?.deviceIsMine === true ? localStorage : sessionStorage
    place.setItem(KEY, value)
  },
  subscribe() {},
  unsubscribe() {},
  clear: forgetTheme,
}

export function forgetTheme(): void {
  sessionStorage.removeItem(KEY)
  localStorage.removeItem(KEY)
}
