import { beforeAll, expect, test } from 'vitest'
import { ACTS, PERMISSIONS, RECORD_KINDS, type Act, type RecordKind, type State } from '#domain/accounts/permission-table.ts'
import { may, type Standing, type Where } from '#domain/accounts/permissions.ts'
import { isAgreed } from '#domain/accounts/permissions.test-data.ts'
import { PHASES, RELATIONS, type Phase, type Relation } from '#domain/accounts/relations.ts'
import { writeQuery } from '#domain/query-string.ts'
import { makeVersion } from '#domain/curriculum/edition-contract.ts'
import { IMT } from './support/curriculum.ts'
import { house } from './support/house.ts'
import { CELLS, NAMED_CELLS, placeName, UNTOUCHED, type NamedCell } from './support/matrix/cells.ts'
import { PLANTED, READ_AS } from './support/matrix/planted.ts'
import { MatrixRecord, NEXT_IMT } from './support/matrix/record.ts'
import type { Asking, Person } from './support/person.ts'
import { appoint, inDays, programme, stand, type Dates } from './support/related.ts'
import { routesOf } from './support/routes-of.ts'
import { v7 as uuidv7 } from 'uuid'

const at = house()
const PREFIX = '/api/people/:ownerId/'

const PHASE_DATES: Readonly<Record<Phase, Dates>> = {
  before: { from: inDays(1), until: inDays(50) },
  during: { from: inDays(-50), until: inDays(0) },
  grace: { from: inDays(-50), until: inDays(-1) },
  after: { from: inDays(-90), until: inDays(-29) },
}
/** Only supervisors have days of grace: to others they are over. */
const phasesOf = (relation: Relation): readonly Phase[] =>
  PHASES.filter((phase) => phase !== 'grace' || relation.endsWith('supervisor')).filter(
    (phase) => relation !== 'owner' || phase === 'during',
  )

interface Asker {
  readonly name: string
  readonly person: Person
  /** What they are to the owner, as the permission table is asked. */
  readonly standings: readonly Standing[]
}

let programmeId: string
let enrolled: MatrixRecord
let frozen: MatrixRecord
const recordFor = (cell: NamedCell): MatrixRecord => (cell.isFrozen ? frozen : enrolled)

beforeAll(async () => {
  programmeId = await programme(at.house)
  await at.house.db.updateTable('programme').set({ contact_email: 'office@example.org' }).where('id', '=', programmeId).execute()
  const [bystander, college] = [await at.clinician({ name: 'Dr By Stander' }), await at.clinician()]
  await appoint(at.house, college.id, 'college administrator', '')
  await college.ask(makeVersion, { params: { curriculumId: IMT }, body: { id: NEXT_IMT, version: 'next' } })
  enrolled = await MatrixRecord.make(at, programmeId, bystander)
  frozen = await MatrixRecord.make(at, programmeId, bystander)
  await frozen.freeze()
})

/** Somebody who is all of these to both owners. */
async function asker(...standings: readonly Standing[]): Promise<Asker> {
  const person = await at.clinician()
  for (const { relation, phase } of standings) {
    const roleOnly = ['tutor', 'programme director', 'programme coordinator', 'college administrator'].includes(relation)
    await stand(at.house, person.id, relation, { ownerId: enrolled.owner.id, programmeId }, PHASE_DATES[phase])
    if (!roleOnly) await stand(at.house, person.id, relation, { ownerId: frozen.owner.id, programmeId }, PHASE_DATES[phase])
  }
  return { name: standings.map(({ relation, phase }) => `${relation} ${phase}`).join(' and '), person, standings }
}

async function knock(cell: NamedCell, { person }: Asker, asking: Asking) {
  const [method, address] = cell.route.split(' ') as [string, string]
  const params: Readonly<Record<string, string>> = { ...asking.params, ownerId: recordFor(cell).owner.id }
  const url = (PREFIX + address).replace(/:(\w+)|\*/g, (found, name: string | undefined) => params[name ?? found] ?? uuidv7())
  return at.house.app.inject({
    method: method as 'GET',
    url: url + writeQuery(asking.query ?? {}),
    headers: {
      ...(person.cookie === '' ? {} : { cookie: person.cookie }),
      ...(asking.body !== undefined && !Buffer.isBuffer(asking.body) ? { 'content-type': 'application/json' } : {}),
      ...asking.headers,
    },
    ...(asking.body === undefined ? {} : { payload: Buffer.isBuffer(asking.body) ? asking.body : JSON.stringify(asking.body) }),
  })
}

type Told = readonly [status: number | 'done', reason: string | null]
const NOT_FOUND: Told = [404, null]

/** What this one is to be told: what they may by the matrix as it was agreed, why not in the words of the table. */
function expected({ standings, person }: Asker, cell: NamedCell): Told {
  if (person.cookie === '') return [401, null]
  const agreed = (act: Act) => standings.some((standing) => isAgreed(standing, act, cell))
  if (!agreed('read')) return NOT_FOUND
  if (agreed(cell.act)) return [cell.answers ?? 'done', null]
  const where = { section: cell.section, ...(cell.state === undefined ? {} : { state: cell.state }) } as Where<RecordKind>
  const answer = may(standings, cell.act, cell.kind, where)
  return [403, answer.allowed ? 'for a reason, and the table has none' : answer.reason]
}

const AT_ONCE = 8

/** What is asked for in vain is made once: it changes nothing. */
const inVain = new Map<NamedCell, Asking>()

/** Faults. What is refused is asked some at a time, what is allowed one after the other, for it changes the record. */
async function walk(one: Asker, cells: readonly NamedCell[], seen: Set<string>): Promise<string[]> {
  const faults: string[] = []
  const visit = async (cell: NamedCell) => {
    const told = expected(one, cell)
    const isRefused = told[0] !== 'done'
    const asking = (isRefused ? inVain.get(cell) : undefined) ?? (await cell.ask?.(recordFor(cell), one.person)) ?? {}
    if (isRefused) inVain.set(cell, asking)
    const answer = await knock(cell, one, asking)
    const { statusCode, body } = answer
    const status = statusCode >= 200 && statusCode < 300 ? 'done' : statusCode
    const reason = statusCode === 403 && told[0] !== cell.answers ? (answer.json() as { title: string }).title : null
    const where = `${one.name}: ${cell.route}${cell.state === undefined ? '' : ` (${cell.state})`}`
    if (status !== told[0] || reason !== told[1])
      faults.push(`${where} is to answer ${told.join(' ')}, and answered ${statusCode} ${body.slice(0, 300)}`)
    for (const [word, [kind, section]] of Object.entries(READ_AS) as [keyof typeof PLANTED, (typeof READ_AS)['tag']][]) {
      if (!body.includes(PLANTED[word])) continue
      seen.add(word)
      if (!one.standings.some((standing) => isAgreed(standing, 'read', { kind, section })))
        faults.push(`${where} lets out ${PLANTED[word]}`)
    }
  }
  const refused = cells.filter((cell) => expected(one, cell)[0] !== 'done')
  for (let begin = 0; begin < refused.length; begin += AT_ONCE) await Promise.all(refused.slice(begin, begin + AT_ONCE).map(visit))
  for (const cell of cells) if (!refused.includes(cell)) await visit(cell)
  return faults
}

test('A8: every route to an owner’s records has its place in the matrix, and only they', () => {
  const routes = routesOf(at.house)
    .filter(({ url }) => url.startsWith(PREFIX))
    .map(({ method, url }) => `${method} ${url.slice(PREFIX.length)}`)
  expect(Object.keys(CELLS).sort()).toEqual(routes.sort())
})

test('A8: every cell of the permission table is walked by a route, or it is said why none touches it', () => {
  const held = RECORD_KINDS.flatMap((kind) =>
    Object.entries(PERMISSIONS[kind].sections as Readonly<Record<string, readonly string[]>>).flatMap(([section, row]) =>
      ACTS.filter((act) => row.some((cell) => cell.includes(act[0]!.toUpperCase()))).flatMap((act) => {
        const states: readonly (State | undefined)[] =
          PERMISSIONS[kind].states.length > 0 && act !== 'read' ? PERMISSIONS[kind].states : [undefined]
        return states.map((state) => placeName(kind, section, act, state))
      }),
    ),
  )
  // That somebody is refused before they write shows whether they may read.
  const walked = NAMED_CELLS.flatMap(({ kind, section, act, state }) => [
    placeName(kind, section, act, state),
    placeName(kind, section, 'read'),
  ])
  expect([...new Set([...walked.filter((name) => held.includes(name)), ...Object.keys(UNTOUCHED)])].sort()).toEqual([...held].sort())
  expect(Object.keys(UNTOUCHED).filter((name) => walked.includes(name))).toEqual([])
})

test('A8, A11: every relation, before, during and after its dates, gets from every route in every state what the permission table says', async () => {
  const seen = new Set<string>()
  const faults: string[] = []
  for (const relation of RELATIONS.filter((one) => one !== 'owner')) {
    for (const phase of phasesOf(relation)) faults.push(...(await walk(await asker({ relation, phase }), NAMED_CELLS, seen)))
  }
  for (const owner of [false, true]) {
    const standings: Standing[] = [{ relation: 'owner', phase: 'during' }]
    const person = (owner ? frozen : enrolled).owner
    const own = NAMED_CELLS.filter(({ isFrozen }) => isFrozen === owner)
    faults.push(...(await walk({ name: 'owner', person, standings }, own, seen)))
  }
  expect(faults).toEqual([])
  // A word that nobody finds would prove nothing.
  expect([...seen].sort()).toEqual(Object.keys(PLANTED).sort())
}, 300_000)

test('A7: of several relations one that allows it is enough, by every route', async () => {
  const both = [
    await asker({ relation: 'tutor', phase: 'during' }, { relation: 'clinical supervisor', phase: 'during' }),
    await asker({ relation: 'programme coordinator', phase: 'during' }, { relation: 'educational supervisor', phase: 'grace' }),
    await asker({ relation: 'lay member', phase: 'during' }, { relation: 'panel member', phase: 'after' }),
  ]
  for (const one of both) expect(await walk(one, NAMED_CELLS, new Set())).toEqual([])
}, 120_000)

test('A7, A11: to strangers, publishers and system administrators there is nothing, and nobody is asked to sign in', async () => {
  const [stranger, publisher, administrator] = await at.clinicians(3)
  await appoint(at.house, publisher!.id, 'publisher', programmeId)
  await appoint(at.house, administrator!.id, 'system administrator', programmeId)
  const others = Object.entries({ stranger, publisher, administrator, nobody: at.nobody() })
  for (const [name, person] of others) expect(await walk({ name, person: person!, standings: [] }, NAMED_CELLS, new Set())).toEqual([])
}, 120_000)
