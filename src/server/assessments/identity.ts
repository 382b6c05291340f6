import type { Identity } from '#domain/assessments/what-counts.ts'

interface Signed {
  readonly way: string
  readonly confirmed_at: Date | null
  /** The account they confirmed with. */
  readonly confirmed_by: string | null
  readonly denied_at: Date | null
}

/** How it is known who signed by a ticket (F9). */
export function identityOf({ way, confirmed_at, confirmed_by, denied_at }: Signed): Identity {
  if (way === 'email') return 'email'
  if (denied_at !== null) return 'denied'
  if (confirmed_at === null) return 'not confirmed'
  return confirmed_by === null ? 'email' : 'account'
}
