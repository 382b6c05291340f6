import { expect, test } from 'vitest'
import { looksLikeELearning } from './looks-like-e-learning.ts'

test('T5: names of online modules are known by their words, whatever their case', () => {
  for (const name of ['Sepsis e-learning', 'BMJ Learning: Asthma', 'Online module on consent', 'E-LfH Data security', 'Webinar on frailty'])
    expect(looksLikeELearning(name), name).toBe(true)
})

test('T5: professional certificates are left alone', () => {
  for (const name of ['Advanced life support (ALS)', 'Good clinical practice', 'MRCP(UK) Part 1', 'Modulation of pain, fellowship'])
    expect(looksLikeELearning(name), name).toBe(false)
})
