import { expect, test } from 'vitest'
import { seenTogether, stepsShown, tourOffered, tourOfPath } from './tours.ts'

test('H2: each main page has a tour, and no page below it', () => {
  expect(tourOfPath('/')).toBe('home')
  expect(tourOfPath('/portfolio')).toBe('portfolio')
  expect(tourOfPath('/portfolio/')).toBe('portfolio')
  for (const path of ['/home', '/learning/certificates', '/record/x', '/welcome', '']) expect(tourOfPath(path)).toBeNull()
})

test('H2: a tour is offered until it was seen, whatever else was', () => {
  expect(tourOffered('/learning', ['home'])).toBe('learning')
  expect(tourOffered('/learning', ['home', 'learning'])).toBeNull()
  expect(tourOffered('/welcome', [])).toBeNull()
})

test('H2: steps point at what is there, four at most; a page with hardly any shows where help is', () => {
  expect(stepsShown(['a', 'b', 'c'], 'help', (step) => step !== 'b')).toEqual(['a', 'c'])
  expect(stepsShown(['a', 'b'], 'help', (step) => step === 'b')).toEqual(['b', 'help'])
  expect(stepsShown(['a', 'b', 'c', 'd', 'e'], 'help', () => true)).toEqual(['a', 'b', 'c', 'd'])
})

test('H2: what was seen on two devices is kept together', () => {
  expect(seenTogether(['portfolio'], ['home', 'portfolio'])).toEqual(['home', 'portfolio'])
})
