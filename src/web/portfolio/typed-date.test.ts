import { expect, test } from 'vitest'
import { readDay } from './typed-date.ts'

const today = '2026-11-21'

test.each([
  ['31/3/2026', '2026-03-31'],
  ['31 Mar 2026', '2026-03-31'],
  ['31 March 2026', '2026-03-31'],
  ['2026-03-31', '2026-03-31'],
  [' 1.4.26 ', '2026-04-01'],
  ['3 sept 2025', '2025-09-03'],
  ['29 Feb 2024', '2024-02-29'],
  ['5 may', '2026-05-05'],
  ['today', today],
  ['5/3/99', '1999-03-05'],
  ['5/3/36', '2036-03-05'],
])('P8: %s is understood as a day', (typed, value) => expect(readDay(typed, today)).toEqual({ value }))

test('P8: an empty field is no limit', () => expect(readDay('  ', today)).toEqual({ value: null }))

test.each(['31 April', '31/4/2026', '29 Feb 2026', '13/13/2026', '0/1/2026', 'soon', '1/1/1066', '2026-3-32'])(
  'N1: %s is refused in words',
  (typed) => expect(readDay(typed, today)).toHaveProperty('fault'),
)

test('N1: the 31st of April is refused with the reason', () => {
  expect(readDay('31 April', today)).toEqual({ fault: 'There is no 31 April: it has 30 days.' })
})
