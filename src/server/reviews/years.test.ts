import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { linkObjectives, moveObjective, objectivesOfItem, readPlan, saveObjective } from '#domain/assessments/plan-contract.ts'
import { homeOverview } from '#domain/portfolio/overview-contract.ts'
import { binItems } from '#domain/portfolio/contract.ts'
import { agreeCredits, commentOnShare, openShare } from '#domain/reviews/appraiser-contract.ts'
import { makeShare } from '#domain/reviews/share-contract.ts'
import { beginYear, closeYear, moveYear, readYears, setLeave } from '#domain/reviews/year-contract.ts'
import { addDays, cpdYear } from '#domain/plain-date.ts'
import { reducedTarget } from '#domain/reviews/appraisal-year.ts'
import { supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()

/** So that today is neither the first nor the last day of the year. */
const START = ((Number(inDays(0).slice(5, 7)) + 5) % 12) + 1
const YEAR = cpdYear(inDays(0), START)
const UNTIL_TODAY = { from: YEAR.from, to: inDays(-1) }

async function objective(owner: Person, words: string, targetOn = '2027-01-31'): Promise<string> {
  const objectiveId = uuidv7()
  const body = { objective: words, targetOn, plan: '', measure: '', outcome: '', codes: [], version: 0 }
  await owner.ask(saveObjective, { params: { objectiveId }, body })
  return objectiveId
}

async function move(owner: Person, objectiveId: string, state: string, says = '') {
  const { version } = (await owner.ask(readPlan)).objectives.find(({ id }) => id === objectiveId)!
  await owner.ask(moveObjective, { params: { objectiveId }, body: { state, says, version } })
}

async function begun(owner: Person, yearStartsIn = START) {
  await owner.ask(savePreferences, { body: { yearStartsIn } })
  await owner.ask(beginYear, { body: { id: uuidv7() } })
  return current(owner)
}
const current = async (owner: Person) => (await owner.ask(readYears)).current!

async function discussed(owner: Person) {
  for (const state of ['prepared', 'discussed'] as const) {
    const { id, version } = await current(owner)
    await owner.ask(moveYear, {
      params: { yearId: id },
      body: { state, version, discussedOn: inDays(-1), discussedWith: 'Dr Noor Hale' },
    })
  }
  return current(owner)
}

test('P26: the appraisal year is the CPD year of its owner’s settings; one goes on at a time', async () => {
  const owner = await at.clinician()
  await owner.ask(savePreferences, { body: { yearStartsIn: 8 } })
  const next = cpdYear(inDays(0), 8)
  expect(await owner.ask(readYears)).toEqual({ current: null, next, closed: [] })
  const year = await begun(owner, 8)
  expect(year).toMatchObject({ ...next, state: 'open' })
  await owner.ask(beginYear, { body: { id: year.id } })
  await owner.refused(beginYear, { body: { id: uuidv7() } }, 'already_exists')
  await owner.refused(closeYear, { params: { yearId: year.id }, body: { version: year.version, nextId: year.id } }, 'already_exists')
})

test('P26: outside of training an owner begins an objective by themselves; in training the supervisor agrees first', async () => {
  const owner = await at.clinician()
  const id = await objective(owner, 'Learn ultrasound')
  expect((await owner.ask(readPlan)).needsAgreement).toBe(false)
  await move(owner, id, 'in progress')

  const theOther = await trainee(at)
  const theirs = await objective(theOther, 'Lead ward rounds')
  const plan = await theOther.ask(readPlan)
  expect(plan.needsAgreement).toBe(true)
  const body = { state: 'in progress', says: '', version: plan.objectives[0]!.version }
  await theOther.refused(moveObjective, { params: { objectiveId: theirs }, body }, 'invalid_input')
})

test('P26 P24: an item works towards one or more objectives, is seen at both, and by its owner alone', async () => {
  const owner = await trainee(at)
  const educational = await supervisor(at, owner)
  const [first, second] = [await objective(owner, 'First'), await objective(owner, 'Second')]
  const item = await owner.completed({ title: 'Ultrasound course' })
  const params = { id: item.id }
  await owner.ask(linkObjectives, { params, body: { objectives: [first, second] } })
  expect((await owner.ask(objectivesOfItem, { params })).objectives.map(({ isLinked }) => isLinked)).toEqual([true, true])
  const linked = async (person: Person) =>
    (await person.ask(readPlan, { params: { ownerId: owner.id } })).objectives.map((one) => one.linked.map(({ title }) => title))
  expect(await linked(owner)).toEqual([['Ultrasound course'], ['Ultrasound course']])
  expect(await linked(educational)).toEqual([[], []])
  await owner.ask(linkObjectives, { params, body: { objectives: [second] } })
  expect(await linked(owner)).toEqual([[], ['Ultrasound course']])
  await owner.refused(linkObjectives, { params, body: { objectives: [uuidv7()] } }, 'invalid_input')
  await owner.ask(binItems, { body: { items: [item.id] } })
  expect(await linked(owner)).toEqual([[], []])
})

test('P26: leave lowers the target of the year and of the home page, with its reason, and no more than the year', async () => {
  const owner = await at.clinician()
  await owner.ask(savePreferences, { body: { yearlyTarget: 5000 } })
  const { id, version } = await begun(owner)
  const leave = [{ id: uuidv7(), from: YEAR.from, to: addDays(YEAR.from, 72), percent: null, reason: 'Parental leave' }]
  await owner.ask(setLeave, { params: { yearId: id }, body: { version, leave } })
  const target = reducedTarget(5000, YEAR, [{ from: YEAR.from, to: addDays(YEAR.from, 72) }])
  expect(target).toBeLessThan(5000)
  expect((await current(owner)).sum).toMatchObject({ fullTarget: 5000, target, leave })
  expect((await owner.ask(homeOverview)).year).toMatchObject({ fullTarget: 5000, target })
  const refused = async (row: object) =>
    (
      await owner.refused(
        setLeave,
        {
          params: { yearId: id },
          body: { version: version + 1, leave: [{ id: uuidv7(), from: null, to: null, percent: null, reason: 'x', ...row }] },
        },
        'invalid_input',
      )
    ).fields.map(({ path }) => path)
  expect(await refused({})).toEqual(['leave.0.from', 'leave.0.to'])
  expect(await refused({ from: inDays(0), to: inDays(-1) })).toEqual(['leave.0.to'])
  expect(await refused({ from: addDays(YEAR.from, -9), to: addDays(YEAR.from, -8) })).toEqual(['leave.0.from'])
  expect(await refused({ percent: 101 })).toEqual(['leave.0.percent'])
  expect(await refused({ percent: 20, reason: '' })).toEqual(['leave.0.reason'])
  await owner.refused(setLeave, { params: { yearId: id }, body: { version, leave: [] } }, 'stale_version')
})

test('P26: a year is closed once it was discussed, keeps what it came to, carries over what is unfinished, and opens the next', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  await owner.ask(savePreferences, { body: { yearlyTarget: 5000 } })
  const [done, open] = [await objective(owner, 'Learn ultrasound'), await objective(owner, 'Teach ultrasound')]
  await move(owner, done, 'achieved', 'Passed.')
  await move(owner, open, 'in progress')
  const course = await owner.completed({ title: 'Course', personal: 250, completedOn: YEAR.from })
  await owner.completed({ title: 'Long ago', personal: 900, completedOn: addDays(YEAR.from, -1) })
  const shared = { filters: { from: YEAR.from, to: YEAR.to }, columns: ['title', 'credits'], rows: [course.id] }
  const { url } = await owner.ask(makeShare, {
    body: { ...shared, id: uuidv7(), way: 'link', forName: 'Dr Noor Hale', endsOn: inDays(30) },
  })
  const params = { code: new URL(url).pathname.split('/').at(-1)! }
  await nobody.ask(openShare, { params, body: { name: 'Dr Noor Hale' } })
  await nobody.ask(commentOnShare, { params, body: { id: uuidv7(), itemId: course.id, text: 'Well done.' } })
  const { rows } = await nobody.ask(openShare, { params, body: {} })
  const read = { rows: rows.map(({ id, version }) => ({ id, version })), counted: 250, impact: 0, notCounted: 0, accreditorId: null }
  await nobody.ask(agreeCredits, { params, body: { id: uuidv7(), ...read } })
  // What was said before the year was begun is in it.
  const year = await begun(owner)

  await owner.refused(closeYear, { params: { yearId: year.id }, body: { version: 1, nextId: uuidv7() } }, 'not_allowed')
  const { version } = await discussed(owner)
  const body = { version, nextId: uuidv7() }
  expect(await owner.ask(closeYear, { params: { yearId: year.id }, body })).toEqual({ carriedOver: 1 })
  expect(await owner.ask(closeYear, { params: { yearId: year.id }, body })).toEqual({ carriedOver: 1 })

  const kept = async () => (await owner.ask(readYears)).closed
  const [record] = await kept()
  expect(record).toMatchObject({
    ...UNTIL_TODAY,
    discussedOn: inDays(-1),
    discussedWith: 'Dr Noor Hale',
    sum: {
      totals: { counted: 250, items: 1, completed: 1 },
      fullTarget: 5000,
      target: reducedTarget(5000, UNTIL_TODAY, [], YEAR),
      objectives: [
        { objective: 'Learn ultrasound', state: 'achieved', outcome: 'Passed.' },
        { objective: 'Teach ultrasound', state: 'in progress' },
      ],
      comments: [{ text: 'Well done.', title: 'Course' }],
      agreements: [{ counted: 250, byName: 'Dr Noor Hale' }],
    },
  })
  const next = await current(owner)
  expect(next).toMatchObject({ from: inDays(0), to: YEAR.to, state: 'open' })
  expect(next.sum).toMatchObject({ comments: [], agreements: [], target: 5000 - reducedTarget(5000, UNTIL_TODAY, [], YEAR) })
  expect(next.sum.objectives.map(({ objective, state }) => [objective, state])).toEqual([['Teach ultrasound', 'carried over']])

  // What comes later changes nothing of it.
  await owner.completed({ title: 'Today', personal: 700, completedOn: inDays(0) })
  expect((await current(owner)).sum.totals.counted).toBe(700)
  await owner.completed({ title: 'Added later', personal: 999, completedOn: YEAR.from })
  await move(owner, open, 'achieved', 'Done in the end.')
  await owner.ask(savePreferences, { body: { yearlyTarget: 100 } })
  expect(await kept()).toEqual([record])
  await owner.refused(moveYear, { params: { yearId: year.id }, body: { state: 'prepared', version: version + 1 } }, 'not_allowed')
  await owner.refused(setLeave, { params: { yearId: year.id }, body: { leave: [], version: version + 1 } }, 'not_allowed')
})

test('P26: a year closed before its end loses no later day; no year is closed on its first day, nor begun in the future', async () => {
  const owner = await at.clinician()
  const { id, version } = await begun(owner)
  const leave = [{ id: uuidv7(), from: inDays(-5), to: inDays(5), percent: null, reason: 'Parental leave' }]
  await owner.ask(setLeave, { params: { yearId: id }, body: { version, leave } })
  const nextId = uuidv7()
  const first = await discussed(owner)
  await owner.ask(closeYear, { params: { yearId: id }, body: { version: first.version, nextId } })
  expect((await current(owner)).sum.leave).toEqual(leave)
  await owner.ask(moveYear, { params: { yearId: nextId }, body: { state: 'prepared', version: 1 } })
  const on = (discussedOn: string) => ({ params: { yearId: nextId }, body: { state: 'discussed', version: 2, discussedOn } })
  expect((await owner.refused(moveYear, on(inDays(-1)), 'invalid_input')).fields[0]!.path).toBe('discussedOn')
  await owner.ask(moveYear, on(inDays(0)))
  await owner.refused(closeYear, { params: { yearId: nextId }, body: { version: 3, nextId: uuidv7() } }, 'not_allowed')
  expect((await owner.ask(readYears)).closed).toHaveLength(1)
  await owner.refused(closeYear, { params: { yearId: id }, body: { version: 9, nextId: uuidv7() } }, 'not_allowed')
})

test('P26: an objective taken up again after its year was closed is in the year that goes on, which can be closed with it', async () => {
  const owner = await at.clinician()
  const id = await objective(owner, 'Learn ultrasound')
  await move(owner, id, 'achieved', 'Passed.')
  await begun(owner)
  const first = await discussed(owner)
  await owner.ask(closeYear, { params: { yearId: first.id }, body: { version: first.version, nextId: uuidv7() } })
  expect((await current(owner)).sum.objectives).toEqual([])
  await at.house.db.updateTable('objective').set({ state: 'in progress' }).where('id', '=', id).execute()
  expect((await current(owner)).sum.objectives).toMatchObject([{ id, state: 'in progress' }])
})

test('P26: objectives of training go on into the first appraisal year', async () => {
  const owner = await trainee(at)
  const id = await objective(owner, 'Learn to teach', inDays(100))
  const { db } = at.house
  await db.updateTable('objective').set({ state: 'agreed' }).where('id', '=', id).execute()
  await db
    .updateTable('trainee')
    .set({ from_on: inDays(-400), until_on: inDays(-1) })
    .where('owner_id', '=', owner.id)
    .execute()
  const { sum } = await begun(owner)
  expect(sum.objectives).toMatchObject([{ id, state: 'agreed' }])
  expect((await owner.ask(readPlan)).needsAgreement).toBe(false)
  const { id: yearId, version } = await discussed(owner)
  await owner.ask(closeYear, { params: { yearId }, body: { version, nextId: uuidv7() } })
  expect((await current(owner)).sum.objectives).toMatchObject([{ id, state: 'carried over' }])
})

test('N1 P26: a year is discussed on a day that has been, and not before it is prepared', async () => {
  const owner = await at.clinician()
  const { id, version } = await begun(owner)
  const to = (body: object) => ({ params: { yearId: id }, body: { version, ...body } })
  await owner.refused(moveYear, to({ state: 'discussed', discussedOn: inDays(-1) }), 'invalid_input')
  await owner.ask(moveYear, to({ state: 'prepared' }))
  const later = (body: object) => ({ params: { yearId: id }, body: { version: version + 1, state: 'discussed', ...body } })
  expect((await owner.refused(moveYear, later({}), 'invalid_input')).fields[0]!.path).toBe('discussedOn')
  expect((await owner.refused(moveYear, later({ discussedOn: inDays(2) }), 'invalid_input')).fields[0]!.path).toBe('discussedOn')
})
