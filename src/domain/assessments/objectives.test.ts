import { expect, test } from 'vitest'
import { canBeAgreed, carriedOver, nextStates, OBJECTIVE_STATES, stateAfterChange } from './objectives.ts'

const WORDS = { objective: 'Lead ten ward rounds', targetOn: '2027-03-01', plan: 'One a fortnight', measure: 'Two reports' }

test('T11: only a draft can be agreed, nobody makes an objective agreed by themselves, and from every state there is a way on', () => {
  expect(OBJECTIVE_STATES.filter(canBeAgreed)).toEqual(['draft'])
  for (const state of OBJECTIVE_STATES) {
    expect(nextStates(state)).not.toContain('agreed')
    expect(nextStates(state)).not.toEqual([])
  }
})

test('T11: an objective that is worded anew after it was agreed is a draft again', () => {
  expect(stateAfterChange('agreed', WORDS, WORDS)).toBe('agreed')
  for (const change of [{ objective: 'Lead two' }, { targetOn: '2027-04-01' }, { plan: '' }, { measure: '' }]) {
    expect(stateAfterChange('in progress', WORDS, { ...WORDS, ...change })).toBe('draft')
  }
})

test('P26: outside of training an owner begins an objective without anybody’s agreement, and words it anew as they like', () => {
  expect(nextStates('draft')).not.toContain('in progress')
  expect(nextStates('draft', false)).toContain('in progress')
  expect(stateAfterChange('in progress', WORDS, { ...WORDS, plan: '' }, false)).toBe('in progress')
  expect(stateAfterChange('agreed', WORDS, { ...WORDS, plan: '' }, false)).toBe('draft')
})

test('P26: what is unfinished is carried over, what is finished stays, and a draft that waits for agreement goes on waiting', () => {
  expect(OBJECTIVE_STATES.map((state) => carriedOver(state, false))).toEqual([
    'carried over',
    'carried over',
    'carried over',
    'achieved',
    'carried over',
    'dropped',
  ])
  expect(carriedOver('draft', true)).toBe('draft')
})
