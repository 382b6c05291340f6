import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { listItems } from '#domain/portfolio/contract.ts'
import { presentRecord } from '#domain/assessments/brief-contract.ts'
import { editShared, listToEdit, offerReflection, returnShared } from '#domain/assessments/collection-contract.ts'
import { beginEntry, commentOnEntry, readEntry, saveEntryPart, takeEntryStep } from '#domain/assessments/contract.ts'
import { commentOnObjective, moveObjective, saveObjective } from '#domain/assessments/plan-contract.ts'
import { finishReflection, shareReflection } from '#domain/assessments/reflection-contract.ts'
import { guardWords } from '#domain/guard-words.ts'
import { overrideKey } from '#domain/guard-rules.ts'
import { raiseAgendaPoint } from '#domain/training/agenda-contract.ts'
import { BLOCKED, expectGuarded, NUMBER, REASON, WARNED, whereStands } from '../../../tests/support/guarding.ts'
import { house } from '../../../tests/support/house.ts'
import { meetingWith, supervised } from '../../../tests/support/meetings.ts'
import { appoint, inDays } from '../../../tests/support/related.ts'

const at = house()
const people = () => supervised(at)
type Cast = Awaited<ReturnType<typeof people>>

const meets = { level: 'meets', comment: '' }
const DISCUSSION = {
  complexity: 'average',
  'record-keeping': meets,
  'clinical-assessment': meets,
  'investigation-and-referral': meets,
  treatment: meets,
  'follow-up': meets,
  professionalism: meets,
  overall: meets,
}
const FEEDBACK = { 'went-well': 'A clear plan.', 'to-develop': 'Escalate sooner.', 'agreed-action': 'Read the guideline.' }

async function begun({ trainee, clinical, ownerId }: Cast, form = 'cbd', title = '') {
  const itemId = uuidv7()
  const askedId = form === 'cbd' ? clinical.id : null
  await trainee.ask(beginEntry, { body: { id: itemId, form, eventOn: inDays(-2), askedId, title } })
  return { ownerId, itemId }
}

test('P18: the title of a form or meeting is guarded when it is begun', async () => {
  const { trainee, ownerId } = await people()
  const asking = (title: string) => ({ body: { id: uuidv7(), form: 'post-induction', eventOn: inDays(0), title } })
  await expectGuarded(at, { who: trainee, ownerId, endpoint: beginEntry, asking, path: 'title', personId: ownerId })
  await trainee.ask(beginEntry, asking(WARNED))
  expect((await trainee.ask(listItems, { query: {} })).items.map(({ title }) => title).toSorted()).toEqual([WARNED, BLOCKED].toSorted())
})

test('P18: a line, a text, a scale’s comment and a row of a form are guarded when they are saved; what is only warned of passes', async () => {
  const cast = await people()
  const { trainee, clinical, educational, ownerId } = cast
  const cbd = async () => begun(cast)
  const field = async (who: typeof trainee, section: string, path: string, answer: (text: string) => unknown, params: object) => {
    let version = 0
    const asking = (text: string) => ({
      params: { ...params, section } as Record<string, string>,
      body: { answers: { [path]: answer(text) }, version },
    })
    await expectGuarded(at, { who, ownerId, endpoint: saveEntryPart, asking, path, personId: who.id })
    version = 1
    await who.ask(saveEntryPart, asking(WARNED))
  }
  await field(trainee, 'case', 'problem', (text) => text, await cbd())
  await field(clinical, 'assessment', 'focus', (text) => text, await cbd())
  await field(clinical, 'assessment', 'treatment', (comment) => ({ level: 'meets', comment }), await cbd())
  const itemId = await meetingWith(trainee, 'es-review')
  await field(educational, 'discussion', 'actions', (what) => [{ what: 'Read', who: 'Me' }, { what }], { ownerId, itemId })
})

test('P18: what is signed is guarded as it is sent; what stands as it was keeps its reason, and what is changed is asked for anew', async () => {
  const cast = await people()
  const { trainee, clinical, ownerId } = cast
  const params = await begun(cast)
  await trainee.ask(saveEntryPart, {
    params: { ...params, section: 'case' },
    body: { answers: { problem: 'Fever', setting: 'ward' }, version: 0 },
  })
  const step = { ...params, step: 'submit' }
  const feedback = { ...FEEDBACK, 'went-well': BLOCKED }
  const overrides = { [overrideKey('went-well', 'nhs-number')]: REASON }
  const body = { answers: { assessment: DISCUSSION, feedback } }
  const refused = await clinical.refused(takeEntryStep, { params: step, body }, 'invalid_input')
  expect(refused.fields).toEqual([{ path: 'went-well', message: guardWords.refused(['NHS number']) }])
  expect(await whereStands(at, NUMBER)).not.toHaveProperty('entry_step')

  const save = (answers: object, version: number, more = {}) => ({
    params: { ...params, section: 'feedback' },
    body: { answers, version, ...more },
  })
  await clinical.ask(saveEntryPart, save(feedback, 0, { overrides }))
  expect((await clinical.ask(readEntry, { params })).reasons).toEqual(overrides)
  expect((await trainee.ask(readEntry, { params })).reasons).toEqual({})
  await clinical.ask(saveEntryPart, save({ ...feedback, 'to-develop': 'Much.' }, 1))
  const changed = save({ ...feedback, 'went-well': `${BLOCKED} Again.` }, 2)
  expect((await clinical.refused(saveEntryPart, changed, 'invalid_input')).fields).toMatchObject([{ path: 'went-well' }])
  await clinical.ask(takeEntryStep, { params: step, body: { answers: { assessment: DISCUSSION } } })
  expect(await trainee.ask(readEntry, { params })).toMatchObject({ state: 'submitted', answers: { feedback: { 'went-well': BLOCKED } } })
  expect(await at.house.db.selectFrom('guard_override').where('owner_id', '=', ownerId).selectAll().execute()).toHaveLength(1)

  // A correction bears its title without a reason for it again.
  const titled = await begun(cast, 'mini-cex')
  await at.house.db.updateTable('item').set({ title: BLOCKED }).where('owner_id', '=', ownerId).where('id', '=', params.itemId).execute()
  const again = { id: uuidv7(), form: 'cbd', eventOn: inDays(-2), title: BLOCKED, corrects: params.itemId }
  expect(titled.itemId).not.toBe(again.id)
  await trainee.ask(beginEntry, { body: again })
})

test('P18: the scratch part of a reflection is its author’s alone and refuses nothing; the learning part is guarded, shared or not', async () => {
  const cast = await people()
  const { trainee, ownerId } = cast
  const params = await begun(cast, 'era')
  const save = (section: string, answers: object, version = 0) => ({ params: { ...params, section }, body: { answers, version } })
  await trainee.ask(saveEntryPart, save('scratch', { 'scratch-note': BLOCKED }))
  const asking = (experience: string) => save('learning', { experience, reflection: 'I waited.', action: 'Call sooner.' })
  await expectGuarded(at, { who: trainee, ownerId, endpoint: saveEntryPart, asking, path: 'experience', personId: ownerId })
  const sharing = { params, body: { with: ['supervisors'], isShown: true } }
  await trainee.ask(shareReflection, sharing)
  await trainee.ask(finishReflection, { params })
})

test('P18: what was saved before a rule was there is refused when it is shared or finished, at its field', async () => {
  const cast = await people()
  const { trainee, ownerId } = cast
  const params = await begun(cast, 'era')
  const save = { experience: 'A death at night.', reflection: 'I waited.', action: 'Call sooner.' }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'learning' }, body: { answers: save, version: 0 } })
  await at.house.db
    .updateTable('entry_part')
    .set({ answers: JSON.stringify({ ...save, action: BLOCKED }) })
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', params.itemId)
    .execute()
  const shared = await trainee.refused(shareReflection, { params, body: { with: ['panel'], isShown: true } }, 'invalid_input')
  expect(shared.fields).toMatchObject([{ path: 'action' }])
  expect((await trainee.refused(finishReflection, { params }, 'invalid_input')).fields).toMatchObject([{ path: 'action' }])
  const overrides = { [overrideKey('action', 'nhs-number')]: REASON }
  const again = { answers: { ...save, action: BLOCKED }, version: 1, overrides }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'learning' }, body: again })
  await trainee.ask(finishReflection, { params })
})

test('P18: a comment on a form is guarded', async () => {
  const cast = await people()
  const { trainee, ownerId } = cast
  const params = await begun(cast)
  const asking = (text: string) => ({ params, body: { id: uuidv7(), text } })
  await expectGuarded(at, { who: trainee, ownerId, endpoint: commentOnEntry, asking, path: 'text', personId: ownerId })
  await trainee.ask(commentOnEntry, asking(WARNED))
})

test('P18: each text of an objective, what came of it, and what is said of it are guarded; an unchanged one is not asked about again', async () => {
  const { trainee, educational, ownerId } = await people()
  const words = { objective: 'Lead rounds', plan: 'One a week', measure: 'Two reports', outcome: '', targetOn: inDays(90), codes: [] }
  for (const path of ['objective', 'plan', 'measure', 'outcome']) {
    const objectiveId = uuidv7()
    const asking = (text: string) => ({ params: { objectiveId }, body: { ...words, [path]: text, version: 0 } })
    await expectGuarded(at, { who: trainee, ownerId, endpoint: saveObjective, asking, path, personId: ownerId })
    const later = { params: { objectiveId }, body: { ...words, [path]: BLOCKED, targetOn: inDays(60), version: 1 } }
    await trainee.ask(saveObjective, later)
  }
  const objectiveId = uuidv7()
  await trainee.ask(saveObjective, { params: { objectiveId }, body: { ...words, plan: WARNED, version: 0 } })
  const comment = (text: string) => ({ params: { ownerId, objectiveId }, body: { id: uuidv7(), text } })
  await expectGuarded(at, {
    who: educational,
    ownerId,
    endpoint: commentOnObjective,
    asking: comment,
    path: 'text',
    personId: educational.id,
  })
  const drop = (says: string) => ({ params: { objectiveId }, body: { state: 'dropped', says, version: 1 } })
  await expectGuarded(at, { who: trainee, ownerId, endpoint: moveObjective, asking: drop, path: 'says', personId: ownerId })
})

test('P18: a point for the agenda and the note with which a record is presented are guarded', async () => {
  const { trainee, educational, ownerId } = await people()
  const point = (text: string) => ({ body: { id: uuidv7(), text } })
  await expectGuarded(at, { who: trainee, ownerId, endpoint: raiseAgendaPoint, asking: point, path: 'text', personId: ownerId })
  await trainee.ask(raiseAgendaPoint, point(WARNED))
  const note = (text: string) => ({ body: { id: uuidv7(), toId: educational.id, note: text } })
  await expectGuarded(at, { who: trainee, ownerId, endpoint: presentRecord, asking: note, path: 'note', personId: ownerId })
  await trainee.ask(presentRecord, note(WARNED))
})

test('P18: in the shared collection no reason keeps what blocks: in a copy, in an editor’s version, in why it is returned', async () => {
  const cast = await people()
  const { trainee } = cast
  const editor = await at.clinician()
  await appoint(at.house, editor.id, 'college administrator', cast.id)
  const params = await begun(cast, 'era')
  const texts = { experience: 'Somebody died at night.', reflection: 'I waited too long.', action: 'Call sooner.' }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'learning' }, body: { answers: texts, version: 0 } })
  const copy = { id: uuidv7(), title: 'Calling late', texts, isChecked: true }
  const overrides = { [overrideKey('texts.action', 'nhs-number')]: REASON }
  const bad = { ...copy, texts: { ...texts, action: BLOCKED }, overrides }
  expect((await trainee.refused(offerReflection, { params, body: bad }, 'invalid_input')).fields).toMatchObject([{ path: 'texts.action' }])
  await trainee.ask(offerReflection, { params, body: { ...copy, texts: { ...texts, action: WARNED } } })
  const { programmeId, id: sharedId } = (await editor.ask(listToEdit)).offered[0]!
  const address = { params: { programmeId, sharedId } }
  for (const publish of [true, false]) {
    const body = { version: 1, title: 'Calling late', texts: { ...texts, action: BLOCKED }, themes: ['End of life'], publish, overrides }
    expect((await editor.refused(editShared, { ...address, body }, 'invalid_input')).fields).toMatchObject([{ path: 'texts.action' }])
  }
  const why = { version: 1, why: BLOCKED, overrides }
  expect((await editor.refused(returnShared, { ...address, body: why }, 'invalid_input')).fields).toMatchObject([{ path: 'why' }])
  expect(await whereStands(at, NUMBER)).not.toHaveProperty('shared_reflection')
})

test('P18: who may not write is told so, and a frozen record refuses, before anything is said of the text', async () => {
  const cast = await people()
  const { trainee, educational, ownerId } = cast
  const params = await begun(cast)
  const part = { params: { ...params, section: 'feedback' }, body: { answers: { 'went-well': BLOCKED }, version: 0 } }
  const no = await educational.refused(saveEntryPart, part, 'not_allowed')
  expect(no.details?.['guard']).toBeUndefined()
  const stranger = await at.clinician()
  await stranger.refused(raiseAgendaPoint, { params: { ownerId }, body: { id: uuidv7(), text: BLOCKED } }, 'not_found')
  await at.house.db.updateTable('trainee').set({ enrolled_on: null }).where('owner_id', '=', ownerId).execute()
  const frozen = await trainee.refused(
    saveEntryPart,
    { params: { ...params, section: 'case' }, body: { answers: { problem: BLOCKED }, version: 0 } },
    'not_allowed',
  )
  expect(frozen.details?.['guard']).toBeUndefined()
})
