import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { requestReset } from '../src/domain/accounts/contract.ts'
import { presentRecord } from '../src/domain/assessments/brief-contract.ts'
import { beginEntry, saveEntryPart } from '../src/domain/assessments/contract.ts'
import { askRaters, closeRound, openReplies, sendFeedback } from '../src/domain/assessments/msf-contract.ts'
import { savePreferences } from '../src/domain/accounts/profile-contract.ts'
import { MAIL_CATEGORIES, mailWords, SWITCHED_MAILS, type SwitchedMail } from '../src/domain/mail-category.ts'
import { inviteDoctors } from '../src/domain/training/college-contract.ts'
import { askForInvitation } from '../src/domain/training/enrolment-contract.ts'
import { accountJobs } from '../src/server/accounts/jobs.ts'
import { closeFeedback, remindLateRaters } from '../src/server/assessments/msf-jobs.ts'
import { sendMail, writeLetter } from '../src/server/platform/mail.ts'
import { remindOfEnrolment } from '../src/server/training/enrolment-jobs.ts'
import { assess, evidence, signOff, supervisor, trainee } from './support/curriculum.ts'
import { house } from './support/house.ts'
import { meetingWith, supervised } from './support/meetings.ts'
import { shownOnTheSpot, signTicket } from './support/on-the-spot.ts'
import type { Person } from './support/person.ts'
import { openPost } from './support/post.ts'
import { appoint, inDays, programme, train } from './support/related.ts'
import { asking, colleagues, feedbackCode, FOURTEEN, lockSelf, openRound, release, replying, roundPeople } from './support/round.ts'

const at = house()
let post: Awaited<ReturnType<typeof openPost>>
beforeAll(async () => {
  post = await openPost()
})
afterAll(() => post.close())
afterEach(() => void vi.useRealTimers())

async function carryPost(): Promise<void> {
  const mail = { smtpUrl: post.smtpUrl, from: 'cairn@example.org' }
  const jobs = accountJobs({ ...at.house, config: { ...at.house.config, mail } })
  await jobs['accounts.send_waiting']!({}, {} as never)
}
const letterOf = (category: string) => writeLetter({ subject: `About ${category}`, greeting: 'Hello,', paragraphs: ['Words’'] })

test('H3: every kind of mail is a real message with text and HTML; each has a switch, which counts at the moment of sending', async () => {
  const ada = await at.clinician()
  const send = () =>
    Promise.all(
      MAIL_CATEGORIES.map((category) => sendMail(at.house.db, { category, ownerId: ada.id, recipient: ada.email, ...letterOf(category) })),
    )
  await send()
  await carryPost()
  const first = post.to(ada.email)
  expect(first.map(({ subject }) => subject).toSorted()).toEqual(MAIL_CATEGORIES.map((category) => `About ${category}`).toSorted())
  for (const mail of first) {
    expect(mail.raw).toMatch(/Content-Type: multipart\/alternative/)
    expect(mail.parts['text/plain']).toContain('Words’')
    expect(mail.parts['text/html']).toMatch(/<p>Words’<\/p>[\s\S]*<\/html>/)
    const isAccount = mail.subject === 'About account'
    for (const part of Object.values(mail.parts)) expect(part.includes(mailWords.foot)).toBe(!isAccount)
  }

  // Switched off after they were written and before they were carried.
  await send()
  await ada.ask(savePreferences, { body: { mailOff: [...SWITCHED_MAILS] } })
  await carryPost()
  expect(
    post
      .to(ada.email)
      .slice(first.length)
      .map(({ subject }) => subject),
  ).toEqual(['About account'])
  const withheld = await at.house.db
    .selectFrom('message')
    .where('owner_id', '=', ada.id)
    .where('withheld_at', 'is not', null)
    .select(['sent_at', 'body_text', 'body_html'])
    .execute()
  expect(withheld).toHaveLength(SWITCHED_MAILS.length)
  expect(new Set(withheld.map((row) => JSON.stringify(row)))).toEqual(new Set(['{"sent_at":null,"body_text":"","body_html":""}']))
  await carryPost()
  expect(post.to(ada.email)).toHaveLength(first.length + 1)

  await ada.ask(savePreferences, { body: { mailOff: ['tickets'] } })
  await send()
  await carryPost()
  expect(
    post
      .to(ada.email)
      .slice(first.length + 1)
      .map(({ subject }) => subject),
  ).not.toContain('About tickets')
  expect(post.to(ada.email)).toHaveLength(first.length * 2)
})

test('H3: mails about the account cannot be switched off', async () => {
  const ada = await at.clinician()
  const problem = await ada.refused(savePreferences, { body: { mailOff: ['account'] as never } }, 'invalid_input')
  expect(problem.fields[0]!.path).toContain('mailOff')
  await ada.ask(savePreferences, { body: { mailOff: [...SWITCHED_MAILS] } })
  await at.nobody().ask(requestReset, { body: { email: ada.email } })
  await carryPost()
  expect(post.to(ada.email)).toHaveLength(1)
})

test('H3: the switch is the reader’s, not that of who sent it; who has no account here has none', async () => {
  const [ada, bob] = await at.clinicians(2)
  await ada!.ask(savePreferences, { body: { mailOff: [...SWITCHED_MAILS] } })
  for (const recipient of [bob!.email, 'nobody.yet@example.org'])
    await sendMail(at.house.db, { category: 'invitations', ownerId: ada!.id, recipient, ...letterOf('invitations') })
  await sendMail(at.house.db, {
    category: 'invitations',
    ownerId: bob!.id,
    recipient: ada!.email.toUpperCase(),
    ...letterOf('invitations'),
  })
  await carryPost()
  expect(post.to(bob!.email)).toHaveLength(1)
  expect(post.to('nobody.yet@example.org').map(({ parts }) => parts['text/plain']!.includes(mailWords.foot))).toEqual([false])
  expect(post.delivered.filter(({ to }) => to.toLowerCase() === ada!.email)).toEqual([])
})

/** Words that stand in notes, reasons and files only. */
const CLINICAL = ['haemochromatosis', 'Plantedpatient', '943 476 5919', 'breathless']

test('H3: a sign-off, an invitation, a request for one and a reminder of the freeze go by mail, and hold nothing clinical', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await evidence(tara, ['C1'], {
    title: 'Take with Plantedpatient',
    notes: `haemochromatosis, 943 476 5919, breathless`,
    practiceAfter: 'breathless',
  })
  await assess(tara, 'C1', '3', 'I treated haemochromatosis.')
  await signOff(esme, tara, 'C1', '3', { 'one link': 'Plantedpatient was breathless.' })

  const office = await at.clinician({ name: 'College Office' })
  await appoint(at.house, office.id, 'college administrator', '', { from: '2020-01-01', until: null })
  const programmeId = await programme(at.house)
  await at.house.db
    .updateTable('programme')
    .set({ contact_name: 'Office', contact_email: office.email })
    .where('id', '=', programmeId)
    .execute()
  const invited = 'invited.doctor@example.org'
  const lines = [{ email: invited, trainingYear: 'IMY1', startsOn: inDays(10), feeNote: 'Settled' }]
  await office.ask(inviteDoctors, { params: { programmeId }, body: { lines } })
  const waits = await at.clinician({ name: 'Dr Waits' })
  await train(at.house, waits.id, programmeId, { from: inDays(-75) })
  await waits.ask(askForInvitation)

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  for (let week = 0; week < 30; week += 1) {
    await remindOfEnrolment(at.house)
    vi.setSystemTime(Date.now() + 7 * 86_400_000)
  }
  vi.useRealTimers()
  await carryPost()
  const got = (address: string) => post.to(address).map(({ subject }) => subject)
  expect(got(tara.email).some((subject) => subject.startsWith('C1 '))).toBe(true)
  expect(got(invited)).toHaveLength(1)
  expect(got(office.email)).toHaveLength(1)
  expect(got(waits.email).length).toBeGreaterThanOrEqual(1)
  for (const mail of post.delivered) {
    const words = [mail.subject, ...Object.values(mail.parts)].join('\n')
    for (const planted of CLINICAL) expect(words).not.toContain(planted)
    expect(Object.keys(mail.parts).toSorted()).toEqual(['text/html', 'text/plain'])
  }
  const kinds = await at.house.db
    .selectFrom('message')
    .where('recipient', 'in', [tara.email, invited, office.email, waits.email])
    .select(['recipient', 'category'])
    .distinct()
    .execute()
  const kindsOf = (address: string) => kinds.filter(({ recipient }) => recipient === address).map(({ category }) => category)
  expect(kindsOf(tara.email)).toContain('sign-offs')
  expect([kindsOf(invited), kindsOf(office.email), kindsOf(waits.email)]).toEqual([['invitations'], ['invitations'], ['deadlines']])
})

test('H3: what waits for a supervisor, what is presented to them, and tickets go by mail, hold nothing clinical, and stop by their switch', async () => {
  const { trainee: tara, clinical, educational } = await supervised(at)
  const got = async (address: string, from = 0) => {
    await carryPost()
    return post
      .to(address)
      .slice(from)
      .map(({ subject }) => subject)
  }
  const ask = async (askedId: string | null, email: string) => {
    await meetingWith(tara, 'mid-point', { preparation: { 'going-well': CLINICAL[0]!, 'going-less-well': 'Sleep' } })
    const itemId = uuidv7()
    await tara.ask(beginEntry, { body: { id: itemId, form: 'cbd', title: CLINICAL[1]!, eventOn: inDays(0), askedId } })
    const part = { answers: { problem: CLINICAL[3]!, setting: 'ward' }, version: 0 }
    await tara.ask(saveEntryPart, { params: { itemId, section: 'case' }, body: part })
    await tara.ask(presentRecord, { body: { id: uuidv7(), toId: clinical.id, note: CLINICAL[1]! } })
    const { link } = await shownOnTheSpot(tara)
    await signTicket(at.nobody(), link, { email })
  }
  await ask(clinical.id, 'asked.one@trust.example')
  const waits = `A form of Dr Ada Okafor waits for you`
  const presented = 'Dr Ada Okafor presents their training record to you'
  expect((await got(clinical.email)).toSorted()).toEqual([waits, waits, presented])
  expect(await got(educational.email)).toEqual([waits])
  expect(await got(tara.email)).toEqual(['A form was signed for you'])
  expect(await got('asked.one@trust.example')).toHaveLength(1)
  for (const mail of post.delivered) {
    const words = [mail.subject, ...Object.values(mail.parts)].join('\n')
    for (const planted of CLINICAL) expect(words).not.toContain(planted)
  }

  await clinical.ask(savePreferences, { body: { mailOff: ['meetings'] } })
  await tara.ask(savePreferences, { body: { mailOff: ['tickets'] } })
  await ask(clinical.id, 'asked.two@trust.example')
  expect(await got(clinical.email, 3)).toEqual([waits])
  await clinical.ask(savePreferences, { body: { mailOff: ['tickets'] } })
  await ask(clinical.id, 'asked.three@trust.example')
  expect((await got(clinical.email, 4)).toSorted()).toEqual([waits, presented])
  expect(await got(tara.email, 1)).toEqual([])
})

test('H3, F5: letters of a round of feedback hold nothing clinical, and stop by the switch of whom they go to', async () => {
  const subjects = async (address: string) => {
    await carryPost()
    return post.to(address).map(({ subject }) => subject)
  }
  const off = (person: Person, mailOff: SwitchedMail[] = ['feedback']) => person.ask(savePreferences, { body: { mailOff } })
  const later = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 })
  const asks = 'Dr Ada Okafor asks for your feedback'
  const closed = 'Feedback for Dr Ada Okafor has closed'
  const { trainee: tara, educational, params } = await roundPeople(at)
  const [here, away] = [await at.clinician({ name: 'Dr Here' }), await at.clinician({ name: 'Dr Away' })]
  // The switch of the trainee, in whose name colleagues are asked, is not theirs.
  await off(tara)
  await off(away)
  const withAccount = [here, away].map(({ email }, n) => ({ ...asking(`Colleague ${n}`, 'consultant'), email }))
  const raters = [...colleagues(FOURTEEN), ...withAccount]
  await tara.ask(askRaters, { params, body: { raters } })
  await lockSelf(tara, params, { 'done-well': `${CLINICAL[0]} and ${CLINICAL[3]}` })
  const codes = await Promise.all(raters.map(({ email }) => feedbackCode(at, tara.id, email)))
  const late = raters[13]!.email
  expect([await subjects(late), await subjects(here.email), await subjects(away.email)]).toEqual([[asks], [asks], []])
  const tellsOfSwitch = (address: string) => post.to(address)[0]!.parts['text/plain']!.includes(mailWords.foot)
  expect([tellsOfSwitch(late), tellsOfSwitch(here.email)]).toEqual([false, true])

  for (const [index, { role }] of raters.slice(0, 13).entries())
    await at.nobody().ask(sendFeedback, { params: { code: codes[index]! }, body: replying(role, { 'done-well': CLINICAL[0] }) })
  await off(here)
  await off(tara, [])
  later(15)
  await remindLateRaters(at.house)
  vi.useRealTimers()
  expect([await subjects(late), await subjects(here.email), await subjects(away.email)]).toEqual([[asks, `Reminder: ${asks}`], [asks], []])

  await educational.ask(closeRound, { params, body: {} })
  expect(await subjects(tara.email)).toEqual([closed])
  await educational.ask(openReplies, { params, body: {} })
  await off(tara)
  await release({ educational, params })
  expect(await subjects(tara.email)).toEqual([closed])
  const withheld = await at.house.db
    .selectFrom('message')
    .where('recipient', '=', tara.email)
    .where('withheld_at', 'is not', null)
    .select(['subject', 'category', 'body_text'])
    .execute()
  expect(withheld).toEqual([{ subject: 'Your feedback from colleagues is released', category: 'feedback', body_text: '' }])

  const over = await openRound(at, { consultant: 1 })
  await off(over.educational)
  later(91)
  await closeFeedback(at.house)
  vi.useRealTimers()
  expect([await subjects(over.trainee.email), await subjects(over.educational.email)]).toEqual([[closed], []])
  for (const mail of post.delivered) {
    const words = [mail.subject, ...Object.values(mail.parts)].join('\n')
    for (const planted of CLINICAL) expect(words).not.toContain(planted)
  }
})
