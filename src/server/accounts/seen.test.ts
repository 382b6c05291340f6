import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { photo, readProfile, saveProfile } from '#domain/accounts/profile-contract.ts'
import { listItems } from '#domain/portfolio/contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { appoint, inDays, relate, train } from '../../../tests/support/related.ts'
import { seenBy } from './seen.ts'

const at = house()
afterEach(() => vi.useRealTimers())

const viewerAs = (person: Person) => ({ personId: person.id, sessionId: uuidv7(), deviceIsMine: false })
const profileOf = (owner: Person) => ({ params: { ownerId: owner.id } })
const statusFor = async (asker: Person, owner: Person) => (await asker.send(readProfile, profileOf(owner))).statusCode
const readsOf = async (owner: Person) => {
  const rows = await at.house.db.selectFrom('audit').where('owner_id', '=', owner.id).where('act', 'like', '%.read').selectAll().execute()
  return rows.map((row) => ({ by: row.person_id, act: row.act }))
}

test('T2: a supervisor finds nothing before the first day, reads from it on, and finds nothing after the days of grace', async () => {
  const trainee = await at.clinician({ name: 'Dr Trainee' })
  const cases = [
    [inDays(1), inDays(180), 404],
    [inDays(0), inDays(180), 200],
    [inDays(-180), inDays(0), 200],
    [inDays(-180), inDays(-1), 200],
    [inDays(-180), inDays(-28), 200],
    [inDays(-180), inDays(-29), 404],
  ] as const
  for (const [from, until, status] of cases) {
    const supervisor = await at.clinician()
    await relate(at.house, supervisor.id, 'educational supervisor', trainee.id, { from, until })
    expect(await statusFor(supervisor, trainee), `${from} to ${until}`).toBe(status)
  }
})

test('T2: a member of the panel has no days of grace', async () => {
  const [trainee, member] = await at.clinicians(2)
  await relate(at.house, member!.id, 'panel member', trainee!.id, { until: inDays(-1) })
  expect(await statusFor(member!, trainee!)).toBe(404)
})

test('T2: dates turn at midnight in London, in summer too, wherever the owner lives', async () => {
  const trainee = await at.clinician({ timeZone: 'Pacific/Auckland' })
  const supervisor = await at.clinician()
  await relate(at.house, supervisor.id, 'clinical supervisor', trainee.id, { from: '2028-07-05', until: '2028-07-05' })
  const atInstant = async (instant: string) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
    return seenBy(at.house.db, viewerAs(supervisor), trainee.id, 'self_assessment').then(
      (seen) => (seen.may('write', 'sign_off', { state: 'new' }).allowed ? 'during' : 'grace'),
      () => 'none',
    )
  }
  expect(await atInstant('2028-07-04T22:59:59Z')).toBe('none')
  expect(await atInstant('2028-07-04T23:00:00Z')).toBe('during')
  expect(await atInstant('2028-07-05T22:59:59Z')).toBe('during')
  expect(await atInstant('2028-07-05T23:00:00Z')).toBe('grace')
  expect(await atInstant('2028-08-02T22:59:59Z')).toBe('grace')
  expect(await atInstant('2028-08-02T23:00:00Z')).toBe('none')
})

test('A7: a role in a programme is a relation to its trainees while both last, and to nobody else', async () => {
  const programme = uuidv7()
  const [trainee, past, other, tutor, former] = await at.clinicians(5)
  await train(at.house, trainee!.id, programme)
  await train(at.house, past!.id, programme, { until: inDays(-1) })
  await train(at.house, other!.id, uuidv7())
  await appoint(at.house, tutor!.id, 'tutor', programme)
  await appoint(at.house, former!.id, 'tutor', programme, { until: inDays(-1) })
  expect(await statusFor(tutor!, trainee!)).toBe(200)
  expect(await statusFor(tutor!, past!)).toBe(404)
  expect(await statusFor(tutor!, other!)).toBe(404)
  expect(await statusFor(former!, trainee!)).toBe(404)
})

test('A7: the college stands in a relation to every trainee, a system administrator and a publisher to nobody', async () => {
  const programme = uuidv7()
  const [trainee, gp, college, system, publisher] = await at.clinicians(5)
  await train(at.house, trainee!.id, programme)
  await appoint(at.house, college!.id, 'college administrator', programme)
  await appoint(at.house, system!.id, 'system administrator', programme)
  await appoint(at.house, publisher!.id, 'publisher', programme)
  expect(await statusFor(college!, trainee!)).toBe(200)
  expect(await statusFor(college!, gp!)).toBe(404)
  expect(await statusFor(system!, trainee!)).toBe(404)
  expect(await statusFor(publisher!, trainee!)).toBe(404)
})

test('A11: who may read but not write is told why', async () => {
  const [trainee, supervisor] = await at.clinicians(2)
  await relate(at.house, supervisor!.id, 'educational supervisor', trainee!.id)
  const profile = await supervisor!.ask(readProfile, profileOf(trainee!))
  const problem = await supervisor!.refused(saveProfile, { ...profileOf(trainee!), body: { ...profile, name: 'Dr Other' } }, 'not_allowed')
  expect(problem.title).toBe('Only the trainee, the programme’s coordinator or the college can write this.')
  expect((await trainee!.ask(readProfile)).name).not.toBe('Dr Other')
})

test('A5: others read how to reach the owner, and nothing of equality details or a new address under way', async () => {
  const programme = uuidv7()
  const [trainee, supervisor, coordinator] = await at.clinicians(3)
  await relate(at.house, supervisor!.id, 'educational supervisor', trainee!.id)
  await train(at.house, trainee!.id, programme)
  await appoint(at.house, coordinator!.id, 'programme coordinator', programme)
  const mine = await trainee!.ask(readProfile)
  const told = { dateOfBirth: '1990-02-28', gender: 'female', ethnicity: 'told', disability: 'told' }
  await trainee!.ask(saveProfile, { body: { ...mine, ...told, mobile: '07700 900123' } })
  await at.house.db
    .updateTable('person')
    .set({ pending_email: 'new@example.org', pending_until: new Date(Date.now() + 60_000) })
    .where('owner_id', '=', trainee!.id)
    .execute()

  const read = await supervisor!.ask(readProfile, profileOf(trainee!))
  expect(read).toMatchObject({ mobile: '07700 900123', email: trainee!.email, pendingEmail: null })
  expect(read).toMatchObject({ dateOfBirth: null, gender: '', ethnicity: '', disability: '' })

  const toCoordinator = await coordinator!.ask(readProfile, profileOf(trainee!))
  const saved = await coordinator!.ask(saveProfile, {
    ...profileOf(trainee!),
    body: { ...toCoordinator, mobile: '07700 900456', gender: 'theirs', dateOfBirth: '1980-01-01' },
  })
  expect(saved).toMatchObject({ mobile: '07700 900456', gender: '' })
  expect(await trainee!.ask(readProfile)).toMatchObject({ ...told, mobile: '07700 900456', pendingEmail: 'new@example.org' })
})

test('A9: reading somebody else’s record leaves one row for each request, and none where it was refused', async () => {
  const [trainee, supervisor] = await at.clinicians(2)
  await relate(at.house, supervisor!.id, 'clinical supervisor', trainee!.id)
  await supervisor!.ask(readProfile, profileOf(trainee!))
  await supervisor!.ask(readProfile, profileOf(trainee!))
  await supervisor!.refused(listItems, profileOf(trainee!), 'not_found')
  await supervisor!.send(photo, profileOf(trainee!))
  await trainee!.ask(readProfile)
  expect(await readsOf(trainee!)).toEqual(Array.from({ length: 3 }, () => ({ by: supervisor!.id, act: 'profile.read' })))
})

test('A9: one request that reads several kinds leaves one row', async () => {
  const [trainee, supervisor] = await at.clinicians(2)
  await relate(at.house, supervisor!.id, 'educational supervisor', trainee!.id)
  const viewer = viewerAs(supervisor!)
  await Promise.all([
    seenBy(at.house.db, viewer, trainee!.id, 'placement'),
    seenBy(at.house.db, viewer, trainee!.id, 'self_assessment'),
    seenBy(at.house.db, viewer, trainee!.id, 'profile', 'read', { section: 'contact' }),
  ])
  expect(await readsOf(trainee!)).toEqual([{ by: supervisor!.id, act: 'placement.read' }])
})

test('P24: sight of one kind opens no item of the portfolio', async () => {
  const [trainee, supervisor] = await at.clinicians(2)
  await trainee!.record({ title: 'Mine alone' })
  await relate(at.house, supervisor!.id, 'educational supervisor', trainee!.id)
  const seen = await seenBy(at.house.db, viewerAs(supervisor!), trainee!.id, 'self_assessment')
  const rows = await at.house.db
    .selectFrom('item')
    .where((eb) => eb.and([eb('owner_id', '=', seen.ownerId), ...seen.limits(eb)]))
    .select('id')
    .execute()
  expect(rows).toEqual([])
})

test('A11: an address that is no id of ours is nobody’s', async () => {
  const [trainee, supervisor] = await at.clinicians(2)
  await relate(at.house, supervisor!.id, 'educational supervisor', trainee!.id)
  for (const ownerId of ['nobody', trainee!.id.toUpperCase(), `${trainee!.id}0`]) {
    await supervisor!.refused(readProfile, { params: { ownerId } }, 'not_found')
  }
})
