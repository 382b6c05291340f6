import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nameOf } from '#domain/assessments/form-file.ts'
import { Catalogue } from '#domain/catalogue/contract.ts'
import { loadCatalogue } from './catalogue.ts'
import { catalogueFolders } from './catalogue.test-folders.ts'

const shipped = join(import.meta.dirname, '../../../catalogue')

const { written, faultsOf } = catalogueFolders()

const tagSet = `id: hearts
title: Hearts
version: '1'
validFrom: 2024-01-30
defaultOn: false
codesAreOurs: true
source: A page
certainty: checked
groups:
  - code: A
    label: Chambers
    certainty: checked
    items:
      - { code: '1.1', label: Left, certainty: recalled }
      - { code: '1.2', label: Right, certainty: checked }
`
const scheme = `id: yearly
name: Yearly
version: '1'
unit: credit
period: { years: 1, startsIn: 4 }
target: { amount: '50.00' }
minima:
  - { kind: external, amount: '12.25' }
caps: []
source: A page
certainty: secondary
`
const accreditor = `id: college
name: A college
version: '1'
source: A page
certainty: recalled
`
const curriculum = `id: surgery-2020
title: Surgery
version: '2020'
codesAreOurs: true
source: A page
certainty: recalled
trainingYears:
  - { code: Y1, title: Year 1, certainty: checked }
scales:
  - { code: trust, title: Trust, levels: [{ code: '1', title: Watches, certainty: checked }] }
ruleOfThumb: { text: Sign when ready., certainty: checked }
meter: { none: None., one: One., twoOrThree: Good., more: Choose., certainty: checked }
groups:
  - code: C
    title: Capabilities
    kind: clinical capability
    scale: trust
    certainty: checked
    items:
      - { code: C1, title: Operating, certainty: checked, expected: { Y1: { level: '1', certainty: recalled } } }
`

/** The good tag set with one piece replaced; fails where the piece is not in it. */
const but = (good: string, piece: string, other: string): string => {
  expect(good).toContain(piece)
  return good.replace(piece, other)
}
const x = (piece: string, other: string) => faultsOf({ 'tag-sets/x.yaml': but(tagSet, piece, other) })

test('C9: amounts in the files become whole hundredths', async () => {
  const { schemes } = await loadCatalogue(await written({ 'schemes/x.yaml': scheme }))
  expect(schemes[0]?.target.amount).toBe(5000)
  expect(schemes[0]?.minima[0]?.amount).toBe(1225)
})

test('dates stay the text they are', async () => {
  const { tagSets } = await loadCatalogue(await written({ 'tag-sets/x.yaml': tagSet }))
  expect(tagSets[0]?.validFrom).toBe('2024-01-30')
})

test('entries come in the order of their ids, whatever their files are called', async () => {
  const root = await written({ 'tag-sets/a.yaml': tagSet, 'tag-sets/b.yml': but(tagSet, 'id: hearts', 'id: bones') })
  expect((await loadCatalogue(root)).tagSets.map(({ id }) => id)).toEqual(['bones', 'hearts'])
})

test('a missing part is named at the entry it is missing from', async () => {
  expect(await x("code: '1.2', ", '')).toEqual(['catalogue/tag-sets/x.yaml:15:9 code is missing'])
})

test('a missing key of the entry is named at its beginning', async () => {
  expect(await x('source: A page\n', '')).toEqual(['catalogue/tag-sets/x.yaml:1:1 source is missing'])
})

test('a certainty that is none of the three is named with the three', async () => {
  expect(await x('Right, certainty: checked', 'Right, certainty: sure')).toEqual([
    'catalogue/tag-sets/x.yaml:15:49 certainty must be checked or secondary or recalled',
  ])
})

test('each unknown key is a fault of its own, at the key', async () => {
  expect(await x('label: Chambers', 'label: Chambers\n    colour: red\n    size: big')).toEqual([
    "catalogue/tag-sets/x.yaml:12:5 'colour' is not a key known here",
    "catalogue/tag-sets/x.yaml:13:5 'size' is not a key known here",
  ])
})

test('an id that is not kebab-case is refused', async () => {
  expect(await x('id: hearts', 'id: Hearts_2')).toEqual([
    'catalogue/tag-sets/x.yaml:1:5 id must be lower-case letters and digits joined by single hyphens, such as gmp-2024',
  ])
})

test('a code stands once in a set, whatever its case', async () => {
  expect(await x("code: '1.2'", 'code: a')).toEqual(["catalogue/tag-sets/x.yaml:15:17 code 'a' is in this set already"])
})

test('a code that YAML reads as a number is refused, as 1.10 would become 1.1', async () => {
  expect(await x("code: '1.2'", 'code: 1.10')).toEqual([
    "catalogue/tag-sets/x.yaml:15:17 code must be text; put it in quotes, such as '1.1'",
  ])
})

test('a day that is not in the calendar is refused', async () => {
  expect(await x('2024-01-30', '2024-02-30')).toEqual([
    'catalogue/tag-sets/x.yaml:4:12 validFrom This is not a day of the calendar. Write it as 2026-03-31.',
  ])
})

test('an entry cannot end before it begins', async () => {
  expect(await x('validFrom: 2024-01-30', 'validFrom: 2024-01-30\nvalidTo: 2024-01-29')).toEqual([
    'catalogue/tag-sets/x.yaml:5:10 validTo must not be before validFrom',
  ])
})

test('what is not YAML is named where it breaks', async () => {
  const [fault, ...more] = await x('title: Hearts', 'title: "Hearts')
  expect(fault).toMatch(/^catalogue\/tag-sets\/x\.yaml:\d+:\d+ is not YAML: /)
  expect(more.every((other) => other.startsWith('catalogue/tag-sets/x.yaml:'))).toBe(true)
})

test('a key given twice is named where it comes the second time', async () => {
  expect(await x('title: Hearts', 'title: Hearts\ntitle: Hearts again')).toEqual([
    'catalogue/tag-sets/x.yaml:3:1 is not YAML: Map keys must be unique',
  ])
})

test('an empty file is named', async () => {
  expect(await faultsOf({ 'accreditors/x.yaml': '# nothing yet\n' })).toEqual(['catalogue/accreditors/x.yaml:1:1 is empty'])
})

test('a list where an entry should be is named', async () => {
  expect(await faultsOf({ 'accreditors/x.yaml': '- id: a\n' })).toEqual(['catalogue/accreditors/x.yaml:1:1 must be keys with values'])
})

test('an id used by two files is named at the second, even where the second has other faults', async () => {
  const second = but(accreditor, 'name: A college', 'names: A college')
  expect(await faultsOf({ 'accreditors/a.yaml': accreditor, 'accreditors/b.yaml': second })).toEqual([
    'catalogue/accreditors/b.yaml:1:1 name is missing',
    "catalogue/accreditors/b.yaml:2:1 'names' is not a key known here",
    "catalogue/accreditors/b.yaml:1:5 id 'college' is taken by catalogue/accreditors/a.yaml:1:5",
  ])
})

test('the same id may name an accreditor and a scheme', async () => {
  const root = await written({
    'accreditors/a.yaml': accreditor,
    'schemes/a.yaml': but(scheme, 'id: yearly', 'id: college'),
  })
  expect((await loadCatalogue(root)).schemes).toHaveLength(1)
})

test('a unit and its word go together', async () => {
  expect(await faultsOf({ 'accreditors/x.yaml': `${accreditor}unit: point\n` })).toEqual([
    'catalogue/accreditors/x.yaml:1:1 unit and unitLabel go together: give both or neither',
  ])
})

test('C9: an amount without two decimals, or not in quotes, is refused', async () => {
  const files = { 'schemes/x.yaml': but(but(scheme, "'50.00'", '50.00'), "'12.25'", "'12.5'") }
  expect(await faultsOf(files)).toEqual([
    "catalogue/schemes/x.yaml:6:19 amount must be an amount in quotes, such as '0.25'",
    "catalogue/schemes/x.yaml:8:31 amount must have two decimals, '0.00' to '999.99'",
  ])
})

test('C13: a kind of credit has one minimum in a scheme', async () => {
  const twice = but(scheme, 'caps: []', "  - { kind: external, amount: '1.00' }\ncaps: []")
  expect(await faultsOf({ 'schemes/x.yaml': twice })).toEqual(["catalogue/schemes/x.yaml:9:13 kind 'external' is here twice"])
})

test('every fault of every file is told at once', async () => {
  const faults = await faultsOf({
    'tag-sets/x.yaml': but(but(but(tagSet, "code: '1.2'", "code: '1.1'"), 'label: Left, ', ''), 'version:', 'edition:'),
    'schemes/x.yaml': but(but(scheme, 'startsIn: 4', 'startsIn: 13'), 'unit: credit', 'unit: star'),
    'accreditors/x.yaml': but(accreditor, 'A college', ''),
  })
  expect(faults).toEqual([
    'catalogue/accreditors/x.yaml:2:7 name must not be empty',
    'catalogue/tag-sets/x.yaml:1:1 version is missing',
    "catalogue/tag-sets/x.yaml:3:1 'edition' is not a key known here",
    'catalogue/tag-sets/x.yaml:14:9 label is missing',
    "catalogue/tag-sets/x.yaml:15:17 code '1.1' is in this set already",
    'catalogue/schemes/x.yaml:4:7 unit must be credit or point or hour',
    'catalogue/schemes/x.yaml:5:31 startsIn must be the number of a month, 1 to 12, or chosen',
  ])
})

test('T10: an expected level that is not in its scale is named at its line, as is a year that is not in the programme', async () => {
  const files = {
    'curricula/x.yaml': but(curriculum, "Y1: { level: '1', certainty: recalled }", "Y2: { level: '5', certainty: recalled }"),
  }
  expect(await faultsOf(files)).toEqual([
    'catalogue/curricula/x.yaml:20:75 Y2 is not a training year of this curriculum',
    "catalogue/curricula/x.yaml:20:84 level '5' is not in the item's scale",
  ])
})

test('T10: what a new version says of the one before is checked against that one', async () => {
  const next = `${but(curriculum, 'surgery-2020', 'surgery-2027')}replaces:
  curriculum: surgery-2020
  map:
    - { from: C1, to: C1 }
    - { from: C9, to: C1 }
`
  expect(await faultsOf({ 'curricula/a.yaml': curriculum, 'curricula/b.yaml': next })).toEqual([
    "catalogue/curricula/b.yaml:25:15 'C9' is not an item of surgery-2020",
  ])
  expect(await faultsOf({ 'curricula/b.yaml': next })).toEqual(["catalogue/curricula/b.yaml:22:15 'surgery-2020' is not in the catalogue"])
})

test('a folder that is not there is named', async () => {
  const root = await written({})
  await rm(join(root, 'schemes'), { recursive: true })
  await expect(loadCatalogue(root)).rejects.toThrow('catalogue/schemes:1:1 cannot be read (ENOENT)')
})

test('the shipped catalogue loads, and leaves through its own endpoint unchanged', async () => {
  const { curricula, declarations, forms, minima, ...catalogue } = await loadCatalogue(shipped)
  expect(Catalogue.parse(catalogue)).toEqual(catalogue)
  expect(declarations.map(({ id }) => id)).toEqual(['agreement-2026', 'health-2026', 'probity-2026'])
  expect(curricula.map(({ id }) => id)).toEqual(['imt-stage-1-2019'])
  const names = new Set(forms.map(nameOf))
  expect(minima.flatMap(({ perYear }) => perYear.flatMap((minimum) => minimum.forms)).filter((name) => !names.has(name))).toEqual([])
  expect(minima.map(({ curriculum }) => curriculum)).toEqual(['imt-stage-1-2019'])
  expect(catalogue.tagSets.map(({ id }) => id)).toEqual([
    'gmc-gpc',
    'gmc-supporting-info',
    'gmp-2013',
    'gmp-2024',
    'imt-cips',
    'nmc-code',
    'rcem-2021',
    'rcgp-2019',
    'rcgp-2025',
    'rcgp-topics',
    'rcp-cpd',
    'ukfp-2021',
  ])
})

test('every shipped entry names its source and how sure it is, and no tag set is on by itself', async () => {
  const { accreditors, tagSets, schemes, curricula } = await loadCatalogue(shipped)
  for (const entry of [...accreditors, ...tagSets, ...schemes, ...curricula]) {
    expect(entry.source.length, entry.id).toBeGreaterThan(3)
    expect(['checked', 'secondary', 'recalled']).toContain(entry.certainty)
  }
  expect(tagSets.filter(({ defaultOn }) => defaultOn)).toEqual([])
})

test('C10: the schemes shipped are those of their sources', async () => {
  const { schemes } = await loadCatalogue(shipped)
  const said = schemes.map(({ id, period, target, minima, caps }) => [
    id,
    `${target.amount} in ${period.years} from ${period.startsIn}`,
    ...minima.map(({ kind, amount }) => `at least ${amount} ${kind}`),
    ...caps.map(({ kind, amount }) => `at most ${amount} ${kind}`),
  ])
  expect(said).toEqual([
    ['aomrc-five-years', '25000 in 5 from chosen'],
    ['aomrc-one-year', '5000 in 1 from chosen'],
    ['federation-rcps', '5000 in 1 from 4', 'at least 2500 external', 'at most 1000 personal'],
    ['hkam', '9000 in 3 from chosen'],
    ['nmc', '3500 in 3 from chosen', 'at least 2000 participatory'],
    ['racgp-mba', '5000 in 1 from 1'],
  ])
})

test('T4: a declaration at fault is named at its line: an address that is none, words that are not ours, an id that is not its version', async () => {
  const text = (changes: Record<string, string>) => {
    const lines: Record<string, string> = {
      id: 'probity-2026',
      kind: 'probity',
      title: 'Probity',
      version: "'2026'",
      wordsAreOurs: 'true',
      body: '[I am honest.]',
      document: '{ title: Good practice, link: https://example.org/gmp }',
      sections: "[{ code: '4a', heading: Honesty, summary: Be honest., certainty: checked }]",
      source: 'Example',
      certainty: 'recalled',
      ...changes,
    }
    return Object.entries(lines)
      .map(([key, value]) => `${key}: ${value}`)
      .join('\n')
  }
  const faults = (changes: Record<string, string>) => faultsOf({ 'declarations/probity.yaml': text(changes) })
  expect(await faults({})).toEqual([])
  expect(await faults({ document: '{ title: Good practice, link: gmc }' })).toEqual([
    'catalogue/declarations/probity.yaml:7:41 link must be an address that begins with https://',
  ])
  expect(await faults({ wordsAreOurs: 'false' })).toEqual(['catalogue/declarations/probity.yaml:5:15 wordsAreOurs must be true'])
  expect(await faults({ id: 'probity-2027' })).toEqual([
    'catalogue/declarations/probity.yaml:1:5 id must be its kind and version, such as probity-2026: what was signed refers to it',
  ])
  expect(await faults({ sections: '[]' })).toEqual(['catalogue/declarations/probity.yaml:8:11 sections must name at least one section'])
})
