import { beforeAll, beforeEach, expect, test } from 'vitest'
import { answerCarryOver, readCarryOver, type CarryOverView } from '#domain/curriculum/carry-over-contract.ts'
import { listMovable, makeVersion, moveTrainees, readCurriculum, saveCurriculum } from '#domain/curriculum/edition-contract.ts'
import { linksOfItem, readEvidence, unlinkItem } from '#domain/curriculum/contract.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { binItems } from '#domain/portfolio/contract.ts'
import { link, linksOf } from '../../../tests/support/evidence-links.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { appoint, inDays, programme, relate, train } from '../../../tests/support/related.ts'

const at = house()
const [OLD, NEW] = ['imt-stage-1-2019', 'imt-2027']
const params = { curriculumId: NEW }
let admin: Person
let programmeId: string

beforeAll(async () => {
  admin = await at.clinician({ name: 'Dr College' })
  await appoint(at.house, admin.id, 'college administrator', '')
  programmeId = await programme(at.house)
  await admin.ask(makeVersion, { params: { curriculumId: OLD }, body: { id: NEW, version: '2027' } })
  const { document, number } = await admin.ask(readCurriculum, { params })
  // G1 and G2 became one; G3 became nothing; G2b is new.
  const map = document.replaces!.map.flatMap(({ from, to }) => (from === 'G2' ? [{ from, to: 'G1' }] : from === 'G3' ? [] : [{ from, to }]))
  const [first, ...rest] = document.groups
  const items = [
    ...first!.items.filter(({ code }) => code !== 'G2' && code !== 'G3'),
    { code: 'G2b', title: 'Something new', certainty: 'recalled', expected: {} } as const,
  ]
  await admin.ask(saveCurriculum, {
    params,
    body: { number, document: { ...document, groups: [{ ...first!, items }, ...rest], replaces: { curriculum: OLD, map } } },
  })
})

let trainee: Person
beforeEach(async () => {
  trainee = await at.clinician({ name: 'Dr Trainee' })
  await train(at.house, trainee.id, programmeId)
  await enrol(inDays(-90))
})
const enrol = (on: PlainDate | null) =>
  at.house.db.updateTable('trainee').set({ enrolled_on: on }).where('owner_id', '=', trainee.id).execute()
const move = (who = trainee) => admin.ask(moveTrainees, { params, body: { ownerIds: [who.id] } })
const curriculumOf = async (who: Person) =>
  (await at.house.db.selectFrom('trainee').where('owner_id', '=', who.id).select('curriculum_id').executeTakeFirstOrThrow()).curriculum_id
const said = ({ moves }: CarryOverView) =>
  moves[0]!.pieces.flatMap(({ title, proposals }) =>
    proposals.map(({ from, to, answer }) => `${title}: ${from.map(({ code }) => code).join('+')} to ${to.code} ${answer}`),
  )
const idsOf = ({ moves }: CarryOverView, title?: string) =>
  moves[0]!.pieces.filter((piece) => title === undefined || piece.title === title).flatMap(({ proposals }) => proposals.map(({ id }) => id))

test('T10: a move links nothing; each link the mapping gives waits for a yes, which links it under the new version', async () => {
  const [one, two] = [await trainee.record({ title: 'Audit' }), await trainee.record({ title: 'Course' })]
  for (const [item, code] of [
    [one, 'G1'],
    [one, 'G2'],
    [one, 'G4'],
    [two, 'G3'],
    [two, 'G2'],
  ] as const)
    await link(at, trainee.id, item.id, OLD, code)
  const before = await linksOf(at, trainee.id)

  expect(await move()).toEqual({ moved: 1, proposed: 3 })
  expect(await curriculumOf(trainee)).toBe(NEW)
  expect(await linksOf(at, trainee.id)).toEqual(before)
  const view = await trainee.ask(readCarryOver)
  expect(view).toMatchObject({ can: { answer: null }, moves: [{ movedBy: 'Dr College', from: { id: OLD }, to: { id: NEW } }] })
  expect(said(view)).toEqual(['Audit: G1+G2 to G1 waiting', 'Audit: G4 to G4 waiting', 'Course: G2 to G1 waiting'])
  expect(view.moves[0]!.leftBehind).toMatchObject([{ code: 'G3', pieces: 1 }])
  expect(view.moves[0]!.added).toEqual([{ code: 'G2b', title: 'Something new' }])

  await trainee.ask(answerCarryOver, { body: { proposalIds: idsOf(view, 'Course'), answer: 'no' } })
  const after = await trainee.ask(answerCarryOver, { body: { proposalIds: idsOf(view, 'Audit'), answer: 'yes' } })
  expect(said(after)).toEqual(['Audit: G1+G2 to G1 yes', 'Audit: G4 to G4 yes', 'Course: G2 to G1 no'])
  expect((await linksOf(at, trainee.id)).filter((one) => one.startsWith(NEW))).toEqual([`${NEW} G1`, `${NEW} G4`])
  expect((await linksOf(at, trainee.id)).filter((one) => one.startsWith(OLD))).toEqual(before)

  // A yes stays; a no can become one; the same answer twice links once.
  await trainee.ask(answerCarryOver, { body: { proposalIds: idsOf(view, 'Audit'), answer: 'no' } })
  for (let times = 0; times < 2; times++) await trainee.ask(answerCarryOver, { body: { proposalIds: idsOf(view), answer: 'yes' } })
  expect((await linksOf(at, trainee.id)).filter((one) => one.startsWith(NEW))).toEqual([`${NEW} G1`, `${NEW} G1`, `${NEW} G4`])

  const acts = await at.house.db
    .selectFrom('audit')
    .where('owner_id', '=', trainee.id)
    .where('act', 'like', 'curriculum%')
    .select('act')
    .execute()
  expect(acts.map(({ act }) => act)).toContain('curriculum.moved')
  // Each link stands in the history of its item, as one that was made by hand.
  expect(acts.filter(({ act }) => act === 'curriculum.linked')).toHaveLength(3)
})

test('T10: who is moved already is left alone; who is on another version is refused', async () => {
  expect(await move()).toEqual({ moved: 1, proposed: 0 })
  expect(await move()).toEqual({ moved: 0, proposed: 0 })
  await at.house.db.updateTable('trainee').set({ curriculum_id: 'another' }).where('owner_id', '=', trainee.id).execute()
  await admin.refused(moveTrainees, { params, body: { ownerIds: [trainee.id] } }, 'not_allowed')
  await admin.refused(moveTrainees, { params: { curriculumId: OLD }, body: { ownerIds: [trainee.id] } }, 'not_allowed')
  const nobody = await at.clinician()
  await admin.refused(moveTrainees, { params, body: { ownerIds: [nobody.id] } }, 'not_found')
})

test('T10: the college sees who can be moved, by programme and year', async () => {
  const { from, programmes } = await admin.ask(listMovable, { params })
  expect(from).toMatchObject({ id: OLD })
  const names = programmes.find(({ id }) => id === programmeId)!.years.flatMap(({ trainees }) => trainees)
  expect(names).toContainEqual({ ownerId: trainee.id, name: 'Dr Trainee' })
  await move()
  const later = await admin.ask(listMovable, { params })
  expect(JSON.stringify(later)).not.toContain(trainee.id)
  expect(await admin.ask(listMovable, { params: { curriculumId: OLD } })).toEqual({ from: null, programmes: [] })
})

test('T10, T1: supervisors read what was proposed and cannot answer; a frozen record waits; what is binned is not linked', async () => {
  const item = await trainee.record({ title: 'Audit' })
  const bin = await trainee.record({ title: 'Binned' })
  for (const one of [item, bin]) await link(at, trainee.id, one.id, OLD, 'G1')
  await move()
  const view = await trainee.ask(readCarryOver)
  const supervisor = await at.clinician()
  await relate(at.house, supervisor.id, 'educational supervisor', trainee.id)
  const of = { params: { ownerId: trainee.id } }
  expect((await supervisor.ask(readCarryOver, of)).can.answer).toContain('Only the trainee')
  await supervisor.refused(answerCarryOver, { ...of, body: { proposalIds: idsOf(view), answer: 'yes' } }, 'not_allowed')
  await admin.refused(readCarryOver, of, 'not_found')

  await trainee.ask(binItems, { body: { items: [bin.id] } })
  expect(said(await trainee.ask(readCarryOver))).toEqual(['Audit: G1 to G1 waiting'])
  const stranger = await at.clinician()
  await stranger.refused(answerCarryOver, { body: { proposalIds: idsOf(view), answer: 'yes' } }, 'not_found')

  await enrol(null)
  await trainee.refused(answerCarryOver, { body: { proposalIds: idsOf(view), answer: 'yes' } }, 'not_allowed')
  await enrol(inDays(-1))
  const binned = await trainee.refused(answerCarryOver, { body: { proposalIds: idsOf(view), answer: 'yes' } }, 'not_allowed')
  expect(binned.title).toContain('‘Binned’ is in the bin')
  await trainee.ask(answerCarryOver, { body: { proposalIds: idsOf(view, 'Audit'), answer: 'yes' } })
  expect((await linksOf(at, trainee.id)).filter((one) => one.startsWith(NEW))).toEqual([`${NEW} G1`])
})

test('P24, T10: what is linked to nothing any more opens again only to who was shown what will be read', async () => {
  const item = await trainee.record({ title: 'Audit' })
  await link(at, trainee.id, item.id, OLD, 'G1')
  await move()
  const view = await trainee.ask(readCarryOver)
  expect(view.moves[0]!.pieces[0]).toMatchObject({ isOpen: true })
  await trainee.ask(unlinkItem, { params: { id: item.id, code: 'G1' } })
  expect((await trainee.ask(readCarryOver)).moves[0]!.pieces[0]).toMatchObject({ isOpen: false })
  const yes = { proposalIds: idsOf(view), answer: 'yes' }
  const { fields } = await trainee.refused(answerCarryOver, { body: yes }, 'invalid_input')
  expect(fields).toMatchObject([{ path: 'isShown' }])
  expect(await linksOf(at, trainee.id)).not.toContain(`${NEW} G1`)
  await trainee.ask(answerCarryOver, { body: { ...yes, isShown: true } })
  expect(await linksOf(at, trainee.id)).toContain(`${NEW} G1`)
})

test('P24, T10: what is linked under the version before stays open, is shown to its owner, and is closed by unlinking', async () => {
  const supervisor = await at.clinician({ name: 'Dr Supervisor' })
  await relate(at.house, supervisor.id, 'educational supervisor', trainee.id)
  const item = await trainee.record({ title: 'Audit' })
  await link(at, trainee.id, item.id, OLD, 'G3')
  await move()
  const params = { ownerId: trainee.id, itemId: item.id }
  await supervisor.ask(readEvidence, { params })
  const { links } = await trainee.ask(linksOfItem, { params: { id: item.id } })
  expect(links).toMatchObject([{ code: 'G3', title: expect.stringMatching(/./), earlier: '2019' }])
  await trainee.ask(unlinkItem, { params: { id: item.id, code: 'G3' } })
  await supervisor.refused(readEvidence, { params }, 'not_found')
  expect((await trainee.ask(linksOfItem, { params: { id: item.id } })).links).toEqual([])
})
