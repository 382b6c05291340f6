import { currentSession } from './session-store.ts'

const PREFIX = 'cairn-draft:'
/** Before a text that was typed without knowing what the server keeps. */
const BLIND = '?'
const keyOf = (ownerId: string, form: string) => `${PREFIX}${ownerId}:${form}`

/** Only a device marked 'mine' is written to; elsewhere what is typed stays in this page's memory. Says whether it is on the device. */
export function keepHere(ownerId: string, form: string, text: string, knowsServer: boolean): boolean {
  if (currentSession().person?.deviceIsMine !== true) return false
  try {
    localStorage.setItem(keyOf(ownerId, form), knowsServer ? text : BLIND + text)
    return true
  } catch {
    return false
  }
}

export function keptHere(ownerId: string, form: string): { text: string; knowsServer: boolean } | null {
  const kept = localStorage.getItem(keyOf(ownerId, form))
  if (kept === null) return null
  return kept.startsWith(BLIND) ? { text: kept.slice(1), knowsServer: false } : { text: kept, knowsServer: true }
}

export const forgetHere = (ownerId: string, form: string): void => localStorage.removeItem(keyOf(ownerId, form))

/** Of all forms and people. */
export function forgetAllHere(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
