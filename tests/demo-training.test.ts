import { beforeAll, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { assessSelf, readCurriculum, readEvidence, signOffItem } from '#domain/curriculum/contract.ts'
import { standingOf, type ItemStanding } from '#domain/curriculum/item-standing.ts'
import { addDays, dayIn } from '#domain/plain-date.ts'
import { listAgendaPoints } from '#domain/training/agenda-contract.ts'
import { listAbsences } from '#domain/training/absence-contract.ts'
import { readCounts } from '#domain/assessments/ticket-contract.ts'
import { readEntry } from '#domain/assessments/contract.ts'
import { listCollection, listOffers, readShared } from '#domain/assessments/collection-contract.ts'
import { listReflections } from '#domain/assessments/reflection-contract.ts'
import { listRounds, readRound } from '#domain/assessments/msf-contract.ts'
import { declarationsOfOwner } from '#domain/training/declarations-contract.ts'
import { readLogs } from '#domain/training/logs-contract.ts'
import { readLibrary } from '#domain/training/library-contract.ts'
import { listCertificates, listExams } from '#domain/training/papers-contract.ts'
import { listTrainees, myTrainees } from '#domain/training/roster-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { DEMO_PASSWORD, DEMO_PEOPLE, FURTHER_TRAINEES } from '#server/accounts/demo-people.ts'
import { firstAdministratorLink } from '#server/accounts/first-administrator.ts'
import { demoOwnerId, seedDemo } from '#server/demo.ts'
import { trainingOf } from '#server/training/queries.ts'
import { OF_PROGRAMME } from '../scripts/demo/training-programme.ts'
import { basisFor } from './support/curriculum.ts'
import { house } from './support/house.ts'
import { Person } from './support/person.ts'
import { openSections, sign } from './support/trainee.ts'

const at = house()
const today = dayIn('Europe/London', Date.now())
const OWNER = demoOwnerId({ email: 'trainee@example.org' })
const FROZEN = demoOwnerId({ email: 'frozen.trainee@example.org' })
const here = { params: { ownerId: OWNER } }

const signedIn = (name: string) => Person.atNewDevice(at.house, `${name}@example.org`, false, DEMO_PASSWORD)

let trainee: Person
let educational: Person

beforeAll(async () => {
  await seedDemo(at.house, () => undefined, today, OF_PROGRAMME)
  trainee = await signedIn('trainee')
  educational = await signedIn('educational.supervisor')
})

test('T7, T9: the second year is partly signed: some signed off, two asked for more, some ready, some without evidence', async () => {
  const { items } = await educational.ask(readCurriculum, here)
  const codes = (standing: ItemStanding) =>
    items
      .filter(
        ({ links, linkedAt, selfAssessment, signOff, verified }) =>
          verified === null && standingOf({ links, linkedAt, assessedAt: selfAssessment?.at ?? null, answer: signOff }) === standing,
      )
      .map(({ code }) => code)
      .toSorted()
  expect(codes('signed')).toEqual(['C1', 'C3', 'C7', 'G3', 'P4', 'P5'])
  expect(codes('more asked')).toEqual(['C4', 'P11'])
  expect(codes('ready')).toEqual(['C2', 'C6', 'C8', 'G2', 'G4', 'G6', 'P3', 'P6'])
  expect(codes('needs evidence')).toEqual(expect.arrayContaining(['P2', 'P8', 'P12']))
})

test('T9: last year was signed last year, some of it by the clinical supervisor of then', async () => {
  const rows = await at.house.db.selectFrom('sign_off').where('owner_id', '=', OWNER).selectAll().orderBy('chain_number').execute()
  const firstYear = rows.filter((row) => row.training_year === 'IMY1')
  expect(new Set(firstYear.map((row) => row.signed_by_name))).toEqual(new Set(['Dr Demo Yamada', 'Dr Demo Castellanos']))
  expect(firstYear.every((row) => dayIn('Europe/London', row.signed_at.getTime()) < addDays(today, -150))).toBe(true)
  expect(rows.map((row) => row.signed_at.getTime())).toEqual(rows.map((row) => row.signed_at.getTime()).toSorted((a, b) => a - b))
  // Each rests on what was linked by then, and on nothing later.
  const seen = await at.house.db
    .selectFrom('evidence_version as kept')
    .innerJoin('sign_off', (join) => join.onRef('sign_off.owner_id', '=', 'kept.owner_id').onRef('sign_off.id', '=', 'kept.sign_off_id'))
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'kept.owner_id').onRef('item.id', '=', 'kept.item_id'))
    .where('kept.owner_id', '=', OWNER)
    .select(['sign_off.signed_at', 'item.added_at'])
    .execute()
  expect(seen.length).toBeGreaterThan(40)
  expect(seen.every((one) => one.added_at < one.signed_at)).toBe(true)
})

test('A9: the chain verifies, oldest first, and its records have the shape of what is signed on the page', async () => {
  const before = await chainOf(at.house.db, OWNER)
  expect(before.links.length).toBeGreaterThan(35)
  expect((await verifyChain(before)).faults).toEqual([])
  const moments = before.links.map((link) => link.at)
  expect(moments).toEqual(moments.toSorted())
  expect(moments[0]! < addDays(today, -500)).toBe(true)

  await educational.ask(signOffItem, {
    params: { ...here.params, code: 'C2' },
    body: {
      id: uuidv7(),
      basis: await basisFor(educational, trainee, 'C2'),
      answer: 'signed off at level',
      level: '2',
      reasons: {},
      note: '',
    },
  })
  const old = (await trainee.ask(declarationsOfOwner, here)).now.find((one) => one.kind === 'probity')!.signatures[0]!
  await openSections(trainee, OWNER, 'probity')
  await sign(trainee, OWNER, 'probity', { corrects: old.id })
  const after = await chainOf(at.house.db, OWNER)
  expect((await verifyChain(after)).faults).toEqual([])
  const shapeOf = (number: number) => shape(JSON.parse(after.records.find((record) => record.number === number)!.text))
  const newestOf = (kind: string, upTo: number) => after.links.findLast((link) => link.kind === kind && link.number <= upTo)!.number
  for (const kind of ['sign-off', 'declaration'])
    expect(shapeOf(newestOf(kind, before.links.length))).toEqual(shapeOf(newestOf(kind, after.links.length)))
})

/** The names in a record, without what they say. */
const shape = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.slice(0, 1).map(shape)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, one]) => [name, shape(one)]),
        )
      : null

test('T4: declarations of both years are signed, the agreement by both', async () => {
  const rows = await at.house.db.selectFrom('declaration').where('owner_id', '=', OWNER).where('corrects', 'is', null).selectAll().execute()
  const said = rows.map((row) => `${row.kind} ${row.signed_as} ${row.signed_on < addDays(today, -400) ? 'last year' : 'this year'}`)
  const each = ['agreement educational supervisor', 'agreement trainee', 'health trainee', 'probity trainee']
  expect(said.toSorted()).toEqual(each.flatMap((one) => [`${one} last year`, `${one} this year`]))
})

test('T5: life support is verified, two exams came from the college, the third is missing', async () => {
  const [{ required: exams }, { required: certificates }] = [await trainee.ask(listExams, here), await trainee.ask(listCertificates, here)]
  expect(exams.map(({ code, state }) => [code, state])).toEqual([
    ['E1', 'met'],
    ['E2', 'met'],
    ['E3', 'missing'],
  ])
  expect(certificates.map(({ code, state }) => [code, state])).toEqual([['A1', 'met']])
})

test('T13, T18: the logs of the second year are partly verified, two clinics do not count, and the pace line has something to say', async () => {
  const { totals, lines, spread } = await educational.ask(readLogs, here)
  expect(totals.clinics).toMatchObject({ rows: 15, notCounted: 2 })
  expect(totals.clinics.toVerify).toBeGreaterThan(4)
  expect(totals.clinics.toVerify).toBeLessThan(15)
  expect(lines.find(({ code, year }) => code === 'clinics' && year === null)!.done).toBe(30)
  expect(new Set(lines.map(({ standing }) => standing)).size).toBeGreaterThan(1)
  expect(spread.specialty.length).toBe(5)
})

test('P24: evidence is of many kinds; one piece was changed since it was signed', async () => {
  const rows = await at.house.db
    .selectFrom('evidence_link')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'evidence_link.owner_id').onRef('item.id', '=', 'evidence_link.item_id'))
    .where('evidence_link.owner_id', '=', OWNER)
    .select(['item.id', 'item.kind', 'item.type', 'item.title', 'item.file_count'])
    .execute()
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['own', 'module', 'library file']))
  const types = rows.map(({ type }) => type)
  expect(types).toEqual(expect.arrayContaining(['course', 'teaching given', 'audit or QI', 'reflection', 'reading', 'meeting', 'other']))
  const { id } = rows.find(({ title }) => title === 'Leading a take for the first time')!
  const { now, versions } = await educational.ask(readEvidence, { params: { ...here.params, itemId: id } })
  expect(versions.map(({ hasChanged }) => hasChanged)).toEqual([true])
  expect(now!.notes.startsWith(versions[0]!.evidence.notes)).toBe(true)
})

test('F2, F9: assessments that count, that do not and say why, one to be confirmed, and one that somebody is asked for', async () => {
  const { verdicts, minima } = await trainee.ask(readCounts, here)
  expect(verdicts.filter(({ counts }) => counts)).toHaveLength(4)
  const others = verdicts.filter(({ counts }) => !counts).map(({ identity, ticket }) => `${identity} ${ticket}`)
  expect(others.toSorted()).toEqual(['email submitted', 'not confirmed submitted', 'null null', 'null sent'])
  expect(minima.find(({ code }) => code === 'cbd-mini-cex')).toMatchObject({ done: 2, need: 4 })
})

test('F5: last year’s feedback is released and says what colleagues said; this year’s round is open, and nobody is told who has answered', async () => {
  const { rounds } = await trainee.ask(listRounds, here)
  expect(rounds.map(({ state, asked, answered }) => [state, asked, answered])).toEqual([
    ['open', 14, 7],
    ['released', 16, 14],
  ])
  const last = await educational.ask(readRound, { params: { ...here.params, itemId: rounds[1]!.itemId } })
  expect(last.summary!.kinds).toHaveLength(4)
  expect(last.summary!.words.flatMap(({ texts }) => texts).length).toBeGreaterThan(4)
  const signed = await trainee.ask(readEntry, { params: { ...here.params, itemId: rounds[1]!.itemId } })
  expect(JSON.stringify(signed.answers['summary'])).toContain('Excellent')
})

test('F6, F8: one reflection is private with a scratch part, one is shared with the supervisors, and a copy is published without a name', async () => {
  const { reflections } = await trainee.ask(listReflections, here)
  expect(reflections.map(({ title, sharedWith }) => [title, sharedWith])).toEqual([
    ['A talk that went better than I feared', ['supervisors']],
    ['The call I made too late', []],
  ])
  const [shared, kept] = reflections.map(({ id }) => ({ params: { ...here.params, itemId: id } }))
  expect(Object.keys((await trainee.ask(readEntry, kept)).answers)).toContain('scratch')
  expect(Object.keys((await educational.ask(readEntry, shared)).answers)).toEqual(['learning'])
  await educational.refused(readEntry, kept!, 'not_found')
  const clinical = await signedIn('clinical.supervisor')
  const reader = { ownerId: demoOwnerId({ email: 'clinical.supervisor@example.org' }) }
  const [line] = (await clinical.ask(listCollection, { params: reader })).reflections
  const copy = await clinical.ask(readShared, { params: { ...reader, programmeId: line!.programmeId, sharedId: line!.id } })
  expect(copy.comments).toHaveLength(1)
  expect(JSON.stringify(copy)).not.toMatch(/Haddad|ashamed/)
  expect((await trainee.ask(listOffers, here)).offers.map(({ state, shared: at }) => [state, at?.id])).toEqual([['published', line!.id]])
})

test('T18: two points wait for the next meeting, one of each', async () => {
  const { points } = await trainee.ask(listAgendaPoints, here)
  expect(points.map(({ raisedBy }) => raisedBy)).toEqual(['Dr Demo Haddad', 'Dr Demo Castellanos'])
})

test('T6, T20: a library with folders in folders, and a few days away', async () => {
  const { folders } = await trainee.ask(readLibrary, here)
  expect(folders.filter(({ parentId }) => parentId !== null)).toHaveLength(2)
  const { years, absences } = await trainee.ask(listAbsences, here)
  expect(absences).toHaveLength(3)
  expect(years.every(({ isTold }) => !isTold)).toBe(true)
})

test('T2: last year’s supervisor is out of grace; the coordinator sees who trains, and how they stand', async () => {
  const past = await signedIn('past.supervisor')
  await past.refused(readCurriculum, here, 'not_found')
  expect((await past.ask(myTrainees)).trainees).toEqual([])
  const coordinator = await signedIn('coordinator')
  const training = (await trainingOf(at.house.db, OWNER))!
  const { trainees } = await coordinator.ask(listTrainees, { params: { programmeId: training.programmeId } })
  const states = Map.groupBy(trainees, ({ enrolment }) => enrolment)
  expect(Object.fromEntries([...states].map(([state, some]) => [state, some.length]))).toEqual({ enrolled: 5, frozen: 1, provisional: 1 })
})

test('T1: the record of who did not enrol is frozen, with what was begun in it', async () => {
  const frozen = await signedIn('frozen.trainee')
  const training = (await trainingOf(at.house.db, FROZEN))!
  expect([training.enrolment, training.isInvited]).toEqual(['frozen', true])
  expect((await frozen.list()).totals?.items).toBe(7)
  const { items } = await frozen.ask(readCurriculum)
  expect(items.filter(({ links }) => links > 0).length).toBeGreaterThan(3)
  const problem = await frozen.refused(
    assessSelf,
    { params: { code: 'C1' }, body: { id: uuidv7(), level: '2', why: 'More of the same.' } },
    'not_allowed',
  )
  expect(problem.title).toMatch(/frozen/)
})

test('no link for a first administrator is printed: there is one, and a role for each who runs a programme', async () => {
  expect(await firstAdministratorLink(at.house)).toBeNull()
  const roles = await at.house.db.selectFrom('role').select(['role', 'person_id']).execute()
  expect(new Set(roles.map(({ role }) => role))).toEqual(
    new Set(['system administrator', 'college administrator', 'programme coordinator', 'tutor']),
  )
})

test('nobody could be taken for somebody, and nothing is about a patient', async () => {
  for (const { name, email } of [...DEMO_PEOPLE, ...FURTHER_TRAINEES]) {
    expect(name).toMatch(/^(Dr )?Demo \p{Lu}\p{L}+$/u)
    expect(email).toMatch(/@example\.org$/)
  }
  const items = await at.house.db.selectFrom('item').select(['title', 'notes']).execute()
  const files = await at.house.db.selectFrom('file').select('name').execute()
  const said = [...items.flatMap(({ title, notes }) => [title, notes]), ...files.map(({ name }) => name)].join('\n')
  expect(said).not.toMatch(/\b(Mr|Mrs|Ms|Miss)\b|\d+[- ]?(year|yr|month)s?[- ]old|\b(aged|NHS number|MRN|DOB|bed \d)\b|\d{6,}/i)
  expect(said).not.toMatch(/\b(he|she|him|her|his)\b/i)
})
