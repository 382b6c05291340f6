import { useSyncExternalStore } from 'react'
import type { HouseInfo, SignedIn } from '#domain/accounts/contract.ts'

/** Who is signed in here, as this page knows it. `ended` is a session that stopped while its person was at work. */
export interface Session {
  readonly person: SignedIn | null
  readonly house: HouseInfo
  readonly ended: boolean
  /** Whether the password was right and the code is owed (A3). */
  readonly secondStep: boolean
}

const UNKNOWN: Session = {
  person: null,
  house: { version: '', demo: false, support: { email: null, phone: null, hours: null } },
  ended: false,
  secondStep: false,
}

let session = UNKNOWN
const listeners = new Set<() => void>()
let waiting: ((again: boolean) => void)[] = []

export const currentSession = (): Session => session

export function setSession(change: Partial<Session>): void {
  session = { ...session, ...change }
  for (const listener of listeners) listener()
}

/**
 * Says that the session of the person at work has ended, and waits until they are back.
 * Resolves with true once the same person signed in again, with false once somebody else did or they left.
 */
export function signedInAgain(): Promise<boolean> {
  setSession({ ended: true })
  return new Promise((resolve) => waiting.push(resolve))
}

/** Answers those who wait in `signedInAgain`. */
export function answerWaiting(again: boolean): void {
  const before = waiting
  waiting = []
  setSession({ ended: false })
  for (const resolve of before) resolve(again)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useSession = (): Session => useSyncExternalStore(subscribe, currentSession)

/** The signed-in person of a page that only the signed-in reach. */
export function usePerson(): SignedIn {
  const { person } = useSession()
  if (person === null) throw new Error('This page is for signed-in people.')
  return person
}
