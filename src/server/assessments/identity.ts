import type { Identity } from '#domain/assessments/what-counts.ts'

interface Signed {
  readonly way: string
  readonly confirmed_at: Date | null
  /** The account they confirmed with. */
  readonly confirmed_by: string | null
  readonly denied_at: Date | null
  /** The address says nothing of where they work. */
  readonly is_free_mail: boolean
}

/** How it is known who signed by a ticket (F9). */
export function identityOf({ way, confirmed_at, confirmed_by, denied_at, is_free_mail }: Signed): Identity {
  if (way === 'email') return 'email'
  if (denied_at !== null) return 'denied'
  if (confirmed_by !== null) return 'account'
  if (is_free_mail) return 'private address'
  return confirmed_at === null ? 'not confirmed' : 'email'
}

/** It is still open whether it was them. */
export const isUnconfirmed = (identity: Identity): boolean => identity === 'not confirmed' || identity === 'private address'
