/**
 * The code printed on a certificate: its owner's id and its own random number, so that a look-up asks one shard, with a check sign
 * against slips of the hand. 40 signs of Crockford's base 32 (no I, L, O, U) in eight groups of five.
 */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const OWNER_BYTES = 16
export const SECRET_BYTES = 8
const DATA_SIGNS = Math.ceil(((OWNER_BYTES + SECRET_BYTES) * 8) / 5)

/** `secret` is 8 random bytes as hex. */
export function certificateCode(ownerId: string, secret: string): string {
  const bits = [...ownerId.replaceAll('-', ''), ...secret].map((digit) => parseInt(digit, 16).toString(2).padStart(4, '0')).join('')
  const padded = bits.padEnd(DATA_SIGNS * 5, '0')
  const data = Array.from({ length: DATA_SIGNS }, (_, index) => SIGNS[parseInt(padded.slice(index * 5, index * 5 + 5), 2)]!).join('')
  return grouped(data + checkSign(data))
}

/** Reads a code as a person types it: any case, spaces or hyphens, O for 0, I and L for 1. Null where it is none. */
export function readCertificateCode(typed: string): { ownerId: string; secret: string; code: string } | null {
  const signs = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  if (signs.length !== DATA_SIGNS + 1 || [...signs].some((sign) => !SIGNS.includes(sign))) return null
  const data = signs.slice(0, -1)
  if (checkSign(data) !== signs.at(-1)) return null
  const bits = [...data].map((sign) => SIGNS.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const hex = Array.from({ length: (OWNER_BYTES + SECRET_BYTES) * 2 }, (_, index) =>
    parseInt(bits.slice(index * 4, index * 4 + 4), 2).toString(16),
  ).join('')
  const owner = hex.slice(0, OWNER_BYTES * 2)
  return {
    ownerId: [owner.slice(0, 8), owner.slice(8, 12), owner.slice(12, 16), owner.slice(16, 20), owner.slice(20)].join('-'),
    secret: hex.slice(OWNER_BYTES * 2),
    code: grouped(signs),
  }
}

const grouped = (signs: string): string => signs.match(/.{5}/g)!.join('-')

/** Weights that are odd and differ between neighbours: one wrong sign, or two neighbours swapped, is found nearly always. */
const checkSign = (data: string): string =>
  SIGNS[[...data].reduce((sum, sign, index) => sum + SIGNS.indexOf(sign) * (2 * index + 1), 0) % 32]!
