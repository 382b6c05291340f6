import { v4 as uuidv4 } from 'uuid'
import type { Answers } from '#domain/assessments/answers.ts'
import { addDays } from '#domain/plain-date.ts'
import { putEntry } from './lay-meetings.ts'
import { at, type Desk, type Span } from './training-house.ts'

type Year = Span & { readonly id: string }

const PLACEMENT = 'IMT doctor, acute medicine, Demo General Hospital'

/** Kept private, with a scratch part; a copy of its learning part is in the shared collection. */
const CALL = {
  title: 'The call I made too late',
  scratch: { 'scratch-note': 'I was ashamed to ring again. I would have rung for anybody else’s patient.' },
  learning: {
    description: 'On a busy evening I changed a plan three times by myself before I rang the senior, who came at once and was glad I did.',
    feelings: 'Embarrassed at first. Relieved as soon as somebody else was in the room.',
    evaluation: 'Nobody came to harm. The hour before the call was lonely, and it need not have been.',
    analysis: 'I took the number of calls I had made for a measure of how good I am. It measures how hard the evening was.',
    conclusion: 'Ringing earlier would have cost two minutes.',
    'action-plan': 'The second change of a plan is a call. I say so at the start of the shift, so that nobody is surprised.',
  },
} as const satisfies { title: string; scratch: Answers; learning: Readonly<Record<string, string>> }

/** Shared with the supervisors. */
const FAMILY = {
  title: 'A talk that went better than I feared',
  learning: {
    what: 'I told a family that treatment would not help any more. The palliative team’s nurse sat beside me.',
    'so-what': 'I had prepared sentences. What helped was to stop after the first, and wait. The silence was theirs and not mine to fill.',
    'now-what': 'Lead the next talk with the nurse listening, and ask for feedback on the silences. Within the month.',
  },
} as const

const COPY_TITLE = 'Ringing the senior too late'

/** What may be talked about at the next meeting. */
const AGENDA = ['How to get to the Tuesday clinics when the ward is short', 'Whether the palliative team could teach on our ward'] as const

/** Two reflections, one private and one shared; a copy of the first without a name; and what is to be talked about. */
export async function reflectionsOf(desk: Desk, year: Year): Promise<void> {
  const { tx, owner, people, today, random, trail } = desk
  const whole = { placement: PLACEMENT, year, type: 'reflection' } as const
  const call = await putEntry(desk, { ...whole, formId: 'gibbs-2026', ago: 34, title: CALL.title }, 'completed', {
    scratch: CALL.scratch,
    learning: CALL.learning,
  })
  const family = await putEntry(desk, { ...whole, formId: 'what-so-what-now-what-2026', ago: 9, title: FAMILY.title }, 'completed', {
    learning: FAMILY.learning,
  })
  const shared = at(addDays(today, -8), '20:10')
  await tx
    .insertInto('entry_share')
    .values({ owner_id: owner.id, id: random.id(shared.getTime()), item_id: family.id, audience: 'supervisors', shared_at: shared })
    .execute()
  trail.add(shared, {
    ownerId: owner.id,
    personId: owner.id,
    act: 'reflection.shared',
    recordKind: 'entry',
    recordId: family.id,
    about: FAMILY.title,
    changes: [{ field: 'sharedWith', before: '', after: 'supervisors' }],
  })
  await putCopy(desk, call.id)
  await tx
    .insertInto('agenda_point')
    .values(
      AGENDA.map((text, nth) => {
        const when = at(addDays(today, -(5 - nth)), '18:45')
        const [id, raiser] = [random.id(when.getTime()), nth === 0 ? owner : people.educational]
        const about = { recordKind: 'agenda point', recordId: id, about: text } as const
        trail.add(when, { ownerId: owner.id, personId: raiser.id, act: 'training.agenda_raised', ...about })
        return { owner_id: owner.id, id, text, raised_by: raiser.id, raised_at: when }
      }),
    )
    .execute()
}

/** The copy of the private one, edited and published; a supervisor said something of it. */
async function putCopy({ tx, house, owner, people, today, random, trail }: Desk, itemId: string): Promise<void> {
  const form = house.catalogue.forms.find(({ id }) => id === 'gibbs-2026')!
  const fields = form.sections.find(({ id }) => id === 'learning')!.fields
  const texts: Readonly<Record<string, string>> = CALL.learning
  const parts = fields.map(({ id, label }) => ({ id, label, text: texts[id]! }))
  const offered = at(addDays(today, -30), '21:00')
  const copy = { programme_id: people.programmeId, id: uuidv4({ random: Uint8Array.from({ length: 16 }, () => random.whole(0, 255)) }) }
  await tx
    .insertInto('shared_reflection')
    .values({
      ...copy,
      form_id: form.id,
      state: 'published',
      title: COPY_TITLE,
      parts: JSON.stringify(parts),
      themes: ['Thinking and deciding', 'Looking after yourself'],
      published_on: addDays(today, -26),
      version: 2,
    })
    .execute()
  await tx
    .insertInto('reflection_offer')
    .values({
      owner_id: owner.id,
      id: random.id(offered.getTime()),
      item_id: itemId,
      programme_id: copy.programme_id,
      shared_id: copy.id,
      offered_at: offered,
    })
    .execute()
  const said = { ownerId: owner.id, personId: owner.id, act: 'reflection.offered', recordKind: 'entry', recordId: itemId } as const
  trail.add(offered, { ...said, about: CALL.title })
  const commented = at(addDays(today, -20), '12:30')
  const by = people.clinical
  await tx
    .insertInto('shared_reflection_comment')
    .values({
      programme_id: copy.programme_id,
      id: random.id(commented.getTime()),
      shared_id: copy.id,
      by_id: by.id,
      by_name: by.name,
      by_as: 'supervisor',
      text: 'Nobody who is rung at night thinks less of whoever rings. I wish I had read this in my first year.',
      at: commented,
    })
    .execute()
}
