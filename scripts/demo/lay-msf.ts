import type { Answers } from '#domain/assessments/answers.ts'
import { type AssessorRole } from '#domain/assessments/form-file.ts'
import { askedFields, hasRound, type RoundForm } from '#domain/assessments/msf-questions.ts'
import { summaryAnswers, type Reply } from '#domain/assessments/msf-summary.ts'
import { addDays } from '#domain/plain-date.ts'
import { addReply, broughtTogether, tokenOf } from '#server/assessments/msf-round.ts'
import { hashOf } from '#server/assessments/ticket-queries.ts'
import { putEntry, putStep, signing, type Laid } from './lay-meetings.ts'
import type { Pending } from './sign-in-order.ts'
import { at, type Desk, type Span } from './training-house.ts'

type Year = Span & { readonly id: string }

const FORM = 'msf-2026'
const KINDS: readonly AssessorRole[] = [
  ...Array<AssessorRole>(4).fill('consultant'),
  ...Array<AssessorRole>(4).fill('nurse'),
  ...Array<AssessorRole>(3).fill('doctor of the same grade'),
  ...Array<AssessorRole>(3).fill('pharmacist'),
]
const NAMES = [
  'Abara',
  'Bianchi',
  'Czerny',
  'Dlamini',
  'Eklund',
  'Fofana',
  'Gruber',
  'Halvorsen',
  'Iyer',
  'Jansen',
  'Kowalska',
  'Laine',
  'Mbeki',
  'Nyberg',
]

const SELF: Answers = {
  'done-well': 'I keep my word, and I answer the bleep.',
  'done-better': 'I hold on to things that others could do.',
}
const WELL = [
  'Always finds time to explain.',
  'Calm when it is loud.',
  'Knows the names of everybody on the ward.',
  'Writes a plan one can follow.',
]
const BETTER = ['Could ask for help a little earlier.', 'Goes home late, and should not.', 'Could let the students do more.']

const DISCUSSION: Answers = {
  discussed: 'Colleagues think more of the leading than the trainee does. Going home late came up twice.',
  'agreed-action': 'Hand the bleep over at the end of the shift, and say so aloud.',
}

/** Answers that look like people’s: mostly good, some excellent, here and there nothing to say. */
function answersOf({ random }: Desk, form: RoundForm, own: boolean): Answers {
  return Object.fromEntries(
    askedFields(form).flatMap((field): [string, Answers[string]][] => {
      if (field.kind === 'yes or no') return own ? [] : [[field.id, false]]
      if (field.kind !== 'scale') return []
      const level = own
        ? 'good'
        : random.chance(0.08)
          ? 'unable'
          : random.chance(0.4)
            ? 'excellent'
            : random.chance(0.1)
              ? 'could-be-better'
              : 'good'
      return [[field.id, { level, comment: '' }]]
    }),
  )
}

const replyOf = (desk: Desk, form: RoundForm, nth: number): Reply => ({
  role: KINDS[nth]!,
  answers: {
    ...answersOf(desk, form, false),
    ...(nth % 3 === 0 ? { 'done-well': WELL[(nth / 3) % WELL.length]! } : {}),
    ...(nth % 5 === 1 ? { 'done-better': BETTER[((nth - 1) / 5) % BETTER.length]! } : {}),
  },
})

const selfOf = (desk: Desk, form: RoundForm): Answers => ({ ...answersOf(desk, form, true), ...SELF })

/** Last year's feedback, released and signed; and this year's round, in which some have answered. */
export async function feedbackOf(desk: Desk, years: { readonly IMY1: Year; readonly IMY2: Year }): Promise<Pending[]> {
  const form = desk.house.catalogue.forms.find(({ id }) => id === FORM)
  if (form === undefined || !hasRound(form)) throw new Error(`The demo has no form ${FORM}.`)
  await putRunning(desk, form, years.IMY2)
  return [await putReleased(desk, form, years.IMY1)]
}

async function putReleased(desk: Desk, form: RoundForm, year: Year): Promise<Pending> {
  const { tx, owner, people, today } = desk
  const [ago, self] = [260, selfOf(desk, form)]
  const started = at(addDays(today, -ago), '19:40')
  const released = addDays(today, -195)
  const placement = 'IMT doctor, respiratory medicine, Demo Royal Infirmary'
  const laid = await putEntry(desk, { formId: FORM, ago, placement, year, type: 'assessment' }, 'completed', { [form.round.asks]: self })
  await putStep(desk, laid, 'prepare', owner, 'trainee', started, null)
  const replies = KINDS.map((_, nth) => replyOf(desk, form, nth))
  const summary = broughtTogether({ form, replies }, { asked: 16, self, salt: 'demo' })
  await tx
    .insertInto('msf_round')
    .values({
      owner_id: owner.id,
      item_id: laid.id,
      started_at: started,
      closes_on: addDays(released, -4),
      closed_at: at(addDays(released, -3), '06:33'),
      read_at: at(released, '15:10'),
      asked: summary.asked,
      answered: summary.answered,
      summary: JSON.stringify(summary),
    })
    .execute()
  const discussion = { 'discussed-on': released, ...DISCUSSION }
  const whole: Laid = { ...laid, written: { ...laid.written, ...summaryAnswers(form, summary), discussion } }
  return signing(desk, whole, 'submit', people.educational, 'educational supervisor', at(released, '15:50'))
}

async function putRunning(desk: Desk, form: RoundForm, year: Year): Promise<void> {
  const { tx, house, owner, today, random } = desk
  const [ago, self] = [24, selfOf(desk, form)]
  const started = at(addDays(today, -ago), '20:15')
  const placement = 'IMT doctor, acute medicine, Demo General Hospital'
  const laid = await putEntry(desk, { formId: FORM, ago, placement, year, type: 'assessment' }, 'in progress', { [form.round.asks]: self })
  await putStep(desk, laid, 'prepare', owner, 'trainee', started, null)
  const round = { owner_id: owner.id, item_id: laid.id }
  const closesOn = addDays(today, form.round.daysOpen.is - ago)
  await tx
    .insertInto('msf_round')
    .values({ ...round, started_at: started, closes_on: closesOn })
    .execute()
  // The first consultants, nurses and others; who they are stands beside no answer.
  const answered = new Set([0, 1, 4, 5, 6, 8, 11])
  for (const [nth, role] of KINDS.entries()) {
    const [id, name] = [random.id(started.getTime()), `${role === 'nurse' || role === 'pharmacist' ? '' : 'Dr '}Demo ${NAMES[nth]!}`]
    const email = `${NAMES[nth]!.toLowerCase()}@example.org`
    const of = { ownerId: owner.id, itemId: laid.id, id }
    await tx
      .insertInto('msf_rater')
      .values({
        ...round,
        id,
        name,
        email,
        mailbox: email,
        role,
        is_free_mail: false,
        token_hash: hashOf(tokenOf(house, of)),
        sent_at: started,
        is_reminded: true,
        sent_as: answered.has(nth) ? hashOf(id) : null,
      })
      .execute()
  }
  for (const nth of answered) await addReply(house, tx, owner.id, laid.id, replyOf(desk, form, nth))
}
