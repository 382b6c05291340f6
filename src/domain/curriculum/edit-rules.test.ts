import { expect, test } from 'vitest'
import { changesBetween } from './changes.ts'
import { CurriculumFile } from './curriculum-file.ts'
import { faultsOfEdit, placeOfFault, readTyped } from './edit-rules.ts'
import { smallCurriculum, writtenCurriculum } from './small-curriculum.test-data.ts'

/** The small curriculum with its JSON changed. */
function changed(change: (document: ReturnType<typeof copy>) => void) {
  const document = copy()
  change(document)
  return document
}
// oxlint-disable-next-line typescript/no-explicit-any -- a test writes anywhere in it
const copy = (): any => structuredClone(smallCurriculum())
const faults = (typed: unknown) => {
  const read = readTyped(typed, [smallCurriculum()])
  return 'faults' in read ? read.faults : []
}
const refused = (change: Parameters<typeof changed>[0]) => {
  const after = CurriculumFile.parse(changed(change))
  return faultsOfEdit(smallCurriculum(), after).map(({ path }) => path)
}

test('T10: what is wrong with a curriculum is told at its field, by the schema of the files', () => {
  expect(faults(copy())).toEqual([])
  expect(faults(changed((it) => (it.groups[0].items[0].expected.Y1.level = '9')))).toEqual([
    { path: 'groups.0.items.0.expected.Y1.level', message: "'9' is not in the item's scale." },
    { path: 'groups.0.items.0.expected.Y2.maintained', message: 'This needs the same level in the year before.' },
  ])
  expect(faults(changed((it) => (it.ruleOfThumb.text = ' ')))).toEqual([{ path: 'ruleOfThumb.text', message: 'This must not be empty.' }])
  expect(faults(changed((it) => (it.meter.certainty = 'sure')))).toMatchObject([{ path: 'meter.certainty' }])
  expect(faults(changed((it) => (it.groups[0].extra = 1)))).toMatchObject([{ path: 'groups.0' }])
  expect(faults(null)).toHaveLength(1)
  expect(placeOfFault(copy(), 'groups.0.items.0.expected.Y1.level')).toBe('C1 Operating › expected level › Y1 › level')
})

test('T10: a mapping names items of the version before, and no version leads back to itself', () => {
  const next = (map: { from: string; to: string }[], curriculum = 'surgery-2020') =>
    faults({ ...writtenCurriculum({ id: 'surgery-2027', version: '2027' }), replaces: { curriculum, map } })
  expect(next([{ from: 'C1', to: 'C2' }])).toEqual([])
  expect(next([{ from: 'C9', to: 'C2' }])).toEqual([{ path: 'replaces.map.0.from', message: "'C9' is not an item of surgery-2020." }])
  expect(next([{ from: 'C1', to: 'C8' }])).toMatchObject([{ path: 'replaces.map.0.to' }])
  expect(next([], 'nowhere')).toMatchObject([{ path: 'replaces.curriculum' }])
})

test('T10: words, expected levels, evidence and certainty may be edited in place, and something added', () => {
  expect(
    refused((it) => {
      it.title = 'Surgery, corrected'
      it.groups[0].items[0].title = 'Operating safely'
      it.groups[0].items[0].expected.Y1 = { level: '3', certainty: 'checked' }
      it.groups[0].items[0].expected.Y2 = { level: '3', maintained: true, certainty: 'checked' }
      delete it.groups[0].items[1].expected.Y2
      it.groups[0].suitableEvidence.list.push('MSF')
      it.meter.one = 'One.'
      it.groups[0].items.push({ code: 'C9', title: 'New', certainty: 'recalled' })
      it.scales[0].levels.push({ code: '4', title: 'Level 4', certainty: 'recalled' })
    }),
  ).toEqual([])
})

test('T10: codes and what they stand for do not change in place', () => {
  expect(refused((it) => it.groups[0].items.splice(1, 1))).toEqual(['groups.0.items'])
  expect(refused((it) => (it.groups[0].items[0].code = 'C10'))).toEqual(['groups.0.items'])
  expect(refused((it) => it.groups.splice(1, 1))).toEqual(['groups', 'groups'])
  expect(refused((it) => (it.groups[0].kind = 'procedure'))).toEqual(['groups.0.kind'])
  expect(refused((it) => Object.assign(it.groups[0].items[2], { scale: 'exam', expected: {} }))).toEqual(['groups.0.items.2.scale'])
  expect(refused((it) => it.groups[1].items.push({ ...it.groups[0].items.splice(2, 1)[0] }))).toEqual(['groups.1.items.1.code'])
  expect(refused((it) => it.trainingYears.push(it.trainingYears.shift()) && delete it.groups[0].items[0].expected.Y2)).toEqual([
    'trainingYears',
  ])
  expect(refused((it) => (it.scales[1].levels = [it.scales[1].levels[1], it.scales[1].levels[0]]))).toEqual(['scales.1.levels'])
  expect(refused((it) => (it.id = 'surgery-2021'))).toEqual(['id'])
  const message = faultsOfEdit(smallCurriculum(), CurriculumFile.parse(changed((it) => it.groups[0].items.splice(1, 1))))[0]!.message
  expect(message).toContain('C2')
  expect(message).toContain('new version')
})

test('T10: what changed is told by codes and words, wherever parts stand', () => {
  const after = changed((it) => {
    it.groups[0].items.reverse()
    it.groups[0].items[2].expected.Y1.level = '3'
    it.groups[0].items[2].suitableEvidence.list.push('MSF')
    it.meter.certainty = 'recalled'
    it.groups[1].items.push({ code: 'E2', title: 'Part B', certainty: 'checked', expected: {} })
    delete it.groups[0].items[2].expected.Y1.note
  })
  expect(changesBetween(smallCurriculum(), after)).toEqual([
    { field: 'meter › certainty', before: 'checked', after: 'recalled' },
    { field: 'C1 Operating › suitable evidence', before: 'Log book', after: 'Log book; MSF' },
    { field: 'C1 Operating › expected level › Y1 › level', before: '2', after: '3' },
    { field: 'C1 Operating › expected level › Y1 › note', before: 'From memory.', after: '(nothing)' },
    { field: 'E2 Part B', before: '(nothing)', after: 'E2 Part B' },
  ])
  expect(changesBetween(after, structuredClone(after))).toEqual([])
})
