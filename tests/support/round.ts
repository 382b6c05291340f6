import { v4 as uuidv4, v7 as uuidv7 } from 'uuid'
import { beginEntry, saveEntryPart, takeEntryStep } from '../../src/domain/assessments/contract.ts'
import type { AssessorRole } from '../../src/domain/assessments/form-file.ts'
import { askRaters, closeRound, openReplies } from '../../src/domain/assessments/msf-contract.ts'
import { sendFeedback } from '../../src/server/assessments/msf-rater-commands.ts'
import type { House } from '../../src/server/house.ts'
import type { TestHouse } from './house.ts'
import type { Person } from './person.ts'
import { aProgramme } from './programme.ts'
import { inDays, relate } from './related.ts'

const SCALES = ['patients', 'colleagues', 'reliability', 'communication', 'team', 'leading', 'integrity', 'skill', 'overall'] as const

/** Answers to the questions of the shipped form, all at one level but for what is said otherwise. */
export const rated = (level = 'good', more: object = {}) => ({
  ...Object.fromEntries(SCALES.map((id) => [id, { level, comment: '' }])),
  ...more,
})

export const replying = (role: AssessorRole, more: object = {}, level = 'good') => ({
  id: uuidv4(),
  role,
  answers: { self: rated(level, more), safety: { worry: false } } as never,
})

export interface Asked {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: AssessorRole
}

export const asking = (name: string, role: AssessorRole): Asked => ({
  id: uuidv7(),
  name,
  email: `${name.toLowerCase().replaceAll(' ', '.')}@trust.example`,
  role,
})

/** So many of each kind, with names of their own. */
export const colleagues = (wish: Partial<Record<AssessorRole, number>>): Asked[] =>
  Object.entries(wish).flatMap(([role, count]) =>
    Array.from({ length: count }, (_, at) => asking(`Rater ${role.split(' ')[0]!} ${at + 1}`, role as AssessorRole)),
  )

/** Fourteen, of mixed kinds. */
export const FOURTEEN = { consultant: 4, nurse: 4, pharmacist: 3, 'doctor of the same grade': 3 } as const

/** A trainee with an educational and a clinical supervisor, and a round that is not begun. */
export async function roundPeople(at: TestHouse) {
  const cast = await aProgramme(at)
  await relate(at.house, cast.educational.id, 'educational supervisor', cast.trainee.id)
  await relate(at.house, cast.clinical.id, 'clinical supervisor', cast.trainee.id)
  const itemId = uuidv7()
  const { trainee } = cast
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'msf', eventOn: inDays(-1) } })
  return { ...cast, itemId, params: { ownerId: trainee.id, itemId } }
}

export const lockSelf = async (trainee: Person, params: { ownerId: string; itemId: string }, more: object = {}) => {
  await trainee.ask(saveEntryPart, {
    params: { ...params, section: 'self' },
    body: { answers: rated('excellent', more) as never, version: 0 },
  })
  await trainee.ask(takeEntryStep, { params: { ...params, step: 'prepare' }, body: {} })
}

/** The code of the newest letter of an owner to an address. */
export async function feedbackCode(at: { readonly house: Pick<House, 'db'> }, ownerId: string, email: string): Promise<string> {
  const mail = await at.house.db
    .selectFrom('message')
    .where('owner_id', '=', ownerId)
    .where('recipient', '=', email)
    .orderBy('id', 'desc')
    .select('body_text')
    .executeTakeFirstOrThrow()
  return /\/feedback\/(\S+)/.exec(mail.body_text)![1]!
}

/** An open round of these colleagues, each with the link they were sent. */
export async function openRound(at: TestHouse, wish: Partial<Record<AssessorRole, number>> = FOURTEEN) {
  const cast = await roundPeople(at)
  const raters = colleagues(wish)
  await cast.trainee.ask(askRaters, { params: cast.params, body: { raters } })
  await lockSelf(cast.trainee, cast.params)
  const codes: string[] = []
  for (const { email } of raters) codes.push(await feedbackCode(at, cast.trainee.id, email))
  const answer = (index: number, more: object = {}, level = 'good') =>
    sendFeedback(at.house, codes[index]!, null, replying(raters[index]!.role, more, level))
  return { ...cast, raters, codes, answer, link: (index: number) => ({ params: { code: codes[index]! } }) }
}
export type OpenRound = Awaited<ReturnType<typeof openRound>>

/** What the educational supervisor writes with the release. */
export const DISCUSSION = { 'discussed-on': inDays(0), discussed: 'Trusted by all.', 'agreed-action': 'Lead a round a week.' }

/** Answered by all, closed and opened by the educational supervisor. */
export async function readRoundOf(at: TestHouse, more: (index: number) => object = () => ({})): Promise<OpenRound> {
  const round = await openRound(at)
  for (const index of round.raters.keys()) await round.answer(index, more(index))
  await round.educational.ask(closeRound, { params: round.params, body: {} })
  await round.educational.ask(openReplies, { params: round.params, body: {} })
  return round
}

export const release = ({ educational, params }: Pick<OpenRound, 'educational' | 'params'>) =>
  educational.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body: { answers: { discussion: DISCUSSION } } })
