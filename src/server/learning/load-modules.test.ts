import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rightOption } from '#domain/learning/attempt-rules.ts'
import { CatalogueError, loadCatalogue } from '#server/platform/catalogue.ts'
import { loadModules } from './load-modules.ts'

const shipped = resolve(import.meta.dirname, '../../../catalogue')
const known = { accreditorIds: new Set(['rcgp']) }

let parent: string
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'cairn-modules-'))
})
afterAll(() => rm(parent, { recursive: true, force: true }))

const MODULE = `id: small
version: '1'
title: A small module
summary: About little.
format: reading
specialties: [general-practice]
audience: Everybody
minutes: 20
passMark: 70
authors:
  - name: Cairn editorial
reviewedOn: 2026-01-01
expiresOn: 2028-01-01
outcomes: [Name it]
keyPoints: [It matters]
sources:
  - { title: A source, publisher: Somebody }
preTest: [q1]
accreditations:
  - { accreditor: rcgp, amount: '0.50', basis: self-assessed, certainty: checked, from: 2026-01-01 }
notice: For education.
`
const question = (id: string) => `- id: ${id}
  stem: Which?
  options:
    - { text: One, why: Yes., right: true }
    - { text: Two, why: No. }
    - { text: Three, why: No. }
    - { text: Four, why: No. }
  explanation: So.
`
const QUESTIONS = Array.from({ length: 8 }, (_, index) => question(`q${index + 1}`)).join('')
const inPage = question('p1').replace(/^- /, '').replaceAll(/^ {2}/gm, '')
const PAGE = `---\ntitle: First\n---\nSome words.\n\n![A line](pictures/line.svg)\n\n\`\`\`question\n${inPage}\`\`\`\n\nMore words.\n`
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
const SMALL = { 'module.yaml': MODULE, 'questions.yaml': QUESTIONS, 'pages/01-first.md': PAGE, 'pictures/line.svg': SVG }

async function written(files: Readonly<Record<string, string | null>>): Promise<string> {
  const root = join(await mkdtemp(join(parent, 'a-')), 'modules')
  for (const [path, text] of Object.entries({ ...SMALL, ...files })) {
    if (text === null) continue
    await mkdir(dirname(join(root, 'small', path)), { recursive: true })
    await writeFile(join(root, 'small', path), text)
  }
  return root
}

async function faultsOf(files: Readonly<Record<string, string | null>>): Promise<readonly string[]> {
  const fault = await loadModules(await written(files), known).then(
    () => null,
    (error: unknown) => error,
  )
  expect(fault).toBeInstanceOf(CatalogueError)
  return (fault as CatalogueError).faults
}

test('L10: a folder is a module: its head, pages with questions between, pictures by their hash, and its assessment', async () => {
  const { editions, pictures } = await loadModules(await written({}), known)
  expect(editions).toMatchObject([
    {
      id: 'small',
      accreditations: [{ accreditor: 'rcgp', amount: 50 }],
      pages: [{ title: 'First', parts: [{ text: expect.any(String) }, { question: { id: 'p1' } }, { text: 'More words.' }] }],
      questions: Array.from({ length: 8 }, (_, index) => ({ id: `q${index + 1}` })),
    },
  ])
  expect(pictures).toMatchObject([{ mediaType: 'image/svg+xml' }])
  expect(editions[0]!.pages[0]!.parts[0]).toEqual({ text: `Some words.\n\n![A line](/api/module-pictures/${pictures[0]!.sha256})` })
})

test.each([
  [
    'a key that is missing',
    { 'module.yaml': MODULE.replace('title: A small module\n', '') },
    'modules/small/module.yaml:1:1 title is missing',
  ],
  [
    'an accreditor nobody knows',
    { 'module.yaml': MODULE.replace('accreditor: rcgp', 'accreditor: nobody') },
    "accreditor 'nobody' is not in the catalogue",
  ],
  [
    'a binary fraction for an amount',
    { 'module.yaml': MODULE.replace("'0.50'", '0.5') },
    'module.yaml:20:33 amount must be an amount in quotes',
  ],
  ['an id that is not the folder', { 'module.yaml': MODULE.replace('id: small', 'id: other') }, 'id must be the name of its folder, small'],
  ['a pre-test of what is not asked', { 'module.yaml': MODULE.replace('[q1]', '[q99]') }, "preTest 'q99' is not in questions.yaml"],
  [
    'two right answers',
    { 'questions.yaml': QUESTIONS.replace('{ text: Two, why: No. }', '{ text: Two, why: No., right: true }') },
    'questions.yaml:4:5 options must have exactly one that is right, not 2',
  ],
  ['too few questions', { 'questions.yaml': question('q1') }, 'must have 8 to 12 questions'],
  [
    'a question without a reason',
    { 'questions.yaml': QUESTIONS.replace('{ text: Four, why: No. }', '{ text: Four }') },
    'questions.yaml:7:7 why is missing',
  ],
  ['a question twice', { 'questions.yaml': QUESTIONS.replace('id: q2', 'id: q1') }, "question 'q1' is here twice"],
  [
    'a fault in a question of a page, at its own line',
    { 'pages/01-first.md': PAGE.replace('stem: Which?', 'stam: Which?') },
    "pages/01-first.md:10:1 'stam' is not a key known here",
  ],
  [
    'a question that is not closed',
    { 'pages/01-first.md': PAGE.replace('```\n\nMore', 'More') },
    'pages/01-first.md:8:1 this question is not closed',
  ],
  ['a page without a title', { 'pages/01-first.md': 'Words alone.' }, 'pages/01-first.md:1:1 must begin with its title'],
  ['HTML on a page', { 'pages/01-first.md': PAGE.replace('Some words.', '<script>x</script>') }, 'pages/01-first.md:4:1 holds HTML'],
  ['a picture that is not there', { 'pictures/line.svg': null }, 'picture pictures/line.svg is not there'],
  ['a picture nobody described', { 'pages/01-first.md': PAGE.replace('![A line]', '![]') }, 'must be described for who cannot see it'],
  ['no assessment', { 'questions.yaml': null }, 'modules/small/questions.yaml:1:1 is missing'],
])('L10: %s is named with its file and line', async (_, files, message) => {
  expect((await faultsOf(files)).join('\n')).toContain(message)
})

test('L10: every module that ships can be read, and its right answers do not all stand in one place', async () => {
  const { accreditors } = await loadCatalogue(shipped)
  const { editions } = await loadModules(join(shipped, 'modules'), { accreditorIds: new Set(accreditors.map((one) => one.id)) })
  expect(editions.length).toBeGreaterThanOrEqual(8)
  for (const module of editions) {
    expect(new Set(module.questions.map(rightOption)).size, module.id).toBeGreaterThanOrEqual(3)
    expect(module.pages.length, module.id).toBeGreaterThanOrEqual(4)
    expect(module.minutes, module.id).toBeGreaterThanOrEqual(20)
    expect(module.authors, module.id).toMatchObject([{ name: 'Cairn editorial' }])
    expect(module.notice, module.id).toMatch(/for education/i)
    // Nobody has approved these: where credits are shown they rest on a published rule alone.
    for (const { basis } of module.accreditations) expect(basis, module.id).toBe('self-assessed')
  }
})
