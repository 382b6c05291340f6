import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { beginEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { amendItem } from '#domain/portfolio/contract.ts'
import { agreeCredits, commentOnShare, openShare } from '#domain/reviews/appraiser-contract.ts'
import { itemAppraisal, listShares, makeShare, previewShare } from '#domain/reviews/share-contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'
import { PDF, upload } from '../../../tests/support/uploading.ts'

const at = house()
afterEach(() => void vi.useRealTimers())

const APPRAISER = 'Dr App Raiser'

async function share(owner: Person, wish: object = {}): Promise<string> {
  const view = { filters: {}, columns: ['title', 'completed', 'credits', 'impact'], ...wish }
  const { rows } = await owner.ask(previewShare, { body: view })
  const body = { way: 'link', ...view, id: uuidv7(), forName: APPRAISER, endsOn: inDays(30), rows: rows.map(({ id }) => id) }
  return new URL((await owner.ask(makeShare, { body })).url).pathname.split('/').at(-1)!
}

/** Opens it, and answers what agreeing to all of it sends. */
async function read(reader: Person, code: string, name = APPRAISER) {
  const { rows, totals } = await reader.ask(openShare, { params: { code }, body: { name } })
  const { counted, impact, notCounted, accreditorId } = totals
  return { id: uuidv7(), rows: rows.map(({ id, version }) => ({ id, version })), counted, impact, notCounted, accreditorId }
}

const made = async (owner: Person) => (await owner.ask(listShares)).shares.flatMap(({ agreements }) => agreements)

test('P25: nobody agrees to what they did not read: a row, a total or an organisation that changed meanwhile is refused', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  const course = await owner.completed({ title: 'Course', personal: 250, awards: { rcgp: 200 } })
  const other = await owner.completed({ title: 'Not shared', personal: 100 })
  const code = await share(owner, { filters: { search: 'Course' } })
  const body = await read(nobody, code)
  const refused = (change: object, why = 'stale_version') =>
    nobody.refused(agreeCredits, { params: { code }, body: { ...body, id: uuidv7(), ...change } }, why as 'stale_version')
  await refused({ counted: 300 })
  await refused({ notCounted: 1 })
  await refused({ accreditorId: 'rcgp' })
  await refused({ rows: [{ id: course.id, version: 'another' }] })
  await refused({ rows: [{ id: other.id, version: 'another' }] }, 'not_found')
  await owner.ask(savePreferences, { body: { accreditorId: 'rcgp' } })
  await refused({ counted: 200 })
  await nobody.ask(agreeCredits, { params: { code }, body: { ...body, counted: 200, accreditorId: 'rcgp' } })
  await owner.ask(savePreferences, { body: { accreditorId: null } })
  expect(await made(owner)).toMatchObject([{ counted: 200, organisation: 'RCGP', changed: [] }])
  // Said in the organisation's own words, whatever the owner looks through now.
  expect((await made(owner))[0]!.through.organisation?.short).toBe('RCGP')
  await owner.ask(amendItem, { params: { id: course.id }, body: { version: course.version, title: 'Course, again' } })
  expect((await made(owner))[0]!.changed).toEqual([course.id])
})

test('P25: text of a reflection and files are part of what is read and agreed: a change is refused before, and told after; scratch is not', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  const course = await owner.completed({ title: 'Course', personal: 250 })
  const form = uuidv7()
  await owner.ask(beginEntry, { body: { id: form, form: 'gibbs', title: 'A hard night', eventOn: inDays(-1) } })
  const write = (section: string, field: string, version: number) =>
    owner.ask(saveEntryPart, { params: { itemId: form, section }, body: { answers: { [field]: `Words ${version}` }, version } })
  await write('learning', 'description', 0)
  const code = await share(owner, { forms: [form], parts: ['files'] })
  const agree = (body: object) => ({ params: { code }, body })
  const before = await read(nobody, code)
  await write('learning', 'description', 1)
  await nobody.refused(agreeCredits, agree(before), 'stale_version')
  const second = await read(nobody, code)
  await upload(owner, course.id, 'certificate.pdf', PDF)
  await nobody.refused(agreeCredits, agree(second), 'stale_version')
  await nobody.ask(agreeCredits, agree(await read(nobody, code)))
  await write('scratch', 'scratch-note', 0)
  expect((await made(owner))[0]!.changed).toEqual([])
  await write('learning', 'description', 2)
  expect((await made(owner))[0]!.changed).toEqual([form])
  await upload(owner, course.id, 'another.pdf', PDF)
  expect((await made(owner))[0]!.changed.toSorted()).toEqual([course.id, form].toSorted())
  expect((await owner.ask(itemAppraisal, { params: { id: course.id } })).agreements[0]!.isChanged).toBe(true)
})

test('P25: what is said by the link is marked so, under the name of who says it; by an account it is not', async () => {
  const [owner, appraiser, nobody] = [await at.clinician(), await at.clinician({ name: 'Dr Noor Hale' }), at.nobody()]
  const course = await owner.completed({ title: 'Course', personal: 250 })
  const code = await share(owner)
  await read(nobody, code, 'Dr App Raisr')
  const body = await read(nobody, code)
  await read(nobody, code, 'Dr Another')
  const comment = { id: uuidv7(), itemId: course.id, text: 'Well done.' }
  await nobody.ask(commentOnShare, { params: { code }, body: { ...comment, name: APPRAISER } })
  await nobody.ask(agreeCredits, { params: { code }, body: { ...body, name: APPRAISER } })
  const byAccount = await share(owner, { way: 'account', email: appraiser.email })
  await appraiser.ask(agreeCredits, { params: { code: byAccount }, body: { ...(await read(appraiser, byAccount)), name: 'Somebody' } })
  expect(await made(owner)).toMatchObject([
    { byName: 'Dr Noor Hale', byLink: false },
    { byName: APPRAISER, byLink: true },
  ])
  expect(await owner.ask(itemAppraisal, { params: { id: course.id } })).toMatchObject({
    comments: [{ byName: APPRAISER, byLink: true }],
    agreements: [{ byLink: false }, { byName: APPRAISER, byLink: true }],
  })
})

test('P24 P25: where the columns do not tell what each row brings, credits are agreed for all rows alone', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  await owner.completed({ title: 'First', personal: 250 })
  await owner.completed({ title: 'Second', personal: 100 })
  const code = await share(owner, { columns: ['title'] })
  const body = await read(nobody, code)
  for (const counted of [250, 350]) {
    const one = { ...body, rows: body.rows.slice(0, 1), counted }
    await nobody.refused(agreeCredits, { params: { code }, body: one }, 'not_allowed')
  }
  expect(await nobody.ask(agreeCredits, { params: { code }, body })).toMatchObject({ counted: 350 })
})

test('P24: the order of rows tells nothing of a column that is not shared', async () => {
  const owner = await at.clinician()
  for (const [title, personal, day] of [
    ['Least, newest', 100, -1],
    ['Most', 300, -2],
    ['Middle, oldest', 200, -3],
  ] as const)
    await owner.completed({ title, personal, startedOn: inDays(-5), completedOn: inDays(day) })
  const titles = async (columns: string[]) =>
    (await owner.ask(previewShare, { body: { filters: { sort: 'credits', order: 'desc' }, columns } })).rows.map(({ title }) => title)
  expect(await titles(['title', 'credits'])).toEqual(['Most', 'Middle, oldest', 'Least, newest'])
  expect(await titles(['title'])).toEqual(['Least, newest', 'Most', 'Middle, oldest'])
})

test('P25: the same agreement sent twice is one; another under the same id is refused', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  await owner.completed({ title: 'First', personal: 250 })
  await owner.completed({ title: 'Second', personal: 250 })
  const [code, other] = [await share(owner), await share(owner)]
  const body = await read(nobody, code)
  await read(nobody, other)
  await nobody.ask(agreeCredits, { params: { code }, body })
  expect(await nobody.ask(agreeCredits, { params: { code }, body })).toMatchObject({ id: body.id, counted: 500 })
  await nobody.refused(agreeCredits, { params: { code: other }, body }, 'already_exists')
  const one = { ...body, rows: body.rows.slice(0, 1), counted: 250 }
  await nobody.refused(agreeCredits, { params: { code }, body: one }, 'already_exists')
  await nobody.refused(agreeCredits, { params: { code }, body: { ...body, note: 'Another.' } }, 'already_exists')
  expect(await made(owner)).toHaveLength(1)
})

test('P25: a hundred agreements of a share a day are enough; the next day it goes on', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  await owner.completed({ title: 'Course', personal: 250 })
  const code = await share(owner)
  const body = await read(nobody, code)
  await nobody.ask(agreeCredits, { params: { code }, body })
  const { db } = at.house
  const { id: _, ...first } = await db.selectFrom('credit_agreement').where('id', '=', body.id).selectAll().executeTakeFirstOrThrow()
  const amounts = { counted: '2.50', impact: '0', not_counted: '0' }
  await db
    .insertInto('credit_agreement')
    .values(Array.from({ length: 99 }, () => ({ ...first, ...amounts, id: uuidv7() })))
    .execute()
  const again = () => ({ params: { code }, body: { ...body, id: uuidv7() } })
  expect((await nobody.refused(agreeCredits, again(), 'try_later')).title).toContain('agreements')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 })
  await nobody.ask(agreeCredits, again())
})
