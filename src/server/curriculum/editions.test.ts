import { beforeAll, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { RELATIONS, ROLES, type Role } from '#domain/accounts/relations.ts'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { goBackTo, listCurricula, makeVersion, readCurriculum, saveCurriculum } from '#domain/curriculum/edition-contract.ts'
import { buildHouse } from '#server/house.ts'
import { house, testConfig } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { appoint, inDays, programme, stand, train } from '../../../tests/support/related.ts'
import { nameOf, routesOf } from '../../../tests/support/routes-of.ts'
import { curriculaNow, curriculumNow } from './catalogue-queries.ts'

const at = house()
const IMT = 'imt-stage-1-2019'
const params = { curriculumId: IMT }
let admin: Person
let other: Person
beforeAll(async () => {
  ;[admin, other] = (await at.clinicians(2)) as [Person, Person]
  for (const one of [admin, other]) await appoint(at.house, one.id, 'college administrator', '')
})

// oxlint-disable-next-line typescript/no-explicit-any -- a test writes anywhere in it
const changed = (document: CurriculumFile, change: (it: any) => void): CurriculumFile => {
  const copy = structuredClone(document)
  change(copy)
  return copy
}
const newestOf = (id = IMT) => admin.ask(readCurriculum, { params: { curriculumId: id } })
async function edit(change: Parameters<typeof changed>[1], who = admin, id = IMT): Promise<number> {
  const { document, number } = await newestOf(id)
  return (await who.ask(saveCurriculum, { params: { curriculumId: id }, body: { number, document: changed(document, change) } })).number
}
const groupOf = (curriculum: CurriculumFile, code: string) => curriculum.groups.find((group) => group.code === code)!

test('T10: an edit is a new edition that counts at once before the file, for every server', async () => {
  // Another server on the same database, as a second machine would be.
  const second = await buildHouse(testConfig(at.house.config.dataFolder), { databaseUrl: at.databaseUrl, connectors: [] })
  try {
    const levelAt = async (at: typeof second) =>
      (await curriculumNow(at.db, at.catalogue, IMT))!.groups[1]!.items[0]!.expected['IMY1']!.level
    expect(await levelAt(second)).toBe('2')
    const number = await edit(
      (it) => (it.groups[1].items[0].expected.IMY1 = { level: '3', certainty: 'checked', source: 'The curriculum' }),
    )
    expect(await levelAt(second)).toBe('3')
    expect(await levelAt(at.house)).toBe('3')
    const { history } = await newestOf()
    expect(history[0]).toMatchObject({ number, editedBy: 'Dr Test Person', backTo: null })
    expect(
      history[0]!.changes.map(({ field, before, after }) => [field.replace(/.* › expected level/, '…'), before, after]),
    ).toContainEqual(['… › IMY1 › level', '2', '3'])
    expect((await admin.ask(listCurricula)).curricula.find(({ id }) => id === IMT)).toMatchObject({ number, editedBy: 'Dr Test Person' })
  } finally {
    await second.close()
  }
})

test('T10: what is asked again is not read again, and nobody’s copy changes another’s', async () => {
  const once = await curriculaNow(at.house.db, at.house.catalogue)
  expect(await curriculaNow(at.house.db, at.house.catalogue)).toBe(once)
})

test('N1: what is wrong is told at its field, and nothing is saved', async () => {
  const { document, number } = await newestOf()
  const bad = changed(document, (it) => {
    it.groups[1].items[0].expected.IMY1.level = '9'
    it.title = ''
  })
  const refusal = await admin.refused(saveCurriculum, { params, body: { number, document: bad } }, 'invalid_input')
  expect(refusal.fields.map(({ path }) => path)).toEqual(expect.arrayContaining(['title', 'groups.1.items.0.expected.IMY1.level']))
  for (const junk of [null, 7, [], {}, { id: IMT }])
    expect((await admin.send(saveCurriculum, { params, body: { number, document: junk } })).statusCode).toBe(400)
  await admin.refused(saveCurriculum, { params, body: { number, document } }, 'invalid_input')
  expect((await newestOf()).number).toBe(number)
})

test('T10: an item is not taken out or given another code in place; the way on is told', async () => {
  const { document, number } = await newestOf()
  const { code } = groupOf(document, 'G').items[0]!
  const gone = changed(document, (it) => it.groups[0].items.shift())
  const { fields } = await admin.refused(saveCurriculum, { params, body: { number, document: gone } }, 'invalid_input')
  expect(fields[0]!.message).toContain(code)
  expect(fields[0]!.message).toContain('Make a new version instead')
})

test('P19: of two who edit at once the later is told what is different, and can save on top of it', async () => {
  const { document, number } = await newestOf()
  const first = changed(document, (it) => (it.meter.one = 'One is enough where it explores all.'))
  const later = changed(document, (it) => (it.meter.more = 'Choose your best three.'))
  const saved = await admin.ask(saveCurriculum, { params, body: { number, document: first } })
  const refusal = await other.refused(saveCurriculum, { params, body: { number, document: later } }, 'stale_version')
  expect(refusal.details).toMatchObject({ number: saved.number, editedBy: 'Dr Test Person' })
  expect((refusal.details!['changes'] as { field: string }[]).map(({ field }) => field)).toEqual([
    'meter › one piece',
    'meter › more than three pieces',
  ])
  await other.ask(saveCurriculum, { params, body: { number: saved.number, document: later } })
  const both = await Promise.all(
    [admin, other].map((who, n) =>
      who.send(saveCurriculum, {
        params,
        body: { number: saved.number + 1, document: changed(document, (it) => (it.meter.none = `At once ${n}`)) },
      }),
    ),
  )
  expect(both.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 409])
})

test('T10: going back to an edition makes a new one; edition 0 is the file', async () => {
  const before = await newestOf()
  await edit((it) => (it.ruleOfThumb.text = 'Sign when ready.'))
  const number = before.number + 1
  const back = await admin.ask(goBackTo, { params, body: { number, backTo: before.number } })
  const now = await newestOf()
  expect(now).toMatchObject({ number: back.number, document: before.document })
  expect(now.history[0]).toMatchObject({ backTo: before.number })
  await admin.ask(goBackTo, { params, body: { number: back.number, backTo: 0 } })
  expect((await newestOf()).document).toEqual(at.house.catalogue.curricula.find(({ id }) => id === IMT))
  await admin.refused(goBackTo, { params, body: { number: back.number + 1, backTo: 99 } }, 'not_found')
})

test('T10: a new version copies, maps each item to itself, and changes its items freely until somebody trains on it', async () => {
  await admin.refused(makeVersion, { params, body: { id: IMT, version: '2027' } }, 'invalid_input')
  await admin.refused(makeVersion, { params, body: { id: 'Not An Id', version: '2027' } }, 'invalid_input')
  await admin.ask(makeVersion, { params, body: { id: 'imt-2027', version: '2027' } })
  const made = await newestOf('imt-2027')
  expect(made).toMatchObject({ codesStay: false, isFile: false, number: 1, document: { version: '2027', replaces: { curriculum: IMT } } })
  expect(made.document.replaces!.map).toHaveLength(made.replacedItems.length)
  expect((await newestOf()).followedBy).toMatchObject([{ id: 'imt-2027' }])
  const without = (it: CurriculumFile) => {
    const [gone] = it.groups[0]!.items.splice(0, 1)
    it.replaces!.map = it.replaces!.map.filter(({ to }) => to !== gone!.code)
  }
  expect(await edit(without, admin, 'imt-2027')).toBe(2)
  await at.house.db.insertInto('programme').values({ id: uuidv7(), title: 'New', curriculum_id: 'imt-2027', made_by: admin.id }).execute()
  const { document, number, codesStay } = await newestOf('imt-2027')
  expect(codesStay).toBe(true)
  await admin.refused(
    saveCurriculum,
    { params: { curriculumId: 'imt-2027' }, body: { number, document: changed(document, without) } },
    'invalid_input',
  )
})

test('T10: the program’s own role can neither change nor delete editions', async () => {
  for (const statement of ['update curriculum_edition set number = 1', 'delete from curriculum_edition', 'truncate curriculum_edition'])
    await expect(at.house.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
})

test('A8: every route of the college’s curricula refuses everybody but its administrators, whatever they send', async () => {
  const routes = routesOf(at.house).filter(({ url }) => url.startsWith('/api/college/curricula'))
  expect(routes.length).toBe(7)
  const trainee = await at.clinician()
  const programmeId = await programme(at.house)
  await train(at.house, trainee.id, programmeId)
  const askers: [string, Person][] = [
    ['nothing', await at.clinician()],
    ['trainee', trainee],
  ]
  for (const relation of RELATIONS.filter((one) => one !== 'owner' && one !== 'college administrator')) {
    const asker = await at.clinician()
    await stand(at.house, asker.id, relation, { ownerId: trainee.id, programmeId })
    askers.push([relation, asker])
  }
  for (const role of ROLES.filter((one): one is Role => one === 'publisher' || one === 'system administrator')) {
    const asker = await at.clinician()
    await appoint(at.house, asker.id, role, programmeId)
    askers.push([role, asker])
  }
  for (const dates of [{ from: inDays(1), until: null }, { until: inDays(-1) }]) {
    const asker = await at.clinician()
    await appoint(at.house, asker.id, 'college administrator', programmeId, dates)
    askers.push([`college administrator ${JSON.stringify(dates)}`, asker])
  }
  const before = await newestOf()
  for (const [name, asker] of askers) {
    for (const route of routes) {
      const answer = await at.house.app.inject({
        method: route.method as 'GET',
        url: route.url.replace(':curriculumId', IMT),
        headers: { cookie: asker.cookie },
        ...(route.method === 'GET'
          ? {}
          : { payload: { number: before.number, document: { ...before.document, title: 'Theirs' }, ownerIds: [trainee.id] } }),
      })
      expect(answer.statusCode, `${name}: ${nameOf(route)} said ${answer.body}`).toBe(403)
      expect(answer.json()).toMatchObject({ code: 'not_allowed', title: 'Only a college administrator can do this.' })
    }
  }
  expect((await newestOf()).number).toBe(before.number)
})
