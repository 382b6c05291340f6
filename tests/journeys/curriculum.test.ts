import type { Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { addModule, listModules } from '#domain/learning/contract.ts'
import { amendItem, itemById } from '#domain/portfolio/contract.ts'
import { addLibraryFile } from '#domain/training/library-contract.ts'
import { recordCertificate } from '#domain/training/papers-contract.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { assess, attach, believable, evidence, supervisor, trainee } from '../support/curriculum.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { PDF, upload } from '../support/uploading.ts'
import { Walk } from '../support/walk.ts'

const at = house({ listening: true })
const tab = browser(at)

const row = (page: Page, code: string) => page.locator('main section li').filter({ has: page.getByText(code, { exact: true }) })
const window = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const told = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

test('T7, T8, T9, P24: evidence is linked from both sides, assessed by the pen, signed off, amended, and the signature keeps what it saw', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const item = await tara.completed({ title: 'ACAT: medical take', notes: 'As it was first' })
  await attach(tara, item.id, 'feedback.txt', 'Escalated in good time.')
  await tara.completed({ title: 'Reflection: a handover', type: 'reflection' })
  const url = `${tab.url}/record/${tara.id}/curriculum`

  // From the item's window.
  const hers = await tab.page({ signedInAs: tara })
  await hers.goto(`${tab.url}/portfolio`)
  await hers.getByText('ACAT: medical take').first().click()
  await hers.getByRole('tab', { name: 'Curriculum' }).click()
  await told(hers, 'nobody reads it as evidence')
  await hers.getByRole('button', { name: 'Choose where it belongs' }).click()
  const choose = window(hers, 'Choose where it belongs')
  await choose.getByLabel('Find in the curriculum').fill('unselected')
  await choose.getByLabel('C1 Managing an acute unselected take').check()
  await choose.getByRole('button', { name: 'Next: see what will be read' }).click()
  const opens = window(hers, 'What will be read, and by whom')
  await opens.getByText('Dr Esme Sutton').waitFor()
  await opens.getByText('As it was first').waitFor()
  await opens.getByText('feedback.txt').waitFor()
  await opens.getByRole('button', { name: 'Link to it' }).click()
  await told(hers, '1 link made.')

  // From the curriculum page, with a reflection, which is shared by it.
  await hers.goto(url)
  await row(hers, 'G3').getByText('Communicates well').click()
  await hers.getByRole('button', { name: 'Link evidence' }).click()
  const from = window(hers, 'Link evidence to G3')
  await from.getByLabel('Search your portfolio').fill('handover')
  await from.getByLabel('Reflection: a handover').check()
  await from.getByRole('button', { name: 'Next: see what will be read' }).click()
  await window(hers, 'What will be read, and by whom').getByText('Linking it shares it').waitFor()
  await hers.getByRole('button', { name: 'Link it' }).click()
  await told(hers, '2 of 30 items have evidence')

  // The 'i', and the pen: what is wanting is said at its field.
  await hers.getByRole('button', { name: 'About C1 Managing an acute unselected take' }).click()
  await window(hers, 'C1 Managing an acute unselected take').getByText('What it looks for').waitFor()
  await expectAccessible(hers, 'about')
  await hers.keyboard.press('Escape')
  await hers.getByRole('button', { name: 'Assess yourself: C1 Managing an acute unselected take' }).click()
  const pen = window(hers, /Self-assessment: C1/)
  await pen.getByLabel(/^3\. /).check()
  await pen.getByRole('button', { name: 'Save self-assessment' }).click()
  await pen.getByText('Say in a sentence or two').waitFor()
  await pen.getByLabel('Why my evidence shows this').fill('The consultant was at home, and I escalated twice.')
  await pen.getByRole('button', { name: 'Save self-assessment' }).click()
  await told(hers, 'Self-assessment saved.')

  // She cannot sign for herself, and reads why.
  await row(hers, 'C1').getByText('Managing an acute').click()
  const pane = hers.getByRole('complementary', { name: 'C1 Managing an acute unselected take' })
  await pane.getByText('I escalated twice').waitFor()
  await pane.getByRole('button', { name: /Only your clinical supervisor or your educational supervisor can sign this/ }).hover()
  await hers.getByRole('tooltip').waitFor()

  // The supervisor: refused without evidence, then asked why one piece is enough.
  const his = await tab.page({ signedInAs: esme })
  await his.goto(`${url}?item=C2`)
  await his.getByRole('button', { name: 'Sign off', exact: true }).click()
  const c2 = window(his, /Sign off: C2/)
  await c2.getByLabel('Sign off at this level').check()
  await c2.getByLabel(/^2\. /).check()
  await c2.getByRole('button', { name: 'Sign', exact: true }).click()
  await c2.getByText('Nothing is linked here yet').first().waitFor()
  await c2.getByLabel('More evidence needed').check()
  await c2.getByRole('button', { name: 'Sign this answer' }).click()
  await c2.getByText('Say what evidence would help.').waitFor()
  await c2.getByLabel('What evidence would help').fill('An ACAT on a specialty take.')
  await c2.getByRole('button', { name: 'Sign this answer' }).click()
  await told(his, 'Signed. The trainee is told by mail.')

  await his.goto(url)
  await his.getByRole('button', { name: 'Sign off: C1 Managing an acute unselected take' }).click()
  const c1 = window(his, /Sign off: C1/)
  await c1.getByLabel(/^3\. /).check()
  await c1.getByRole('button', { name: 'Sign', exact: true }).click()
  await expect.poll(() => c1.locator('[aria-invalid="true"]').count()).toBe(1)
  await expectAccessible(his, 'signing')
  await c1.getByLabel('Why is one piece of evidence enough here?').fill('A whole take, seen from end to end.')
  await c1.getByRole('button', { name: 'Sign', exact: true }).click()
  await row(his, 'C1').getByText('Level 3').first().waitFor()

  await his.goto(`${url}?item=G3`)
  await his.getByRole('button', { name: 'Sign off', exact: true }).click()
  const g3 = window(his, /Sign off: G3/)
  await g3.getByLabel('More experience needed').check()
  await g3.getByLabel('What experience would help').fill('Lead two handovers.')
  await g3.getByRole('button', { name: 'Sign this answer' }).click()
  await row(his, 'G3').getByText('More experience needed').waitFor()

  // Amended afterwards: the signature still shows what it saw.
  const { version } = await tara.ask(itemById, { params: { id: item.id } })
  await tara.ask(amendItem, { params: { id: item.id }, body: { version, notes: 'Quite another story' } })
  await hers.goto(`${url}?item=C1`)
  await told(hers, 'changed since')
  await hers.getByRole('complementary').getByRole('link', { name: 'ACAT: medical take' }).last().click()
  await told(hers, 'Changed since')
  await told(hers, 'Quite another story')
  await told(hers, 'As it was first')
  await expectAccessible(hers, 'evidence')
})

test('T6, T8: a module, a course, a certificate and a library file are evidence of one capability, linked from either side', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const [module] = await tara.ask(listModules).then(({ modules }) => modules)
  await tara.ask(addModule, { params: { moduleId: module!.id }, body: { id: uuidv7(), tags: [] } })
  await tara.completed({ title: 'Course: ethics and the law', type: 'course' })
  await tara.ask(recordCertificate, {
    body: { id: uuidv7(), title: 'Good clinical practice', awardingBody: 'A network', issuedOn: '2026-01-05' },
  })
  for (const name of ['Consent audit.pdf', 'Teaching slides.pdf']) {
    const filed = uuidv7()
    await tara.ask(addLibraryFile, { body: { id: filed, name, folderId: null } })
    await upload(tara, filed, name, PDF)
  }

  const hers = await tab.page({ signedInAs: tara })
  await hers.goto(`${tab.url}/record/${tara.id}/curriculum?item=G2`)
  await hers.getByRole('button', { name: 'Link evidence' }).click()
  const from = window(hers, 'Link evidence to G2')
  for (const title of [module!.title, 'Course: ethics and the law', 'Good clinical practice']) await from.getByLabel(title).check()
  await from.getByText('Library', { exact: true }).first().click()
  await from.getByLabel('Teaching slides.pdf').check()
  await from.getByRole('button', { name: 'Next: see what will be read' }).click()
  const opens = window(hers, 'What will be read, and by whom')
  for (const title of ['Good clinical practice', 'Teaching slides.pdf']) await opens.getByText(title).first().waitFor()
  await hers.getByRole('button', { name: 'Link 4' }).click()
  await told(hers, '4 links made.')

  await hers.goto(`${tab.url}/library`)
  await hers.getByRole('button', { name: 'Link Consent audit.pdf to the curriculum' }).click()
  await window(hers, /^Link Consent audit/)
    .getByRole('button', { name: 'Choose where it belongs' })
    .click()
  const choose = window(hers, 'Choose where it belongs')
  await choose.getByLabel('G2 Handles ethical and legal issues in practice').check()
  await choose.getByRole('button', { name: 'Next: see what will be read' }).click()
  await window(hers, 'What will be read, and by whom').getByText('Consent audit.pdf').first().waitFor()
  await hers.getByRole('button', { name: 'Link to it' }).click()
  await told(hers, '1 link made.')

  const his = await tab.page({ signedInAs: esme })
  await his.goto(`${tab.url}/record/${tara.id}/curriculum?item=G2`)
  const pane = his.getByRole('complementary')
  for (const title of [module!.title, 'Course: ethics and the law', 'Good clinical practice', 'Consent audit.pdf', 'Teaching slides.pdf'])
    await pane.getByRole('link', { name: title }).first().waitFor()
})

test('T8, T9, N2: by keyboard alone the trainee links and the supervisor signs', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await evidence(tara, ['G6'], { title: 'First piece' })
  await tara.completed({ title: 'Second piece' })
  await assess(tara, 'G6', 'meets')
  const url = `${tab.url}/record/${tara.id}/curriculum?item=G6`
  const hers = await handsOn(await tab.page({ signedInAs: tara }), 'keyboard')
  await hers.page.goto(url)
  await hers.press(hers.page.getByRole('button', { name: 'Link evidence' }))
  await hers.press(hers.page.getByLabel('Second piece'))
  await hers.press(hers.page.getByRole('button', { name: 'Next: see what will be read' }))
  await hers.press(hers.page.getByRole('button', { name: 'Link it' }))
  await told(hers.page, '2 pieces')
  await expect.poll(() => hers.page.evaluate(() => document.activeElement?.textContent)).toContain('Link evidence')

  const his = await handsOn(await tab.page({ signedInAs: esme }), 'keyboard')
  await his.page.goto(url)
  await his.press(his.page.getByRole('button', { name: 'Sign off', exact: true }))
  const form = window(his.page, /Sign off: G6/)
  await his.press(form.getByLabel(/^Meets expectations/))
  await his.press(form.getByRole('button', { name: 'Sign', exact: true }))
  await told(his.page, 'Signed. The trainee is told by mail.')
  await row(his.page, 'G6').getByText('Meets').first().waitFor()
})

test('N2, P17: the curriculum is accessible light and dark, at every width, and each task works on a phone', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await believable(tara, esme)
  const url = `/record/${tara.id}/curriculum`
  const walk = new Walk(await tab.page({ signedInAs: esme }), tab.url)
  await walk.open(`${url}?item=C1`, 'Curriculum of Dr Tara Inglis')
  await told(walk.page, 'Rests on')
  await walk.look('an open item')
  await walk.open(url, 'Curriculum of Dr Tara Inglis')
  await told(walk.page, '14 of 30 items have evidence')
  await walk.resize('the curriculum')
  walk.end()

  const phone = await tab.page({ width: 390, height: 844, signedInAs: tara })
  await phone.goto(`${tab.url}${url}`)
  await phone.getByRole('button', { name: /^Ready for sign-off/ }).click()
  await expect.poll(() => phone.locator('main section li [aria-pressed]').count()).toBe(4)
  await row(phone, 'C7').getByText('Effective resuscitation').click()
  const opened = window(phone, /C7/)
  await opened.getByText('Linked evidence').waitFor()
  await expectNoSidewaysScroll(phone, 'an item on a phone')
  await opened.getByRole('button', { name: 'Assess again' }).click()
  await window(phone, /Self-assessment: C7/)
    .getByLabel('Why my evidence shows this')
    .fill('Led three arrests since.')
  await window(phone, /Self-assessment: C7/)
    .getByRole('button', { name: 'Save self-assessment' })
    .click()
  await told(phone, 'Led three arrests since.')
  await expectNoSidewaysScroll(phone, 'assessed on a phone')
})
