import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { codeOfTitle, requiredPapers, type Paper } from './required-papers.ts'

const imt = CurriculumFile.parse(parse(readFileSync('catalogue/curricula/imt-stage-1-2019.yaml', 'utf8'), { schema: 'core' }))
const als: Paper = { itemCode: 'A1', isVerified: true, isCorrected: false, expiresOn: '2026-03-31', counts: true }
const state = (papers: readonly Paper[], today = '2026-03-31') => requiredPapers(imt, 'certificate', 'IMY1', papers, today)[0]?.state

test('T5: what the curriculum asks for is missing, waits for verification, is met, or has expired', () => {
  expect(state([])).toBe('missing')
  expect(state([{ ...als, isVerified: false }])).toBe('waits for verification')
  expect(state([als])).toBe('met')
  expect(state([als], '2026-04-01')).toBe('expired')
  expect(state([als, { ...als, isVerified: false, expiresOn: '2030-01-01' }], '2026-04-01')).toBe('waits for verification')
  expect(state([{ ...als, isCorrected: true }])).toBe('missing')
})

test('T5: an exam that was not passed meets nothing, and each exam is due in the years that expect it', () => {
  const failed = { ...als, itemCode: 'E1', expiresOn: null, counts: false }
  const exams = requiredPapers(imt, 'exam', 'IMY1', [failed], '2026-03-31')
  expect(exams.map(({ code, state: is, isDueThisYear }) => [code, is, isDueThisYear])).toEqual([
    ['E1', 'missing', true],
    ['E2', 'missing', false],
    ['E3', 'missing', false],
  ])
})

test('T5: an exam is known by its name, however it is spaced and written', () => {
  expect(codeOfTitle(imt, 'exam', 'mrcp (uk) part 1')).toBe('E1')
  expect(codeOfTitle(imt, 'exam', 'MRCP(UK) PACES')).toBe('E3')
  expect(codeOfTitle(imt, 'exam', 'Fellowship exam')).toBeNull()
})
