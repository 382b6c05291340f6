import { expect, test } from 'vitest'
import type { FormSection } from './form-file.ts'
import { standingReasons } from './guarded.ts'

const section = (id: string, ...fields: string[]) =>
  ({
    id,
    title: id,
    writer: 'trainee',
    fields: fields.map((field) => ({ id: field, kind: 'text', label: field })),
  }) as unknown as FormSection

test('P18: a reason stands for the words it was given for, and for no others', () => {
  const sections = [section('case', 'problem', 'plan'), section('learning', 'action')]
  const reasons = { 'problem nhs-number': 'Invented', 'plan phone': 'Invented too', 'action nhs-number': 'Invented as well' }
  const saved = { case: { problem: 'One', plan: 'Two' }, learning: { action: 'Three' } }
  const standing = (typed: Record<string, Record<string, string>>) => Object.keys(standingReasons(reasons, sections, saved, typed))
  expect(standing({})).toEqual(Object.keys(reasons))
  expect(standing({ case: { problem: 'One', plan: 'Another' } })).toEqual(['problem nhs-number', 'action nhs-number'])
  expect(standing({ case: { plan: 'Two' } })).toEqual(['plan phone', 'action nhs-number'])
  expect(standing({ case: { problem: 'One', plan: 'Two' } })).toEqual(Object.keys(reasons))
})
