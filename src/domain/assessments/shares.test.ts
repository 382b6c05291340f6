import { expect, test } from 'vitest'
import { may } from '#domain/accounts/permissions.ts'
import { RELATIONS } from '#domain/accounts/relations.ts'
import { filledOf } from './filled.ts'
import type { FormFile } from './form-file.ts'
import { audienceOf, audiencesOf } from './shares.ts'

test('F8: an audience is made of those who may read a shared reflection at all, and of nobody else', () => {
  for (const relation of RELATIONS.filter((one) => one !== 'owner')) {
    const mayRead = may([{ relation, phase: 'during' }], 'read', 'reflection', { section: 'shared' }).allowed
    expect(audienceOf(relation) !== null, relation).toBe(mayRead)
  }
  expect(audienceOf('owner')).toBe(null)
  expect(audiencesOf(['tutor', 'clinical supervisor', 'programme coordinator'])).toEqual(['supervisors', 'programme'])
  expect(audiencesOf(['college administrator'])).toEqual([])
})

test('F8: what a form says to others leaves out its author’s scratch, whatever hangs on it', () => {
  const field = { kind: 'text', label: 'Label' } as const
  const form: Pick<FormFile, 'title' | 'version' | 'sections' | 'scales'> = {
    title: 'Reflection',
    version: '1',
    scales: [],
    sections: [
      { id: 'scratch', title: 'Scratch', writer: 'trainee', scratch: true, fields: [{ id: 'note', ...field }] },
      {
        id: 'learning',
        title: 'Learning',
        writer: 'trainee',
        fields: [
          { id: 'learned', ...field },
          { id: 'hangs', ...field, when: { field: 'note', is: ['planted'] } },
          { id: 'empty', ...field },
        ],
      },
    ],
  }
  const answers = { scratch: { note: 'planted' }, learning: { learned: 'To ask sooner.', hangs: 'x' } }
  expect(filledOf(form as FormFile, answers)).toEqual({
    form: 'Reflection',
    version: '1',
    sections: [{ title: 'Learning', writer: 'trainee', answers: [{ label: 'Label', lines: ['To ask sooner.'] }] }],
  })
})
