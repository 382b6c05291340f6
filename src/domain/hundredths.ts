import { z } from 'zod'
import { sayNumber } from './say-number.ts'

/** Credits in hundredths; 1.25 credits is 125. Always whole, never a binary fraction (C9). */
export type Hundredths = number

export const MOST_HUNDREDTHS = 999_99

/** One amount of credits, 0.00 to 999.99, in whole hundredths. */
export const Hundredths = z
  .int({ error: 'Credits go in steps of a hundredth: 0.25, 1.5 or 2.' })
  .min(0, {
    error: 'Credits cannot be negative.',
  })
  .max(MOST_HUNDREDTHS, { error: 'Credits go from 0.00 to 999.99.' })

/** Thousands may be grouped by commas, but no group begins a number with 0: '0,250' is a quarter as the Continent writes it. */
const TYPED = /^([1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:[.,](\d*))?$/

/**
 * What a person typed as an amount: '1.25', '2', '.5', '1,5'. `null` is an empty field.
 * Never goes through a binary fraction. A fault is said in words.
 */
export function readHundredths(typed: string): { value: Hundredths | null } | { fault: string } {
  const text = typed.trim()
  if (text === '') return { value: null }
  const european = /^\d+,\d{1,2}$/.test(text) ? text.replace(',', '.') : text
  const match = TYPED.exec(european)
  if (!match || (match[1] === undefined && !match[2])) return { fault: 'Write a number, such as 1.25.' }
  const whole = (match[1] ?? '0').replaceAll(',', '')
  const part = (match[2] ?? '').replace(/0+$/, '')
  if (part.length > 2) return { fault: 'Credits go in steps of a hundredth: 0.25, 1.5 or 2.' }
  if (whole.replace(/^0+/, '').length > 3) return { fault: 'Credits go from 0.00 to 999.99.' }
  return { value: Number(whole) * 100 + Number(part.padEnd(2, '0') || '0') }
}

/** 125 as '1.25', 200 as '2.00'. */
export const showHundredths = (amount: Hundredths): string => {
  const sign = amount < 0 ? '-' : ''
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** 125 as '1.25', 150 as '1.5', 200 as '2': for reading, where columns need not align. */
export const sayHundredths = (amount: Hundredths): string => showHundredths(amount).replace(/\.?0+$/, '')

/** 125 as '1.25', 120450 as '1,204.50': for totals and sums, which stand side by side. */
export function sayFigure(amount: Hundredths): string {
  const [whole = '', part = ''] = showHundredths(Math.abs(amount)).split('.')
  return `${amount < 0 ? '-' : ''}${sayNumber(Number(whole))}.${part}`
}
