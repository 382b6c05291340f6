/** '1.25' as 125, without a binary fraction on the way. Sums may be larger than one amount can be. */
export function hundredthsFromNumeric(text: string): number {
  const negative = text.startsWith('-')
  const [whole = '0', part = ''] = (negative ? text.slice(1) : text).split('.')
  const amount = Number(whole) * 100 + Number(part.slice(0, 2).padEnd(2, '0'))
  return negative ? -amount : amount
}

/** 125 as '1.25', for a numeric column; null stays null. */
export function numericFromHundredths<T extends number | null>(amount: T): T extends null ? null : string
export function numericFromHundredths(amount: number | null): string | null {
  if (amount === null) return null
  const digits = String(amount).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
