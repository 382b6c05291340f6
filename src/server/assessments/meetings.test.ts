import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { haveLooked, lastPresented, presentRecord, readBrief } from '#domain/assessments/brief-contract.ts'
import { beginEntry, listEntries, readEntry, saveEntryPart, takeEntryStep } from '#domain/assessments/contract.ts'
import { listMeetings, readGathered } from '#domain/assessments/meetings-contract.ts'
import { closeAgendaPoint, listAgendaPoints, raiseAgendaPoint } from '#domain/training/agenda-contract.ts'
import { recordAbsence } from '#domain/training/absence-contract.ts'
import { readLogs, verifyLogRows } from '#domain/training/logs-contract.ts'
import { myTrainees } from '#domain/training/roster-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { assess, evidence } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import { meetingWith, report } from '../../../tests/support/meetings.ts'
import { CLINIC, write } from '../../../tests/support/logs.ts'
import type { Person } from '../../../tests/support/person.ts'
import { lettersTo } from '../../../tests/support/programme.ts'
import { inDays, relate } from '../../../tests/support/related.ts'
import { supervised } from '../../../tests/support/meetings.ts'

const at = house()

test('T12: an induction goes from the trainee’s preparation to the educational supervisor’s signature and the trainee’s word', async () => {
  const { trainee, educational, clinical, ownerId } = await supervised(at)
  const id = await meetingWith(trainee, 'es-induction')
  const params = { ownerId, itemId: id }
  const early = await educational.refused(takeEntryStep, { params: { ...params, step: 'submit' }, body: {} }, 'not_allowed')
  expect(early.title).toContain('own part first')
  const asked = await trainee.refused(takeEntryStep, { params: { ...params, step: 'prepare' }, body: {} }, 'invalid_input')
  expect(asked.fields).toMatchObject([{ path: 'hopes' }])
  await trainee.ask(takeEntryStep, { params: { ...params, step: 'prepare' }, body: { answers: { preparation: { hopes: 'Clinics' } } } })
  expect((await educational.ask(myTrainees)).trainees[0]?.waits).toContainEqual({ what: 'to sign', count: 1 })
  expect((await clinical.ask(myTrainees)).trainees[0]?.waits.map(({ what }) => what)).not.toContain('to sign')

  const discussion = { 'year-plan': 'Twenty clinics', 'pdp-discussed': true, concerns: false }
  for (const [person, who] of [
    [trainee, 'your educational supervisor'],
    [clinical, 'the educational supervisor'],
  ] as const) {
    const no = await person.refused(
      saveEntryPart,
      { params: { ...params, section: 'discussion' }, body: { answers: discussion, version: 0 } },
      'not_allowed',
    )
    expect(no.title).toBe(`Only ${who} can write this.`)
  }
  await educational.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body: { answers: { discussion } } })
  await trainee.ask(takeEntryStep, { params: { ...params, step: 'acknowledge' }, body: {} })
  expect(await trainee.ask(readEntry, { params })).toMatchObject({ state: 'acknowledged', can: { step: null } })
  const { due } = await trainee.ask(listMeetings, { params: { ownerId } })
  expect(due.find(({ form }) => form === 'es-induction')).toMatchObject({ standing: 'done', id })
  expect(await verifyChain(await chainOf(at.house.db, ownerId))).toMatchObject({ faults: [] })
})

test('T12: the end-of-placement appraisal is the supervisor’s to write, and no way leads the trainee there', async () => {
  const { trainee, clinical, ownerId } = await supervised(at)
  const id = await meetingWith(trainee, 'end-of-placement', { preparation: { learned: 'Much', 'next-post': 'Clinics' } })
  const params = { ownerId, itemId: id }
  const appraisal = { summary: 'Grew', capabilities: 'C1 at 3', 'to-develop': 'Letters', concerns: false }
  const { can } = await trainee.ask(readEntry, { params })
  expect(can.write['appraisal']).toBe('Only your clinical supervisor or your educational supervisor can write this.')
  expect(can.step).toMatchObject({ step: 'submit', may: expect.stringMatching(/^Only your clinical supervisor/) })
  for (const step of ['submit', 'acknowledge'] as const) {
    await trainee.refused(takeEntryStep, { params: { ...params, step }, body: { answers: { appraisal } } }, 'not_allowed')
  }
  await clinical.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body: { answers: { appraisal } } })
  expect(await trainee.ask(readEntry, { params })).toMatchObject({ state: 'submitted', answers: { appraisal } })
})

test('T12: what is said of wellbeing is read by the trainee and their supervisors, before and after it is signed', async () => {
  const { trainee, educational, clinical, tutor, director, ownerId } = await supervised(at)
  const panel = await at.clinician()
  await relate(at.house, panel.id, 'panel member', ownerId)
  const id = await meetingWith(trainee, 'mid-point', {
    preparation: { 'going-well': 'Rounds', 'going-less-well': 'Sleep' },
    'wellbeing-trainee': { 'wellbeing-own': 'Nights are heavy.' },
  })
  const params = { ownerId, itemId: id }
  const answers = {
    discussion: { progress: 'Good', 'to-develop': 'Letters', 'pdp-discussed': true, concerns: false },
    'wellbeing-supervisor': { 'wellbeing-said': 'Fewer nights in a row.' },
  }
  await clinical.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body: { answers } })
  for (const person of [trainee, educational, clinical]) {
    const said = JSON.stringify(await person.ask(readEntry, { params }))
    expect(said).toContain('Nights are heavy.')
    expect(said).toContain('Fewer nights in a row.')
  }
  for (const person of [tutor, director, panel]) {
    const said = JSON.stringify(await person.ask(readEntry, { params }))
    expect(said).toContain('Letters')
    expect(said).not.toMatch(/heavy|in a row|wellbeing-/)
  }
})

test('T12: the report is begun and written by the educational supervisor alone; what was gathered is kept as it was seen', async () => {
  const { trainee, educational, clinical, tutor, ownerId } = await supervised(at)
  const lay = await at.clinician()
  await relate(at.house, lay.id, 'lay member', ownerId)
  await evidence(trainee, ['C1'], { title: 'A take' })
  await assess(trainee, 'C1', '2', 'Four takes')
  await trainee.ask(recordAbsence, {
    body: { id: uuidv7(), type: 'sickness', from: inDays(-9), until: inDays(-8), workingDays: 2, note: '' },
  })
  const body = { id: uuidv7(), form: 'es-report', eventOn: inDays(0) }
  for (const [person, who] of [
    [trainee, 'your educational supervisor'],
    [clinical, 'the educational supervisor'],
  ] as const) {
    const no = await person.refused(beginEntry, { params: { ownerId }, body }, 'not_allowed')
    expect(no.title).toBe(`Only ${who} can write this.`)
  }
  await educational.ask(beginEntry, { params: { ownerId }, body })
  const params = { ownerId, itemId: body.id }
  await trainee.refused(saveEntryPart, { params: { ...params, section: 'summary' }, body: { answers: {}, version: 0 } }, 'not_allowed')
  const now = await educational.ask(readGathered, { params })
  expect(now.isKept).toBe(false)
  expect(now.parts.map(({ id }) => id)).toEqual([
    'placements',
    'capabilities',
    'assessments',
    'logs',
    'papers',
    'absence',
    'plan',
    'meetings',
  ])
  expect(now.parts[1]!.rows).toContainEqual([expect.stringMatching(/^C1\. /), expect.stringContaining('direct supervision'), 'not signed'])
  expect(now.parts[5]!.rows).toEqual([['IMY2', '2']])
  await educational.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body: { answers: report() } })

  await assess(trainee, 'C1', '3', 'Ten takes')
  const kept = await trainee.ask(readGathered, { params })
  expect(kept).toEqual({ isKept: true, parts: now.parts })
  expect((await tutor.ask(readGathered, { params })).parts).toHaveLength(8)
  expect((await lay.ask(readGathered, { params })).parts.map(({ id }) => id)).not.toContain('absence')
  const chain = await chainOf(at.house.db, ownerId)
  expect(chain.records.at(-1)?.text).toContain('"gathered":[')
  expect(await verifyChain(chain)).toMatchObject({ faults: [] })
  const read = await trainee.ask(readEntry, { params })
  expect(read.can.step).toEqual({ step: 'acknowledge', may: null })
  await trainee.ask(takeEntryStep, { params: { ...params, step: 'acknowledge' }, body: {} })
})

test('T12: a supervisor begins a meeting as well as the trainee, and a coordinator sees only how far it is', async () => {
  const { clinical, coordinator, ownerId } = await supervised(at)
  const id = await meetingWith(clinical, 'post-induction', undefined, ownerId)
  const { meetings, can } = await coordinator.ask(listMeetings, { params: { ownerId } })
  expect(meetings).toMatchObject([{ id, state: 'begun', waitsFor: 'trainee' }])
  expect(can.begin['es-report']).toContain('Only the educational supervisor')
  expect((await coordinator.ask(listEntries, { params: { ownerId } })).entries).toHaveLength(1)
})

test('T19, T14: the brief tells what is new since one last looked, and what came in meanwhile stays new', async () => {
  const { trainee, educational, tutor, ownerId } = await supervised(at)
  const params = { ownerId }
  await evidence(trainee, ['C1', 'C2'], { title: 'A take', notes: Array.from({ length: 300 }, () => 'word').join(' ') })
  await assess(trainee, 'C1', '2', 'Four takes')
  const first = await educational.ask(readBrief, { params })
  expect(first).toMatchObject({
    since: null,
    evidence: [{ title: 'A take', codes: ['C1', 'C2'], minutes: 2 }],
    assessed: [{ code: 'C1', before: null, why: 'Four takes' }],
    ready: [{ code: 'C1', links: 1, why: 'Four takes', may: null }],
    minutes: 3,
    can: { present: 'Only the trainee can write this.', sign: null },
  })
  await evidence(trainee, ['C3'], { title: 'Meanwhile' })
  await educational.ask(haveLooked, { params, body: { asOf: first.asOf } })
  const next = await educational.ask(readBrief, { params })
  expect(next.evidence.map(({ title }) => title)).toEqual(['Meanwhile'])
  expect(next).toMatchObject({ since: first.asOf, assessed: [], ready: [{ code: 'C1' }] })
  expect((await educational.ask(myTrainees)).trainees[0]?.waits).toEqual(
    expect.arrayContaining([
      { what: 'new', count: 1 },
      { what: 'meetings overdue', count: 1 },
    ]),
  )
  await educational.ask(haveLooked, { params, body: { asOf: new Date(0).toISOString() } })
  expect((await educational.ask(readBrief, { params })).since).toBe(first.asOf)
  expect((await tutor.ask(readBrief, { params })).since).toBeNull()
})

test('T19: the trainee presents to a supervisor with a note that no mail holds; sent twice it is once', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const body = { id: uuidv7(), toId: educational.id, note: 'Please look at C1.' }
  expect(await trainee.ask(lastPresented)).toEqual({ isTrainee: true, last: null })
  const stranger = await at.clinician()
  await trainee.refused(presentRecord, { body: { ...body, toId: stranger.id } }, 'invalid_input')
  await trainee.ask(presentRecord, { body })
  await trainee.ask(presentRecord, { body })
  expect((await educational.ask(readBrief, { params: { ownerId } })).presented).toMatchObject([{ note: 'Please look at C1.' }])
  expect((await trainee.ask(lastPresented)).last).toMatchObject({ toName: 'Dr Esme Educational' })
  const letters = await lettersTo(at, educational)
  expect(letters).toHaveLength(1)
  expect(letters[0]!.subject).toBe('Dr Ada Okafor presents their training record to you')
  expect(JSON.stringify(letters)).not.toContain('C1')
})

test('T18: a point is talked about at the meeting that is named, and stands there; none waits for another', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const other = await supervised(at)
  const meetingId = await meetingWith(trainee, 'es-induction')
  const elsewhere = await meetingWith(other.trainee, 'es-induction')
  const assessment = uuidv7()
  await trainee.ask(beginEntry, { body: { id: assessment, form: 'cbd', eventOn: inDays(-1), title: 'Sepsis' } })
  const [one, two] = [uuidv7(), uuidv7()]
  await trainee.ask(raiseAgendaPoint, { body: { id: one, text: 'More clinics' } })
  await educational.ask(raiseAgendaPoint, { params: { ownerId }, body: { id: two, text: 'The exam' } })
  const close = (pointId: string, at: string | null) => ({ params: { ownerId, pointId }, body: { meetingId: at } })
  await educational.refused(closeAgendaPoint, close(one, elsewhere), 'not_found')
  await educational.refused(closeAgendaPoint, close(one, assessment), 'not_found')
  await educational.ask(closeAgendaPoint, close(one, meetingId))
  await trainee.ask(closeAgendaPoint, close(one, null))
  const points = async (meeting?: string) =>
    (await trainee.ask(listAgendaPoints, { query: { meeting } })).points.map(({ text, meetingId: talkedAt }) => [text, talkedAt])
  expect(await points()).toEqual([['The exam', null]])
  expect(await points(meetingId)).toEqual([
    ['More clinics', meetingId],
    ['The exam', null],
  ])
})

test('T14: who supervises sees at a glance what waits to be verified, and who is behind a steady pace', async () => {
  const { trainee, educational, tutor, ownerId } = await supervised(at)
  const one = await write(trainee, { ...CLINIC, on: inDays(-3) })
  await write(trainee, { ...CLINIC, on: inDays(-2) })
  const waits = async (person: Person) => (await person.ask(myTrainees)).trainees.find((one) => one.ownerId === ownerId)?.waits ?? []
  const { lines } = await trainee.ask(readLogs)
  const behind = lines.filter(({ year, standing }) => year !== null && standing === 'behind').length
  expect(behind).toBeGreaterThan(0)
  expect(await waits(educational)).toEqual(
    expect.arrayContaining([
      { what: 'to verify', count: 2 },
      { what: 'behind', count: behind },
    ]),
  )
  await educational.ask(verifyLogRows, { params: { ownerId }, body: { rows: [{ id: one.id, version: one.version }], countBecause: null } })
  expect(await waits(educational)).toContainEqual({ what: 'to verify', count: 1 })
  expect((await waits(tutor)).map(({ what }) => what)).not.toContain('to verify')
})

test('T12: a report gathers what the logs count in its year, and how much of it is verified', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const one = await write(trainee, { ...CLINIC, on: inDays(-3) })
  await write(trainee, { ...CLINIC, on: inDays(-2) })
  await write(trainee, { ...CLINIC, on: inDays(-1), patients: 1 })
  await educational.ask(verifyLogRows, { params: { ownerId }, body: { rows: [{ id: one.id, version: one.version }], countBecause: null } })
  const { parts } = await educational.ask(readGathered, {
    params: { ownerId, itemId: await meetingWith(educational, 'es-report', undefined, ownerId) },
  })
  expect(parts.find(({ id }) => id === 'logs')?.rows).toEqual([['Clinics', '2', '1']])
})

test('A8, T19: what patients said is brought together by the educational supervisor, and waits in their brief alone', async () => {
  const { trainee, educational, clinical, ownerId } = await supervised(at)
  const id = await meetingWith(trainee, 'patient-survey')
  const params = { ownerId, itemId: id }
  expect((await educational.ask(readBrief, { params })).toSign.map((one) => one.id)).toEqual([id])
  expect((await clinical.ask(readBrief, { params })).toSign).toEqual([])
  expect((await trainee.ask(readEntry, { params })).can.write['summary']).toBe('Only your educational supervisor can write this.')
  const no = { params: { ...params, section: 'summary' }, body: { answers: {}, version: 0 } }
  expect((await clinical.refused(saveEntryPart, no, 'not_allowed')).title).toBe('Only the educational supervisor can write this.')
})

test('T12: an end of placement held in the next post answers for the post it was begun for, and for no other', async () => {
  const { trainee, clinical, yearId, ownerId } = await supervised(at)
  const posts = [
    { post: 'Cardiology', site: 'Northway', from_on: inDays(-90), until_on: inDays(-3) },
    { post: 'Acute take', site: 'Northway', from_on: inDays(-2), until_on: inDays(20) },
  ]
  const common = { owner_id: ownerId, training_year_id: yearId, given_by: uuidv7() }
  await at.house.db
    .insertInto('placement')
    .values(posts.map((post) => ({ ...common, id: uuidv7(), ...post })))
    .execute()
  const body = { id: uuidv7(), form: 'end-of-placement', eventOn: inDays(0), placement: 'Cardiology, Northway' }
  const params = { ownerId, itemId: body.id }
  const early = { body: { ...body, placement: 'Acute take, Northway', eventOn: inDays(-3) } }
  expect((await trainee.refused(beginEntry, early, 'invalid_input')).fields).toMatchObject([{ path: 'eventOn' }])
  await trainee.ask(beginEntry, { body })
  await trainee.ask(takeEntryStep, {
    params: { ...params, step: 'prepare' },
    body: { answers: { preparation: { learned: 'Much', 'next-post': 'Clinics' } } },
  })
  const overdue = async () =>
    (await clinical.ask(myTrainees)).trainees[0]?.waits.find(({ what }) => what === 'meetings overdue')?.count ?? 0
  const before = await overdue()
  const appraisal = { summary: 'Grew', capabilities: 'C1 at 3', 'to-develop': 'Letters', concerns: false }
  await clinical.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body: { answers: { appraisal } } })
  const { due } = await trainee.ask(listMeetings, { params })
  expect(due.filter(({ form }) => form === 'end-of-placement').map(({ post, standing }) => [post, standing])).toEqual([
    ['Cardiology, Northway', 'done'],
    ['Acute take, Northway', 'due'],
  ])
  expect(await overdue()).toBe(before - 1)
})

test('T12: what the trainee finished they can still change, and not empty, until it is signed', async () => {
  const { trainee, ownerId } = await supervised(at)
  const itemId = await meetingWith(trainee, 'end-of-placement', { preparation: { learned: 'Much', 'next-post': 'Clinics' } })
  const save = (answers: Record<string, string>, version: number) => ({
    params: { ownerId, itemId, section: 'preparation' },
    body: { answers, version },
  })
  for (const answers of [{}, { learned: 'Much' }, { learned: ' ', 'next-post': 'Clinics' }]) {
    const { fields } = await trainee.refused(saveEntryPart, save(answers, 1), 'invalid_input')
    expect(fields.length).toBeGreaterThan(0)
  }
  await trainee.ask(saveEntryPart, save({ learned: 'More', 'next-post': 'Clinics' }, 1))
})

test('F4: the same signature sent several times at once, from two devices, is one', async () => {
  const { trainee, clinical, ownerId } = await supervised(at)
  const itemId = await meetingWith(trainee, 'end-of-placement', { preparation: { learned: 'Much', 'next-post': 'Clinics' } })
  const appraisal = { summary: 'Grew', capabilities: 'C1 at 3', 'to-develop': 'Letters', concerns: false }
  const elsewhere = await at.again(clinical)
  const sign = { params: { ownerId, itemId, step: 'submit' as const }, body: { answers: { appraisal } } }
  const answers = await Promise.all([clinical, elsewhere, clinical].map((device) => device.send(takeEntryStep, sign)))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
  const steps = await at.house.db
    .selectFrom('entry_step')
    .where('owner_id', '=', ownerId)
    .where('step', '=', 'submit')
    .select('step')
    .execute()
  expect(steps).toHaveLength(1)
  expect((await chainOf(at.house.db, ownerId)).links.filter(({ kind }) => kind === 'form')).toHaveLength(1)
})
