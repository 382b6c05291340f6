import { v7 as uuidv7 } from 'uuid'
import writeExcelFile from 'write-excel-file/node'
import { beginEntry, saveEntryPart, takeEntryStep } from '../../src/domain/assessments/contract.ts'
import { askRaters, saveFeedbackDraft, sendFeedback } from '../../src/domain/assessments/msf-contract.ts'
import { askAssessor, beginTicket, saveTicketDraft, submitTicket } from '../../src/domain/assessments/ticket-contract.ts'
import type { Endpoint } from '../../src/domain/endpoint.ts'
import { COLUMNS } from '../../src/domain/training/log-workbook.ts'
import { recordLogRow, takeOverWorkbook, uploadedWorkbook, verifyLogRows } from '../../src/domain/training/logs-contract.ts'
import { bookForm, CLINIC } from './logs.ts'
import { COMPETENT, NURSE } from './on-the-spot.ts'
import type { RealServer } from './real-server.ts'
import { inDays } from './related.ts'
import { colleagues, feedbackCode, rated, replying } from './round.ts'
import { Visitor, type Sending } from './visitor.ts'

export type Act = readonly [by: Visitor, endpoint: Endpoint, sending: Sending]

const MEETS = { level: 'meets', comment: '' }
const JUDGED = [
  'record-keeping',
  'clinical-assessment',
  'investigation-and-referral',
  'treatment',
  'follow-up',
  'professionalism',
  'overall',
]
const DISCUSSED = {
  assessment: { complexity: 'average', ...Object.fromEntries(JUDGED.map((id) => [id, MEETS])) },
  feedback: COMPETENT.feedback,
}
const BOOK_ROWS = 12
const VERIFIED_ROWS = 5

/** Mails of the trainee's by all of this: those asked for feedback, and of the ticket one to who signed it and one to themselves. */
export const LETTERS_OF_FORMS = 4 + 2
/** Links in the trainee's chain: an entry, a ticket, and rows verified together. */
export const LINKS_OF_FORMS = 3

export interface FormsUnderway {
  readonly acts: readonly Act[]
  /** How many rows each act comes to, in their order. */
  readonly whole: readonly number[]
  /** Acts that are refused once they were done. */
  readonly onlyOnce: ReadonlySet<number>
  /** How many there are of each act, and of all that nobody has sent. */
  readonly kept: () => Promise<{ readonly counts: readonly number[]; readonly unsent: number }>
  /** The file that came with the rows. */
  readonly book: () => Promise<{ readonly sent: Buffer; readonly kept: Buffer }>
}

/** A form, a ticket, replies, a workbook and rows of a log, each about to be sent; and beside each one that is written and not sent. */
export async function formsUnderway(server: RealServer, trainee: Visitor, supervisor: Visitor): Promise<FormsUnderway> {
  const { ownerId } = trainee
  const nobody = Visitor.nobody(server.url)
  const entries = [await aCbd(trainee, supervisor), await aCbd(trainee, supervisor)]
  const tickets = [await aTicket(trainee, nobody), await aTicket(trainee, nobody)]
  const replies = await round(server, trainee, nobody)
  const rows = await Promise.all(
    Array.from({ length: VERIFIED_ROWS + 1 }, (_, n) =>
      trainee.ask(recordLogRow, { body: { id: uuidv7(), fields: { ...CLINIC, on: inDays(-10 - n) } } }),
    ),
  )
  const sent = await workbook()
  const verified = rows.slice(1)
  const submit = { params: { ownerId, itemId: entries[0]!, step: 'submit' }, body: { answers: DISCUSSED } }
  const verify = { params: { ownerId }, body: { rows: verified.map(({ id, version }) => ({ id, version })) } }
  const acts: Act[] = [
    [supervisor, takeEntryStep, submit],
    [nobody, submitTicket, tickets[0]!.sending],
    ...replies.acts,
    [trainee, takeOverWorkbook, await bookForm(sent)],
    [supervisor, verifyLogRows, verify],
  ]

  const kept = () =>
    server.atDatabase(async ({ db }) => {
      const steps = await db
        .selectFrom('entry_step')
        .where('owner_id', '=', ownerId)
        .where('step', '=', 'submit')
        .select('item_id')
        .execute()
      const raters = await db.selectFrom('msf_rater').where('owner_id', '=', ownerId).select(['id', 'sent_as']).execute()
      const brought = await db
        .selectFrom('log_row')
        .where('owner_id', '=', ownerId)
        .where('upload_id', 'is not', null)
        .select('item_id')
        .execute()
      const seen = await db.selectFrom('verification').where('owner_id', '=', ownerId).select('item_id').execute()
      const stepsOf = (id: string) => steps.filter(({ item_id }) => item_id === id).length
      const sentBy = (rater: string) => raters.filter(({ id, sent_as }) => id === rater && sent_as !== null).length
      const seenOf = (some: readonly { id: string }[]) => seen.filter(({ item_id }) => some.some(({ id }) => id === item_id)).length
      const [unsentRater, ...senders] = replies.raters
      return {
        counts: [stepsOf(entries[0]!), stepsOf(tickets[0]!.itemId), ...senders.map(sentBy), brought.length, seenOf(verified)],
        unsent: stepsOf(entries[1]!) + stepsOf(tickets[1]!.itemId) + sentBy(unsentRater!) + seenOf(rows.slice(0, 1)),
      }
    })
  const book = async () => {
    const { id } = await server.atDatabase(({ db }) =>
      db.selectFrom('log_upload').where('owner_id', '=', ownerId).select('id').executeTakeFirstOrThrow(),
    )
    return { sent, kept: await supervisor.readBytes(uploadedWorkbook, { params: { ownerId, uploadId: id } }) }
  }
  return {
    acts,
    whole: [1, 1, ...replies.acts.map(() => 1), BOOK_ROWS, VERIFIED_ROWS],
    onlyOnce: new Set([acts.length - 1]),
    kept,
    book,
  }
}

async function aCbd(trainee: Visitor, supervisor: Visitor): Promise<string> {
  const id = uuidv7()
  await trainee.ask(beginEntry, { body: { id, form: 'cbd', eventOn: inDays(-2), askedId: supervisor.ownerId } })
  const answers = { problem: 'Fever after a line was placed', setting: 'ward' }
  await trainee.ask(saveEntryPart, { params: { itemId: id, section: 'case' }, body: { answers, version: 0 } })
  // All is written that is asked for: to sign is all that is left.
  for (const [section, written] of Object.entries(DISCUSSED))
    await supervisor.ask(saveEntryPart, {
      params: { ownerId: trainee.ownerId, itemId: id, section },
      body: { answers: written, version: 0 },
    })
  return id
}

/** A DOPS shown on the spot, begun, with a draft of all that is asked for. */
async function aTicket(trainee: Visitor, nobody: Visitor) {
  const itemId = uuidv7()
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'dops-summative', eventOn: inDays(0) } })
  const answers = { procedure: 'lumbar-puncture', patient: 'patient', 'times-before': 6 }
  await trainee.ask(saveEntryPart, { params: { itemId, section: 'procedure' }, body: { answers, version: 0 } })
  const { url } = await trainee.ask(askAssessor, { params: { itemId }, body: { id: uuidv7(), way: 'on the spot' } })
  const params = { code: url!.split('/ticket/')[1]! }
  await nobody.ask(beginTicket, { params, body: {} })
  await nobody.ask(saveTicketDraft, { params, body: { who: NURSE, answers: COMPETENT, version: 0 } })
  return { itemId, sending: { params, body: { who: NURSE, answers: COMPETENT, read: { procedure: 1 }, version: 1 } } }
}

/** An open round of four; the first has typed and does not send. */
async function round(server: RealServer, trainee: Visitor, nobody: Visitor) {
  const itemId = uuidv7()
  const params = { itemId }
  const raters = colleagues({ consultant: 2, nurse: 2 })
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'msf', eventOn: inDays(-1) } })
  await trainee.ask(askRaters, { params, body: { raters } })
  await trainee.ask(saveEntryPart, { params: { itemId, section: 'self' }, body: { answers: rated('excellent'), version: 0 } })
  await trainee.ask(takeEntryStep, { params: { itemId, step: 'prepare' }, body: {} })
  const codes = await server.atDatabase((house) => Promise.all(raters.map(({ email }) => feedbackCode({ house }, trainee.ownerId, email))))
  const draft = { ...replying(raters[0]!.role), version: 0 }
  await nobody.ask(saveFeedbackDraft, { params: { code: codes[0]! }, body: draft })
  const acts = raters
    .slice(1)
    .map(({ role }, index): Act => [nobody, sendFeedback, { params: { code: codes[index + 1]! }, body: replying(role) }])
  return { raters: raters.map(({ id }) => id), acts }
}

const workbook = (): Promise<Buffer> =>
  writeExcelFile([
    {
      sheet: 'Clinics',
      data: [
        [...COLUMNS.Clinics],
        ...Array.from({ length: BOOK_ROWS }, (_, n) => [`Infirmary ${n + 1}`, '05/08/2025', '03/02/2026', 6, 2 + n, 'Dr Carl Castell']),
      ],
    },
  ]).toBuffer()
