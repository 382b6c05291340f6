import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { readProfile } from '#domain/accounts/profile-contract.ts'
import { GIVEN_BY, ROLES, type GivenRelation, type Role } from '#domain/accounts/relations.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { appoint, inDays, train } from '../../../tests/support/related.ts'
import { endRelation, giveRelation } from './relation-commands.ts'
import { recordsOpenTo, relationsOfOwner, rolesOf } from './relation-queries.ts'
import { endRole, giveRole } from './role-commands.ts'
import { seenBy } from './seen.ts'

const at = house()

const viewerAs = (person: Person) => ({ personId: person.id, sessionId: uuidv7(), deviceIsMine: false })
const statusFor = async (asker: Person, owner: Person) => (await asker.send(readProfile, { params: { ownerId: owner.id } })).statusCode
const actsOf = (owner: Person, act: string) =>
  at.house.db
    .selectFrom('audit')
    .where('owner_id', '=', owner.id)
    .where('act', '=', act)
    .select(['person_id as by', 'about', 'changes', 'record_id as id'])
    .orderBy('id')
    .execute()

/** A trainee, their programme's coordinator, and somebody who is nothing yet. */
async function programme() {
  const programmeId = uuidv7()
  const trainee = await at.clinician({ name: 'Dr Trainee' })
  const coordinator = await at.clinician({ name: 'Coordinator' })
  const supervisor = await at.clinician({ name: 'Dr Supervisor' })
  await train(at.house, trainee.id, programmeId)
  await appoint(at.house, coordinator.id, 'programme coordinator', programmeId)
  const wanted = (changes: { relation?: GivenRelation; from?: string; until?: string; personId?: string } = {}) => ({
    ownerId: trainee.id,
    personId: supervisor.id,
    relation: 'educational supervisor' as const,
    from: inDays(0),
    until: inDays(180),
    ...changes,
  })
  const give = (by: Person, changes: Parameters<typeof wanted>[0] = {}) => giveRelation(at.house.db, viewerAs(by), wanted(changes))
  const end = (by: Person, id: string, on: string) => endRelation(at.house.db, viewerAs(by), { ownerId: trainee.id, id }, on)
  return { programmeId, trainee, coordinator, supervisor, give, end }
}

test('A7: a coordinator gives supervision, which opens the record and stands on both sides and in the trail', async () => {
  const { trainee, coordinator, supervisor, give } = await programme()
  expect(await statusFor(supervisor, trainee)).toBe(404)
  const { id } = await give(coordinator, { from: '2026-08-05', until: '2099-08-03' })
  expect(await statusFor(supervisor, trainee)).toBe(200)

  const dated = { id, relation: 'educational supervisor', from: '2026-08-05', until: '2099-08-03', phase: 'during' }
  const seen = await seenBy(at.house.db, viewerAs(trainee), trainee.id, 'relation')
  expect(await relationsOfOwner(at.house.db, seen)).toEqual([{ ...dated, personId: supervisor.id, name: 'Dr Supervisor' }])
  expect(await recordsOpenTo(at.house.db, supervisor.id)).toEqual([{ ...dated, personId: trainee.id, name: 'Dr Trainee' }])
  expect(await actsOf(trainee, 'accounts.relation_given')).toEqual([
    { by: coordinator.id, id, changes: [], about: 'Dr Supervisor, educational supervisor, 5 August 2026 to 3 August 2099' },
  ])
})

test('A7: nobody else gives supervision or convenes a panel: whoever reads is told why, a stranger that there is nothing', async () => {
  const { programmeId, trainee, coordinator, supervisor, give } = await programme()
  const [tutor, college, elsewhere, system] = await at.clinicians(4)
  await appoint(at.house, tutor!.id, 'tutor', programmeId)
  await appoint(at.house, college!.id, 'college administrator', programmeId)
  await appoint(at.house, elsewhere!.id, 'programme coordinator', uuidv7())
  await appoint(at.house, system!.id, 'system administrator', programmeId)
  for (const relation of ['clinical supervisor', 'panel member'] as const) {
    await expect(give(trainee, { relation })).rejects.toMatchObject({
      code: 'not_allowed',
      message: 'Only your programme’s coordinator can write this.',
    })
    for (const known of [tutor!, college!])
      await expect(give(known, { relation })).rejects.toMatchObject({
        code: 'not_allowed',
        message: 'Only the programme’s coordinator can write this.',
      })
    for (const stranger of [elsewhere!, system!, supervisor]) {
      await expect(give(stranger, { relation })).rejects.toMatchObject({ code: 'not_found' })
    }
  }
  await give(coordinator, { relation: 'lay member' })
  expect(await recordsOpenTo(at.house.db, supervisor.id)).toMatchObject([{ relation: 'lay member' }])
})

test('A7: a coordinator gives from the first day of the role to the last', async () => {
  const { programmeId, give } = await programme()
  for (const [dates, works] of [
    [{ from: inDays(1) }, false],
    [{ from: inDays(0), until: inDays(0) }, true],
    [{ until: inDays(-1) }, false],
  ] as const) {
    const coordinator = await at.clinician()
    await appoint(at.house, coordinator.id, 'programme coordinator', programmeId, dates)
    const given = give(coordinator)
    await (works ? given : expect(given).rejects.toMatchObject({ code: 'not_found' }))
  }
})

test('A7: nobody gives themselves a relation, and nobody supervises themselves', async () => {
  const { trainee, coordinator, give } = await programme()
  await expect(give(coordinator, { personId: coordinator.id })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(give(coordinator, { personId: trainee.id })).rejects.toMatchObject({ code: 'invalid_input' })
})

test('N1: dates the wrong way round, an unknown person and the same again are refused, and nothing is written', async () => {
  const { trainee, coordinator, supervisor, give } = await programme()
  await expect(give(coordinator, { from: inDays(2), until: inDays(1) })).rejects.toMatchObject({ fields: [{ path: 'until' }] })
  await expect(give(coordinator, { personId: uuidv7() })).rejects.toMatchObject({ fields: [{ path: 'personId' }] })
  expect(await recordsOpenTo(at.house.db, supervisor.id)).toEqual([])
  const tries = await Promise.allSettled([give(coordinator), give(coordinator), give(coordinator)])
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(give(coordinator, { from: inDays(180), until: inDays(200) })).rejects.toMatchObject({ code: 'already_exists' })
  await give(coordinator, { from: inDays(181), until: inDays(200) })
  expect(await actsOf(trainee, 'accounts.relation_given')).toHaveLength(2)
})

test('T2: a relation that is ended keeps its days of grace; one that never was right is taken back and keeps none', async () => {
  const { trainee, coordinator, supervisor, give, end } = await programme()
  const ended = await give(coordinator, { from: inDays(-50) })
  await end(coordinator, ended.id, inDays(-1))
  expect(await statusFor(supervisor, trainee)).toBe(200)
  expect(await recordsOpenTo(at.house.db, supervisor.id)).toMatchObject([{ phase: 'grace', until: inDays(-1) }])
  expect(await actsOf(trainee, 'accounts.relation_ended')).toMatchObject([
    { by: coordinator.id, id: ended.id, changes: [{ field: 'until', before: inDays(180), after: inDays(-1) }] },
  ])
  await end(coordinator, ended.id, inDays(-51))
  expect(await statusFor(supervisor, trainee)).toBe(404)
  expect(await recordsOpenTo(at.house.db, supervisor.id)).toEqual([])
  expect((await actsOf(trainee, 'accounts.relation_ended'))[1]!.about).toBe('Dr Supervisor, educational supervisor, taken back')
  await give(coordinator, { from: inDays(-50) })
  expect(await statusFor(supervisor, trainee)).toBe(200)
})

test('T2: ending is for the coordinator, moves the last day only to an earlier one, and is not done twice', async () => {
  const { trainee, coordinator, supervisor, give, end } = await programme()
  const { id } = await give(coordinator)
  await expect(end(supervisor, id, inDays(1))).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(end(trainee, id, inDays(1))).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(end(await at.clinician(), id, inDays(1))).rejects.toMatchObject({ code: 'not_found' })
  await expect(end(coordinator, uuidv7(), inDays(1))).rejects.toMatchObject({ code: 'not_found' })
  await expect(end(coordinator, id, inDays(181))).rejects.toMatchObject({ fields: [{ path: 'until' }] })
  await end(coordinator, id, inDays(90))
  await end(coordinator, id, inDays(90))
  expect(await actsOf(trainee, 'accounts.relation_ended')).toHaveLength(1)
})

test('A7: each role is given by who gives it, and by nobody else', async () => {
  const programmeId = uuidv7()
  const holders = new Map<Role, Person>()
  for (const role of ROLES) {
    const holder = await at.clinician()
    await appoint(at.house, holder.id, role, programmeId, { until: null })
    holders.set(role, holder)
  }
  for (const role of ROLES) {
    const person = await at.clinician({ name: 'Dr New' })
    const wanted = { personId: person.id, role, programmeId, from: inDays(0), until: null }
    for (const [held, holder] of holders) {
      const given = giveRole(at.house.db, viewerAs(holder), wanted)
      if (held === GIVEN_BY[role]) {
        const { id } = await given
        expect(await actsOf(person, 'accounts.role_given')).toMatchObject([{ by: holder.id, id }])
        expect(await rolesOf(at.house.db, person.id)).toMatchObject([{ id, role, from: inDays(0), until: null }])
        await endRole(at.house.db, viewerAs(holder), id, inDays(-1))
        expect(await rolesOf(at.house.db, person.id)).toEqual([])
        expect(await actsOf(person, 'accounts.role_ended')).toMatchObject([{ by: holder.id, id }])
      } else {
        await expect(given).rejects.toMatchObject({
          code: 'not_allowed',
          message: `Only a ${GIVEN_BY[role]} can give this role or end it.`,
        })
      }
    }
  }
})

test('A7: nobody gives themselves a role, and a programme’s role names its programme', async () => {
  const [college, other] = await at.clinicians(2)
  await appoint(at.house, college!.id, 'college administrator', uuidv7())
  const wanted = { personId: other!.id, role: 'tutor' as const, programmeId: null, from: inDays(0), until: null }
  const give = (changes: object) => giveRole(at.house.db, viewerAs(college!), { ...wanted, ...changes })
  await expect(give({})).rejects.toMatchObject({ fields: [{ path: 'programmeId' }] })
  const programmeId = uuidv7()
  await expect(give({ programmeId, personId: college!.id })).rejects.toMatchObject({ fields: [{ path: 'personId' }] })
  await expect(give({ programmeId, until: inDays(-1) })).rejects.toMatchObject({ fields: [{ path: 'until' }] })
  const tries = await Promise.allSettled([give({ programmeId }), give({ programmeId })])
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await give({ programmeId: uuidv7() })
})

test('A7: somebody stays system administrator', async () => {
  const [first, second] = await at.clinicians(2)
  await at.house.db
    .updateTable('role')
    .set((eb) => ({ until_on: eb.ref('from_on') }))
    .where('role', '=', 'system administrator')
    .execute()
  const lasting = (person: Person) => appoint(at.house, person.id, 'system administrator', '', { until: null })
  const ids = [await lasting(first!), await lasting(second!)]
  const ends = await Promise.allSettled([
    endRole(at.house.db, viewerAs(first!), ids[1]!, inDays(0)),
    endRole(at.house.db, viewerAs(second!), ids[0]!, inDays(0)),
  ])
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'not_allowed' } })
})

test('A9: the server can neither rewrite nor remove who was given what', async () => {
  const { coordinator, supervisor, give } = await programme()
  await give(coordinator)
  for (const statement of [
    'delete from relation',
    'update relation set person_id = gen_random_uuid()',
    'update relation set from_on = from_on - 1',
    'delete from relation_by_person',
    'update role set role = $$publisher$$',
    'delete from role',
  ]) {
    await expect(at.house.pool.query(statement), statement).rejects.toThrow('permission denied')
  }
  expect(await recordsOpenTo(at.house.db, supervisor.id)).toHaveLength(1)
})
