import { expect, test } from 'vitest'
import { minimaIn } from './minima-file.ts'
import { knownBy, whatCounts, type Countable } from './what-counts.ts'

const SLE = {
  id: 'acat-2026',
  version: '2026',
  assessing: {
    mayAssess: ['consultant', 'senior doctor (ST3 or above)'],
    counts: ['consultant'],
    reason: 'By a senior doctor.',
    certainty: 'checked',
  },
} as unknown as Countable['form']
const DOPS = {
  id: 'dops-2026',
  version: '2026',
  assessing: {
    mayAssess: ['consultant', 'nurse'],
    passed: { field: 'competent', is: ['yes'], otherwise: 'Not competent yet.' },
    twoAssessors: { field: 'procedure', is: ['pleural'] },
    reason: 'By somebody expert.',
    certainty: 'checked',
  },
} as unknown as Countable['form']

const one = (id: string, changes: Partial<Countable> = {}): Countable => ({
  id,
  form: SLE,
  state: 'submitted',
  isCorrected: false,
  signedAt: '2026-05-01',
  role: 'consultant',
  identity: 'email',
  assessor: ['a'],
  answers: {},
  ...changes,
})
const verdict = (entry: Countable) => whatCounts([entry]).get(entry.id)!

test('F2: what a consultant signed counts; what another may assess stays, and counts towards no minimum', () => {
  expect(verdict(one('x'))).toEqual({ counts: true, because: '' })
  expect(verdict(one('x', { role: null, identity: 'account' })).counts).toBe(true)
  const senior = verdict(one('x', { role: 'senior doctor (ST3 or above)' }))
  expect(senior).toEqual({ counts: false, because: expect.stringContaining('consultants count') })
})

test('F4: what is not signed, or corrected by a newer one, does not count', () => {
  expect(verdict(one('x', { state: 'begun' }))).toEqual({ counts: false, because: 'It is not signed yet.' })
  expect(verdict(one('x', { state: 'prepared' })).counts).toBe(false)
  expect(verdict(one('x', { state: 'acknowledged' })).counts).toBe(true)
  expect(verdict(one('x', { isCorrected: true })).because).toContain('newer one')
})

test('F9: signed on the spot counts towards nothing until the assessor answers, and never where they say it was not them', () => {
  expect(verdict(one('x', { identity: 'not confirmed' })).because).toContain('not yet confirmed')
  expect(verdict(one('x', { identity: 'denied' })).because).toContain('did not sign')
})

test('F2: a procedure that can threaten life needs two passes by two assessors; a failed one is none', () => {
  const dops = (id: string, assessor: string, competent: boolean, procedure = 'pleural') =>
    one(id, { form: DOPS, assessor: [assessor], signedAt: id, answers: { competent, procedure } })
  const told = (entries: readonly Countable[]) => Object.fromEntries(whatCounts(entries))
  expect(told([dops('1', 'a', false)])).toEqual({ '1': { counts: false, because: 'Not competent yet.' } })
  expect(told([dops('1', 'a', true)])['1']).toMatchObject({ counts: true, because: expect.stringContaining('one pass more') })
  expect(told([dops('2', 'a', true), dops('1', 'a', true)])).toMatchObject({
    '1': { counts: true },
    '2': { counts: false, because: expect.stringContaining('same assessor') },
  })
  expect(told([dops('1', 'a', true), dops('2', 'b', true)])).toEqual({
    '1': { counts: true, because: '' },
    '2': { counts: true, because: '' },
  })
  expect(told([dops('1', 'a', true, 'lumbar')])['1']).toEqual({ counts: true, because: '' })
})

test('F2: one assessor is one, by account or by mail, however they write their address, and by their number', () => {
  const none = { accounts: [], emails: [], body: '', number: '' }
  const second = (assessor: readonly string[]) => {
    const pass = { form: DOPS, answers: { competent: true, procedure: 'pleural' } }
    const first = knownBy({ accounts: ['u1'], emails: ['noor.hale@gmail.com', 'n.hale@trust.example'], body: 'GMC', number: '1234567' })
    return whatCounts([one('1', { ...pass, signedAt: '1', assessor: first }), one('2', { ...pass, signedAt: '2', assessor })]).get('2')!
      .counts
  }
  expect(second(knownBy({ ...none, accounts: ['u1'] }))).toBe(false)
  expect(second(knownBy({ ...none, emails: ['N.Hale+dops@Trust.example'] }))).toBe(false)
  expect(second(knownBy({ ...none, emails: ['NoorHale@googlemail.com'] }))).toBe(false)
  expect(second(knownBy({ ...none, emails: ['other@trust.example'], body: 'gmc ', number: '123 4567' }))).toBe(false)
  expect(second(knownBy({ ...none, emails: ['other@trust.example'], body: 'NMC', number: '1234567' }))).toBe(true)
  expect(second(knownBy({ ...none, accounts: ['u2'], emails: ['hale@trust.example', ''] }))).toBe(true)
})

test('F2: minima count in their years what counts, of their forms, with the answers they ask for', () => {
  const minima = [
    { id: 'sle', title: 'SLEs', forms: ['acat', 'cbd'], least: 4, certainty: 'secondary' },
    {
      id: 'take',
      title: 'Take',
      forms: ['acat'],
      least: 1,
      years: ['IMY2'],
      where: { field: 'take', is: ['yes'] },
      certainty: 'secondary',
    },
  ] as const
  const entries = [
    { form: SLE, verdict: { counts: true, because: '' }, answers: { take: true } },
    { form: SLE, verdict: { counts: true, because: '' }, answers: { take: false } },
    { form: SLE, verdict: { counts: false, because: 'no' }, answers: { take: true } },
    { form: DOPS, verdict: { counts: true, because: '' }, answers: { take: true } },
  ]
  expect(minimaIn(minima as never, 'IMY2', entries).map(({ id, have }) => [id, have])).toEqual([
    ['sle', 2],
    ['take', 1],
  ])
  expect(minimaIn(minima as never, 'IMY1', entries).map(({ id }) => id)).toEqual(['sle'])
})
