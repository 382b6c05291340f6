import { addDays } from '#domain/plain-date.ts'
import { columnsOf } from '#server/portfolio/fields.ts'
import { answersOf, assessAll, linkAll, type Laid } from './lay-evidence.ts'
import { libraryCodes, libraryItems, putLibrary } from './lay-library.ts'
import { layOut, type Placed } from './lay-out.ts'
import { assessmentsOf } from './lay-assessments.ts'
import { meetingsOf } from './lay-meetings.ts'
import { feedbackOf } from './lay-msf.ts'
import { declarationsOf, paperItems, papersOf } from './lay-papers.ts'
import { putAbsences } from './lay-absences.ts'
import { putLogs } from './lay-logs.ts'
import { reflectionsOf } from './lay-reflections.ts'
import { signInOrder } from './sign-in-order.ts'
import { ANSWERED, ASSESSED } from './trainee-answers.ts'
import { TRAINEE_PIECES } from './trainee-pieces.ts'
import { at, putPlacement, putSupervisor, putTrainee, putYear, type Desk } from './training-house.ts'
import { itemsOfPieces } from './training-item.ts'

const SEED = 20_250_806

/** A trainee in the middle of the second year: a year that is signed, and one that is on its way. */
export async function layTrainee(desk: Desk, moduleTitles: ReadonlyMap<string, string>): Promise<void> {
  const years = await putTraining(desk)
  await putDetails(desk, years.IMY2.id)
  const { tx, house, owner, today, random } = desk
  const pieces = await itemsOfPieces(random, TRAINEE_PIECES, today, moduleTitles)
  const [papers, library] = [paperItems(today), libraryItems(today)]
  const placed = await layOut(tx, house, owner.id, [...pieces, ...papers, ...library], SEED)
  await putLibrary(
    desk,
    placed.slice(pieces.length + papers.length).map(({ id }) => id),
  )
  const codes = [...TRAINEE_PIECES.map((piece) => piece.codes), ...papers.map(() => []), ...libraryCodes()]
  const linked = await linkAll(desk, laidWith(placed, codes))
  const ids = { IMY1: years.IMY1.id, IMY2: years.IMY2.id }
  const rated = await assessAll(desk, ids, ASSESSED)
  await signInOrder(desk, [
    ...(await declarationsOf(desk, years)),
    ...(await meetingsOf(desk, years.IMY2, 'IMT doctor, acute medicine, Demo General Hospital')),
    ...(await papersOf(desk, placed.slice(pieces.length, pieces.length + papers.length))),
    ...(await answersOf(desk, ids, { linked, rated }, ANSWERED)),
    ...(await putLogs(desk)),
    ...(await assessmentsOf(desk, years.IMY2.id)),
    ...(await feedbackOf(desk, years)),
  ])
  await amendSeen(desk, placed)
  await putAbsences(desk)
  await reflectionsOf(desk, years.IMY2)
}

export const laidWith = (placed: readonly Placed[], codes: readonly (readonly string[])[]): Laid[] =>
  placed.map(({ item: { title }, id, addedAt }, nth) => ({ id, title, addedAt, codes: codes[nth]! }))

async function putTraining(desk: Desk) {
  const { people, today } = desk
  const first = { from: addDays(today, -515), until: addDays(today, -151) }
  const second = { from: addDays(today, -150), until: addDays(today, 214) }
  const traineeId = await putTrainee(desk, {
    from: first.from,
    invitedOn: addDays(first.from, -30),
    enrolledOn: addDays(first.from, 2),
    code: 'IMY1',
  })
  const years = {
    IMY1: { ...first, id: await putYear(desk, { ...first, traineeId, code: 'IMY1' }) },
    IMY2: { ...second, id: await putYear(desk, { ...second, traineeId, code: 'IMY2' }) },
  }
  const respiratory = { post: 'IMT doctor, respiratory medicine', specialty: 'Respiratory medicine', site: 'Demo Royal Infirmary' }
  const acute = { post: 'IMT doctor, acute medicine', specialty: 'Acute internal medicine', site: 'Demo General Hospital' }
  const older = { post: 'IMT doctor, care of older people', specialty: 'Geriatric medicine', site: 'Demo General Hospital' }
  const past = await putPlacement(desk, { yearId: years.IMY1.id, ...respiratory, ...first })
  const now = { from: second.from, until: addDays(today, 31) }
  const present = await putPlacement(desk, { yearId: years.IMY2.id, ...acute, ...now })
  await putPlacement(desk, { yearId: years.IMY2.id, ...older, from: addDays(today, 32), until: second.until })
  await putSupervisor(desk, { who: people.past, relation: 'clinical supervisor', placementId: past, ...first })
  await putSupervisor(desk, { who: people.clinical, relation: 'clinical supervisor', placementId: present, ...now })
  for (const year of [first, second])
    await putSupervisor(desk, { who: people.educational, relation: 'educational supervisor', placementId: null, ...year })
  return years
}

/** The photo is left to be added: the first of what is asked at the start of a year that is not done. */
async function putDetails({ tx, owner, today }: Desk, yearId: string): Promise<void> {
  const details = { professional_body: 'GMC', professional_number: '0000001', grade: 'IMT doctor, year 2', specialty: 'Internal medicine' }
  await tx
    .updateTable('person')
    .set({ ...details, mobile: '07700 900000' })
    .where('owner_id', '=', owner.id)
    .execute()
  await tx.updateTable('preference').set({ year_starts_in: 8 }).where('owner_id', '=', owner.id).execute()
  const checked = at(addDays(today, -147), '17:30')
  await tx
    .insertInto('first_step')
    .values(
      (['details', 'certificates'] as const).map((step) => ({ owner_id: owner.id, training_year_id: yearId, step, checked_at: checked })),
    )
    .execute()
}

const AMENDED = 'Leading a take for the first time'

/** A piece that is not any more as a signature saw it. */
async function amendSeen({ tx, owner, today, trail }: Desk, placed: readonly Placed[]): Promise<void> {
  const { item, id } = placed.find((one) => one.item.title === AMENDED)!
  const when = at(addDays(today, -7), '19:45')
  const notes = `${item.notes}\n\nThree months on: the whiteboard stayed, and the night team has one too.`
  await tx
    .updateTable('item')
    .set({ ...columnsOf({ ...item, notes }), version: 2, changed_at: when })
    .where('owner_id', '=', owner.id)
    .where('id', '=', id)
    .execute()
  const changes = [{ field: 'notes', before: item.notes, after: notes }]
  trail.add(when, {
    ownerId: owner.id,
    personId: owner.id,
    act: 'item.amended',
    recordKind: 'item',
    recordId: id,
    about: item.title,
    changes,
  })
}
