import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { logLine, type Procedures } from '#domain/training/log-line.ts'
import { logWords } from '#domain/training/log-words.ts'
import type { LogFields } from '#domain/training/logs-contract.ts'
import { plainItem } from './demo-item.ts'
import { layOut } from './lay-out.ts'
import type { Pending } from './sign-in-order.ts'
import { at, curriculumIn, type Desk } from './training-house.ts'

const SEED = 20_250_807
/** Days ago that the clinical supervisor went through the log. */
const VERIFIED_AGO = 60

const SPECIALTIES = ['Acute internal medicine', 'Cardiology', 'Diabetes and endocrinology', 'Geriatric medicine', 'Rheumatology'] as const
const MODES = ['in person', 'in person', 'telephone', 'in person', 'video'] as const

/** Of the second year a clinic every ten days, of which some do not count; the first year came in as a sum. */
function rowsOf(today: PlainDate): LogFields[] {
  const clinics = Array.from({ length: 14 }, (_, nth): LogFields => ({
    log: 'clinic',
    on: addDays(today, -(4 + nth * 10)),
    halfDay: nth % 3 === 0 ? 'afternoon' : 'morning',
    site: 'Demo General Hospital',
    specialty: SPECIALTIES[nth % SPECIALTIES.length]!,
    type: nth % 4 === 0 ? 'ambulatory care' : nth % 2 === 0 ? 'follow-up' : 'mixed',
    mode: MODES[nth % MODES.length]!,
    supervisor: 'Dr Demo Castellanos',
    patients: nth === 5 ? 1 : 4 + (nth % 5),
    consulted: nth !== 8,
    ambulatory: true,
    comments: '',
  }))
  const procedure = (ago: number, code: string, role: 'supervised' | 'independent', dops: boolean): LogFields => ({
    log: 'procedure',
    on: addDays(today, -ago),
    code,
    name: '',
    context: 'patient',
    role,
    supervisor: 'Dr Demo Castellanos',
    success: 'yes',
    ultrasound: code === 'P6',
    complication: 'none',
    dops,
    comments: '',
  })
  const teaching = (ago: number, title: string, hours: number, level: 'regional' | 'local', recognised: boolean): LogFields => ({
    log: 'teaching',
    on: addDays(today, -ago),
    title,
    provider: 'Demo Deanery',
    level,
    hours,
    recognised,
    comments: '',
  })
  const verifier = 'Dr Demo Yamada'
  const first = { from: addDays(today, -515), until: addDays(today, -151) }
  return [
    ...clinics,
    { log: 'clinics brought forward', site: 'Demo Royal Infirmary', ...first, count: 18, verifier, comments: '' },
    {
      log: 'acute take',
      site: 'Demo Royal Infirmary',
      ...first,
      takesPerMonth: 2,
      patientsPerTake: 5,
      estimate: null,
      verifier,
      comments: '',
    },
    {
      log: 'acute take',
      site: 'Demo General Hospital',
      from: addDays(today, -150),
      until: addDays(today, -10),
      takesPerMonth: 4,
      patientsPerTake: 6,
      estimate: null,
      verifier,
      comments: '',
    },
    procedure(25, 'P6', 'supervised', true),
    procedure(48, 'P4', 'independent', true),
    procedure(70, 'P3', 'supervised', false),
    teaching(12, 'Regional teaching: the acutely unwell older patient', 6, 'regional', true),
    teaching(41, 'Regional teaching: heart failure', 6, 'regional', true),
    teaching(55, 'Grand round: a fever from abroad', 1, 'local', false),
    teaching(90, 'Morbidity and mortality meeting', 1.5, 'local', false),
  ]
}

/** The second year's logs; what was there by then is verified by one act. */
export async function putLogs(desk: Desk): Promise<Pending[]> {
  const { tx, house, owner, people, today, trail } = desk
  const procedures: Procedures = curriculumIn(house).groups.flatMap(({ kind, items }) => (kind === 'procedure' ? items : []))
  const rows = rowsOf(today).map((fields) => ({ fields, line: logLine(fields, procedures) }))
  const items = rows.map(({ line: { title, type, until } }) =>
    plainItem(title, { kind: 'log', source: 'log', type, status: 'completed', completedOn: until, addedOn: until }),
  )
  const placed = await layOut(tx, house, owner.id, items, SEED)
  const all = rows.map((row, nth) => ({ ...row, id: placed[nth]!.id }))
  await tx
    .insertInto('log_row')
    .values(
      all.map(({ id, fields, line }) => ({
        owner_id: owner.id,
        item_id: id,
        log: fields.log,
        from_on: line.from,
        until_on: line.until,
        amount: line.amount.toFixed(2),
        why_not: [...line.whyNot],
        recognised: line.recognised,
        is_brought: fields.log === 'clinics brought forward',
        fields: JSON.stringify(fields),
      })),
    )
    .execute()
  const when = at(addDays(today, -VERIFIED_AGO), '16:20')
  const seen = all.filter(({ line }) => line.until < addDays(today, -VERIFIED_AGO) && line.whyNot.length === 0)
  const by = { ...people.clinical, as: 'clinical supervisor' }
  return [
    {
      signing: {
        ownerId: owner.id,
        kind: 'verification',
        by,
        at: when,
        says: logWords.signed(seen.map(({ line }) => line.title)),
        record: {
          verified: 'log',
          countBecause: null,
          rows: seen.map(({ id, fields, line: { title, from, until, amount } }) => ({
            id,
            title,
            from,
            until,
            amount,
            whyNot: [],
            corrects: null,
            fields: { ...fields },
          })),
        },
      },
      async keep(number) {
        const common = { owner_id: owner.id, verified_by: by.id, verified_as: by.as, saw: 'entry', number, verified_at: when }
        await tx
          .insertInto('verification')
          .values(seen.map(({ id }) => ({ ...common, item_id: id })))
          .execute()
        for (const { id, line } of seen)
          trail.add(when, {
            ownerId: owner.id,
            personId: by.id,
            act: 'training.log_verified',
            recordKind: 'item',
            recordId: id,
            about: line.title,
          })
      },
    },
  ]
}
