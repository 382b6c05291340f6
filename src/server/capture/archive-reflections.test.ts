import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { readDraft, saveDraft } from '#domain/accounts/profile-contract.ts'
import { beginEntry, commentOnEntry, listEntries, readEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { finishReflection, listReflections, readSharing, setSubject, shareReflection } from '#domain/assessments/reflection-contract.ts'
import { bringIn, keptOfArchive, keptRows, undoImport, type Import } from '#domain/capture/import-contract.ts'
import { addLibraryFile } from '#domain/training/library-contract.ts'
import { amendRows, archiveOf, forged, imported, opened } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { inDays, relate } from '../../../tests/support/related.ts'

const at = house({ listening: true })
const of = (importId: string) => ({ params: { importId } })
const broughtIn = async (person: Person, { id }: Import) => {
  await person.ask(bringIn, of(id))
  return settled(person, id)
}

const SCRATCH = { 'scratch-note': 'Mine alone 🫀' }
const LEARNING = { experience: 'A long night', reflection: 'I waited too long.', action: 'Call sooner.' }

async function supervised() {
  const { trainee, educational } = await aProgramme(at)
  await relate(at.house, educational.id, 'educational supervisor', trainee.id)
  return { trainee, educational }
}

const save = (person: Person, itemId: string, section: string, answers: Record<string, string>, version = 0) =>
  person.ask(saveEntryPart, { params: { itemId, section }, body: { answers, version } })

/** Finished, shared with supervisors, commented on by one, about a file of the library. */
async function reflected() {
  const { trainee, educational } = await supervised()
  const [id, fileId] = [uuidv7(), uuidv7()]
  await trainee.ask(beginEntry, { body: { id, form: 'era', eventOn: inDays(-1), title: 'Sepsis at night' } })
  await save(trainee, id, 'scratch', SCRATCH)
  await save(trainee, id, 'learning', LEARNING)
  await trainee.ask(addLibraryFile, { body: { id: fileId, name: 'guideline.pdf', folderId: null } })
  const params = { itemId: id }
  await trainee.ask(setSubject, { params, body: { aboutId: fileId } })
  await trainee.ask(finishReflection, { params })
  await trainee.ask(shareReflection, { params, body: { with: ['supervisors'], isShown: true } })
  await educational.ask(commentOnEntry, { params: { ownerId: trainee.id, itemId: id }, body: { id: uuidv7(), text: 'Well seen.' } })
  return { trainee, id }
}

const partOf = ({ archive }: Import, label: string) => archive!.parts.find((part) => part.label === label)

test('K5, F1, F8: a reflection comes in as its author wrote it, scratch and all, and nobody else reads it before it is shared here', async () => {
  const { trainee: ada } = await reflected()
  const archive = await archiveOf(at.house, ada)
  const { trainee: bob, educational } = await supervised()
  const read = await imported(bob, archive)
  expect(partOf(read, 'Reflections, with their private part')).toMatchObject({ fate: 'in', rows: 1, here: 0 })
  expect(partOf(read, 'Forms: assessments, meetings and others')).toBeUndefined()
  expect(partOf(read, 'What others wrote about reflections and forms')).toMatchObject({ fate: 'kept', rows: 1 })
  expect(await broughtIn(bob, read)).toMatchObject({ state: 'brought', reason: null })
  const [one, ...more] = (await bob.ask(listReflections)).reflections
  expect(more).toEqual([])
  expect(one).toMatchObject({ title: 'Sepsis at night', about: { title: 'guideline.pdf' } })
  const params = { itemId: one!.id }
  const entry = await bob.ask(readEntry, { params })
  expect(entry.comments).toEqual([])
  expect(JSON.stringify(entry)).toContain('Mine alone')
  expect(JSON.stringify(entry)).toContain('I waited too long.')
  const theirs = { params: { ownerId: bob.id, itemId: one!.id } }
  await educational.refused(readEntry, theirs, 'not_found')
  expect((await educational.ask(listEntries, { params: { ownerId: bob.id } })).entries).toEqual([])
  expect((await bob.ask(readSharing, { params })).says).toContain('Only you can read this')
  const kept = await opened((await bob.send(keptOfArchive, of(read.id))).rawPayload)
  expect(kept.get('data/entry-comment.json')!.toString()).toContain('Well seen.')
  // It can be gone on with, and shared anew.
  await save(bob, one!.id, 'learning', { ...LEARNING, action: 'Call at once.' }, 1)
  await bob.ask(shareReflection, { params, body: { with: ['supervisors'], isShown: true } })
  expect((await educational.send(readEntry, theirs)).body).toContain('Call at once.')
  expect((await educational.send(readEntry, theirs)).body).not.toContain('Mine alone')
  expect(await imported(bob, archive)).toMatchObject({ counts: { fresh: 0 }, archive: { keeps: false } })
})

test('K5, F1: undone, a reflection goes, and what it is about; one that was written on or shared since stays', async () => {
  const { trainee: ada } = await reflected()
  const archive = await archiveOf(at.house, ada)
  const bob = await at.clinician()
  const read = await imported(bob, archive)
  await broughtIn(bob, read)
  await bob.ask(undoImport, of(read.id))
  expect(await settled(bob, read.id)).toMatchObject({ state: 'undone', kept: 0, reason: null })
  expect((await bob.ask(listReflections)).reflections).toEqual([])

  const again = await imported(bob, archive)
  await broughtIn(bob, again)
  const [one] = (await bob.ask(listReflections)).reflections
  await save(bob, one!.id, 'scratch', { 'scratch-note': 'Later' }, 1)
  await bob.ask(undoImport, of(again.id))
  expect(await settled(bob, again.id)).toMatchObject({ state: 'undone', kept: 2, reason: null })
  const { rows } = await bob.ask(keptRows, of(again.id))
  expect(rows.map(({ why }) => why).toSorted()).toEqual(['a reflection is about it', 'it was changed since'])
})

test('K5: what another began or wrote, or what does not fit the forms here, does not come in as the owner’s', async () => {
  const { trainee: ada, id } = await reflected()
  const archive = await archiveOf(at.house, ada)
  const other = uuidv7()
  const changed = (name: string, change: (row: Record<string, unknown>) => object) =>
    forged(archive, (files) => amendRows(files, name, (rows) => rows.map((row) => ({ ...row, ...change(row) }))))
  const bob = await at.clinician()
  const begunByOther = await imported(bob, await changed('entry', () => ({ begun_by: other })))
  expect(partOf(begunByOther, 'Reflections, with their private part')).toBeUndefined()
  expect(partOf(begunByOther, 'Forms: assessments, meetings and others')).toMatchObject({ fate: 'kept', rows: 1 })
  const toCome = await imported(bob, await changed('entry', () => ({ event_on: '2130-01-01' })))
  expect(partOf(toCome, 'Reflections, with their private part')).toBeUndefined()
  const unknown = await imported(bob, await changed('entry', () => ({ form_id: 'mini-cex-2026' })))
  expect(partOf(unknown, 'Reflections, with their private part')).toBeUndefined()
  expect(unknown.archive!.notes).toEqual([])
  for (const answers of [
    { experience: { nested: { deep: 1 } } },
    { experience: 5 },
    { unheard: 'of' },
    { experience: 'x'.repeat(20_001) },
  ]) {
    const unfit = await imported(await at.clinician(), await changed('entry-part', () => ({ answers })))
    expect(partOf(unfit, 'Reflections, with their private part')).toBeUndefined()
    expect(unfit.archive!.notes).toContain('1 reflection does not fit the forms of this Cairn. It is not brought in.')
  }
  const others = await changed('entry-part', ({ section }) => (section === 'learning' ? { saved_by: other } : {}))
  await broughtIn(bob, await imported(bob, others))
  const [one] = (await bob.ask(listReflections)).reflections
  const { body } = await bob.send(readEntry, { params: { itemId: one!.id } })
  expect(body).toContain('Mine alone')
  expect(body).not.toContain('I waited too long.')
  expect(one!.id).not.toBe(id)
})

test('K5, P20: what was typed since and is not saved yet is not taken out with an import', async () => {
  const { trainee: ada } = await reflected()
  await ada.record({ title: 'Course' })
  const bob = await at.clinician()
  const read = await imported(bob, await archiveOf(at.house, ada))
  await broughtIn(bob, read)
  const [one] = (await bob.ask(listReflections)).reflections
  const course = (await bob.list()).items.find(({ title }) => title === 'Course')!
  const draftsOf = [`entry/${bob.id}/${one!.id}`, `item/${course.id}`].map((form) => ({ params: { '*': form } }))
  const draft = { answers: { learning: { experience: 'Half a sent' } } }
  for (const form of draftsOf) await bob.ask(saveDraft, { ...form, body: { draft } })
  await bob.ask(undoImport, of(read.id))
  // The reflection, what it is about, and the course.
  expect(await settled(bob, read.id)).toMatchObject({ state: 'undone', kept: 3, reason: null })
  const { rows } = await bob.ask(keptRows, of(read.id))
  expect(rows.filter(({ why }) => why === 'something was typed into it and not saved yet')).toHaveLength(2)
  for (const form of draftsOf) expect((await bob.ask(readDraft, form)).draft).toEqual(draft)
})

test('K5, F1: a reflection that comes back to its own account stands in its training year again, and elsewhere in none', async () => {
  const { trainee: ada, id } = await reflected()
  const archive = await archiveOf(at.house, ada)
  const yearOf = async (person: Person) =>
    (await at.house.db.selectFrom('entry').where('owner_id', '=', person.id).select(['item_id', 'training_year_id']).execute())[0]
  const before = await yearOf(ada)
  expect(before).toEqual({ item_id: id, training_year_id: expect.any(String) as unknown })
  await at.house.db.deleteFrom('item').where('owner_id', '=', ada.id).where('id', '=', id).execute()
  await broughtIn(ada, await imported(ada, archive))
  expect(await yearOf(ada)).toEqual(before)
  const bob = await at.clinician()
  await broughtIn(bob, await imported(bob, archive))
  expect(await yearOf(bob)).toMatchObject({ training_year_id: null })
})
