import { isShown, type Answer, type Answers } from '#domain/assessments/answers.ts'
import { nameOf, type AssessorRole, type FormField, type FormFile } from '#domain/assessments/form-file.ts'
import { entryWords } from '#domain/assessments/words.ts'
import { addDays } from '#domain/plain-date.ts'
import { recordManyOfKind } from '#server/portfolio/kind-commands.ts'
import type { Pending } from './sign-in-order.ts'
import { at, type Desk } from './training-house.ts'

interface Asked {
  readonly ago: number
  readonly form: string
  readonly title: string
  readonly by: string
  readonly role: AssessorRole
  readonly own: Answers
  /** Not signed yet, or signed on the spot and not confirmed. */
  readonly state?: 'asked' | 'on the spot'
}

const CBD = { problem: 'Breathlessness after a long journey', setting: 'acute-take' }
const TAKE = { 'period-type': 'acute-take', 'patients-seen': 6, cases: 'Chest pain, sepsis, a fall, two with asthma, and low sodium.' }

const ASKED: readonly Asked[] = [
  { ago: 120, form: 'acat', title: 'A busy Sunday take', by: 'Dr Demo Lindqvist', role: 'consultant', own: TAKE },
  { ago: 96, form: 'cbd', title: 'Breathlessness after a journey', by: 'Dr Demo Moreau', role: 'consultant', own: CBD },
  {
    ago: 71,
    form: 'cbd',
    title: 'Low sodium, and how fast to mend it',
    by: 'Dr Demo Novak',
    role: 'senior doctor (ST3 or above)',
    own: { problem: 'Low sodium with confusion', setting: 'ward' },
  },
  {
    ago: 40,
    form: 'mini-cex',
    title: 'Explaining a new diagnosis',
    by: 'Dr Demo Lindqvist',
    role: 'consultant',
    own: { problem: 'Heart failure, newly found', setting: 'ward', 'new-or-follow-up': 'new', focus: 'explanation' },
  },
  {
    ago: 12,
    form: 'dops-summative',
    title: 'Lumbar puncture on the ward',
    by: 'Demo Achterberg',
    role: 'nurse',
    own: { procedure: 'lumbar-puncture', patient: 'patient', 'times-before': 5 },
    state: 'on the spot',
  },
  { ago: 3, form: 'acat', title: 'A night of admissions', by: 'Dr Demo Moreau', role: 'consultant', own: TAKE, state: 'asked' },
]

const WORDS: Readonly<Record<string, string>> = {
  'went-well': 'A clear plan, said aloud, and the team knew it.',
  'to-develop': 'Hand over the uncertain ones first.',
  'agreed-action': 'Lead the next handover, and ask for feedback on it.',
}

function answerTo(form: FormFile, field: FormField): Answer | undefined {
  if (field.kind === 'scale') {
    const levels = form.scales.find(({ id }) => id === field.scale)!.levels
    return { level: (levels.find(({ code }) => code === 'meets') ?? levels.at(-1)!).code, comment: '' }
  }
  if (field.kind === 'choice') return field.options[1]!.code
  if (field.kind === 'yes or no') return true
  return WORDS[field.id]
}

/** The assessor's sections, by their ids. */
const assessedBy = (form: FormFile, own: Answers): Record<string, Answers> =>
  Object.fromEntries(
    form.sections
      .filter(({ writer }) => writer === 'assessor')
      .map(({ id, fields }) => [
        id,
        Object.fromEntries(
          fields.flatMap((field) => {
            const answer = isShown(field, own) ? answerTo(form, field) : undefined
            return answer === undefined ? [] : [[field.id, answer]]
          }),
        ),
      ]),
  )

/** Assessments of the trainee's year: signed ones, one signed on the spot that waits to be confirmed, one that somebody is asked for. */
export async function assessmentsOf(desk: Desk, yearId: string): Promise<Pending[]> {
  const { tx, house, owner, today, random } = desk
  const pending: Pending[] = []
  for (const { ago, form: name, title, by, role, own, state } of ASKED) {
    const form = house.catalogue.forms.find((one) => nameOf(one) === name)!
    const [day, when] = [addDays(today, -ago), at(addDays(today, -ago), '16:20')]
    const [id, ticketId] = [random.id(when.getTime()), random.id(when.getTime())]
    const isSigned = state !== 'asked'
    const item = { ownerId: owner.id, id, kind: 'entry', title, type: 'assessment', source: 'form' } as const
    await recordManyOfKind(tx, [{ ...item, completedOn: isSigned ? day : null, ...(isSigned ? {} : { startedOn: day }) }], day)
    await tx.updateTable('item').set({ added_at: when, changed_at: when }).where('owner_id', '=', owner.id).where('id', '=', id).execute()
    const placement = 'IMT doctor, acute medicine, Demo General Hospital'
    await tx
      .insertInto('entry')
      .values({
        owner_id: owner.id,
        item_id: id,
        form_id: form.id,
        training_year_id: yearId,
        placement,
        event_on: day,
        begun_by: owner.id,
        begun_at: when,
      })
      .execute()
    const answers = { [form.sections[0]!.id]: own, ...(isSigned ? assessedBy(form, own) : {}) }
    await tx
      .insertInto('entry_part')
      .values(
        Object.entries(answers).map(([section, part]) => ({
          owner_id: owner.id,
          item_id: id,
          section,
          answers: JSON.stringify(part),
          saved_by: section === form.sections[0]!.id ? owner.id : null,
          saved_at: when,
        })),
      )
      .execute()
    const spot = state === 'on the spot'
    const email = `${by.split(' ').at(-1)!.toLowerCase()}@example.org`
    const signedAt = new Date(when.getTime() + 40 * 60_000)
    await tx
      .insertInto('ticket')
      .values({
        owner_id: owner.id,
        id: ticketId,
        item_id: id,
        way: spot ? 'on the spot' : 'email',
        assessor_name: by,
        assessor_email: email,
        assessor_role: role,
        created_at: when,
        sent_at: spot ? null : when,
        last_sent_at: when,
        expires_at: addDaysTo(when, 30),
        ...(isSigned ? { begun_at: signedAt, submitted_at: signedAt } : {}),
      })
      .execute()
    if (!isSigned) continue
    const as = spot ? 'assessor, on the spot' : 'assessor'
    const identity = { role, body: role === 'nurse' ? 'NMC' : 'GMC', number: '0000002' }
    pending.push({
      signing: {
        ownerId: owner.id,
        kind: 'form',
        says: entryWords.says(form.title, title),
        by: { id: '', name: by, as },
        at: signedAt,
        record: {
          id,
          step: 'submit',
          form: { id: form.id, title: form.title, version: form.version },
          title,
          eventOn: day,
          placement,
          corrects: null,
          ...identity,
          answers,
        },
      },
      keep: async (number) => {
        await tx
          .insertInto('entry_step')
          .values({
            owner_id: owner.id,
            item_id: id,
            step: 'submit',
            by_name: by,
            by_as: as,
            by_role: identity.role,
            by_body: identity.body,
            by_number: identity.number,
            answers: JSON.stringify(answers),
            number,
            at: signedAt,
          })
          .execute()
      },
    })
  }
  return pending
}

const addDaysTo = (moment: Date, days: number): Date => new Date(moment.getTime() + days * 24 * 60 * 60_000)
