import type { Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, test } from 'vitest'
import { rightOption } from '#domain/learning/attempt-rules.ts'
import {
  addModule,
  answerQuestion,
  keepPlace,
  listCertificates,
  retakeModule,
  startModule,
  submitAttempt,
} from '#domain/learning/contract.ts'
import { browser } from '../support/browser.ts'
import { house } from '../support/house.ts'
import type { Person } from '../support/person.ts'
import { Walk } from '../support/walk.ts'

const at = house({ listening: true })
const tab = browser(at)
let ada: Person
let reading = ''
let passed = ''
let failed = ''
let codes: string[] = []

const begin = async (moduleId: string) => (await ada.ask(startModule, { params: { moduleId }, body: { id: uuidv7() } })).open!.attemptId

async function finish(moduleId: string, attemptId: string, right: boolean): Promise<string> {
  const { questions, preTest } = at.house.shelf.find(moduleId)!.module
  const answer = (part: string, questionId: string, option: number) =>
    ada.ask(answerQuestion, { params: { attemptId, part, questionId }, body: { option } })
  for (const id of preTest) await answer('pre', id, 0)
  for (const [index, question] of questions.entries()) {
    const option = rightOption(question)
    await answer('final', question.id, right && index > 0 ? option : (option + 1) % question.options.length)
  }
  await ada.ask(submitAttempt, { params: { attemptId }, body: {} })
  return attemptId
}

beforeAll(async () => {
  ada = await at.clinician({ name: 'Dr Ada Okafor', accreditor: 'rcgp' })
  const voided = await finish('reflective-writing', await begin('reflective-writing'), true)
  await ada.ask(retakeModule, { params: { moduleId: 'reflective-writing' }, body: { id: uuidv7(), instead: voided } })
  passed = await finish('acute-kidney-injury', await begin('acute-kidney-injury'), true)
  failed = await finish('safe-handover', await begin('safe-handover'), false)
  reading = await begin('sepsis-recognition')
  await ada.ask(keepPlace, { params: { attemptId: reading }, body: { page: 2 } })
  await ada.ask(answerQuestion, { params: { attemptId: reading, part: 'page', questionId: 'p1' }, body: { option: 0 } })
  await ada.ask(addModule, { params: { moduleId: 'consent-and-capacity' }, body: { id: uuidv7(), tags: [] } })
  codes = (await ada.ask(listCertificates)).certificates.map(({ code }) => code)
})

/** Wide and on the smallest phone, light and dark, by axe and for what scrolls sideways. */
async function everywhere(walk: Walk, where: string): Promise<void> {
  await walk.look(where)
  await walk.resize(where)
  await walk.page.setViewportSize({ width: 320, height: 900 })
  await walk.look(`${where} at 320`)
  await walk.page.setViewportSize({ width: 1280, height: 900 })
}

const walkOf = (page: Page) => new Walk(page, tab.url)

test('N2: axe finds nothing on the learning page and where it is empty', async () => {
  const walk = walkOf(await tab.page({ signedInAs: ada }))
  const { page } = walk
  await walk.open('/learning', 'Learning')
  await page.getByText('8 modules').waitFor()
  await everywhere(walk, 'learning')
  await page.getByRole('button', { name: /specialties$/ }).click()
  await walk.window('My specialties', 'Cardiology')
  await everywhere(walk, 'specialties')
  await walk.close()
  await walk.open('/learning?search=zebra', 'Learning')
  await page.getByRole('heading', { name: 'No module fits' }).waitFor()
  await everywhere(walk, 'no modules')
  await walk.open('/learning?format=song', 'Learning')
  await page.getByRole('heading', { name: 'This address cannot be understood' }).waitFor()
  await walk.look('invalid address')
  walk.end()
})

test('N2: axe finds nothing on the first page of a module and in its windows', async () => {
  const walk = walkOf(await tab.page({ signedInAs: ada }))
  const { page } = walk
  for (const [id, title, button] of [
    ['anticoagulation-basics', 'Anticoagulation basics: choose, check, reverse', 'Start'],
    ['sepsis-recognition', 'Recognising sepsis in adults', 'Go on'],
    ['safe-handover', 'Safe handover', 'Retake module'],
  ] as const) {
    await walk.open(`/learning/modules/${id}`, title)
    await page.getByRole('button', { name: button, exact: true }).waitFor()
    await page.getByRole('heading', { name: 'Sources' }).waitFor()
    await everywhere(walk, `module ${id}`)
  }
  await walk.open('/learning/modules/anticoagulation-basics', /^Anticoagulation/)
  await walk.press('Add to portfolio')
  await walk.window('Add to portfolio', 'Tags can wait')
  await everywhere(walk, 'add to portfolio')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await walk.open('/learning/modules/acute-kidney-injury', /^Acute kidney/)
  await page.getByRole('link', { name: 'Save certificate' }).waitFor()
  await walk.press('Retake module')
  await walk.window('Retake module', 'your certificate')
  await everywhere(walk, 'retake')
  walk.end()
})

test('N2: axe finds nothing in the reader', async () => {
  const walk = walkOf(await tab.page({ signedInAs: ada }))
  const { page } = walk
  const open = async (to: number, heading: string) => {
    await walk.open(`/learning/attempts/${reading}?page=${to}`, 'Recognising sepsis in adults')
    await page.getByRole('heading', { name: heading, exact: true }).waitFor()
  }
  await open(0, 'Before you read')
  await everywhere(walk, 'pre-test')
  await open(2, 'The history that changes the risk')
  await page.getByRole('heading', { name: 'Not quite' }).waitFor()
  await everywhere(walk, 'a page with its question answered')
  await open(3, 'Using NEWS2 as a thinking tool')
  await page.getByRole('table').waitFor()
  await everywhere(walk, 'a page with a table and a picture')
  await page.getByRole('button', { name: 'Check answer' }).click()
  await page.getByText('Choose an answer first.').waitFor()
  await walk.look('a question not answered')
  await page.setViewportSize({ width: 320, height: 900 })
  await page.getByText('Pages of this module').click()
  await page.getByRole('link', { name: 'Final assessment' }).waitFor()
  await walk.look('the pages unfolded')
  await page.getByRole('link', { name: 'Final assessment' }).click()
  await page.getByRole('heading', { name: 'Final assessment' }).waitFor()
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole('button', { name: 'Submit answers' }).click()
  await page.getByText('10 questions have no answer yet.').waitFor()
  await everywhere(walk, 'final assessment with faults')
  walk.end()
})

test('N2: axe finds nothing on results and certificates', async () => {
  const walk = walkOf(await tab.page({ signedInAs: ada }))
  const { page } = walk
  await walk.open(`/learning/attempts/${passed}/result`, /^Acute kidney/)
  await page.getByRole('button', { name: 'Retake module' }).waitFor()
  await everywhere(walk, 'passed')
  await walk.open(`/learning/attempts/${failed}/result`, 'Safe handover')
  await page.getByRole('heading', { name: 'Not passed this time' }).waitFor()
  await everywhere(walk, 'failed')
  await walk.open('/learning/certificates', 'Certificates')
  await page.getByText(/^Void since/).waitFor()
  await everywhere(walk, 'certificates')
  walk.end()
})

test('N2: axe finds nothing where certificates are checked, and where there are none', async () => {
  const walk = walkOf(await tab.page())
  const { page } = walk
  await walk.open('/check', 'Check a certificate')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByText('Type the code first.').waitFor()
  await everywhere(walk, 'check')
  for (const code of codes) {
    await walk.open(`/check/${code}`, 'Check a certificate')
    await page.getByRole('heading', { name: /^This certificate is/ }).waitFor()
    await everywhere(walk, 'a certificate checked')
  }
  await walk.open('/check/ABCDE-12345', 'Check a certificate')
  await page.getByText('No certificate found').waitFor()
  await everywhere(walk, 'a wrong code')
  const empty = walkOf(await tab.page({ signedInAs: await at.clinician() }))
  await empty.open('/learning/certificates', 'Certificates')
  await empty.page.getByRole('heading', { name: 'No certificates yet' }).waitFor()
  await everywhere(empty, 'no certificates')
  walk.end()
  empty.end()
})
