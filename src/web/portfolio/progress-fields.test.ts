import { expect, test } from 'vitest'
import { EMPTY_FIELDS } from '#domain/portfolio/item.ts'
import type { ItemForm } from './item-form.ts'
import { progressed, progressFault } from './progress-fields.ts'
import { NOTHING_TYPED } from './tag-options.ts'

const today = '2026-11-21'
const empty: ItemForm = {
  ...EMPTY_FIELDS,
  title: 'Asthma',
  startedOn: '',
  completedOn: '',
  personal: '',
  impact: '',
  tags: [],
  typing: NOTHING_TYPED,
  reasons: {},
}
const after = (form: ItemForm, change: Partial<ItemForm>) => progressed({ ...form, ...change }, change, form, today)

test('P4: marking completed fills in today, taking it back empties it', () => {
  const completed = after(empty, { status: 'completed' })
  expect(completed).toMatchObject({ status: 'completed', completedOn: '21 Nov 2026' })
  expect(after(completed, { status: 'in progress' })).toMatchObject({ completedOn: '' })
})

test('P4: giving a completed date completes it; a date half typed does nothing yet', () => {
  expect(after(empty, { completedOn: '1/3/2026' })).toMatchObject({ status: 'completed', completedOn: '1/3/2026' })
  expect(after(empty, { completedOn: '1/3/20' })).toMatchObject({ status: 'not started', completedOn: '1/3/20' })
})

test('N1: what is no day stays as it was typed', () => {
  expect(after(empty, { completedOn: '31/4/2026' })).toMatchObject({ status: 'not started', completedOn: '31/4/2026' })
})

test('P4: completed never precedes started', () => {
  const form = { ...empty, status: 'completed' as const, startedOn: '2/3/2026', completedOn: '1/3/2026' }
  expect(progressFault(form, today)?.message).toContain('before it was started')
  expect(progressFault({ ...form, completedOn: '2/3/2026' }, today)).toBeNull()
})
