import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { bringIn, keptRows, undoImport, type Import } from '#domain/capture/import-contract.ts'
import { saveDraft, savePreferences } from '#domain/accounts/profile-contract.ts'
import { linkObjectives, moveObjective, readPlan, saveObjective } from '#domain/assessments/plan-contract.ts'
import { cpdYear } from '#domain/plain-date.ts'
import { commentOnShare, openShare } from '#domain/reviews/appraiser-contract.ts'
import { makeShare } from '#domain/reviews/share-contract.ts'
import { beginYear, closeYear, moveYear, readYears, setLeave } from '#domain/reviews/year-contract.ts'
import { amendManifest, amendRows, archiveOf, forged, imported } from '../../../tests/support/archives.ts'
import { trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house({ listening: true })
const of = (importId: string) => ({ params: { importId } })
const broughtIn = async (person: Person, { id }: Import) => {
  await person.ask(bringIn, of(id))
  return settled(person, id)
}
const undone = async (person: Person, { id }: Import) => {
  await person.ask(undoImport, of(id))
  return settled(person, id)
}

/** So that today is neither the first nor the last day of the year. */
const START = ((Number(inDays(0).slice(5, 7)) + 5) % 12) + 1
const YEAR = cpdYear(inDays(0), START)

async function objective(owner: Person, words: string): Promise<string> {
  const objectiveId = uuidv7()
  const body = { objective: words, targetOn: '2027-01-31', plan: 'مرحبا 🫀', measure: '', outcome: '', codes: [], version: 0 }
  await owner.ask(saveObjective, { params: { objectiveId }, body })
  return objectiveId
}
const planOf = async (owner: Person) => (await owner.ask(readPlan)).objectives
async function move(owner: Person, objectiveId: string, state: string, says = '') {
  const { version } = (await planOf(owner)).find(({ id }) => id === objectiveId)!
  await owner.ask(moveObjective, { params: { objectiveId }, body: { state, says, version } })
}

async function begun(owner: Person) {
  await owner.ask(savePreferences, { body: { yearStartsIn: START } })
  await owner.ask(beginYear, { body: { id: uuidv7() } })
}
const current = async (owner: Person) => (await owner.ask(readYears)).current!

async function closed(owner: Person) {
  for (const state of ['prepared', 'discussed'] as const) {
    const { id, version } = await current(owner)
    const body = { state, version, discussedOn: inDays(-1), discussedWith: 'Dr Noor Hale' }
    await owner.ask(moveYear, { params: { yearId: id }, body })
  }
  const { id, version } = await current(owner)
  await owner.ask(closeYear, { params: { yearId: id }, body: { version, nextId: uuidv7() } })
}

/** Two objectives, one of them ended; an item that works towards one; a closed year with leave and what an appraiser said; one that goes on. */
async function planned(): Promise<Person> {
  const ada = await at.clinician()
  await begun(ada)
  const item = await ada.record({ title: 'ECG course', personal: 300, completedOn: inDays(-2), status: 'completed' })
  const [ecg, done] = [await objective(ada, 'Read an ECG'), await objective(ada, 'Teach once')]
  await ada.ask(linkObjectives, { params: { id: item.id }, body: { objectives: [ecg] } })
  await move(ada, done, 'achieved', 'Taught')
  const { id, version } = await current(ada)
  const leave = [{ id: uuidv7(), from: null, to: null, percent: 20, reason: 'Less than full time' }]
  await ada.ask(setLeave, { params: { yearId: id }, body: { version, leave } })
  const { url } = await ada.ask(makeShare, {
    body: {
      filters: { from: YEAR.from, to: YEAR.to },
      columns: ['title'],
      rows: [item.id],
      id: uuidv7(),
      way: 'link',
      forName: 'Dr Noor Hale',
      endsOn: inDays(30),
    },
  })
  const params = { code: new URL(url).pathname.split('/').at(-1)! }
  const nobody = at.nobody()
  await nobody.ask(openShare, { params, body: { name: 'Dr Noor Hale' } })
  await nobody.ask(commentOnShare, { params, body: { id: uuidv7(), itemId: item.id, text: 'Well done.' } })
  await closed(ada)
  return ada
}

const partsOf = ({ archive }: Import) =>
  Object.fromEntries(archive!.parts.map(({ label, fate, rows, here, why }) => [label, { fate, rows, here, why }]))

test('K5, P26: objectives, what works towards them and appraisal years come in as the owner’s own, and twice adds nothing', async () => {
  const ada = await planned()
  const bob = await at.clinician()
  const archive = await archiveOf(at.house, ada)
  const read = await imported(bob, archive)
  expect(partsOf(read)).toMatchObject({
    'Objectives of the development plan': { fate: 'in', rows: 2, here: 0 },
    'Appraisal years': { fate: 'in', rows: 2, here: 0 },
  })
  expect(await broughtIn(bob, read)).toMatchObject({ state: 'brought', reason: null, counts: { fresh: 5, already: 0 } })
  const [before, after] = [await planOf(ada), await planOf(bob)]
  const plain = (plan: typeof before) =>
    plan.map(({ id: _id, isBrought: _is, linked, ...one }) => ({ ...one, linked: linked.map(({ title }) => title) }))
  const sorted = (plan: typeof before) => plain(plan).toSorted((one, other) => (one.objective < other.objective ? -1 : 1))
  expect(sorted(after)).toEqual(sorted(before))
  expect(after.find(({ objective: words }) => words === 'Read an ECG')).toMatchObject({
    state: 'carried over',
    linked: [{ title: 'ECG course' }],
  })
  expect(before.map(({ id }) => id)).not.toContain(after[0]!.id)
  const [hers, his] = [await ada.ask(readYears), await bob.ask(readYears)]
  expect(his.closed).toHaveLength(1)
  expect(his.closed[0]).toMatchObject({ from: YEAR.from, to: inDays(-1), discussedWith: 'Dr Noor Hale' })
  const { sum } = hers.closed[0]!
  expect(sum.comments).toMatchObject([{ text: 'Well done.' }])
  expect(his.closed[0]!.sum).toEqual({ ...sum, comments: [], agreements: [] })
  expect([hers.closed[0]!.isBrought, his.closed[0]!.isBrought]).toEqual([false, true])
  expect(his.current).toMatchObject({ from: hers.current!.from, to: hers.current!.to, state: 'open', preparedAt: null })
  expect(his.current!.sum.objectives.map(({ objective: words }) => words)).toEqual(['Read an ECG'])
  const again = await imported(bob, archive)
  expect(again).toMatchObject({ state: 'ready', counts: { fresh: 0, already: 5 } })
  expect((await bob.refused(bringIn, of(again.id), 'not_allowed')).title).toContain('already')
})

test('K5, P26: the account’s own year stays as it is, and that of the archive is kept and told of', async () => {
  const ada = await planned()
  const bob = await at.clinician()
  await begun(bob)
  const own = await bob.ask(readYears)
  const read = await imported(bob, await archiveOf(at.house, ada))
  expect(partsOf(read)['Appraisal years']).toBeUndefined()
  expect(partsOf(read)['Appraisal years that do not fit beside yours']).toMatchObject({ fate: 'kept', rows: 2 })
  const done = await broughtIn(bob, read)
  expect(done).toMatchObject({ state: 'brought', reason: null, counts: { fresh: 3 } })
  expect(partsOf(done)['Appraisal years that do not fit beside yours']).toMatchObject({ fate: 'kept', rows: 2 })
  const after = await bob.ask(readYears)
  expect(after.current).toMatchObject({ id: own.current!.id, version: own.current!.version, from: own.current!.from })
  expect(after.closed).toEqual([])
})

test('K5, P26: undone, all of it goes, but for what was built upon since', async () => {
  const ada = await planned()
  const bob = await at.clinician()
  const archive = await archiveOf(at.house, ada)
  const read = await imported(bob, archive)
  await broughtIn(bob, read)
  expect(await undone(bob, read)).toMatchObject({ state: 'undone', kept: 0, reason: null })
  expect(await planOf(bob)).toEqual([])
  expect((await bob.list()).items).toEqual([])
  expect(await bob.ask(readYears)).toMatchObject({ current: null, closed: [] })

  const again = await imported(bob, archive)
  expect(again).toMatchObject({ state: 'ready', counts: { fresh: 5, already: 0 } })
  await broughtIn(bob, again)
  const mine = await bob.record({ title: 'Mine' })
  const ecg = (await planOf(bob)).find(({ objective: words }) => words === 'Read an ECG')!
  await bob.ask(linkObjectives, { params: { id: mine.id }, body: { objectives: [ecg.id] } })
  const { id, version } = await current(bob)
  await bob.ask(moveYear, { params: { yearId: id }, body: { state: 'prepared', version } })
  expect(await undone(bob, again)).toMatchObject({ state: 'undone', kept: 3, reason: null })
  expect((await planOf(bob)).map(({ objective: words }) => words)).toEqual(['Read an ECG'])
  expect(await bob.ask(readYears)).toMatchObject({ current: { id }, closed: [] })
  const { rows } = await bob.ask(keptRows, of(again.id))
  expect(rows.map(({ why }) => why).toSorted()).toEqual([
    'another item is linked to it',
    'it is linked to an objective',
    'it was changed since',
  ])
})

test('K5, T11: what was agreed elsewhere is a draft here, and nothing of it says who agreed', async () => {
  const ada = await at.clinician()
  await objective(ada, 'Read an ECG')
  const archive = await forged(await archiveOf(at.house, ada), (files) =>
    amendRows(files, 'objective', (rows) => rows.map((row) => ({ ...row, state: 'agreed', codes: ['cip-1'] }))),
  )
  const bob = await at.clinician()
  await broughtIn(bob, await imported(bob, archive))
  expect(await planOf(bob)).toMatchObject([{ objective: 'Read an ECG', state: 'draft', agreements: [], comments: [], codes: [] }])
})

test('K5, T11: in training, what was begun elsewhere waits for agreement here', async () => {
  const ada = await at.clinician()
  await move(ada, await objective(ada, 'Read an ECG'), 'in progress')
  const archive = await archiveOf(at.house, ada)
  const person = await trainee(at)
  await broughtIn(person, await imported(person, archive))
  expect(await planOf(person)).toMatchObject([{ objective: 'Read an ECG', state: 'draft' }])
})

test('K5, T11: in training, what was achieved elsewhere waits for agreement with what came of it, or says that it was brought in', async () => {
  const ada = await planned()
  const person = await trainee(at)
  const read = await imported(person, await archiveOf(at.house, ada))
  await broughtIn(person, read)
  const plan = async () =>
    (await planOf(person)).map(({ objective: words, state, outcome, isBrought }) => [words, state, outcome, isBrought].join('|')).toSorted()
  expect(await plan()).toEqual(['Read an ECG|draft||false', 'Teach once|achieved|Taught|true'])
  await undone(person, read)
  const bea = await at.clinician()
  await move(bea, await objective(bea, 'Teach once'), 'achieved', 'Taught')
  await broughtIn(person, await imported(person, await archiveOf(at.house, bea)))
  expect(await plan()).toEqual(['Teach once|draft|Taught|false'])
})

test('K5, P26: a year that came open and is closed here was closed here', async () => {
  const ada = await at.clinician()
  await begun(ada)
  const bob = await at.clinician()
  await bob.ask(savePreferences, { body: { yearStartsIn: START } })
  await broughtIn(bob, await imported(bob, await archiveOf(at.house, ada)))
  await closed(bob)
  expect((await bob.ask(readYears)).closed).toMatchObject([{ from: YEAR.from, isBrought: false }])
})

test('K5, P26: a closed year that came says so, also with what claims to be the account’s own archive; one to come does not come', async () => {
  const ada = await planned()
  const archive = await archiveOf(at.house, ada)
  const { id: closedId } = (await ada.ask(readYears)).closed[0]!
  const bob = await at.clinician()
  const asOwn = (years: (row: Record<string, unknown>) => object) =>
    forged(archive, (files) => {
      amendRows(files, 'appraisal-year', (rows) => rows.filter(({ id }) => id === closedId).map(years))
      amendManifest(files, () => ({ owner: { id: bob.id, name: 'Bob', email: 'bob@example.org' } }))
    })
  const later = await imported(bob, await asOwn((row) => ({ ...row, from_on: '2130-04-01', to_on: '2131-03-31' })))
  expect(later).toMatchObject({ state: 'failed', reason: expect.stringContaining('to come') as unknown })
  await broughtIn(bob, await imported(bob, await asOwn((row) => row)))
  expect((await bob.ask(readYears)).closed).toMatchObject([{ id: closedId, isBrought: true }])
})

test('P26: an objective that ended in a year that stays out ended in the account’s own closed year of the same time', async () => {
  const ada = await planned()
  const bob = await at.clinician()
  await begun(bob)
  await closed(bob)
  await broughtIn(bob, await imported(bob, await archiveOf(at.house, ada)))
  expect((await planOf(bob)).map(({ state }) => state).toSorted()).toEqual(['achieved', 'carried over'])
  expect((await current(bob)).sum.objectives.map(({ objective: words }) => words)).toEqual(['Read an ECG'])
})

test('K5, P26: a closed year without its record stays out, and a link that was taken back here does not come again', async () => {
  const ada = await planned()
  const bob = await at.clinician()
  const archive = await archiveOf(at.house, ada)
  const without = await forged(archive, (files) => amendRows(files, 'appraisal-record', () => []))
  expect(partsOf(await imported(await at.clinician(), without))).toMatchObject({
    'Appraisal years': { rows: 1 },
    'Appraisal years that do not fit beside yours': { fate: 'kept', rows: 1 },
  })
  await broughtIn(bob, await imported(bob, archive))
  const item = (await bob.list()).items.find(({ title }) => title === 'ECG course')!
  await bob.ask(linkObjectives, { params: { id: item.id }, body: { objectives: [] } })
  await ada.record({ title: 'Later' })
  const more = await imported(bob, await archiveOf(at.house, ada))
  expect(more).toMatchObject({ counts: { fresh: 1 } })
  await broughtIn(bob, more)
  expect((await planOf(bob)).map(({ linked }) => linked)).toEqual([[], []])
})

test('K5, P20: an objective stays on an undo that something was typed into since and is not saved, and the year it ended in with it', async () => {
  const ada = await planned()
  const bob = await at.clinician()
  const read = await imported(bob, await archiveOf(at.house, ada))
  await broughtIn(bob, read)
  const done = (await planOf(bob)).find(({ state }) => state === 'achieved')!
  await bob.ask(saveDraft, { params: { '*': `objective/${bob.id}/${done.id}` }, body: { draft: { objective: 'Half a sent' } } })
  await undone(bob, read)
  expect((await planOf(bob)).map(({ id }) => id)).toEqual([done.id])
  expect((await bob.ask(readYears)).closed).toMatchObject([{ from: YEAR.from }])
  expect((await bob.ask(keptRows, of(read.id))).rows.map(({ why }) => why).toSorted()).toEqual([
    'an objective that stays ended in it',
    'something was typed into it and not saved yet',
  ])
})

test('K5, P26: a year stays on an undo in which an objective that another archive brought has ended', async () => {
  const [ada, bea] = [await planned(), await planned()]
  const bob = await at.clinician()
  const first = await imported(bob, await archiveOf(at.house, ada))
  await broughtIn(bob, first)
  await broughtIn(bob, await imported(bob, await archiveOf(at.house, bea)))
  await undone(bob, first)
  expect((await bob.ask(readYears)).closed).toMatchObject([{ from: YEAR.from }])
  expect((await planOf(bob)).map(({ state }) => state)).toContain('achieved')
})
