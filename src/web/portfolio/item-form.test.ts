import { expect, test } from 'vitest'
import type { Item } from '#domain/portfolio/contract.ts'
import { EMPTY_FIELDS } from '#domain/portfolio/item.ts'
import { changesOf, differences, formOf, isDirty, readForm, typedSince, withoutTheirs } from './item-form.ts'

const today = '2026-11-21'
const item = (change: Partial<Item> = {}): Item => ({ ...EMPTY_FIELDS, title: 'Sepsis in adults', tags: [], version: 1, ...change }) as Item

test('P3: an item put into the form and read back is the same item', () => {
  const full = item({
    startedOn: '2026-03-29',
    completedOn: '2026-03-30',
    status: 'completed',
    personal: 125,
    impact: 50,
  })
  const read = readForm(formOf(full), today)
  expect('fields' in read && changesOf(full, read.fields)).toEqual({})
})

test('N1: what cannot be understood is said at its field, all at once', () => {
  const read = readForm({ ...formOf(item()), title: ' ', startedOn: '31 April', personal: '0.333', link: 'bmj' }, today)
  expect('faults' in read && Object.keys(read.faults).sort()).toEqual(['link', 'personal', 'startedOn', 'title'])
})

test('C9: an amount of credits is a whole number of hundredths', () => {
  const read = readForm({ ...formOf(item()), personal: '1.25' }, today)
  expect('fields' in read && read.fields.personal).toBe(125)
})

test('P19: fields changed here and otherwise elsewhere are shown; what only they changed is taken', () => {
  const opened = item()
  const current = item({ version: 2, title: 'Sepsis', notes: 'From the ward' })
  expect(differences(opened, { title: 'Sepsis in children' }, current, today)).toEqual([
    { field: 'title', mine: 'Sepsis in children', theirs: 'Sepsis' },
  ])
  expect(differences(opened, { link: 'https://bmj.com' }, current, today)).toEqual([])
})

test('P19, P4: status and dates are one choice, which shows what keeping mine does to what was completed elsewhere', () => {
  const opened = item()
  const theirs = { status: 'completed', startedOn: null, completedOn: '2026-01-01' } as const
  const current = item({ version: 2, ...theirs })
  expect(differences(opened, { status: 'in progress' }, current, today)).toEqual([
    { field: 'progress', mine: { status: 'in progress', startedOn: null, completedOn: null }, theirs },
  ])
  expect(withoutTheirs({ status: 'in progress', completedOn: null, notes: 'x' }, new Set(['progress']))).toEqual({ notes: 'x' })
})

test('P19: a start given here and a completion elsewhere undo nothing of each other and go together', () => {
  const current = item({ version: 2, status: 'completed', completedOn: '2026-01-01' })
  expect(differences(item(), { startedOn: '2025-12-01' }, current, today)).toEqual([])
  // But not where it would be completed before it was started.
  expect(differences(item(), { startedOn: '2026-02-01' }, current, today)).toMatchObject([{ field: 'progress' }])
})

test('P20: a form is dirty once something differs, tags included', () => {
  const saved = formOf(item())
  expect(isDirty({ ...saved }, saved)).toBe(false)
  expect(isDirty({ ...saved, notes: 'x' }, saved)).toBe(true)
  expect(isDirty({ ...saved, tags: [{ key: 'own:a', label: 'A', setId: null, code: null, choice: { label: 'A' } }] }, saved)).toBe(true)
})

test('P20: a tag that is typed and not yet taken counts as a change, and is kept when it is typed while a save is on its way', () => {
  const wards = { key: 'own:wards', label: 'wards', setId: null, code: null, choice: { label: 'wards' } }
  const saved = formOf(item())
  const typed = { ...saved, typing: { text: 'wards', tag: wards } }
  expect(isDirty(typed, saved)).toBe(true)
  expect(isDirty(typed, { ...saved, tags: [wards] })).toBe(false)
  expect(typedSince(typed, typed, { ...saved, tags: [wards] })).toEqual({ ...saved, tags: [wards] })
  expect(typedSince(typed, saved, saved).typing.text).toBe('wards')
})

test('P20: after a save the form shows what was saved, and keeps whatever was typed since it was sent', () => {
  const tag = (label: string, id?: string) => ({
    key: `own:${label}`,
    label,
    setId: null,
    code: null,
    choice: id === undefined ? { label } : { id },
  })
  const sent = { ...formOf(item()), notes: 'Sent', link: ' https://bmj.com', tags: [tag('a'), tag('b')] }
  const saved = {
    ...sent,
    link: 'https://bmj.com',
    title: 'Renamed elsewhere',
    tags: [tag('a', '1'), tag('b', '2'), tag('elsewhere', '3')],
  }
  expect(typedSince(sent, sent, saved)).toEqual(saved)
  const now = { ...sent, notes: 'Sent and more', tags: [tag('b'), tag('c')] }
  expect(typedSince(now, sent, saved)).toEqual({ ...saved, notes: 'Sent and more', tags: [tag('b', '2'), tag('elsewhere', '3'), tag('c')] })
})
