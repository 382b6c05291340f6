import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Hundredths, MOST_HUNDREDTHS, readHundredths, sayHundredths, showHundredths } from './hundredths.ts'

describe('C9: amounts are whole hundredths', () => {
  test.each([
    ['1.25', 125],
    ['2', 200],
    ['.5', 50],
    ['0.10', 10],
    ['1,5', 150],
    [' 12.50 ', 1250],
    ['999.99', 99_999],
    ['0.500', 50],
    ['', null],
  ])('C9: %j is read as %j', (typed, value) => {
    expect(readHundredths(typed)).toEqual({ value })
  })

  test.each(['1,000.00', '1000', '99999'])('C9: %j is over 999.99', (typed) => {
    expect(readHundredths(typed)).toEqual({ fault: 'Credits go from 0.00 to 999.99.' })
  })

  test('C9: 0.105 credits are refused, not rounded', () => {
    expect(readHundredths('0.105')).toEqual({ fault: 'Credits go in steps of a hundredth: 0.25, 1.5 or 2.' })
  })

  test.each(['abc', '1.2.3', '-1', '1e3', '.', '٣'])('C9: %j is no amount', (typed) => {
    expect(readHundredths(typed)).toHaveProperty('fault')
  })

  test('C9: every amount is shown and read back without change', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MOST_HUNDREDTHS }), (amount) => {
        expect(readHundredths(showHundredths(amount))).toEqual({ value: amount })
        expect(readHundredths(sayHundredths(amount))).toEqual({ value: amount })
      }),
    )
  })

  test('C9: a fraction of a hundredth does not pass the contract', () => {
    expect(Hundredths.safeParse(10.5).success).toBe(false)
    expect(Hundredths.safeParse(-1).success).toBe(false)
    expect(Hundredths.safeParse(100_000).success).toBe(false)
  })
})

test('C9: a comma with three digits behind a 0 is no thousand', () => {
  expect(readHundredths('0,250')).toEqual({ value: 25 })
  expect(readHundredths('0,105')).toHaveProperty('fault')
  expect(readHundredths('1,000.00')).toHaveProperty('fault')
})
