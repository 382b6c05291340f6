import { z } from 'zod'

/**
 * The code of a ticket's link: its owner's id and a token of 32 random bytes, so that a look-up asks one shard (N5). Only a hash of the
 * token is kept.
 */
export const ticketCode = (ownerId: string, token: string): string => `${ownerId.replaceAll('-', '')}${token}`

/** Null where it is none. */
export function readTicketCode(code: string): { ownerId: string; token: string } | null {
  const found = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([\w-]{43})$/.exec(code)
  if (found === null) return null
  const ownerId = found.slice(1, 6).join('-')
  return z.uuid().safeParse(ownerId).success ? { ownerId, token: found[6]! } : null
}
