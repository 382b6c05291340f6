import { v7 as uuidv7 } from 'uuid'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, expect, test } from 'vitest'
import { auditTrail } from '#domain/accounts/contract.ts'
import { beginEntry, commentOnEntry, entryPdf, listEntries, listForms, readEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import {
  finishReflection,
  listReflections,
  listSubjects,
  readSharing,
  setSubject,
  shareReflection,
} from '#domain/assessments/reflection-contract.ts'
import { linkItem, linksOfItem, readCurriculumItem, readEvidence, unlinkItem } from '#domain/curriculum/contract.ts'
import { itemById, listItems } from '#domain/portfolio/contract.ts'
import { addLibraryFile } from '#domain/training/library-contract.ts'
import { assess, evidence, signOff } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { inDays, relate } from '../../../tests/support/related.ts'

const at = house()

const SCRATCH = 'plantedscratch'
const LEARNED = 'plantedlearning'

type Cast = Awaited<ReturnType<typeof gathered>>
let cast: Cast
/** One programme for all: each test writes a reflection of its own. */
const people = () => cast
beforeAll(async () => {
  cast = await gathered()
})

async function gathered() {
  const programme = await aProgramme(at)
  const { trainee, educational, clinical } = programme
  await relate(at.house, educational.id, 'educational supervisor', trainee.id)
  await relate(at.house, clinical.id, 'clinical supervisor', trainee.id)
  const [panel, lay] = await at.clinicians(2)
  await relate(at.house, panel!.id, 'panel member', trainee.id)
  await relate(at.house, lay!.id, 'lay member', trainee.id)
  return { ...programme, panel: panel!, lay: lay!, ownerId: trainee.id }
}

/** A reflection with both layers written. */
async function written(trainee: Person, wish: { title?: string } = {}) {
  const id = uuidv7()
  await trainee.ask(beginEntry, { body: { id, form: 'era', eventOn: inDays(-1), title: wish.title ?? 'A long night' } })
  const params = { ownerId: trainee.id, itemId: id }
  const save = (section: string, answers: Record<string, string>, version = 0) =>
    trainee.ask(saveEntryPart, { params: { ...params, section }, body: { answers, version } })
  await save('scratch', { 'scratch-note': SCRATCH })
  await save('learning', { experience: LEARNED, reflection: 'I waited too long.', action: 'Call sooner.' })
  return { id, params, save }
}

const share = (trainee: Person, itemId: string, audiences: ('supervisors' | 'programme' | 'panel')[]) =>
  trainee.ask(shareReflection, { params: { ownerId: trainee.id, itemId }, body: { with: audiences, isShown: true } })

test('F1: every template of the catalogue begins with a scratch layer, and says why and how', async () => {
  const { trainee } = people()
  const templates = at.house.catalogue.forms.filter(({ family }) => family === 'reflection')
  expect(templates.map(({ short }) => short)).toHaveLength(12)
  for (const form of templates) {
    expect(form.sections[0], form.id).toMatchObject({ scratch: true, fields: [{ kind: 'text' }] })
    expect(
      form.sections.slice(1).some(({ scratch }) => scratch),
      form.id,
    ).toBe(false)
    expect(form.tips!.length, form.id).toBeGreaterThan(3)
    expect(form.signedBy, form.id).toBeUndefined()
  }
  const { forms } = await trainee.ask(listForms)
  expect(forms.filter(({ family }) => family === 'reflection')).toHaveLength(12)
})

test('F1, F8: shared with supervisors it is read by them and by nobody else, without the scratch; withdrawn by nobody', async () => {
  const { trainee, educational, clinical, tutor, director, coordinator, panel, lay, ownerId } = people()
  const { id, params } = await written(trainee)
  expect((await trainee.ask(readSharing, { params })).says).toBe(
    'Only you can read this. A court can order that it be handed over, the scratch part too.',
  )
  const unseen = { params, body: { with: ['supervisors' as const] } }
  expect((await trainee.refused(shareReflection, unseen, 'invalid_input')).fields).toMatchObject([{ path: 'isShown' }])
  const everybody = { educational, clinical, tutor, director, coordinator, panel, lay }
  const readers = async () => {
    const can: string[] = []
    for (const [name, person] of Object.entries(everybody)) {
      const { statusCode, body } = await person.send(readEntry, { params })
      const list = await person.ask(listEntries, { params: { ownerId } })
      const pdf = await person.send(entryPdf, { params })
      expect(body, name).not.toContain(SCRATCH)
      expect(
        list.entries.some((entry) => entry.id === id),
        name,
      ).toBe(statusCode === 200)
      expect(pdf.statusCode, name).toBe(statusCode)
      if (statusCode === 200) can.push(name)
      if (statusCode === 200) expect(body, name).toContain(LEARNED)
    }
    return can
  }
  expect(await readers()).toEqual([])
  const told = await share(trainee, id, ['supervisors'])
  expect(told.says).toContain('Dr Esme Educational (educational supervisor)')
  expect(told.says).toContain('A court can order')
  expect(await readers()).toEqual(['educational', 'clinical'])
  await share(trainee, id, ['programme', 'panel'])
  expect(await readers()).toEqual(['tutor', 'director', 'panel', 'lay'])
  await educational.refused(shareReflection, { params, body: { with: [] } }, 'not_found')
  await share(trainee, id, [])
  expect(await readers()).toEqual([])
  const { entries } = await trainee.ask(auditTrail)
  expect(entries.map(({ act }) => act)).toEqual(expect.arrayContaining(['reflection.shared', 'reflection.unshared']))
})

test('F1: supervisors comment on what is shared with them, and on nothing else; nobody but its author writes in it', async () => {
  const { trainee, educational, tutor } = people()
  const { id, params } = await written(trainee)
  const comment = { params, body: { id: uuidv7(), text: 'Well seen.' } }
  await educational.refused(commentOnEntry, comment, 'not_found')
  await share(trainee, id, ['supervisors', 'programme'])
  await educational.ask(commentOnEntry, comment)
  await tutor.refused(commentOnEntry, { params, body: { id: uuidv7(), text: 'Mine' } }, 'not_allowed')
  expect((await trainee.ask(readEntry, { params })).comments).toMatchObject([{ byName: 'Dr Esme Educational', text: 'Well seen.' }])
  const write = { params: { ...params, section: 'learning' }, body: { answers: { experience: 'Theirs' }, version: 1 } }
  await educational.refused(saveEntryPart, write, 'not_allowed')
  const scratch = { params: { ...params, section: 'scratch' }, body: { answers: { 'scratch-note': 'Theirs' }, version: 1 } }
  await educational.refused(saveEntryPart, scratch, 'not_found')
})

test('F1: it is finished by its author once what is required is there, and amended ever after', async () => {
  const { trainee, ownerId } = people()
  const id = uuidv7()
  const params = { ownerId, itemId: id }
  await trainee.ask(beginEntry, { body: { id, form: 'era', eventOn: inDays(-3) } })
  const faults = (await trainee.refused(finishReflection, { params }, 'invalid_input')).fields.map(({ path }) => path)
  expect(faults).toEqual(['experience', 'reflection', 'action'])
  const answers = { experience: 'a', reflection: 'b', action: 'c' }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'learning' }, body: { answers, version: 0 } })
  expect(await trainee.ask(finishReflection, { params })).toEqual({ finishedOn: inDays(0) })
  expect(await trainee.ask(finishReflection, { params })).toEqual({ finishedOn: inDays(0) })
  expect(await trainee.ask(itemById, { params: { ownerId, id } })).toMatchObject({ status: 'completed', completedOn: inDays(0) })
  const amended = { params: { ...params, section: 'learning' }, body: { answers: { ...answers, action: 'd' }, version: 1 } }
  expect(await trainee.ask(saveEntryPart, amended)).toEqual({ version: 2 })
  const { reflections } = await trainee.ask(listReflections)
  expect(reflections.find((one) => one.id === id)).toMatchObject({ short: 'ERA', finishedOn: inDays(0), sharedWith: [] })
})

test('F1, T8: it is linked once shared; readers of evidence reach its learning layer, and a signature keeps what it saw', async () => {
  const { trainee, educational, panel, ownerId } = people()
  const { id, params, save } = await written(trainee)
  const linking = { params: { id }, body: { codes: ['C1'], isShown: true } }
  expect((await trainee.refused(linkItem, linking, 'not_allowed')).title).toContain('‘A long night’ is private. Share it first')
  expect((await trainee.ask(linksOfItem, { params: { id } })).opens?.filled).toBe(null)
  await share(trainee, id, ['supervisors'])
  const opens = (await trainee.ask(linksOfItem, { params: { id } })).opens
  expect(opens?.filled?.sections).toMatchObject([{ title: 'Learning', answers: [{ lines: [LEARNED] }, {}, {}] }])
  await trainee.ask(linkItem, linking)

  const reading = { params: { ownerId, itemId: id } }
  for (const person of [educational, panel]) {
    const { body } = await person.send(readEvidence, reading)
    expect(body).toContain(LEARNED)
    expect(body).not.toContain(SCRATCH)
  }
  expect((await trainee.ask(readSharing, { params })).readers.map(({ relation }) => relation)).toContain('panel member')
  expect((await trainee.refused(shareReflection, { params, body: { with: [] } }, 'not_allowed')).title).toContain('linked to C1')

  await assess(trainee, 'C1', '2')
  await signOff(educational, trainee, 'C1', '2', { 'one link': 'One is enough here.' })
  const isChanged = async () => (await educational.ask(readEvidence, reading)).versions[0]
  expect((await isChanged())?.hasChanged).toBe(false)
  await save('scratch', { 'scratch-note': `${SCRATCH} again` }, 1)
  expect((await isChanged())?.hasChanged).toBe(false)
  await save('learning', { experience: 'Otherwise', reflection: 'b', action: 'c' }, 1)
  expect(await isChanged()).toMatchObject({
    hasChanged: true,
    evidence: { filled: { form: 'Reflection: Experience, reflection, action' } },
  })

  await trainee.ask(unlinkItem, { params: { id, code: 'C1' } })
  await share(trainee, id, [])
  const page = await educational.ask(readEvidence, reading)
  expect(page.now).toBe(null)
  expect(JSON.stringify(page.versions)).toContain(LEARNED)
  expect(JSON.stringify(page)).not.toContain(SCRATCH)
  await educational.refused(readEntry, { params }, 'not_found')
})

test('T9: what changes in a form while a supervisor reads makes their signature start again', async () => {
  const { trainee, educational, ownerId } = people()
  const { id, save } = await written(trainee)
  await share(trainee, id, ['supervisors'])
  await trainee.ask(linkItem, { params: { id }, body: { codes: ['C2'], isShown: true } })
  await evidence(trainee, ['C2'], { title: 'Another' })
  const basis = async () => (await educational.ask(readCurriculumItem, { params: { ownerId, code: 'C2' } })).basis
  const before = await basis()
  await save('scratch', { 'scratch-note': 'x' }, 1)
  expect(await basis()).toBe(before)
  await save('learning', { experience: 'Otherwise', reflection: 'b', action: 'c' }, 1)
  expect(await basis()).not.toBe(before)
})

test('F1: what it is about is a file of the library or a module, and its author’s alone to know', async () => {
  const { trainee, educational, ownerId } = people()
  const { id, params } = await written(trainee)
  const fileId = uuidv7()
  await trainee.ask(addLibraryFile, { body: { id: fileId, name: 'plantedfile.pdf', folderId: null } })
  expect((await trainee.ask(listSubjects)).subjects).toMatchObject([{ id: fileId, kind: 'library file' }])
  await trainee.refused(setSubject, { params, body: { aboutId: uuidv7() } }, 'invalid_input')
  await trainee.refused(setSubject, { params, body: { aboutId: id } }, 'invalid_input')
  await trainee.ask(setSubject, { params, body: { aboutId: fileId } })
  const mine = (await trainee.ask(listReflections)).reflections.find((one) => one.id === id)
  expect(mine?.about).toMatchObject({ id: fileId })
  await share(trainee, id, ['supervisors'])
  expect((await educational.send(readEntry, { params })).body).not.toContain('plantedfile')
  await educational.refused(listReflections, { params: { ownerId } }, 'not_found')
  await trainee.ask(setSubject, { params, body: { aboutId: null } })
  expect((await trainee.ask(readSharing, { params })).about).toBe(null)
})

test('F8: the scratch is in no list, search or PDF of its author’s either', async () => {
  const { trainee, ownerId } = people()
  const { id } = await written(trainee)
  const bodies = [
    await trainee.send(listItems),
    await trainee.send(listItems, { query: { q: SCRATCH } }),
    await trainee.send(itemById, { params: { ownerId, id } }),
    await trainee.send(listReflections),
  ].map(({ body }) => body)
  expect(bodies[0]).toContain('A long night')
  const { rawPayload } = await trainee.send(entryPdf, { params: { ownerId, itemId: id } })
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(rawPayload)), { mergePages: true })
  expect(text).toContain(LEARNED)
  expect(text).not.toContain(SCRATCH)
  for (const body of bodies) expect(body).not.toContain(SCRATCH)
})
