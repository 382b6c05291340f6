import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { RELATIONS, ROLES, type Role } from '#domain/accounts/relations.ts'
import { IMT } from './support/curriculum.ts'
import { house } from './support/house.ts'
import { appoint, inDays, programme, stand, train } from './support/related.ts'
import { nameOf, routesOf, type Route } from './support/routes-of.ts'

const at = house()

/** Which role opens what belongs to no owner, by how its address begins. */
const OPENED_BY: readonly (readonly [string, Role])[] = [
  ['/api/college/', 'college administrator'],
  ['/api/administration/', 'system administrator'],
]
const roleOf = ({ url }: Route): Role | undefined => OPENED_BY.find(([start]) => url.startsWith(start))?.[1]
const guarded = () => routesOf(at.house).filter((route) => roleOf(route) !== undefined)

const ask = (route: Route, programmeId: string, cookie = '') =>
  at.house.app.inject({
    method: route.method as 'GET',
    url: route.url
      .replace(':programmeId', programmeId)
      .replace(':curriculumId', IMT)
      .replaceAll(/:\w+/g, () => uuidv7()),
    ...(cookie === '' ? {} : { headers: { cookie } }),
    ...(route.method === 'GET' ? {} : { payload: {} }),
  })

test('A7: nobody is let in to the college or to the administration without signing in', async () => {
  expect(guarded().length).toBeGreaterThan(10)
  for (const route of guarded()) {
    expect((await ask(route, uuidv7())).json(), nameOf(route)).toMatchObject({ status: 401, code: 'not_signed_in' })
  }
})

test('A7: every role, before, during and after its days, gets from every route of the college and the administration what it opens', async () => {
  const programmeId = await programme(at.house)
  const days = {
    before: { from: inDays(1), until: inDays(9) },
    during: { from: inDays(-9), until: inDays(0) },
    after: { from: inDays(-9), until: inDays(-1) },
  }
  for (const role of ROLES) {
    for (const [phase, dates] of Object.entries(days)) {
      const asker = await at.clinician()
      await appoint(at.house, asker.id, role, programmeId, dates)
      for (const route of guarded()) {
        const answer = await ask(route, programmeId, asker.cookie)
        const name = `${role} ${phase}: ${nameOf(route)} said ${answer.statusCode} ${answer.body.slice(0, 200)}`
        const opens = roleOf(route)!
        if (phase === 'during' && role === opens) {
          expect(answer.statusCode, name).not.toBe(403)
          if (route.method === 'GET') expect(answer.statusCode, name).toBe(200)
        } else {
          expect(answer.json(), name).toMatchObject({ status: 403, code: 'not_allowed', title: `Only a ${opens} can do this.` })
        }
      }
    }
  }
})

test('A7, A8: no relation to a trainee opens the college or the administration, but the college’s own', async () => {
  const trainee = await at.clinician()
  const programmeId = await programme(at.house)
  await train(at.house, trainee.id, programmeId)
  for (const relation of RELATIONS) {
    const asker = relation === 'owner' ? trainee : await at.clinician()
    await stand(at.house, asker.id, relation, { ownerId: trainee.id, programmeId })
    for (const route of guarded()) {
      const answer = await ask(route, programmeId, asker.cookie)
      if (relation === roleOf(route)) expect(answer.statusCode, `${relation}: ${nameOf(route)}`).not.toBe(403)
      else expect(answer.statusCode, `${relation}: ${nameOf(route)}`).toBe(403)
    }
  }
})

test('A7: to a system administrator and to a publisher every record is a stranger’s, by every route', async () => {
  const trainee = await at.clinician()
  const programmeId = await programme(at.house)
  await train(at.house, trainee.id, programmeId)
  const item = await trainee.record({ title: 'Mine' })
  const owned = routesOf(at.house).filter(({ url }) => url.startsWith('/api/people/:ownerId'))
  expect(owned.length).toBeGreaterThan(50)
  for (const role of ['system administrator', 'publisher'] as const) {
    const asker = await at.clinician()
    await appoint(at.house, asker.id, role, programmeId)
    for (const route of owned) {
      const answer = await at.house.app.inject({
        method: route.method as 'GET',
        url: route.url
          .replace(':ownerId', trainee.id)
          .replace('/items/:id', `/items/${item.id}`)
          .replaceAll(/:\w+/g, () => uuidv7())
          .replace('*', 'new-item'),
        headers: { cookie: asker.cookie },
        ...(route.method === 'GET' ? {} : { payload: {} }),
      })
      expect(answer.json(), `${role}: ${nameOf(route)}`).toMatchObject({ status: 404, code: 'not_found' })
    }
  }
})
