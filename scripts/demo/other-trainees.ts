import { addDays } from '#domain/plain-date.ts'
import { assessAll, linkAll } from './lay-evidence.ts'
import { layOut } from './lay-out.ts'
import type { Assessed } from './trainee-answers.ts'
import { FROZEN_PIECES, FURTHER_PIECES } from './trainee-pieces.ts'
import { laidWith } from './trainee.ts'
import { frozenSince, putPlacement, putSupervisor, putTrainee, putYear, type Desk } from './training-house.ts'
import { itemsOfPieces, type Piece } from './training-item.ts'

/**
 * A doctor who was invited and has not enrolled: three months went by, and some days ago the record froze (T1). Whoever signs in as
 * them can thaw it.
 */
export async function layFrozen(desk: Desk, moduleTitles: ReadonlyMap<string, string>): Promise<void> {
  const from = frozenSince(desk.today, 5)
  const until = addDays(from, 364)
  await putNumber(desk, '0000002', 1)
  const traineeId = await putTrainee(desk, { from, invitedOn: addDays(from, 20), enrolledOn: null, code: 'IMY1' })
  const yearId = await putYear(desk, { traineeId, code: 'IMY1', from, until })
  await putPlacement(desk, { yearId, ...POSTS[2], from, until: addDays(from, 181) })
  await putSupervisor(desk, { who: desk.people.educational, relation: 'educational supervisor', placementId: null, from, until })
  await putPieces(desk, FROZEN_PIECES, moduleTitles, { IMY1: yearId }, [
    { year: 'IMY1', ago: 25, code: 'C3', level: '2', why: 'Two pieces, both talked through on the ward round.' },
  ])
}

const POSTS = [
  { post: 'IMT doctor, gastroenterology', specialty: 'Gastroenterology', site: 'Demo Royal Infirmary' },
  { post: 'IMT doctor, cardiology', specialty: 'Cardiology', site: 'Demo Heart Centre' },
  { post: 'IMT doctor, renal medicine', specialty: 'Renal medicine', site: 'Demo General Hospital' },
  { post: 'IMT doctor, acute medicine', specialty: 'Acute internal medicine', site: 'Demo General Hospital' },
] as const

const CODES = ['IMY1', 'IMY2', 'IMY3', 'IMY1', 'IMY2'] as const

/** One of several whose year began some months ago; `nth` says who, and decides how far they are. The fourth is new, and not invited yet. */
export async function layFurther(desk: Desk, nth: number): Promise<void> {
  const { people, today, random } = desk
  const code = CODES[nth]!
  const isNew = nth === 3
  const from = addDays(today, isNew ? -40 : -150)
  const until = addDays(from, 364)
  await putNumber(desk, `000001${nth}`, Number(code.at(-1)))
  const enrolment = isNew ? { invitedOn: null, enrolledOn: null } : { invitedOn: addDays(from, -20), enrolledOn: addDays(from, 3) }
  const traineeId = await putTrainee(desk, { from, code, ...enrolment })
  const yearId = await putYear(desk, { traineeId, code, from, until })
  const now = { from, until: addDays(from, 181) }
  const placementId = await putPlacement(desk, { yearId, ...POSTS[nth % POSTS.length]!, ...now })
  const educational = { relation: 'educational supervisor' as const, placementId: null, from, until }
  if (nth !== 2) await putSupervisor(desk, { who: people.educational, ...educational })
  if (nth < 2) await putSupervisor(desk, { who: people.clinical, relation: 'clinical supervisor', placementId, ...now })
  const begun = FURTHER_PIECES.filter(({ ago }) => addDays(today, -ago) > from)
  const pieces = random.some(begun, isNew ? 2 : 4 + (nth % 3)).toSorted((a, b) => b.ago - a.ago)
  const assessed = pieces
    .filter(({ codes }) => codes.includes('C1') || codes.includes('C3'))
    .map((piece): Assessed => ({
      year: code,
      ago: piece.ago - 4,
      code: piece.codes[0]!,
      level: '2',
      why: 'What is linked shows it, I think.',
    }))
  const once = [...new Map(assessed.map((one) => [one.code, one])).values()]
  await putPieces(desk, pieces, new Map(), { [code]: yearId }, once)
}

async function putNumber({ tx, owner }: Desk, number: string, year: number): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      professional_body: 'GMC',
      professional_number: number,
      grade: `IMT doctor, year ${year}`,
      specialty: 'Internal medicine',
      mobile: '07700 900000',
    })
    .where('owner_id', '=', owner.id)
    .execute()
}

async function putPieces(
  desk: Desk,
  pieces: readonly Piece[],
  moduleTitles: ReadonlyMap<string, string>,
  years: Readonly<Partial<Record<string, string>>>,
  assessed: readonly Assessed[],
): Promise<void> {
  const { tx, house, owner, today, random } = desk
  const items = await itemsOfPieces(random, pieces, today, moduleTitles)
  const placed = await layOut(tx, house, owner.id, items, items.length)
  await linkAll(
    desk,
    laidWith(
      placed,
      pieces.map(({ codes }) => codes),
    ),
  )
  await assessAll(desk, years, assessed)
}
