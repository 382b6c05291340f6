import { expect, test } from 'vitest'
import type { RecordKind } from '#domain/accounts/permission-table.ts'
import { may, type Standing } from '#domain/accounts/permissions.ts'
import { RELATIONS, type Relation } from '#domain/accounts/relations.ts'
import { ROTATION_COLUMNS } from '#domain/training/rotation.ts'
import { v7 as uuidv7 } from 'uuid'
import { house } from './support/house.ts'
import { programme, inDays, stand, train, type Dates } from './support/related.ts'
import { nameOf, routesOf } from './support/routes-of.ts'

const at = house()
const PREFIX = '/api/programmes/:programmeId/'
const ofProgrammes = () => routesOf(at.house).filter(({ url }) => url.startsWith(PREFIX))

/** Where the routes of a programme stand in the permission table, and what they do there. */
const PLACES: Readonly<Record<string, readonly [RecordKind, 'read' | 'write']>> = {
  'GET overview': ['placement', 'read'],
  'GET trainees': ['placement', 'read'],
  'POST trainees': ['placement', 'write'],
  'POST trainees/:doctorId/taking-back': ['placement', 'write'],
  'GET corrections': ['supervisor_correction', 'read'],
  'GET absences': ['absence', 'read'],
  'GET kept-records': ['kept_record', 'read'],
  'GET kept-records/:doctorId': ['kept_record', 'read'],
  'POST rotation': ['placement', 'write'],
  'POST rotation/preview': ['placement', 'write'],
  'GET rotation/template': ['placement', 'write'],
}
const placeOf = ({ method, url }: { method: string; url: string }) => PLACES[`${method} ${url.slice(PREFIX.length)}`]

const WHEN: Readonly<Record<'before' | 'during' | 'after', Dates>> = {
  before: { from: inDays(1), until: inDays(50) },
  during: { from: inDays(-50), until: inDays(0) },
  after: { from: inDays(-90), until: inDays(-1) },
}
const ROLES = new Set<Relation>(['tutor', 'programme director', 'programme coordinator', 'college administrator'])

test('A8: every route of a programme has its place in the permission table', () => {
  expect(
    ofProgrammes()
      .filter((route) => placeOf(route) === undefined)
      .map(nameOf),
  ).toEqual([])
})

test('A8, A11: who has no role in a programme is told there is nothing, and who has another role why not', async () => {
  const [programmeId, elsewhere] = [await programme(at.house), await programme(at.house)]
  const trainee = await at.clinician()
  await train(at.house, trainee.id, programmeId)
  const other = await at.clinician()
  await train(at.house, other.id, elsewhere)
  // Whom no programme has yet, for each time that something is done.
  let doctor = await at.clinician()
  // Who is to begin there, for each time that one is taken back.
  const toCome = async () => {
    const person = await at.clinician()
    await train(at.house, person.id, programmeId, { from: inDays(30), until: inDays(300) })
    return person
  }
  let ahead = await toCome()
  const days = { from: inDays(0), until: inDays(300) }
  const payload = (url: string) =>
    url.includes('rotation') ? rotation() : url.includes('taking-back') ? { reason: '' } : { email: doctor.email, code: 'IMY1', ...days }
  const rotation = () => {
    const cells: Partial<Record<(typeof ROTATION_COLUMNS)[number], string>> = {
      email: doctor.email,
      name: 'Dr Test Person',
      'training year': 'IMY1',
      post: 'Acute medicine',
      site: 'St Elsewhere',
      'working percent': '100',
      ...days,
    }
    return { csv: [ROTATION_COLUMNS.join(','), ROTATION_COLUMNS.map((column) => cells[column] ?? '').join(',')].join('\n') }
  }
  // Whose account is gone.
  const gone = uuidv7()
  await at.house.db
    .insertInto('kept_record')
    .values({
      owner_id: gone,
      programme_id: programmeId,
      name: 'Dr Gone',
      professional_number: '',
      erased_on: inDays(0),
      until_on: inDays(9),
    })
    .execute()
  const ask = (cookie: string, { method, url }: { method: string; url: string }) =>
    at.house.app.inject({
      method: method as 'GET',
      url: url
        .replace(':programmeId', programmeId)
        .replace(':doctorId', url.includes('kept-records') ? gone : ahead.id)
        .replaceAll(/:\w+/g, () => uuidv7()),
      headers: { cookie },
      ...(method === 'GET' ? {} : { payload: payload(url) }),
    })
  for (const route of ofProgrammes()) expect((await ask('', route)).statusCode, nameOf(route)).toBe(401)
  for (const relation of RELATIONS) {
    for (const [when, dates] of Object.entries(WHEN) as [keyof typeof WHEN, Dates][]) {
      const asker = relation === 'owner' ? trainee : await at.clinician()
      await stand(at.house, asker.id, relation, { ownerId: trainee.id, programmeId }, dates)
      // The same in another programme gives nothing here.
      const stranger = relation === 'owner' || relation === 'college administrator' ? null : await at.clinician()
      if (stranger) await stand(at.house, stranger.id, relation, { ownerId: other.id, programmeId: elsewhere }, WHEN.during)
      const standings: Standing[] = ROLES.has(relation) && when === 'during' ? [{ relation, phase: 'during' }] : []
      for (const route of ofProgrammes()) {
        const [kind, act] = placeOf(route)!
        const name = `${relation} ${when}: ${nameOf(route)}`
        const { statusCode, body } = await ask(asker.cookie, route)
        const answer = may(standings, act, kind, kind === 'absence' ? { state: 'new' } : {})
        if (standings.length === 0) expect(statusCode, name).toBe(404)
        else if (!answer.allowed) expect([statusCode, JSON.parse(body).title], name).toEqual([403, answer.reason])
        else {
          expect(statusCode, `${name} said ${body.slice(0, 200)}`).toBe(200)
          if (route.url.includes('taking-back')) ahead = await toCome()
          else if (act === 'write') doctor = await at.clinician()
        }
        if (stranger && when === 'during') expect((await ask(stranger.cookie, route)).statusCode, `elsewhere ${name}`).toBe(404)
      }
    }
  }
}, 120_000)
