/** Rules of the second factor by an authenticator app (A3): codes of time after RFC 6238, as every such app makes them. */

export const STEP_SECONDS = 30
export const RECOVERY_CODES = 10
/** From here on the owner is told to make new ones. */
export const FEW_CODES = 3

/** Letters and digits that cannot be taken for one another (Crockford's base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RECOVERY_LETTERS = 10

/** What somebody typed as proof: six digits of the app, or a recovery code without its hyphen. */
export type TypedCode = { readonly kind: 'app'; readonly digits: string } | { readonly kind: 'recovery'; readonly code: string }

/** Reads what was typed, with spaces and hyphens anywhere. Null where it can be neither. */
export function readCode(typed: string): TypedCode | null {
  const bare = typed.replace(/[\s-]/gu, '').toLowerCase()
  if (/^\d{6}$/.test(bare)) return { kind: 'app', digits: bare }
  const code = bare.replace(/o/g, '0').replace(/[il]/g, '1')
  return code.length === RECOVERY_LETTERS && [...code].every((letter) => ALPHABET.includes(letter)) ? { kind: 'recovery', code } : null
}

export const stepAt = (ms: number): number => Math.floor(ms / 1000 / STEP_SECONDS)

/** The time steps whose code is looked at: one early and one late are let pass, for clocks that are a little off. */
export const stepsAround = (ms: number): readonly number[] => [stepAt(ms), stepAt(ms) - 1, stepAt(ms) + 1]

/** Whether a code of `step` may still be used: each once, and none that is older than the last one used. */
export const isFresh = (step: number, lastStep: number): boolean => step > lastStep

/** A recovery code of 50 bits, from 10 random bytes: 'abcde-fgh12'. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  if (bytes.length !== RECOVERY_LETTERS) throw new Error(`A recovery code is made of ${RECOVERY_LETTERS} bytes.`)
  const code = [...bytes].map((byte) => ALPHABET[byte % 32]).join('')
  return `${code.slice(0, 5)}-${code.slice(5)}`
}

/** A key as one types it by hand: 'ABCD EFGH …'. Apps ignore the spaces. */
export const inGroups = (key: string): string => key.replace(/(.{4})(?=.)/g, '$1 ')
