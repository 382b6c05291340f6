import { expect, test } from 'vitest'
import type { ModuleHead } from './module-file.ts'
import { modulesMatching } from './modules-matching.ts'

const module = (id: string, wish: Partial<ModuleHead> = {}): ModuleHead => ({
  id,
  version: '1',
  title: id,
  summary: 'About it.',
  format: 'reading',
  specialties: ['general-practice'],
  audience: 'Everybody',
  minutes: 30,
  passMark: 70,
  authors: [{ name: 'Cairn editorial' }],
  reviewedOn: '2026-01-01',
  expiresOn: '2028-01-01',
  outcomes: ['Name it'],
  keyPoints: ['It matters'],
  sources: [{ title: 'A source', publisher: 'Somebody' }],
  preTest: [],
  accreditations: [],
  notice: 'For education.',
  ...wish,
})
const TODAY = '2026-11-25'
const ids = (modules: ModuleHead[], filters: Partial<Parameters<typeof modulesMatching>[1]>) =>
  modulesMatching(modules, { search: '', ...filters }, TODAY).map((one) => one.id)

test('L1: specialty, format, length and accreditor narrow together', () => {
  const all = [
    module('sepsis', { specialties: ['acute-medicine', 'general-practice'], format: 'case-based', minutes: 45 }),
    module('aki', {
      specialties: ['acute-medicine'],
      format: 'case-based',
      minutes: 20,
      accreditations: [{ accreditor: 'rcgp', amount: 50, basis: 'self-assessed', certainty: 'checked', from: '2026-01-01' }],
    }),
    module('later', {
      accreditations: [{ accreditor: 'rcgp', amount: 50, basis: 'self-assessed', certainty: 'checked', from: '2027-01-01' }],
    }),
  ]
  expect(ids(all, { specialty: 'acute-medicine' })).toEqual(['aki', 'sepsis'])
  expect(ids(all, { specialty: 'acute-medicine', upTo: '20' })).toEqual(['aki'])
  expect(ids(all, { format: 'case-based', specialty: 'general-practice' })).toEqual(['sepsis'])
  expect(ids(all, { accreditor: 'rcgp' })).toEqual(['aki'])
})

test('L1: every word searched for begins a word of the module, in any case and accent', () => {
  const all = [module('a', { title: 'Delirium in older people' }), module('b', { summary: 'Déjà vu and déraison' })]
  expect(ids(all, { search: 'DELIR old' })).toEqual(['a'])
  expect(ids(all, { search: 'deja' })).toEqual(['b'])
  expect(ids(all, { search: 'general prac' })).toEqual(['a', 'b'])
  expect(ids(all, { search: 'lirium' })).toEqual([])
})

test('L1: what is past its review date is not on offer, and the newest review stands first', () => {
  const all = [module('old'), module('new', { reviewedOn: '2026-11-01' }), module('gone', { expiresOn: '2026-11-24' })]
  expect(ids(all, {})).toEqual(['new', 'old'])
})
