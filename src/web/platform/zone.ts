import { useQuery } from '@tanstack/react-query'
import { dayIn, type PlainDate } from '#domain/plain-date.ts'
import { profileQuery } from './queries.ts'
import { useSession } from './session-store.ts'

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/London'

/** The person's own time zone; the browser's until it is known (N6). */
export function useZone(): string {
  const { person } = useSession()
  const profile = useQuery({ ...profileQuery(person?.id ?? ''), enabled: person !== null })
  return profile.data?.timeZone ?? browserZone()
}

export const todayIn = (zone: string): PlainDate => dayIn(zone, Date.now())

/** The day it is where the person lives. */
export const useToday = (): PlainDate => todayIn(useZone())

/** '31 March 2026 at 14:05' */
export function sayMoment(instant: string, zone: string): string {
  const at = new Date(instant)
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' }).format(at)
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)
  return `${day} at ${time}`
}
