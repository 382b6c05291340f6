import { v7 as uuidv7 } from 'uuid'
import { beginEntry, saveEntryPart } from '../../src/domain/assessments/contract.ts'
import { askAssessor, beginTicket, submitTicket } from '../../src/domain/assessments/ticket-contract.ts'
import type { TestHouse } from './house.ts'
import type { Person } from './person.ts'
import { inDays } from './related.ts'

const MEETS = { level: 'meets', comment: '' }
const RATED = ['indication', 'consent', 'preparation', 'analgesia', 'asepsis', 'technique', 'seeks-help', 'after-care', 'communication']

/** A summative DOPS that says that the trainee is competent. */
export const COMPETENT = {
  assessment: {
    ...Object.fromEntries([...RATED, 'professionalism'].map((id) => [id, MEETS])),
    overall: { level: 'alone', comment: '' },
    competent: true,
  },
  feedback: { 'went-well': 'A clear plan.', 'to-develop': 'Escalate sooner.', 'agreed-action': 'Read the guideline.' },
}
export const NURSE = { name: 'Nina Nurse', role: 'nurse', body: 'NMC', number: '12A3456B', email: 'nina.nurse@trust.example' }

/** A summative DOPS whose trainee's part is filled in. */
export async function aDops(trainee: Person, procedure = 'lumbar-puncture') {
  const itemId = uuidv7()
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'dops-summative', eventOn: inDays(0) } })
  const params = { ownerId: trainee.id, itemId }
  const answers = { procedure, patient: 'patient', 'times-before': 6 }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'procedure' }, body: { answers, version: 0 } })
  return { itemId, params }
}

/** One that is shown on the spot, and what a nurse would sign there. */
export async function shownOnTheSpot(trainee: Person, procedure?: string) {
  const dops = await aDops(trainee, procedure)
  const { url } = await trainee.ask(askAssessor, { params: dops.params, body: { id: uuidv7(), way: 'on the spot' } })
  const link = { params: { code: url!.split('/ticket/')[1]! } }
  return { ...dops, link, body: { who: NURSE, answers: COMPETENT, read: { procedure: 1 }, version: 0 } }
}

/** Begun and signed by this one, who says that they are that. */
export async function signTicket(person: Person, link: { params: { code: string } }, who: Partial<typeof NURSE> = {}) {
  await person.ask(beginTicket, { ...link, body: {} })
  const body = { who: { ...NURSE, ...who }, answers: COMPETENT, read: { procedure: 1 }, version: 0 }
  return person.ask(submitTicket, { ...link, body })
}

/** The code in the newest letter of an owner's tickets to an address. */
export async function codeTo(at: TestHouse, ownerId: string, email: string): Promise<string> {
  const mail = await at.house.db
    .selectFrom('message')
    .where('owner_id', '=', ownerId)
    .where('recipient', '=', email)
    .orderBy('id', 'desc')
    .select('body_text')
    .executeTakeFirstOrThrow()
  return /\/ticket\/(\S+)/.exec(mail.body_text)![1]!
}
