import { extractText, getDocumentProxy } from 'unpdf'
import { v7 as uuidv7 } from 'uuid'
import { beforeEach, expect, test } from 'vitest'
import { readHeld } from '#domain/accounts/proof.ts'
import { savePreferences, saveProfile, readProfile } from '#domain/accounts/profile-contract.ts'
import {
  addModule,
  answerQuestion,
  certificateFile,
  checkCertificate,
  chooseSpecialties,
  keepPlace,
  learningHome,
  listCertificates,
  listModules,
  moduleById,
  myModule,
  readAttempt,
  readResult,
  retakeModule,
  startModule,
  submitAttempt,
  takeModuleAgain,
  type MyModule,
} from '#domain/learning/contract.ts'
import { amendItem, binItems, eraseItems, historyOfItem, itemById } from '#domain/portfolio/contract.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { house } from '../../../tests/support/house.ts'
import { accredited, aModule } from '../../../tests/support/modules.ts'
import type { Person } from '../../../tests/support/person.ts'
import { signing } from '../../../tests/support/signing.ts'

const at = house()
const RIGHT: Readonly<Record<string, number>> = { q1: 1, q2: 2, q3: 3, q4: 0 }
const offer = (...editions: ReturnType<typeof aModule>[]) => at.house.shelf.offer({ editions, pictures: [] })

beforeEach(() =>
  offer(
    aModule('sepsis', { accreditations: [accredited('rcgp', 50), accredited('racgp', 75)] }),
    aModule('aki', { accreditations: [accredited('rcgp', 100)] }),
  ),
)

const of = (moduleId: string) => ({ params: { moduleId } })
const start = (who: Person, moduleId: string) => who.ask(startModule, { ...of(moduleId), body: { id: uuidv7() } })
const answer = (who: Person, attemptId: string, questionId: string, option: number, part = 'final') =>
  who.ask(answerQuestion, { params: { attemptId, part, questionId }, body: { option } })

async function take(who: Person, mine: MyModule, right: number) {
  const { attemptId } = mine.open!
  for (const [index, [id, option]] of Object.entries(RIGHT).entries())
    await answer(who, attemptId, id, index < right ? option : (option + 1) % 4)
  return who.ask(submitAttempt, { params: { attemptId }, body: {} })
}
const finish = async (who: Person, moduleId: string, right = 4) => take(who, await start(who, moduleId), right)

test('L2: a module saved for later is a row, not started, with title, link, type and tags', async () => {
  const ada = await at.clinician()
  const mine = await ada.ask(addModule, { ...of('sepsis'), body: { id: uuidv7(), tags: [{ label: 'infection' }] } })
  expect(mine).toMatchObject({ row: { status: 'not started', startedOn: null }, open: null, can: { add: false, start: true } })
  const { items } = await ada.list()
  expect(items).toMatchObject([
    {
      id: mine.row!.itemId,
      kind: 'module',
      title: 'Module sepsis',
      type: 'learning module',
      source: 'learning',
      link: '/learning/modules/sepsis',
      status: 'not started',
      tags: [{ label: 'infection' }],
    },
  ])
  await ada.ask(addModule, { ...of('sepsis'), body: { id: uuidv7(), tags: [{ label: 'shift' }] } })
  expect((await ada.list()).items.map((item) => item.tags.map((tag) => tag.label))).toEqual([['infection', 'shift']])
})

test('L3: starting makes one row and one attempt, however often and from however many windows at once', async () => {
  const ada = await at.clinician()
  const all = await Promise.all(Array.from({ length: 6 }, () => start(ada, 'sepsis')))
  expect(new Set(all.map((mine) => mine.row!.itemId)).size).toBe(1)
  expect(new Set(all.map((mine) => mine.open!.attemptId)).size).toBe(1)
  expect((await ada.list()).items).toMatchObject([{ status: 'in progress', startedOn: expect.any(String), completedOn: null }])
})

test('L3: starting what was saved for later goes on in that row', async () => {
  const ada = await at.clinician()
  const saved = await ada.ask(addModule, { ...of('aki'), body: { id: uuidv7() } })
  const begun = await start(ada, 'aki')
  expect(begun.row).toMatchObject({ itemId: saved.row!.itemId, status: 'in progress' })
  expect((await ada.list()).items).toHaveLength(1)
})

test('L3: a row in the bin comes out when its module is gone on with; one that was erased is made anew', async () => {
  const ada = await at.clinician()
  const begun = await start(ada, 'aki')
  const items = [begun.row!.itemId]
  await ada.ask(binItems, { body: { items } })
  expect(await ada.ask(myModule, of('aki'))).toMatchObject({ row: { binned: true } })
  expect(await start(ada, 'aki')).toMatchObject({ row: { itemId: items[0], binned: false }, open: { attemptId: begun.open!.attemptId } })
  await ada.ask(binItems, { body: { items } })
  await ada.ask(eraseItems, { body: { items } })
  expect(await ada.ask(myModule, of('aki'))).toMatchObject({ row: null, open: null, can: { add: true, start: true } })
  const anew = await start(ada, 'aki')
  expect(anew.row!.itemId).not.toBe(items[0])
  expect(anew.open!.attemptId).not.toBe(begun.open!.attemptId)
})

test('L4: a module remembers where one stopped, and what was answered on its pages', async () => {
  const ada = await at.clinician()
  const { attemptId } = (await start(ada, 'sepsis')).open!
  await ada.ask(keepPlace, { params: { attemptId }, body: { page: 1 } })
  const wrong = await answer(ada, attemptId, 'p1', 0, 'page')
  expect(wrong.question).toMatchObject({ chosen: 0, right: 3, explanation: 'The point of p1.' })
  await answer(ada, attemptId, 'p1', 3, 'page')
  const attempt = await ada.ask(readAttempt, { params: { attemptId } })
  expect(attempt.place).toBe(1)
  expect(attempt.pages[1]!.parts[1]).toMatchObject({ question: { chosen: 0, right: 3 } })
})

test('L5: no word of an answer leaves the server before it was given', async () => {
  const ada = await at.clinician()
  const { attemptId } = (await start(ada, 'sepsis')).open!
  await answer(ada, attemptId, 'q1', 1)
  await answer(ada, attemptId, 'q1', 1, 'pre')
  const seen = [
    await ada.send(moduleById, of('sepsis')),
    await ada.send(listModules),
    await ada.send(readAttempt, { params: { attemptId } }),
    await ada.send(answerQuestion, { params: { attemptId, part: 'final', questionId: 'q2' }, body: { option: 2 } }),
    await ada.send(myModule, of('sepsis')),
    await ada.send(learningHome),
  ]
  for (const { body, statusCode } of seen) {
    expect(statusCode).toBe(200)
    expect(body).not.toMatch(/"right"|"why"|"explanation"|Sound, for|Not that, for|The point of/)
  }
  await ada.refused(readResult, { params: { attemptId } }, 'not_found')
})

test('L5, L6: a pass completes the row, gives the credits of that day and a certificate, and explains each answer', async () => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const result = await finish(ada, 'sepsis', 3)
  expect(result).toMatchObject({
    passed: true,
    right: 3,
    of: 4,
    percent: 75,
    gain: null,
    certificate: { credits: { accreditorId: 'rcgp', amount: 50 } },
  })
  expect(result.questions[3]).toMatchObject({
    id: 'q4',
    chosen: 1,
    right: 0,
    explanation: 'The point of q4.',
    options: [{ why: 'Sound, for q4.' }, {}, {}, {}],
  })
  const { items, totals } = await ada.list()
  expect(items).toMatchObject([{ status: 'completed', awarded: 50, completedOn: result.submittedOn }])
  expect(totals).toMatchObject({ counted: 50 })
})

test('L6: a first attempt that fails completes the row without credits or certificate', async () => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const result = await finish(ada, 'sepsis', 2)
  expect(result).toMatchObject({ passed: false, percent: 50, certificate: null })
  expect(await ada.list()).toMatchObject({ items: [{ status: 'completed', awarded: null }], totals: { counted: 0 } })
  expect((await ada.ask(listCertificates)).certificates).toEqual([])
})

test('L5: an assessment needs every answer, and says at which questions they are missing', async () => {
  const ada = await at.clinician()
  const { attemptId } = (await start(ada, 'sepsis')).open!
  await answer(ada, attemptId, 'q2', 0)
  const refused = await ada.refused(submitAttempt, { params: { attemptId }, body: {} }, 'invalid_input')
  expect(refused.fields.map((field) => field.path)).toEqual(['q1', 'q3', 'q4'])
})

test('L5: submitted twice at once it counts once; afterwards answers and place stay as they are', async () => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const { attemptId } = (await start(ada, 'sepsis')).open!
  for (const [id, option] of Object.entries(RIGHT)) await answer(ada, attemptId, id, option)
  const results = await Promise.all(Array.from({ length: 4 }, () => ada.ask(submitAttempt, { params: { attemptId }, body: {} })))
  for (const result of results) expect(result).toEqual(results[0])
  expect((await ada.ask(listCertificates)).certificates).toHaveLength(1)
  expect((await ada.ask(itemById, { params: { id: results[0]!.itemId } })).awards).toHaveLength(2)
  await ada.refused(answerQuestion, { params: { attemptId, part: 'final', questionId: 'q1' }, body: { option: 0 } }, 'not_allowed')
  await ada.refused(keepPlace, { params: { attemptId }, body: { page: 0 } }, 'not_allowed')
})

test('L5: score, clock and status cannot be set from outside', async () => {
  const ada = await at.clinician()
  const mine = await start(ada, 'sepsis')
  const { attemptId } = mine.open!
  await ada.refused(submitAttempt, { params: { attemptId }, body: { score: 100 } }, 'invalid_input')
  await ada.refused(startModule, { ...of('aki'), body: { id: uuidv7(), startedOn: '2020-01-01' } }, 'invalid_input')
  await ada.refused(
    answerQuestion,
    { params: { attemptId, part: 'final', questionId: 'q1' }, body: { option: 1, right: true } },
    'invalid_input',
  )
  await ada.refused(answerQuestion, { params: { attemptId, part: 'final', questionId: 'q9' }, body: { option: 1 } }, 'not_found')
  await ada.refused(answerQuestion, { params: { attemptId, part: 'final', questionId: 'q1' }, body: { option: 4 } }, 'not_found')
  const id = mine.row!.itemId
  const { version } = await ada.ask(itemById, { params: { id } })
  for (const change of [{ status: 'completed' }, { completedOn: '2026-01-01' }, { type: 'reading' }, { link: 'https://example.org' }]) {
    await ada.refused(amendItem, { params: { id }, body: { version, ...change } }, 'invalid_input')
  }
})

test('L7: a retake voids score, credits and certificate, and the row is in progress until it is passed', async () => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const first = await finish(ada, 'sepsis')
  const body = { id: uuidv7(), instead: first.attemptId }
  const [retaken, twice] = await Promise.all([
    ada.ask(retakeModule, { ...of('sepsis'), body }),
    ada.ask(retakeModule, { ...of('sepsis'), body }),
  ])
  expect(twice.open!.attemptId).toBe(retaken.open!.attemptId)
  expect(retaken).toMatchObject({ row: { itemId: first.itemId, status: 'in progress', completedOn: null }, last: null, certificate: null })
  expect(await ada.list()).toMatchObject({ items: [{ awarded: null, completedOn: null }], totals: { counted: 0 } })
  expect(await at.nobody().ask(checkCertificate, { params: { code: first.certificate!.code } })).toMatchObject({ state: 'void' })
  await ada.refused(certificateFile, { params: { certificateId: first.certificate!.id } }, 'not_allowed')
  expect(await ada.ask(readResult, { params: { attemptId: first.attemptId } })).toMatchObject({ voided: true, passed: true })

  const failed = await take(ada, retaken, 0)
  expect(await ada.ask(myModule, of('sepsis'))).toMatchObject({
    row: { status: 'in progress', completedOn: null },
    can: { retake: true, takeAgain: false },
  })
  const again = await ada.ask(retakeModule, { ...of('sepsis'), body: { id: uuidv7(), instead: failed.attemptId } })
  const passed = await take(ada, again, 4)
  expect(await ada.list()).toMatchObject({ items: [{ id: first.itemId, status: 'completed', awarded: 50 }], totals: { counted: 50 } })
  expect((await ada.ask(listCertificates)).certificates.map((one) => one.voidedOn === null)).toEqual([true, false])
  expect(passed.certificate!.code).not.toBe(first.certificate!.code)
  const { entries } = await ada.ask(historyOfItem, { params: { id: first.itemId } })
  expect(entries.map((entry) => entry.act)).toEqual([
    'item.module_passed',
    'item.module_retaken',
    'item.module_failed',
    'item.module_retaken',
    'item.module_passed',
    'item.recorded',
  ])
})

test('L7: taken again beside the old one, both rows keep their own dates, credits and certificates', async () => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const first = await finish(ada, 'sepsis')
  const body = { id: uuidv7(), after: first.attemptId }
  const again = await ada.ask(takeModuleAgain, { ...of('sepsis'), body })
  expect((await ada.ask(takeModuleAgain, { ...of('sepsis'), body })).row!.itemId).toBe(again.row!.itemId)
  expect(again).toMatchObject({ row: { itemId: body.id, status: 'in progress' } })
  expect((await ada.list()).totals).toMatchObject({ items: 2, counted: 50 })
  await take(ada, again, 0)
  expect((await ada.list({ status: 'completed' })).items).toHaveLength(2)
  expect(await at.nobody().ask(checkCertificate, { params: { code: first.certificate!.code } })).toMatchObject({ state: 'valid' })
})

test('C2, C8: a later change of what accredits a module gives nothing for the past and takes nothing back', async () => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  await finish(ada, 'sepsis')
  await offer(aModule('sepsis', { accreditations: [accredited('rcgp', 900), accredited('eaccme', 100)] }))
  expect((await ada.list()).totals).toMatchObject({ counted: 50 })
  await ada.ask(savePreferences, { body: { accreditorId: 'eaccme' } })
  expect((await ada.list()).totals).toMatchObject({ counted: 0 })
})

test('L5: a module changed while it is taken finishes in the edition it was begun in; the awards are of the day', async () => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const mine = await start(ada, 'sepsis')
  const changed = aModule('sepsis', { title: 'Rewritten', passMark: 100, accreditations: [accredited('rcgp', 25)] })
  await offer({ ...changed, questions: changed.questions.map((question) => ({ ...question, options: question.options.toReversed() })) })
  expect(await ada.ask(readAttempt, { params: { attemptId: mine.open!.attemptId } })).toMatchObject({
    title: 'Module sepsis',
    passMark: 75,
  })
  const result = await take(ada, mine, 3)
  expect(result).toMatchObject({
    title: 'Module sepsis',
    passed: true,
    percent: 75,
    certificate: { title: 'Module sepsis', credits: { amount: 25 } },
  })
})

test('L1: past its review date a module cannot be begun, but what was begun can be finished', async () => {
  const ada = await at.clinician()
  const mine = await start(ada, 'sepsis')
  await offer(aModule('sepsis', { expiresOn: '2026-01-02' }))
  expect((await ada.ask(listModules)).modules).toEqual([])
  expect(await ada.ask(moduleById, of('sepsis'))).toMatchObject({ expired: true })
  expect((await take(ada, mine, 4)).passed).toBe(true)
  const bob = await at.clinician()
  await bob.refused(startModule, { ...of('sepsis'), body: { id: uuidv7() } }, 'not_allowed')
  await bob.refused(startModule, { ...of('nothing'), body: { id: uuidv7() } }, 'not_found')
})

test('L4: the pre-test never counts, and shows what was gained', async () => {
  const ada = await at.clinician()
  const mine = await start(ada, 'sepsis')
  await answer(ada, mine.open!.attemptId, 'q1', 0, 'pre')
  await answer(ada, mine.open!.attemptId, 'q2', 2, 'pre')
  await ada.refused(
    answerQuestion,
    { params: { attemptId: mine.open!.attemptId, part: 'pre', questionId: 'q3' }, body: { option: 0 } },
    'not_found',
  )
  expect(await take(ada, mine, 4)).toMatchObject({ percent: 100, gain: { before: 1, after: 2, of: 2 } })
})

test('L8: the certificate is a tagged PDF with the name of the day and the credits of the organisation chosen when printed', async () => {
  const ada = await at.clinician({ name: 'Dr Zoë Ångström', accreditor: 'racgp' })
  const { certificate } = await finish(ada, 'sepsis')
  const { email: _email, pendingEmail: _pending, hasPhoto: _photo, ...profile } = await ada.ask(readProfile)
  await ada.ask(saveProfile, { body: { ...profile, name: 'Dr Renamed' } })
  const print = async () => {
    const answered = await ada.send(certificateFile, { params: { certificateId: certificate!.id } })
    expect(answered.headers['content-type']).toBe('application/pdf')
    const raw = answered.rawPayload.toString('latin1')
    expect(raw).toMatch(/pdfuaid:part/)
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(answered.rawPayload)), { mergePages: true })
    return text.replaceAll('\u200b', '').replace(/\s+/g, ' ')
  }
  const first = await print()
  expect(first).toContain('Dr Zoë Ångström')
  expect(first).not.toContain('Renamed')
  expect(first).toMatch(/0\.75 \S+, Royal Australian College/)
  expect(first).toContain('has not reviewed or approved this module')
  expect(first).toContain(certificate!.code)
  await ada.ask(savePreferences, { body: { accreditorId: null } })
  const second = await print()
  expect(second).toContain('No organisation’s credits are shown')
  expect(second).not.toContain('0.75')
  expect(second).not.toContain('cairnhead:')
  const head = await at.house.db
    .transaction()
    .execute((tx) => signRecord(tx, chainKeyOf(at.house.config), signing(ada.id, 'Probity', { kind: 'declaration' })))
  expect(readHeld(await print()), 'A9: the newest head').toEqual({ value: { head, chain: null } })
})

test('L8: a code tells anybody name, module, date, credits and state, and nothing else', async () => {
  const ada = await at.clinician({ name: 'Dr Ada Okafor' })
  const { certificate } = await finish(ada, 'aki')
  const answered = await at.nobody().send(checkCertificate, { params: { code: certificate!.code.toLowerCase() } })
  expect(answered.json()).toEqual({
    name: 'Dr Ada Okafor',
    module: 'Module aki',
    passedOn: certificate!.passedOn,
    credits: [{ organisation: 'Royal College of General Practitioners (RCGP)', amount: '1.00 credit', selfAssessed: true }],
    state: 'valid',
  })
  const other = certificate!.code.replace(/.$/, (sign) => (sign === '0' ? '1' : '0'))
  await at.nobody().refused(checkCertificate, { params: { code: other } }, 'not_found')
})

test('L9: the learning home knows what I am in the middle of and what is new in my specialties', async () => {
  await offer(aModule('gp'), aModule('renal', { specialties: ['renal-medicine'] }), aModule('begun'), aModule('later'))
  const ada = await at.clinician()
  expect((await ada.ask(learningHome)).fresh).toHaveLength(4)
  await start(ada, 'begun')
  await ada.ask(addModule, { ...of('later'), body: { id: uuidv7() } })
  await ada.ask(chooseSpecialties, { body: { specialties: ['renal-medicine'] } })
  expect(await ada.ask(learningHome)).toMatchObject({
    inProgress: [{ moduleId: 'begun', open: { place: 0 } }],
    forLater: [{ moduleId: 'later' }],
    specialties: ['renal-medicine'],
    fresh: [{ id: 'renal' }],
    certificates: 0,
  })
})

test('L7, L9: a retake that failed stays among what I am in the middle of', async () => {
  const ada = await at.clinician()
  const first = await finish(ada, 'sepsis')
  const again = await ada.ask(retakeModule, { ...of('sepsis'), body: { id: uuidv7(), instead: first.attemptId } })
  await take(ada, again, 0)
  expect((await ada.ask(learningHome)).inProgress).toMatchObject([{ moduleId: 'sepsis', open: null, can: { retake: true } }])
})

test('L3, L9: with its row erased a module is nowhere under way, and an old window can finish nothing', async () => {
  const ada = await at.clinician()
  const mine = await start(ada, 'sepsis')
  const { attemptId } = mine.open!
  for (const [id, option] of Object.entries(RIGHT)) await answer(ada, attemptId, id, option)
  const items = [mine.row!.itemId]
  await ada.ask(binItems, { body: { items } })
  await ada.ask(eraseItems, { body: { items } })
  expect((await ada.ask(learningHome)).inProgress).toEqual([])
  await ada.refused(submitAttempt, { params: { attemptId }, body: {} }, 'not_found')
  await ada.refused(answerQuestion, { params: { attemptId, part: 'final', questionId: 'q1' }, body: { option: 0 } }, 'not_found')
  expect((await ada.ask(listCertificates)).certificates).toEqual([])
})

test('L8: a name without a space stays on its certificate', async () => {
  const ada = await at.clinician({ name: `Dr ${'Wolfeschlegelsteinhausen'.repeat(6)}` })
  const { certificate } = await finish(ada, 'sepsis')
  const answered = await ada.send(certificateFile, { params: { certificateId: certificate!.id } })
  const page = await (await getDocumentProxy(new Uint8Array(answered.rawPayload))).getPage(1)
  const { items } = await page.getTextContent()
  const [, , width] = page.view
  for (const one of items) if ('transform' in one) expect(one.transform[4] + one.width, one.str).toBeLessThan(width! - 40)
})

test('P13: the type of a module is counted like a tag, and cannot be taken off', async () => {
  const ada = await at.clinician()
  await finish(ada, 'sepsis')
  expect((await ada.list({ type: 'learning module' })).items).toHaveLength(1)
})

test('A11: another’s attempts, results and certificates are not there', async () => {
  const [ada, bob] = await at.clinicians(2)
  const result = await finish(ada!, 'sepsis')
  for (const ownerId of [ada!.id, bob!.id]) {
    for (const [endpoint, params, body] of [
      [readAttempt, { attemptId: result.attemptId }, undefined],
      [readResult, { attemptId: result.attemptId }, undefined],
      [submitAttempt, { attemptId: result.attemptId }, {}],
      [certificateFile, { certificateId: result.certificate!.id }, undefined],
    ] as const) {
      await bob!.refused(endpoint, { params: { ownerId, ...params }, ...(body === undefined ? {} : { body }) }, 'not_found')
    }
  }
})

test('L7, L8: what was taken again is still told of, with its result and its certificate', async () => {
  const ada = await at.clinician()
  const first = await finish(ada, 'sepsis')
  await ada.ask(takeModuleAgain, { ...of('sepsis'), body: { id: uuidv7(), after: first.attemptId } })
  const mine = await ada.ask(myModule, of('sepsis'))
  expect(mine).toMatchObject({
    certificate: null,
    earlier: [
      { attemptId: first.attemptId, itemId: first.itemId, passed: true, percent: 100, certificate: { code: first.certificate!.code } },
    ],
  })
  await ada.ask(binItems, { body: { items: [first.itemId] } })
  expect((await ada.ask(myModule, of('sepsis'))).earlier).toEqual([])
})

test('L7: what a retake would void is known whole, whichever organisation is chosen', async () => {
  const ada = await at.clinician({ accreditor: null })
  const { certificate } = await finish(ada, 'sepsis')
  expect(certificate!.credits).toBeNull()
  expect(certificate!.awards).toEqual([
    { accreditorId: 'rcgp', amount: 50, basis: 'self-assessed' },
    { accreditorId: 'racgp', amount: 75, basis: 'self-assessed' },
  ])
})
