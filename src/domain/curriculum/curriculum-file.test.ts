import { expect, test } from 'vitest'
import { CurriculumFile, faultsOfSuccession, isVerified, ITEM_KINDS } from './curriculum-file.ts'
import { smallCurriculum, writtenCurriculum } from './small-curriculum.test-data.ts'

/** Where and why the small curriculum is refused once `spoil` has been at it. */
function faultsAfter(spoil: (written: ReturnType<typeof writtenCurriculum>) => void): string[] {
  const written = structuredClone(writtenCurriculum())
  spoil(written)
  const issues = CurriculumFile.safeParse(written).error?.issues ?? []
  return issues.map(({ path, message }) => `${path.join('.')} ${message}`)
}

test('T10: a code stands once among groups and items, whatever its case, and so do those of years, scales and levels', () => {
  expect(faultsAfter(({ groups }) => (groups[1]!.items[0]!.code = 'c1'))).toEqual(["groups.1.items.0.code 'c1' is taken by another item"])
  expect(faultsAfter(({ groups }) => (groups[1]!.items[0]!.code = 'C'))).toEqual(["groups.1.items.0.code 'C' is taken by another item"])
  expect(faultsAfter(({ scales }) => (scales[1]!.levels[1]!.code = 'below'))).toContain(
    "scales.1.levels.1.code 'below' is taken by another level",
  )
  expect(faultsAfter(({ trainingYears }) => trainingYears.push(trainingYears[0]!))).toEqual([
    "trainingYears.2.code 'Y1' is taken by another training year",
  ])
  expect(faultsAfter(({ scales }) => scales.push(scales[0]!))).toEqual(["scales.3.code 'trust' is taken by another scale"])
})

test('T10: an expected level is one of the item’s own scale, not only of its group’s', () => {
  expect(faultsAfter(({ groups }) => (groups[0]!.items[2]!.expected!['Y1']!.level = '2'))).toEqual([
    "groups.0.items.2.expected.Y1.level '2' is not in the item's scale",
  ])
})

test('T10: a scale that is not there is told once, where it is named', () => {
  expect(faultsAfter(({ groups }) => (groups[0]!.scale = 'wisdom'))).toEqual(["groups.0.scale 'wisdom' is not a scale of this curriculum"])
  expect(faultsAfter(({ groups }) => (groups[0]!.items[2]!.scale = 'wisdom'))).toEqual([
    "groups.0.items.2.scale 'wisdom' is not a scale of this curriculum",
  ])
})

test('T10: a level is maintained where the year before expected the same', () => {
  const fault = 'maintained needs the same level in the year before'
  expect(faultsAfter(({ groups }) => (groups[0]!.items[0]!.expected!['Y2']!.level = '3'))).toEqual([
    `groups.0.items.0.expected.Y2.${fault}`,
  ])
  expect(faultsAfter(({ groups }) => (groups[0]!.items[2]!.expected!['Y1']!.maintained = true))).toEqual([
    `groups.0.items.2.expected.Y1.${fault}`,
  ])
})

test('T10: proof is asked for in a year of the programme', () => {
  const proof = { form: 'Summative DOPS', year: 'Y9', atLeast: 2, certainty: 'checked' } as const
  expect(faultsAfter(({ groups }) => (groups[0]!.items[0]!.proof = proof))).toEqual([
    "groups.0.items.0.proof.year 'Y9' is not a training year of this curriculum",
  ])
})

test('T10: a mapping leads to items that are there, from another curriculum, and names no pair twice', () => {
  const map = [
    { from: 'A', to: 'C1' },
    { from: 'A', to: 'C2' },
    { from: 'B', to: 'C1' },
  ]
  const replaces = (more: typeof map, curriculum = 'surgery-2010') => ({ curriculum, map: [...map, ...more] })
  expect(faultsAfter((written) => (written.replaces = replaces([])))).toEqual([])
  expect(faultsAfter((written) => (written.replaces = replaces([{ from: 'A', to: 'C1' }])))).toEqual([
    "replaces.map.3.from 'A' to 'C1' is here twice",
  ])
  expect(faultsAfter((written) => (written.replaces = replaces([{ from: 'A', to: 'C' }])))).toEqual([
    "replaces.map.3.to 'C' is not an item of this curriculum",
  ])
  expect(faultsAfter((written) => (written.replaces = replaces([], 'surgery-2020')))).toEqual([
    'replaces.curriculum must be another curriculum than this',
  ])
})

test('T10: a kind that a curriculum does not have is refused, and what stands beside it is still checked', () => {
  const faults = faultsAfter(({ groups }) => {
    Object.assign(groups[0]!, { kind: 'hobby' })
    groups[0]!.items[1]!.expected = { Y7: { level: '3', certainty: 'checked' } }
  })
  expect(faults).toEqual([
    'groups.0.kind must be one of generic capability, clinical capability, procedure, exam, certificate',
    'groups.0.items.1.expected.Y7 is not a training year of this curriculum',
  ])
})

test('T10: versions follow each other in one line, each from items of the one before', () => {
  const first = smallCurriculum()
  const after = (id: string, curriculum: string, from = 'C1') =>
    smallCurriculum({ id, replaces: { curriculum, map: [{ from, to: 'C1' }] } })
  const faults = (...files: CurriculumFile[]) => faultsOfSuccession(files).map(({ file, path, message }) => [file.id, ...path, message])

  expect(faults(first, after('b', 'surgery-2020'))).toEqual([])
  expect(faults(first, after('b', 'surgery-2020', 'C'))).toEqual([
    ['b', 'replaces', 'map', 0, 'from', "'C' is not an item of surgery-2020"],
  ])
  expect(faults(after('b', 'surgery-2020'))).toEqual([['b', 'replaces', 'curriculum', "'surgery-2020' is not in the catalogue"]])
  expect(faults(after('b', 'c'), after('c', 'b'), after('d', 'c')).map(([id]) => id)).toEqual(['b', 'c'])
})

test('T5: exams and certificates are verified, the rest is signed off', () => {
  expect(ITEM_KINDS.filter(isVerified)).toEqual(['exam', 'certificate'])
})
