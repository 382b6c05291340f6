import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { auditTrail } from '#domain/accounts/contract.ts'
import { beginEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { listReflections, readSharing } from '#domain/assessments/reflection-contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { amendItem, binItems, historyOfItem, listItems, type Item } from '#domain/portfolio/contract.ts'
import {
  agreeCredits,
  commentOnShare,
  coverOfShare,
  openShare,
  openSharedItem,
  sharedFile,
  type OpenedShare,
} from '#domain/reviews/appraiser-contract.ts'
import { itemAppraisal, listShares, makeShare, previewShare, revokeShare } from '#domain/reviews/share-contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'
import { PDF, upload } from '../../../tests/support/uploading.ts'

const at = house()
afterEach(() => void vi.useRealTimers())

const APPRAISER = 'Dr App Raiser'
const ALL = { filters: {}, columns: ['title', 'completed', 'credits'] }

interface Wish {
  readonly filters?: object
  readonly columns?: readonly string[]
  readonly parts?: readonly string[]
  readonly forms?: readonly string[]
  readonly way?: 'link' | 'account'
  readonly email?: string
  readonly endsOn?: string
}

/** Looks first, as the page does, and shares what was seen. */
async function share(owner: Person, { way = 'link', email = '', endsOn = inDays(30), ...wish }: Wish = {}) {
  const view = { ...ALL, ...wish }
  const { rows } = await owner.ask(previewShare, { body: view })
  const body = { ...view, id: uuidv7(), forName: APPRAISER, way, email, endsOn, rows: rows.map(({ id }) => id) }
  const { id, url } = await owner.ask(makeShare, { body })
  return { id, code: new URL(url).pathname.split('/').at(-1)!, body }
}

const readOf = ({ counted, impact, notCounted, accreditorId }: OpenedShare['totals']) => ({ counted, impact, notCounted, accreditorId })

const mailsTo = async (person: Person) =>
  (
    await at.house.db.selectFrom('message').where('recipient', '=', person.email).select(['subject', 'body_text', 'category']).execute()
  ).filter(({ category }) => category === 'appraisal')

const amend = (owner: Person, { id, version }: Pick<Item, 'id' | 'version'>, body: object) =>
  owner.ask(amendItem, { params: { id }, body: { version, ...body } })

test('P24 P25: what is looked at first is what is read: the rows, the columns chosen, and of notes, impact and files only what was asked for', async () => {
  const [owner, nobody] = [await at.clinician({ name: 'Dr Ada Okafor' }), at.nobody()]
  const item = await owner.completed({
    title: 'Sepsis course',
    personal: 250,
    notes: 'Noted words',
    practiceBefore: 'Before words',
    tags: [{ label: 'acute' }],
  })
  await upload(owner, item.id, 'certificate.pdf', PDF)
  const looked = await owner.ask(previewShare, { body: { ...ALL, parts: ['notes'] } })
  const { code } = await share(owner, { parts: ['notes'] })
  const read = await nobody.ask(openShare, { params: { code }, body: { name: APPRAISER } })
  expect(read.rows).toEqual(looked.rows)
  expect(read.rows).toEqual([
    {
      id: item.id,
      title: 'Sepsis course',
      version: expect.any(String),
      isForm: false,
      hasMore: true,
      brings: { counted: 250, impact: 0, notCounted: 0 },
      completedOn: item.completedOn,
      personal: 250,
      awarded: null,
    },
  ])
  expect(read.totals).toMatchObject({ counted: 250, items: 1 })
  expect(read.owner.name).toBe('Dr Ada Okafor')
  const opened = await nobody.ask(openSharedItem, { params: { code, itemId: item.id }, body: {} })
  expect(opened).toMatchObject({ notes: 'Noted words', practiceBefore: '', files: [] })
  const { id: fileId } = (await owner.ask(previewShare, { body: { ...ALL, parts: ['files'] } })).rows[0]!
  await nobody.refused(sharedFile, { params: { code, itemId: item.id, fileId } }, 'not_found')
})

test('P25: a file is read where files are shared, and leaves a row in the owner’s trail under the name given', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  const item = await owner.completed({ title: 'Course' })
  const file = await upload(owner, item.id, 'certificate.pdf', PDF)
  const { code } = await share(owner, { parts: ['files', 'impact'] })
  const params = { code, itemId: item.id, fileId: file.id }
  await nobody.refused(sharedFile, { params }, 'not_allowed')
  await nobody.ask(openShare, { params: { code }, body: { name: APPRAISER } })
  const answer = await nobody.send(sharedFile, { params })
  expect([answer.statusCode, answer.rawPayload.equals(PDF)]).toEqual([200, true])
  expect(answer.headers['content-disposition']).toContain('attachment')
  expect((await owner.ask(auditTrail)).entries[0]).toMatchObject({
    act: 'appraisal.file_read_by_link',
    about: `${APPRAISER}: certificate.pdf`,
  })
})

test('P24 P25: a form is left out unless it is chosen, and of a reflection the scratch layer is never read', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  await owner.completed({ title: 'Course' })
  const id = uuidv7()
  await owner.ask(beginEntry, { body: { id, form: 'gibbs', title: 'A hard night', eventOn: inDays(-1) } })
  const write = (section: string, field: string, text: string) =>
    owner.ask(saveEntryPart, { params: { itemId: id, section }, body: { answers: { [field]: text }, version: 0 } })
  await write('scratch', 'scratch-note', 'Scratched words')
  await write('learning', 'description', 'Learned words')
  const without = await owner.ask(previewShare, { body: ALL })
  expect(without.rows.map(({ title }) => title)).toEqual(['Course'])
  expect(without.forms).toEqual([{ id, title: expect.any(String), isReflection: true }])
  const { code } = await share(owner, { forms: [id] })
  const read = await nobody.ask(openShare, { params: { code }, body: { name: APPRAISER } })
  expect(read.rows).toHaveLength(2)
  const said = JSON.stringify(await nobody.ask(openSharedItem, { params: { code, itemId: id }, body: {} }))
  expect(said).toContain('Learned words')
  expect(said).not.toContain('Scratched')
})

test('F8 P25: the sentence on who reads a reflection names the appraiser it is shared with, until it ends or is taken back', async () => {
  const owner = await at.clinician()
  const itemId = uuidv7()
  await owner.ask(beginEntry, { body: { id: itemId, form: 'gibbs', title: 'A hard night', eventOn: inDays(-1) } })
  const says = async () => (await owner.ask(readSharing, { params: { itemId } })).says
  const line = async () => (await owner.ask(listReflections)).reflections[0]!.appraisers
  expect(await says()).toMatch(/^Only you can read this/)
  const { id } = await share(owner, { forms: [itemId] })
  expect(await says()).toMatch(`${APPRAISER} (appraiser, until ${longDate(inDays(30))}) can read the learning part`)
  expect(await line()).toEqual([{ name: APPRAISER, until: inDays(30) }])
  await owner.ask(revokeShare, { params: { shareId: id } })
  expect([await says(), await line()]).toEqual([expect.stringMatching(/^Only you can read this/), []])
})

test('P25: rows that come later are not shown, and one in the bin is not shown any more', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  const first = await owner.completed({ title: 'First' })
  await owner.completed({ title: 'Second' })
  const { code } = await share(owner)
  await owner.completed({ title: 'Third' })
  await owner.ask(binItems, { body: { items: [first.id] } })
  const { rows } = await nobody.ask(openShare, { params: { code }, body: { name: APPRAISER } })
  expect(rows.map(({ title }) => title)).toEqual(['Second'])
  await nobody.refused(openSharedItem, { params: { code, itemId: first.id }, body: {} }, 'not_found')
})

test('P24: what changed between looking and sharing is looked at again', async () => {
  const owner = await at.clinician()
  await owner.completed({ title: 'First' })
  const { rows } = await owner.ask(previewShare, { body: ALL })
  await owner.completed({ title: 'Second' })
  const body = { ...ALL, id: uuidv7(), forName: APPRAISER, way: 'link', endsOn: inDays(30), rows: rows.map(({ id }) => id) }
  await owner.refused(makeShare, { body }, 'stale_version')
  const [other] = (await owner.ask(listItems)).items
  await owner.refused(makeShare, { body: { ...body, rows: [other!.id, uuidv7()] } }, 'stale_version')
})

test('P25: opening the address shows and changes nothing: reading wants a name, and is told to the owner', async () => {
  const [owner, nobody] = [await at.clinician({ name: 'Dr Ada Okafor' }), at.nobody()]
  await owner.completed({ title: 'Course' })
  const { code } = await share(owner)
  const cover = await nobody.ask(coverOfShare, { params: { code } })
  expect(cover).toEqual({ door: 'open', ownerName: 'Dr Ada Okafor', endsOn: inDays(30), byLink: true, appraiserName: '' })
  expect((await owner.ask(listShares)).shares[0]).toMatchObject({ readings: 0, readAt: null })
  const refused = await nobody.refused(openShare, { params: { code }, body: {} }, 'invalid_input')
  expect(refused.fields[0]!.path).toBe('name')
  await nobody.ask(openShare, { params: { code }, body: { name: APPRAISER } })
  await nobody.ask(openShare, { params: { code }, body: { name: 'Somebody Else' } })
  expect((await owner.ask(listShares)).shares[0]).toMatchObject({ readings: 2, appraiserName: 'Somebody Else', readAt: expect.any(String) })
  const { entries } = await owner.ask(auditTrail)
  expect(entries.filter(({ act }) => act === 'appraisal.read_by_link').map(({ about }) => about)).toEqual(['Somebody Else', APPRAISER])
})

test('P25: a share that is taken back or over is dead at once, by every way in', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  const item = await owner.completed({ title: 'Course' })
  const { id, code } = await share(owner)
  await nobody.ask(openShare, { params: { code }, body: { name: APPRAISER } })
  await owner.ask(revokeShare, { params: { shareId: id } })
  const ways = [
    [coverOfShare, {}],
    [openShare, { body: { name: APPRAISER } }],
    [openSharedItem, { params: { itemId: item.id }, body: {} }],
    [sharedFile, { params: { itemId: item.id, fileId: uuidv7() } }],
    [commentOnShare, { body: { id: uuidv7(), itemId: null, text: 'Good' } }],
    [
      agreeCredits,
      { body: { id: uuidv7(), rows: [{ id: item.id, version: 'x' }], counted: 0, impact: 0, notCounted: 0, accreditorId: null } },
    ],
  ] as const
  for (const [endpoint, asking] of ways) {
    const params = 'params' in asking ? { ...asking.params, code } : { code }
    await nobody.refused(endpoint, { ...asking, params }, 'link_expired')
  }
  expect((await owner.ask(listShares)).shares[0]).toMatchObject({ state: 'revoked', url: null })

  const second = await share(owner, { endsOn: inDays(2) })
  await nobody.ask(openShare, { params: { code: second.code }, body: { name: APPRAISER } })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 86_400_000 })
  await nobody.refused(openShare, { params: { code: second.code }, body: {} }, 'link_expired')
  await nobody.refused(coverOfShare, { params: { code: `${second.code.slice(0, -1)}x` } }, 'link_expired')
})

test('P25: with an account only that account reads it, is told by mail, and finds it; whether an address has one is not told', async () => {
  const [owner, appraiser, other] = [
    await at.clinician({ name: 'Dr Ada Okafor' }),
    await at.clinician({ name: 'Dr Noor Hale' }),
    await at.clinician(),
  ]
  await owner.completed({ title: 'Course' })
  const { code } = await share(owner, { way: 'account', email: appraiser.email.toUpperCase() })
  expect((await mailsTo(appraiser)).map(({ subject }) => subject)).toEqual(['Dr Ada Okafor shares their portfolio with you'])
  expect((await at.nobody().ask(coverOfShare, { params: { code } })).door).toBe('sign in')
  expect(await other.ask(coverOfShare, { params: { code } })).toEqual({
    door: 'other account',
    ownerName: '',
    endsOn: null,
    byLink: false,
    appraiserName: '',
  })
  await other.refused(openShare, { params: { code }, body: { name: 'Dr Noor Hale' } }, 'not_found')
  await at.nobody().refused(openShare, { params: { code }, body: { name: 'Dr Noor Hale' } }, 'not_signed_in')
  const read = await appraiser.ask(openShare, { params: { code }, body: {} })
  expect(read.appraiserName).toBe('Dr Noor Hale')
  expect((await appraiser.ask(listShares)).withMe).toEqual([
    { id: expect.any(String), name: 'Dr Ada Okafor', endsOn: inDays(30), path: `/shared/${code}` },
  ])
  expect((await owner.ask(auditTrail)).entries[0]).toMatchObject({ act: 'appraisal.read', by: 'Dr Noor Hale' })
  const { body } = await share(owner, { way: 'account', email: 'nobody.here@trust.example' })
  expect((await owner.ask(makeShare, { body })).url).toContain('/shared/')
})

test('P25: an owner is not their own appraiser', async () => {
  const owner = await at.clinician()
  await owner.completed({ title: 'Course' })
  const { code } = await share(owner)
  expect((await owner.ask(coverOfShare, { params: { code } })).door).toBe('own')
  await owner.refused(openShare, { params: { code }, body: { name: APPRAISER } }, 'not_allowed')
  const { body } = await share(owner)
  const refused = await owner.refused(makeShare, { body: { ...body, id: uuidv7(), way: 'account', email: owner.email } }, 'invalid_input')
  expect(refused.fields[0]!.path).toBe('email')
})

test('P25: the appraiser comments and agrees credits, the owner is told and sees both on the item; a later change says so', async () => {
  const [owner, nobody] = [await at.clinician({ name: 'Dr Ada Okafor' }), at.nobody()]
  const course = await owner.completed({ title: 'Course', personal: 250, impact: 100 })
  const reading = await owner.completed({ title: 'Reading', personal: 125 })
  const { code } = await share(owner)
  const { rows, totals } = await nobody.ask(openShare, { params: { code }, body: { name: APPRAISER } })
  const said = { id: uuidv7(), itemId: course.id, text: 'What changed?' }
  await nobody.ask(commentOnShare, { params: { code }, body: said })
  await nobody.ask(commentOnShare, { params: { code }, body: said })
  await nobody.ask(commentOnShare, { params: { code }, body: { id: uuidv7(), itemId: null, text: 'A good year.' } })
  const body = { id: uuidv7(), rows: rows.map(({ id, version }) => ({ id, version })), ...readOf(totals) }
  await nobody.ask(agreeCredits, { params: { code }, body: { ...body, note: 'As discussed.' } })
  await nobody.ask(agreeCredits, { params: { code }, body: { ...body, note: 'As discussed.' } })
  const [line] = (await owner.ask(listShares)).shares
  expect(line!.comments.map(({ text, title }) => [text, title])).toEqual([
    ['What changed?', 'Course'],
    ['A good year.', null],
  ])
  expect(line!.agreements).toMatchObject([
    { byName: APPRAISER, counted: 375, impact: 100, note: 'As discussed.', changed: [], organisation: null },
  ])
  expect((await mailsTo(owner)).map(({ subject }) => subject)).toEqual([
    `${APPRAISER} has commented on your portfolio`,
    `${APPRAISER} has agreed your credits`,
  ])
  const onItem = await owner.ask(itemAppraisal, { params: { id: course.id } })
  expect(onItem).toMatchObject({
    openTo: [APPRAISER],
    comments: [{ text: 'What changed?' }],
    agreements: [{ counted: 250, impact: 100, isChanged: false }],
  })
  expect((await owner.ask(historyOfItem, { params: { id: course.id } })).entries[0]!.act).toBe('appraisal.commented_by_link')

  await amend(owner, reading, { personal: 150 })
  const [after] = (await owner.ask(listShares)).shares
  expect(after!.agreements[0]).toMatchObject({ counted: 375, changed: [reading.id], changedTitles: ['Reading'] })
  expect((await owner.ask(itemAppraisal, { params: { id: reading.id } })).agreements[0]!.isChanged).toBe(true)
  expect((await owner.ask(itemAppraisal, { params: { id: course.id } })).agreements[0]!.isChanged).toBe(false)
})

test('P25: before it is opened nothing is read, said or agreed', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  const item = await owner.completed({ title: 'Course' })
  const { code } = await share(owner)
  await nobody.refused(openSharedItem, { params: { code, itemId: item.id }, body: {} }, 'not_allowed')
  await nobody.refused(commentOnShare, { params: { code }, body: { id: uuidv7(), itemId: null, text: 'Good' } }, 'not_allowed')
})

test('N1 P25: an end in the past or too far away, nobody to share with, and nothing to share are said at the field', async () => {
  const owner = await at.clinician()
  await owner.completed({ title: 'Course' })
  const { body } = await share(owner)
  const refused = async (change: object) =>
    (await owner.refused(makeShare, { body: { ...body, id: uuidv7(), ...change } }, 'invalid_input')).fields.map(({ path }) => path)
  expect(await refused({ endsOn: inDays(-1) })).toEqual(['endsOn'])
  expect(await refused({ endsOn: inDays(400) })).toEqual(['endsOn'])
  expect(await refused({ way: 'account', email: '' })).toEqual(['email'])
  expect(await refused({ forName: ' ' })).toEqual(['forName'])
  expect(await refused({ rows: [] })).toEqual(['rows'])
  await owner.refused(previewShare, { body: { ...ALL, filters: { bin: true } } }, 'not_allowed')
})
