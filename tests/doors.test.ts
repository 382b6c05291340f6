import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { house } from './support/house.ts'
import { nameOf, routesOf } from './support/routes-of.ts'

const at = house()

/** What anybody may ask: each is looked at in the tests of its own feature. */
const PUBLIC = new Set([
  'GET /api/session',
  'POST /api/session',
  'DELETE /api/session',
  'POST /api/session/second-step',
  'DELETE /api/session/second-step',
  'POST /api/registrations',
  'POST /api/registrations/resend',
  'POST /api/registrations/confirm',
  'POST /api/password-resets',
  'POST /api/password-resets/use',
  'GET /api/guide',
  'POST /api/guide/ratings',
  'GET /api/demo/mailbox',
  'GET /api/demo/people',
  'GET /api/certificates/:code',
  'GET /api/verifier',
  'GET /api/tickets/:code',
  'GET /api/tickets/:code/photo',
  'POST /api/tickets/:code/begin',
  'PUT /api/tickets/:code/draft',
  'POST /api/tickets/:code/submit',
  'POST /api/tickets/:code/decline',
  'POST /api/tickets/:code/confirm',
  'GET /api/calendars/:code',
  'GET /api/shared/:code',
  'POST /api/shared/:code/readings',
  'POST /api/shared/:code/items/:itemId',
  'GET /api/shared/:code/items/:itemId/files/:fileId',
  'POST /api/shared/:code/comments',
  'POST /api/shared/:code/agreements',
  'GET /api/feedback/:code',
  'GET /api/feedback/:code/photo',
  'PUT /api/feedback/:code/draft',
  'POST /api/feedback/:code/reply',
  'POST /api/feedback/:code/decline',
])

/** What everybody signed in may ask, for it is nobody's record. */
const NOBODYS = new Set([
  'GET /api/catalogue',
  'GET /api/forms',
  'GET /api/openapi.json',
  'GET /api/modules',
  'GET /api/modules/:moduleId',
  'GET /api/module-pictures/:sha256',
  'GET /api/forms',
])

/** What belongs to no owner and is opened by a role alone: walked as every role in doors-by-role.test.ts. */
const byRole = (name: string): boolean => / \/api\/(college|administration)\//.test(name)

const filled = (url: string, ownerId: string) =>
  url
    .replace(':ownerId', ownerId)
    .replaceAll(/:\w+/g, () => uuidv7())
    .replace('*', 'new-item')

test('the list of routes is whole', () => {
  const names = routesOf(at.house).map(nameOf)
  expect(names.length).toBeGreaterThan(40)
  for (const name of [...PUBLIC, ...NOBODYS]) expect(names).toContain(name)
  expect(names).toContain('GET /api/people/:ownerId/items')
})

test('A11: nobody is answered 401 everywhere', async () => {
  const [ada] = await at.clinicians(1)
  for (const route of routesOf(at.house).filter((one) => !PUBLIC.has(nameOf(one)))) {
    const answer = await at.house.app.inject({
      method: route.method as 'GET',
      url: filled(route.url, ada!.id),
      ...(route.method === 'GET' ? {} : { payload: {} }),
    })
    expect(answer.statusCode, nameOf(route)).toBe(401)
    expect(answer.json(), nameOf(route)).toMatchObject({ code: 'not_signed_in' })
  }
})

test('A11: a stranger is answered 404 everywhere, whatever they send', async () => {
  const [ada, bob] = await at.clinicians(2)
  const item = await ada!.record({ title: 'Mine' })
  const tags = { items: [item.id], add: [{ label: 'Theirs' }] }
  for (const route of routesOf(at.house).filter((one) => !PUBLIC.has(nameOf(one)) && !NOBODYS.has(nameOf(one)) && !byRole(nameOf(one)))) {
    const url = filled(route.url.replace('/items/:id', `/items/${item.id}`), ada!.id)
    for (const payload of route.method === 'GET' ? [undefined] : [{}, tags, { version: 1, title: 'Theirs', draft: {} }]) {
      const answer = await at.house.app.inject({
        method: route.method as 'GET',
        url,
        headers: { cookie: bob!.cookie },
        ...(payload === undefined ? {} : { payload }),
      })
      expect(answer.statusCode, `${nameOf(route)} said ${answer.body}`).toBe(404)
      expect(answer.json(), nameOf(route)).toMatchObject({ code: 'not_found' })
    }
  }
  expect((await ada!.list()).items).toMatchObject([{ title: 'Mine', version: 1, tags: [] }])
})

test('writes from a foreign origin are refused, and nothing is done', async () => {
  const [ada] = await at.clinicians(1)
  const send = (headers: Record<string, string>) =>
    at.house.app.inject({
      method: 'POST',
      url: `/api/people/${ada!.id}/items`,
      headers: { cookie: ada!.cookie, ...headers },
      payload: { id: uuidv7(), title: 'From elsewhere' },
    })
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]) {
    expect((await send(headers as Record<string, string>)).json()).toMatchObject({ code: 'foreign_origin', status: 403 })
  }
  expect((await ada!.list()).items).toEqual([])
  expect((await send({ origin: at.house.config.url, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201)
})
