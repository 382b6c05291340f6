import type { Answers } from '#domain/assessments/answers.ts'
import { meetingWords } from '#domain/assessments/meeting-words.ts'
import { entryWords } from '#domain/assessments/words.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import type { Pending } from './sign-in-order.ts'
import { at, type Desk, type Span, type Who } from './training-house.ts'

type Step = 'prepare' | 'submit' | 'acknowledge'
type Written = Readonly<Record<string, Answers>>

interface Held {
  readonly formId: string
  readonly ago: number
  readonly placement: string
  readonly year: Span & { readonly id: string }
  readonly type?: 'assessment' | 'reflection'
  /** What it is called, where its author names it. */
  readonly title?: string
}

const INDUCTION: Written = {
  preparation: {
    hopes: 'To lead the take with less help, and to get my clinics done before the spring.',
    'strengths-so-far': 'My last review said: calm on the ward, good letters.',
    'needs-so-far': 'Lumbar puncture by myself. Talking to families when there is no good news.',
    commitments: 'PACES in the summer.',
  },
  discussion: {
    'year-plan': 'Twenty clinics at two a month, the first five in ambulatory care. PACES course in the spring, examination after it.',
    opportunities: 'Ambulatory care on Tuesdays; the palliative team’s round on Thursdays.',
    'pdp-discussed': true,
    concerns: false,
    actions: [{ what: 'Ask the ambulatory care clinic for Tuesdays', who: 'Trainee' }],
  },
}
const MID_POINT: Written = {
  preparation: {
    'going-well': 'I lead the evening take and hand over in time.',
    'going-less-well': 'I am behind with clinics: the ward is hard to leave on Tuesdays.',
    'pdp-progress': 'Three of ten rounds led. The second aim has not begun.',
    'still-to-do': 'Five clinics, and a mini-CEX on the stroke unit.',
  },
}
const OBJECTIVES = [
  {
    objective: 'Lead ten post-take ward rounds, and ask for feedback after each',
    until: 120,
    plan: 'One a fortnight, with the consultant in the room and not leading.',
    measure: 'Two assessments that say I can do it with a supervisor within reach.',
    state: 'in progress',
    codes: ['C1', 'C3'],
  },
  {
    objective: 'Tell bad news to a family without a senior beside me',
    until: 60,
    plan: 'Watch two talks of the palliative team, then lead one with them there.',
    measure: 'Feedback of the palliative team, and a reflection.',
    state: 'agreed',
    codes: ['C8', 'G3'],
  },
] as const

/** The meetings of the second year, as far as they are: the induction signed and read, the mid-point prepared; and the development plan. */
export async function meetingsOf(desk: Desk, year: Span & { readonly id: string }, placement: string): Promise<Pending[]> {
  const { owner, people, today } = desk
  const induction = await putEntry(desk, { formId: 'es-induction-2026', ago: 140, placement, year }, 'completed', INDUCTION)
  await putStep(desk, induction, 'prepare', owner, 'trainee', at(addDays(today, -141), '20:10'), null)
  const midPoint = await putEntry(desk, { formId: 'mid-point-2026', ago: 2, placement, year }, 'in progress', MID_POINT)
  await putStep(desk, midPoint, 'prepare', owner, 'trainee', at(addDays(today, -1), '21:05'), null)
  const objectives = await putObjectives(desk)
  return [
    signing(desk, induction, 'submit', people.educational, 'educational supervisor', at(addDays(today, -140), '16:30')),
    ...objectives.map((one, nth) =>
      agreement(desk, one, induction.id, new Date(at(addDays(today, -140), '16:40').getTime() + nth * 60_000)),
    ),
    signing(desk, induction, 'acknowledge', owner, 'trainee', at(addDays(today, -139), '08:15')),
  ]
}

export interface Laid extends Held {
  readonly id: string
  readonly on: PlainDate
  readonly title: string
  readonly version: string
  readonly written: Written
}

/** A filled form of the owner's, with what is written in it. */
export async function putEntry(
  { tx, house, owner, today, random, trail }: Desk,
  held: Held,
  status: 'completed' | 'in progress',
  written: Written,
): Promise<Laid> {
  const form = house.catalogue.forms.find(({ id }) => id === held.formId)
  if (form === undefined) throw new Error(`The demo has no form ${held.formId}.`)
  const on = addDays(today, -held.ago)
  const begun = at(addDays(on, -1), '19:30')
  const title = held.title ?? form.title
  const id = random.id(begun.getTime())
  await tx
    .insertInto('item')
    .values({
      owner_id: owner.id,
      id,
      kind: 'entry',
      source: 'form',
      type: held.type ?? 'meeting',
      title,
      status,
      started_on: on,
      completed_on: status === 'completed' ? on : null,
      added_on: addDays(on, -1),
      added_at: begun,
      changed_at: begun,
    })
    .execute()
  await tx
    .insertInto('entry')
    .values({
      owner_id: owner.id,
      item_id: id,
      form_id: form.id,
      training_year_id: held.year.id,
      placement: held.placement,
      event_on: on,
      begun_by: owner.id,
      begun_at: begun,
    })
    .execute()
  for (const [section, answers] of Object.entries(written)) {
    await tx
      .insertInto('entry_part')
      .values({ owner_id: owner.id, item_id: id, section, answers: JSON.stringify(answers), saved_by: owner.id, saved_at: begun })
      .execute()
  }
  trail.add(begun, { ownerId: owner.id, personId: owner.id, act: 'item.recorded', recordKind: 'item', recordId: id, about: title })
  return { ...held, id, on, title, version: form.version, written }
}

export async function putStep({ tx, owner, trail }: Desk, laid: Laid, step: Step, by: Who, as: string, when: Date, number: number | null) {
  await tx
    .insertInto('entry_step')
    .values({
      owner_id: owner.id,
      item_id: laid.id,
      step,
      by_id: by.id,
      by_name: by.name,
      by_as: as,
      answers: JSON.stringify(laid.written),
      number,
      at: when,
    })
    .execute()
  const about = entryWords.says(laid.title, laid.title)
  trail.add(when, { ownerId: owner.id, personId: by.id, act: `entry.${step}`, recordKind: 'entry', recordId: laid.id, about })
}

/** A step that is signed in its turn. */
export const signing = (desk: Desk, laid: Laid, step: Step, by: Who, as: string, when: Date): Pending => ({
  signing: {
    ownerId: desk.owner.id,
    kind: 'form',
    says: entryWords.says(laid.title, laid.title),
    by: { id: by.id, name: by.name, as },
    at: when,
    record: {
      id: laid.id,
      step,
      form: { id: laid.formId, title: laid.title, version: laid.version },
      title: laid.title,
      eventOn: laid.on,
      placement: laid.placement,
      corrects: null,
      role: '',
      body: '',
      number: '',
      answers: laid.written,
    },
  },
  keep: (number) => putStep(desk, laid, step, by, as, when, number),
})

interface Aim {
  readonly id: string
  readonly targetOn: PlainDate
  readonly aim: (typeof OBJECTIVES)[number]
}

async function putObjectives({ tx, owner, today, random, trail }: Desk): Promise<Aim[]> {
  const laid: Aim[] = []
  for (const [nth, aim] of OBJECTIVES.entries()) {
    const when = new Date(at(addDays(today, -142), '20:30').getTime() + nth * 600_000)
    const [id, targetOn] = [random.id(when.getTime()), addDays(today, aim.until)]
    await tx
      .insertInto('objective')
      .values({
        owner_id: owner.id,
        id,
        objective: aim.objective,
        target_on: targetOn,
        plan: aim.plan,
        measure: aim.measure,
        state: aim.state,
        codes: [...aim.codes],
        version: 2,
        made_at: when,
        changed_at: when,
      })
      .execute()
    const about = meetingWords.objective(aim.objective)
    trail.add(when, { ownerId: owner.id, personId: owner.id, act: 'pdp.written', recordKind: 'pdp', recordId: id, about })
    laid.push({ id, targetOn, aim })
  }
  return laid
}

function agreement(
  { tx, owner, people, random, trail }: Desk,
  { id: objectiveId, targetOn, aim }: Aim,
  meetingId: string,
  when: Date,
): Pending {
  const [by, id] = [people.educational, random.id(when.getTime())]
  const says = meetingWords.objective(aim.objective)
  return {
    signing: {
      ownerId: owner.id,
      kind: 'form',
      says,
      by: { id: by.id, name: by.name, as: 'educational supervisor' },
      at: when,
      record: {
        id,
        objectiveId,
        objective: aim.objective,
        targetOn,
        plan: aim.plan,
        measure: aim.measure,
        codes: [...aim.codes],
        meetingId,
      },
    },
    async keep(number) {
      await tx
        .insertInto('objective_agreement')
        .values({
          owner_id: owner.id,
          id,
          objective_id: objectiveId,
          agreed_by: by.id,
          agreed_by_name: by.name,
          meeting_item_id: meetingId,
          number,
          at: when,
        })
        .execute()
      trail.add(when, { ownerId: owner.id, personId: by.id, act: 'pdp.agreed', recordKind: 'pdp', recordId: objectiveId, about: says })
    },
  }
}
