import { v7 as uuidv7 } from 'uuid'
import { expect, test, vi } from 'vitest'
import { chainOf, chainKeyOf, signedHead } from '#server/accounts/chain-queries.ts'
import { headLine } from '#domain/accounts/chain-words.ts'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { saveDraft } from '#domain/accounts/profile-contract.ts'
import {
  assessSelf,
  linkItem,
  linkItems,
  linksOfItem,
  readCurriculum,
  readCurriculumItem,
  signOffItem,
  unlinkItem,
} from '#domain/curriculum/contract.ts'
import { binItems, itemById } from '#domain/portfolio/contract.ts'
import { house } from '../../../tests/support/house.ts'
import { inDays, relate } from '../../../tests/support/related.ts'
import {
  answer,
  assess,
  basisFor,
  believable,
  evidence,
  IMT,
  signOff,
  stateOf,
  supervisor,
  trainee,
} from '../../../tests/support/curriculum.ts'
import { readyForSignOff } from './waiting-queries.ts'

const at = house()

test('T7: the tree shows for each item its links, the newest self-assessment and the newest answer of the year', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await believable(tara, esme)
  const page = await esme.ask(readCurriculum, { params: { ownerId: tara.id } })
  expect(page.person.name).toBe('Dr Tara Inglis')
  expect(page.year?.code).toBe('IMY2')
  expect(page.items).toHaveLength(30)
  const of = (code: string) => page.items.find((item) => item.code === code)
  expect(of('C1')).toMatchObject({
    links: 4,
    selfAssessment: { level: '3' },
    signOff: { answer: 'signed off at level', level: '3', by: 'Dr Esme Sutton' },
  })
  expect(of('C4')).toMatchObject({ links: 1, signOff: { answer: 'more evidence needed', level: null } })
  expect(of('C5')).toMatchObject({ links: 0, selfAssessment: null, signOff: null, verified: null })
  expect(page.curriculum.items.find(({ code }) => code === 'C1')).toMatchObject({
    title: 'Managing an acute unselected take',
    expected: [{ year: 'IMY1', level: '2' }, { year: 'IMY2', level: '3', certainty: expect.any(String) }, { year: 'IMY3' }],
  })
  const before = await esme.ask(readCurriculum, { params: { ownerId: tara.id }, query: { year: 'IMY1' } })
  expect(before.items.find(({ code }) => code === 'C1')).toMatchObject({
    links: 4,
    selfAssessment: null,
    signOff: null,
    can: { sign: 'This can be signed for IMY2 only.' },
  })
  expect((await tara.refused(readCurriculum, { query: { year: 'IMY9' } }, 'invalid_input')).fields[0]?.path).toBe('year')
  await (await at.clinician()).refused(readCurriculum, {}, 'not_found')
})

test('T8, P24: evidence is linked from either side, once seen what is opened; one item supports several', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const item = await tara.completed({ title: 'CbD: sepsis' })
  const opens = await tara.ask(linksOfItem, { params: { id: item.id } })
  expect(opens).toMatchObject({
    links: [],
    opens: { title: 'CbD: sepsis' },
    readers: [{ name: 'Dr Esme Sutton', relation: 'educational supervisor' }],
    can: { link: null },
  })
  expect((await tara.refused(linkItem, { params: { id: item.id }, body: { codes: ['C1'] } }, 'invalid_input')).fields[0]?.path).toBe(
    'isShown',
  )
  expect(await tara.ask(linkItem, { params: { id: item.id }, body: { codes: ['C1', 'C7'], isShown: true } })).toEqual({ linked: 2 })
  // Open already: nothing more is asked, and nothing is linked twice.
  expect(await tara.ask(linkItems, { params: { code: 'C7' }, body: { items: [item.id] } })).toEqual({ linked: 0 })
  expect(await tara.ask(linkItems, { params: { code: 'C3' }, body: { items: [item.id] } })).toEqual({ linked: 1 })
  expect((await tara.ask(linksOfItem, { params: { id: item.id } })).links.map(({ code }) => code)).toEqual(['C1', 'C3', 'C7'])

  await tara.refused(linkItem, { params: { id: item.id }, body: { codes: ['C99'], isShown: true } }, 'not_found')
  await tara.refused(linkItems, { params: { code: 'C1' }, body: { items: [uuidv7()], isShown: true } }, 'not_found')
  const theirs = await esme.completed({ title: 'Not hers' })
  await tara.refused(linkItems, { params: { code: 'C1' }, body: { items: [theirs.id], isShown: true } }, 'not_found')
  const binned = await tara.completed({ title: 'Thrown away' })
  await tara.ask(binItems, { body: { items: [binned.id] } })
  await tara.refused(linkItems, { params: { code: 'C1' }, body: { items: [binned.id], isShown: true } }, 'not_allowed')
  const denied = await esme.refused(
    linkItems,
    { params: { ownerId: tara.id, code: 'C1' }, body: { items: [item.id], isShown: true } },
    'not_allowed',
  )
  expect(denied.title).toBe('Only the trainee can write this.')
})

test('T7: the newest self-assessment of a year counts, and those before it stay', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await assess(tara, 'C1', '2', 'First thoughts')
  await assess(tara, 'C1', '3', 'Better evidence since')
  expect(await stateOf(esme, tara, 'C1')).toMatchObject({ selfAssessment: { level: '3' } })
  const { selfAssessments } = await esme.ask(readCurriculumItem, { params: { ownerId: tara.id, code: 'C1' } })
  expect(selfAssessments).toMatchObject([
    { level: '3', why: 'Better evidence since', year: 'IMY2' },
    { level: '2', why: 'First thoughts' },
  ])

  const body = (changes: object) => ({ params: { code: 'C1' }, body: { id: uuidv7(), level: '3', why: 'Because', ...changes } })
  expect((await tara.refused(assessSelf, body({ level: '9' }), 'invalid_input')).fields[0]?.path).toBe('level')
  expect((await tara.refused(assessSelf, body({ why: '  ' }), 'invalid_input')).fields[0]?.path).toBe('why')
  await tara.refused(assessSelf, { ...body({}), params: { code: 'E1' } }, 'not_allowed')
  expect((await esme.refused(assessSelf, { ...body({}), params: { ownerId: tara.id, code: 'C1' } }, 'not_allowed')).title).toBe(
    'Only the trainee can write this.',
  )
})

test('T9: without linked evidence a sign-off is refused, and asking for more is not', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const send = async (said: object) => ({
    params: { ownerId: tara.id, code: 'C1' },
    body: { id: uuidv7(), basis: await basisFor(esme, tara, 'C1'), ...said },
  })
  const none = await esme.refused(signOffItem, await send({ answer: 'signed off at level', level: '3' }), 'invalid_input')
  expect(none.fields).toMatchObject([{ path: 'answer', message: expect.stringContaining('Nothing is linked here yet') }])
  expect((await esme.refused(signOffItem, await send({ answer: 'more evidence needed' }), 'invalid_input')).fields[0]?.path).toBe('note')
  await esme.ask(signOffItem, await send({ answer: 'more evidence needed', note: 'An ACAT please.' }))
  expect(await stateOf(tara, tara, 'C1')).toMatchObject({ signOff: { answer: 'more evidence needed' } })
})

test('T9: one piece, no self-assessment and a low rating are each asked about, and the reasons stand with the sign-off', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await evidence(tara, ['G1'], { title: 'Rota redesign' })
  const basis = await basisFor(esme, tara, 'G1')
  const send = (said: object) => ({ params: { ownerId: tara.id, code: 'G1' }, body: { id: uuidv7(), basis, ...said } })
  const asked = await esme.refused(signOffItem, send({ answer: 'signed off at level', level: 'below' }), 'invalid_input')
  expect(asked.fields.map(({ path }) => path)).toEqual(['reasons.one link', 'reasons.no self-assessment', 'reasons.level'])
  const reasons = { 'one link': 'It covers all of it.', 'no self-assessment': 'Talked through today.', level: 'A start was made.' }
  await esme.ask(signOffItem, send({ answer: 'signed off at level', level: 'below', reasons }))
  const { signOffs } = await tara.ask(readCurriculumItem, { params: { code: 'G1' } })
  expect(signOffs).toMatchObject([
    { level: 'below', reasons, by: 'Dr Esme Sutton', relation: 'educational supervisor', isSuperseded: false },
  ])
})

test('T9: examinations and certificates are verified and not signed off', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await evidence(tara, ['E1'], { title: 'A letter' })
  expect((await stateOf(esme, tara, 'E1')).can.sign).toContain('verified against')
  const body = {
    id: uuidv7(),
    basis: await basisFor(esme, tara, 'E1'),
    answer: 'signed off at level',
    level: 'passed',
    reasons: { 'one link': 'x', 'no self-assessment': 'x' },
  }
  await esme.refused(signOffItem, { params: { ownerId: tara.id, code: 'E1' }, body }, 'not_allowed')
})

test('T9: a newer sign-off supersedes the older one of its year, which stays as it was', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const callum = await supervisor(at, tara, { name: 'Dr Callum Reid', relation: 'clinical supervisor' })
  await evidence(tara, ['C1'], { title: 'One' })
  await evidence(tara, ['C1'], { title: 'Two' })
  await assess(tara, 'C1', '3')
  await signOff(callum, tara, 'C1', '2')
  await signOff(esme, tara, 'C1', '3')
  const { signOffs } = await tara.ask(readCurriculumItem, { params: { code: 'C1' } })
  expect(signOffs).toMatchObject([
    { level: '3', by: 'Dr Esme Sutton', isSuperseded: false, chainNumber: 2, selfAssessment: { level: '3' } },
    { level: '2', by: 'Dr Callum Reid', relation: 'clinical supervisor', isSuperseded: true, chainNumber: 1 },
  ])
  expect(await stateOf(tara, tara, 'C1')).toMatchObject({ signOff: { level: '3' } })
})

test('T9: nobody signs what they did not see: evidence changed meanwhile is shown again', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await evidence(tara, ['C1'], { title: 'One' })
  const basis = await basisFor(esme, tara, 'C1')
  await evidence(tara, ['C1'], { title: 'Two' })
  const body = { id: uuidv7(), basis, answer: 'more evidence needed', note: 'More please' }
  await esme.refused(signOffItem, { params: { ownerId: tara.id, code: 'C1' }, body }, 'stale_version')
  const now = { ...body, basis: await basisFor(esme, tara, 'C1') }
  const first = await esme.ask(signOffItem, { params: { ownerId: tara.id, code: 'C1' }, body: now })
  // The same again, after a lost answer, is one signature.
  expect(await esme.ask(signOffItem, { params: { ownerId: tara.id, code: 'C1' }, body: now })).toEqual(first)
  expect((await tara.ask(readCurriculumItem, { params: { code: 'C1' } })).signOffs).toHaveLength(1)
})

test('T9: only a supervisor signs, and everybody else is told why not', async () => {
  const tara = await trainee(at)
  const tess = await at.clinician()
  await relate(at.house, tess.id, 'panel member', tara.id)
  await evidence(tara, ['C1'], { title: 'One' })
  const body = { id: uuidv7(), basis: 'x', answer: 'more evidence needed', note: 'More' }
  for (const person of [tara, tess]) {
    const { title } = await person.refused(signOffItem, { params: { ownerId: tara.id, code: 'C1' }, body }, 'not_allowed')
    expect((await stateOf(person, tara, 'C1')).can.sign).toBe(title)
  }
  expect((await stateOf(tara, tara, 'C1')).can.sign).toBe('Only your clinical supervisor or your educational supervisor can sign this.')
})

test('T2, T9: in the days of grace a supervisor finishes what they began in post, for the year they began it in', async () => {
  const tara = await trainee(at)
  const former = await supervisor(at, tara, { from: inDays(-90), until: inDays(-3) })
  await evidence(tara, ['C1', 'C2'], { title: 'One' })
  const params = { ownerId: tara.id, code: 'C1' }
  const draft = (code: string) => ({ params: { '*': `sign-off/${tara.id}/${IMT}/${code}` }, body: { draft: { note: 'begun' } } })
  const over = 'Your time as supervisor is over.'
  expect((await stateOf(former, tara, 'C1')).can.sign).toContain(over)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 5 * 86_400_000 })
  try {
    await former.ask(saveDraft, draft('C1'))
  } finally {
    vi.useRealTimers()
  }
  // Kept again in grace, it was still begun in post; what is begun in grace is not.
  await former.ask(saveDraft, draft('C1'))
  await former.ask(saveDraft, draft('C2'))
  expect((await stateOf(former, tara, 'C1')).can.sign).toBeNull()
  expect((await stateOf(former, tara, 'C2')).can.sign).toContain(over)
  await answer(former, tara, 'C1', { answer: 'more experience needed', note: 'A few more takes.' })
  const again = { id: uuidv7(), basis: await basisFor(former, tara, 'C1'), answer: 'more experience needed', note: 'And again' }
  expect((await former.refused(signOffItem, { params, body: again }, 'not_allowed')).title).toContain(over)
})

test('T1: in a frozen record everything is read and nothing written', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const item = await evidence(tara, ['C1'], { title: 'One' })
  await at.house.db.updateTable('trainee').set({ enrolled_on: null }).where('owner_id', '=', tara.id).execute()
  const page = await tara.ask(readCurriculum)
  expect(page.can.link).toContain('frozen')
  expect(page.can.assess).toContain('frozen')
  expect((await stateOf(esme, tara, 'C1')).can.sign).toContain('frozen')
  await tara.refused(unlinkItem, { params: { id: item.id, code: 'C1' } }, 'not_allowed')
  await tara.refused(assessSelf, { params: { code: 'C1' }, body: { id: uuidv7(), level: '3', why: 'x' } }, 'not_allowed')
  const body = { id: uuidv7(), basis: await basisFor(esme, tara, 'C1'), answer: 'more evidence needed', note: 'x' }
  await esme.refused(signOffItem, { params: { ownerId: tara.id, code: 'C1' }, body }, 'not_allowed')
})

test('T9: without a training year of today nothing is assessed or signed, and the reason says whom to ask', async () => {
  const tara = await trainee(at, { years: [] })
  const esme = await supervisor(at, tara)
  expect((await tara.ask(readCurriculum)).can.assess).toContain('No training year')
  expect((await stateOf(esme, tara, 'C1')).can.sign).toContain('No training year')
  await tara.refused(assessSelf, { params: { code: 'C1' }, body: { id: uuidv7(), level: '3', why: 'x' } }, 'not_allowed')
})

test('A9: a sign-off stands in the chain with what it saw, and the mail carries the signed head', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const item = await evidence(tara, ['C1'], { title: 'ACAT take' })
  await assess(tara, 'C1', '3')
  await signOff(esme, tara, 'C1', '3', { 'one link': 'It is thorough.' })
  const key = chainKeyOf(at.house.config)
  const chain = await chainOf(at.house.db, tara.id)
  const head = (await signedHead(at.house.db, key, tara.id))!
  expect((await verifyChain(chain, { head, publicKey: key.publicKey })).faults).toEqual([])
  const record = JSON.parse(chain.records[0]!.text)
  expect(record).toMatchObject({
    answer: 'signed off at level',
    level: '3',
    item: { code: 'C1' },
    trainingYear: { code: 'IMY2' },
    reasons: { 'one link': 'It is thorough.' },
    signedBy: { id: esme.id, as: 'educational supervisor' },
    selfAssessment: { level: '3' },
    evidence: [{ itemId: item.id, title: 'ACAT take', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  })
  const mail = await at.house.db
    .selectFrom('message')
    .where('owner_id', '=', tara.id)
    .where('subject', 'like', 'C1 %')
    .selectAll()
    .executeTakeFirstOrThrow()
  expect(mail.recipient).toBe(tara.email)
  expect(mail.body_text).toContain(headLine(head))
  expect(mail.body_text).not.toContain('thorough')
})

test('P14: what a sign-off rests on cannot be binned, alone or among others, and can be once only more was asked', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const rested = await evidence(tara, ['C1'], { title: 'Rested on' })
  const other = await evidence(tara, ['C2'], { title: 'Only asked about' })
  await signOff(esme, tara, 'C1', '3', { 'one link': 'x', 'no self-assessment': 'x' })
  await answer(esme, tara, 'C2', { answer: 'more evidence needed', note: 'x' })
  const refusal = await tara.refused(binItems, { body: { items: [other.id, rested.id] } }, 'not_allowed')
  expect(refusal.title).toContain('‘Rested on’')
  expect(refusal.details).toEqual({ items: [rested.id] })
  expect(await tara.ask(itemById, { params: { id: rested.id } })).toMatchObject({
    can: { bin: false, write: true, closed: { bin: refusal.title } },
  })
  expect((await tara.list()).items).toHaveLength(2)
  await tara.ask(binItems, { body: { items: [other.id] } })
  // In the bin it is evidence of nothing.
  expect((await stateOf(esme, tara, 'C2')).links).toBe(0)
  // Unlinking does not free it: the sign-off is still read.
  expect(await tara.ask(unlinkItem, { params: { id: rested.id, code: 'C1' } })).toEqual({ keptBySignatures: 1 })
  await tara.refused(binItems, { body: { items: [rested.id] } }, 'not_allowed')
})

test('T14: what is ready for sign-off is counted for many owners at once', async () => {
  const [ready, bare, signed] = [await trainee(at), await trainee(at), await trainee(at)]
  for (const person of [ready, bare, signed]) {
    await evidence(person, ['C1', 'C2'], { title: 'One' })
    await evidence(person, ['C1'], { title: 'Two' })
  }
  await assess(ready, 'C1', '3')
  await assess(ready, 'C2', '2')
  await assess(signed, 'C1', '3')
  const esme = await supervisor(at, signed)
  const count = () => readyForSignOff(at.house.db, [ready.id, bare.id, signed.id])
  expect(await count()).toEqual(
    new Map([
      [ready.id, 2],
      [signed.id, 1],
    ]),
  )
  await answer(esme, signed, 'C1', { answer: 'more evidence needed', note: 'x' })
  expect(await count()).toEqual(new Map([[ready.id, 2]]))
  await evidence(signed, ['C1'], { title: 'Three' })
  expect(await count()).toEqual(
    new Map([
      [ready.id, 2],
      [signed.id, 1],
    ]),
  )
  await signOff(esme, signed, 'C1', '3')
  expect(await count()).toEqual(new Map([[ready.id, 2]]))
})
