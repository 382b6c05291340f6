import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import { auditTrail } from '#domain/accounts/contract.ts'
import {
  commentOnShared,
  editShared,
  listCollection,
  listOffers,
  listToEdit,
  offerReflection,
  readOfferDraft,
  readShared,
  returnShared,
  takeCommentDown,
  withdrawOffer,
} from '#domain/assessments/collection-contract.ts'
import { beginEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { relate, appoint, inDays, train, programme } from '../../../tests/support/related.ts'
import { withdrawEveryOffer } from './collection-commands.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { aProgramme } from '../../../tests/support/programme.ts'

const at = house()

async function gathered() {
  const cast = await aProgramme(at)
  const [other, editor, outsider] = await Promise.all([
    at.clinician({ name: 'Dr Olu Other' }),
    at.clinician({ name: 'Ed Itor' }),
    at.clinician({ name: 'Dr Out Sider' }),
  ])
  await train(at.house, other.id, cast.id)
  await train(at.house, outsider.id, await programme(at.house))
  await relate(at.house, cast.clinical.id, 'clinical supervisor', other.id)
  await appoint(at.house, editor.id, 'college administrator', cast.id)
  return { ...cast, other, editor, outsider }
}
let cast: Awaited<ReturnType<typeof gathered>>
beforeAll(async () => {
  cast = await gathered()
})

const SCRATCH = 'plantedscratch'
const TITLE = 'plantedtitle'

async function written(by: Person = cast.trainee) {
  const id = uuidv7()
  await by.ask(beginEntry, { body: { id, form: 'era', eventOn: inDays(-1), title: TITLE } })
  const save = (section: string, answers: Record<string, string>) =>
    by.ask(saveEntryPart, { params: { itemId: id, section }, body: { answers, version: 0 } })
  await save('scratch', { 'scratch-note': SCRATCH })
  await save('learning', { experience: 'A death at night.', reflection: 'I waited too long.', action: 'Call sooner.' })
  return { id, params: { itemId: id } }
}

const texts = { experience: 'Somebody died at night.', reflection: 'I waited too long.', action: 'Call sooner.' }
const copy = (wish: object = {}) => ({ id: uuidv7(), title: 'Calling late', texts, isChecked: true as const, ...wish })

/** Offered and published; where an editor and readers find it. */
async function published() {
  const { params } = await written()
  const title = `Calling late ${uuidv7()}`
  await cast.trainee.ask(offerReflection, { params, body: copy({ title }) })
  const waiting = (await cast.editor.ask(listToEdit)).offered.find((one) => one.title === title)!
  const address = { params: { programmeId: waiting.programmeId, sharedId: waiting.id } }
  const body = { version: waiting.version, title, texts, themes: ['End of life' as const], publish: true }
  await cast.editor.ask(editShared, { ...address, body })
  return { waiting, address, title, params }
}

test('F6: a copy is offered, edited, filed, published without a name, read and discussed; its author withdraws it, and it is gone', async () => {
  const { trainee, other, clinical, tutor, outsider, editor } = cast
  const { params } = await written()
  const draft = await trainee.ask(readOfferDraft, { params })
  expect(draft).toMatchObject({ title: 'Reflection: Experience, reflection, action', can: { offer: null } })
  expect(JSON.stringify(draft)).not.toContain(SCRATCH)
  const body = copy()
  const unchecked = await trainee.refused(offerReflection, { params, body: { ...body, isChecked: false as never } }, 'invalid_input')
  expect(unchecked.fields).toMatchObject([{ path: 'isChecked' }])
  await trainee.ask(offerReflection, { params, body: { ...body, texts: { ...texts, 'scratch-note': SCRATCH } } })
  await trainee.ask(offerReflection, { params, body })
  expect((await trainee.refused(offerReflection, { params, body: copy() }, 'not_allowed')).title).toContain('offered already')

  const { offered } = await editor.ask(listToEdit)
  expect(offered).toHaveLength(1)
  expect(JSON.stringify(offered)).not.toContain(SCRATCH)
  expect((await other.ask(listCollection)).reflections).toEqual([])
  const waiting = offered[0]!
  const address = { params: { programmeId: waiting.programmeId, sharedId: waiting.id } }
  await other.refused(readShared, address, 'not_found')
  const edit = { version: 1, title: 'Calling for help late', texts: { ...texts, experience: 'A death.' }, themes: [], publish: true }
  expect((await editor.refused(editShared, { ...address, body: edit }, 'invalid_input')).fields).toMatchObject([{ path: 'themes' }])
  await editor.ask(editShared, { ...address, body: { ...edit, themes: ['End of life'] } })
  await editor.refused(editShared, { ...address, body: { ...edit, themes: ['End of life'] } }, 'stale_version')

  for (const reader of [trainee, other, clinical]) {
    expect((await reader.ask(listCollection)).reflections).toMatchObject([{ title: 'Calling for help late', themes: ['End of life'] }])
    expect((await reader.ask(readShared, address)).parts[0]).toMatchObject({ label: 'Experience', text: 'A death.' })
  }
  for (const stranger of [outsider, tutor]) {
    expect((await stranger.ask(listCollection)).reflections).toEqual([])
    await stranger.refused(readShared, address, 'not_found')
    await stranger.refused(commentOnShared, { ...address, body: { id: uuidv7(), text: 'Mine' } }, 'not_found')
  }
  const said = await clinical.ask(commentOnShared, { ...address, body: { id: uuidv7(), text: 'We all did this once.' } })
  expect(said).toMatchObject({ byName: 'Dr Carl Clinical', byAs: 'supervisor' })
  await other.ask(commentOnShared, { ...address, body: { id: uuidv7(), text: 'Thank you.' } })
  expect((await trainee.ask(readShared, address)).comments.map(({ byName }) => byName)).toEqual(['Dr Carl Clinical', 'Dr Olu Other'])

  const [offer] = (await trainee.ask(listOffers)).offers
  expect(offer).toMatchObject({ state: 'published', title: 'Calling for help late', shared: { id: waiting.id } })
  await other.refused(withdrawOffer, { params: { offerId: offer!.id } }, 'not_found')
  await trainee.ask(withdrawOffer, { params: { offerId: offer!.id } })
  await other.refused(readShared, address, 'not_found')
  expect((await other.ask(listCollection)).reflections).toEqual([])
  const rows = await at.house.db.selectFrom('shared_reflection_comment').where('shared_id', '=', waiting.id).select('id').execute()
  expect(rows).toEqual([])
})

test('F6: nothing that anybody else is answered, and no row without an owner, tells who wrote it', async () => {
  const { trainee, other, clinical, editor } = cast
  const { address, waiting, params } = await published()
  const about = [trainee.id, 'Okafor', 'Ada', TITLE, SCRATCH, params.itemId]
  const answers = await Promise.all([
    other.send(listCollection),
    other.send(readShared, address),
    clinical.send(readShared, address),
    editor.send(listToEdit),
    editor.send(auditTrail),
    other.send(auditTrail),
  ])
  const tables = await Promise.all([
    at.house.db.selectFrom('shared_reflection').selectAll().execute(),
    at.house.db.selectFrom('shared_reflection_comment').selectAll().execute(),
    at.house.db.selectFrom('audit').where('owner_id', '!=', trainee.id).selectAll().execute(),
  ])
  for (const word of about) {
    for (const { body } of answers) expect(body, word).not.toContain(word)
    expect(JSON.stringify(tables.slice(0, 2)), word).not.toContain(word)
    expect(JSON.stringify(tables[2].filter(({ record_id }) => record_id === waiting.id)), word).not.toContain(word)
  }
  // The author is answered what everybody is.
  expect((await trainee.send(readShared, address)).body).toBe((await other.send(readShared, address)).body)
  expect(await trainee.ask(listCollection)).toEqual(await other.ask(listCollection))
  // The id tells no time, and what waits stands in no order of coming.
  expect(waiting.id[14]).toBe('4')
  const column = await at.house.pool.query(
    "select column_name from information_schema.columns where table_name = 'shared_reflection' and data_type like 'timestamp%'",
  )
  expect(column.rows).toEqual([])
  for (let n = 0; n < 4; n++) await trainee.ask(offerReflection, { params: (await written()).params, body: copy() })
  const ids = (await editor.ask(listToEdit)).offered.map(({ id }) => id)
  expect(ids).toEqual(ids.toSorted())
})

test('P18: what could identify somebody is refused at its field, in a copy, in an editor’s version and in a comment', async () => {
  const { trainee, other, editor } = cast
  const { params } = await written()
  const number = 'The number was 943 476 5919.'
  const offer = { params, body: copy({ texts: { ...texts, action: number } }) }
  const refused = await trainee.refused(offerReflection, offer, 'invalid_input')
  expect(refused.fields).toMatchObject([{ path: 'texts.action', message: expect.stringContaining('NHS number') }])
  const { address, waiting } = await published()
  const comment = await other.refused(commentOnShared, { ...address, body: { id: uuidv7(), text: number } }, 'invalid_input')
  expect(comment.fields).toMatchObject([{ path: 'text' }])
  const body = { version: 2, title: number, texts, themes: ['End of life' as const], publish: true }
  expect((await editor.refused(editShared, { ...address, body }, 'invalid_input')).fields).toMatchObject([{ path: 'title' }])
  expect(JSON.stringify(await other.ask(readShared, { params: { ...address.params, sharedId: waiting.id } }))).not.toContain('943')
})

test('F6: an editor takes a comment down, takes a reflection off the page, or returns it with a reason that its author reads', async () => {
  const { trainee, other, editor } = cast
  const { address, title } = await published()
  const said = await other.ask(commentOnShared, { ...address, body: { id: uuidv7(), text: 'I know who wrote this.' } })
  const down = { params: { ...address.params, commentId: said.id } }
  await trainee.refused(takeCommentDown, down, 'not_allowed')
  await editor.ask(takeCommentDown, down)
  await editor.refused(takeCommentDown, down, 'not_found')
  expect((await trainee.ask(readShared, address)).comments).toEqual([])
  await editor.ask(editShared, { ...address, body: { version: 2, title, texts, themes: [], publish: false } })
  await other.refused(readShared, address, 'not_found')
  await other.refused(returnShared, { ...address, body: { version: 3, why: 'x' } }, 'not_allowed')
  await editor.ask(returnShared, { ...address, body: { version: 3, why: 'The condition is too rare.' } })
  const mine = (await trainee.ask(listOffers)).offers.find((one) => one.title === title)
  expect(mine).toMatchObject({ state: 'returned', returnedWhy: 'The condition is too rare.', shared: null })
  expect((await editor.ask(listToEdit)).offered.some((one) => one.title === title)).toBe(false)
})

test('F6: who trains in no programme cannot offer, and is told why', async () => {
  const alone = await at.clinician()
  const { params } = await written(alone)
  expect((await alone.ask(readOfferDraft, { params })).can.offer).toContain('Only a trainee of a programme')
  await alone.refused(offerReflection, { params, body: copy() }, 'not_allowed')
  await alone.refused(listToEdit, {}, 'not_allowed')
})

test('A10, F6: who erases their account takes back every copy, and what was said of it; other people’s stay', async () => {
  const { other, editor } = cast
  const [one, two] = [await published(), await published()]
  const author = cast.trainee.id
  await other.ask(commentOnShared, { ...one.address, body: { id: uuidv7(), text: 'Thank you.' } })
  await at.house.db
    .updateTable('trainee')
    .set({ enrolled_on: inDays(-90) })
    .where('owner_id', '=', other.id)
    .execute()
  const { params } = await written(other)
  await other.ask(offerReflection, { params, body: copy({ title: 'Of another' }) })
  const erase = () => at.house.db.transaction().execute((tx) => withdrawEveryOffer(tx, author))
  expect(await erase()).toBeGreaterThanOrEqual(2)
  for (const { address } of [one, two]) await other.refused(readShared, address, 'not_found')
  const left = await at.house.db.selectFrom('shared_reflection_comment').where('shared_id', '=', one.address.params.sharedId).execute()
  expect(left).toEqual([])
  expect((await editor.ask(listToEdit)).offered.some(({ title }) => title === 'Of another')).toBe(true)
  expect(await erase()).toBe(0)
})
