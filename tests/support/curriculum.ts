import { v7 as uuidv7 } from 'uuid'
import { beginUpload, sendPiece } from '../../src/domain/portfolio/file-contract.ts'
import { assessSelf, linkItem, readCurriculum, readCurriculumItem, signOffItem } from '../../src/domain/curriculum/contract.ts'
import type { NewItem } from '../../src/domain/portfolio/contract.ts'
import type { SupervisorAnswer } from '../../src/domain/curriculum/sign-off.ts'
import type { House } from '../../src/server/house.ts'
import type { TestHouse } from './house.ts'
import type { Person } from './person.ts'
import { inDays, programme, relate, type Dates } from './related.ts'

export const IMT = 'imt-stage-1-2019'

/** A training year of a trainee's; the days are from today. */
export async function trainingYear(
  house: House,
  ownerId: string,
  traineeId: string,
  { code = 'IMY2', from = inDays(-100), until = inDays(264) }: Dates & { code?: string } = {},
): Promise<string> {
  const id = uuidv7()
  await house.db
    .insertInto('training_year')
    .values({ owner_id: ownerId, id, trainee_id: traineeId, code, from_on: from, until_on: until })
    .execute()
  return id
}

/** An enrolled trainee in a training year of today, IMY2 unless another is named, with those before it. */
export async function trainee(
  at: TestHouse,
  wish: { name?: string; programmeId?: string; years?: readonly string[]; enrolled?: boolean } = {},
): Promise<Person & { programmeId: string }> {
  const person = await at.clinician({ name: wish.name ?? 'Dr Tara Inglis' })
  const programmeId = wish.programmeId ?? (await programme(at.house))
  const id = uuidv7()
  const years = wish.years ?? ['IMY1', 'IMY2']
  await at.house.db
    .insertInto('trainee')
    .values({
      owner_id: person.id,
      id,
      programme_id: programmeId,
      curriculum_id: IMT,
      from_on: inDays(-100 - 365 * (years.length - 1)),
      until_on: null,
      enrolled_on: wish.enrolled === false ? null : inDays(-100 - 365 * (years.length - 1)),
    })
    .execute()
  for (const [index, code] of years.entries()) {
    const ago = 365 * (years.length - 1 - index)
    await trainingYear(at.house, person.id, id, { code, from: inDays(-100 - ago), until: inDays(264 - ago) })
  }
  return Object.assign(person, { programmeId })
}

/** A supervisor of a trainee. */
export async function supervisor(
  at: TestHouse,
  of: Person,
  wish: { name?: string; relation?: 'educational supervisor' | 'clinical supervisor' } & Dates = {},
): Promise<Person> {
  const person = await at.clinician({ name: wish.name ?? 'Dr Esme Sutton' })
  await relate(at.house, person.id, wish.relation ?? 'educational supervisor', of.id, wish)
  return person
}

/** A small file on an item, as its owner would have uploaded it. */
export async function attach(owner: Person, itemId: string, name: string, text: string): Promise<string> {
  const id = uuidv7()
  const bytes = Buffer.from(text)
  await owner.ask(beginUpload, { params: { id: itemId }, body: { uploadId: id, name, sizeBytes: bytes.length } })
  await owner.ask(sendPiece, {
    params: { id: itemId, uploadId: id },
    query: { offset: 0 },
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  })
  return id
}

/** A completed item, linked. */
export async function evidence(owner: Person, codes: readonly string[], item: Partial<NewItem> & { title: string }) {
  const made = await owner.completed(item)
  await owner.ask(linkItem, { params: { id: made.id }, body: { codes: [...codes], isShown: true } })
  return made
}

export const assess = (owner: Person, code: string, level: string, why = 'The pieces below show it.') =>
  owner.ask(assessSelf, { params: { code }, body: { id: uuidv7(), level, why } })

/** What a signature given now would rest on. */
export const basisFor = async (by: Person, owner: Person, code: string): Promise<string> =>
  (await by.ask(readCurriculumItem, { params: { ownerId: owner.id, code } })).basis

export async function answer(by: Person, owner: Person, code: string, said: SupervisorAnswer) {
  const basis = await basisFor(by, owner, code)
  return by.ask(signOffItem, { params: { ownerId: owner.id, code }, body: { id: uuidv7(), basis, ...said } })
}

export const signOff = (
  by: Person,
  owner: Person,
  code: string,
  level: string,
  reasons: Partial<Record<'one link' | 'no self-assessment' | 'level', string>> = {},
) => answer(by, owner, code, { answer: 'signed off at level', level, reasons })

/** How one item stands, as somebody reads it. */
export async function stateOf(by: Person, owner: Person, code: string, year?: string) {
  const page = await by.ask(readCurriculum, { params: { ownerId: owner.id }, query: year === undefined ? {} : { year } })
  return page.items.find((item) => item.code === code)!
}

/** A believable second year: linked, self-assessed, partly signed. */
export async function believable(owner: Person, by: Person): Promise<void> {
  const take = await evidence(owner, ['C1', 'C2'], {
    title: 'ACAT: medical take, 14 patients',
    type: 'other',
    notes: 'Led the take with the consultant on the phone. Two escalations, both in good time.',
  })
  await attach(owner, take.id, 'acat-feedback.txt', 'Good prioritisation. Escalated early.')
  await evidence(owner, ['C1', 'C7'], { title: 'CbD: upper GI bleed', type: 'other' })
  await evidence(owner, ['C1', 'C6', 'G3'], { title: 'Reflection: a difficult handover', type: 'reflection' })
  await evidence(owner, ['C1', 'C3'], { title: 'CbD: delirium on the ward', type: 'other' })
  await evidence(owner, ['C3', 'G2'], { title: 'Mental Capacity Act update', type: 'course' })
  await evidence(owner, ['C4'], { title: 'Outpatient clinic letters, with feedback', type: 'audit or QI' })
  await evidence(owner, ['C8', 'G3'], { title: 'Reflection: talking with a dying patient’s family', type: 'reflection' })
  await evidence(owner, ['G4'], { title: 'QI project: VTE assessment within 14 hours', type: 'audit or QI' })
  await evidence(owner, ['G6'], { title: 'Teaching observation: ABG for foundation doctors', type: 'teaching given' })
  await evidence(owner, ['P4', 'P3'], { title: 'DOPS: lumbar puncture', type: 'other' })
  await evidence(owner, ['P6'], { title: 'DOPS: pleural aspiration', type: 'other' })
  for (const [code, level] of [
    ['C1', '3'],
    ['C3', '3'],
    ['C4', '2'],
    ['C7', '3'],
    ['C8', '2'],
    ['G2', 'meets'],
    ['G3', 'meets'],
    ['G4', 'above'],
    ['P4', 'independent'],
    ['P3', 'supervised'],
  ] as const)
    await assess(
      owner,
      code,
      level,
      'My last two takes were led from the front door with the consultant at home, and feedback was that I escalated in good time.',
    )
  await signOff(by, owner, 'C1', '3')
  await signOff(by, owner, 'C3', '3')
  await signOff(by, owner, 'G3', 'meets')
  await answer(by, owner, 'C4', { answer: 'more evidence needed', note: 'Two more clinics with an OPCAT please.' })
  await answer(by, owner, 'P4', { answer: 'more experience needed', note: 'Do three more under supervision first.' })
  await signOff(by, owner, 'P6', 'independent', {
    'one link': 'Two different assessors within one form.',
    'no self-assessment': 'Seen by me twice this month.',
  })
  await signOff(by, owner, 'C8', '2', { 'one link': 'A long and thorough reflection that covers every descriptor.' })
}
