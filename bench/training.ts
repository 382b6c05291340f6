import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { ROTATION_COLUMNS } from '../src/domain/training/rotation.ts'
import { median, milliseconds, percentile, type Figure } from './figure.ts'
import type { Ground, Owner } from './ground.ts'
import { ask, timeOf } from './load.ts'

/** Milliseconds: N3's, for a page and for totals. */
const PAGE_MS = 200
const TOTALS_MS = 400

/** The pages of a coordinator with 1,000 trainees and of supervisors with 40 and 400, and a rotation of 2,000 lines. */
export async function training(ground: Ground): Promise<Figure[]> {
  const [small, large] = [await layProgramme(ground, 100), await layProgramme(ground, 1000)]
  const [forty, fourHundred] = [
    await laySupervisor(ground, large.trainees.slice(0, 40)),
    await laySupervisor(ground, large.trainees.slice(0, 400)),
  ]
  const page = (of: Programme, path: string) => () => ask(ground, of.coordinator, `/api/programmes/${of.id}${path}`)
  const last = large.trainees.at(-60)!
  const figures: Figure[] = []
  for (const [name, path, most] of [
    ['A programme’s overview', '/overview', TOTALS_MS],
    ['A programme’s trainees, first page', '/trainees', PAGE_MS],
    ['A programme’s trainees, searched', '/trainees?search=trainee%2077', PAGE_MS],
    ['A programme’s trainees, last page', `/trainees?after=${last}`, PAGE_MS],
    ['A programme’s time out of training', '/absences', TOTALS_MS],
  ] as const) {
    const few = name.endsWith('last page') ? page(small, `/trainees?after=${small.trainees.at(-60)!}`) : page(small, path)
    figures.push(await growth(ground, `${name}: 1,000 trainees / 100`, few, page(large, path), 10, most))
  }
  const mine = (supervisor: Owner) => () => ask(ground, supervisor, '/trainees')
  figures.push(await growth(ground, 'A supervisor’s trainees: 400 / 40', mine(forty), mine(fourHundred), 10, PAGE_MS))
  const record = () => ask(ground, large.coordinator, `/api/people/${large.trainees[5]!}/record`)
  figures.push(
    await growth(
      ground,
      'One record in a programme of 1,000 / of 100',
      () => ask(ground, small.coordinator, `/api/people/${small.trainees[5]!}/record`),
      record,
      1.5,
      PAGE_MS,
    ),
  )
  figures.push(await rotations(ground, large))
  return figures
}

async function growth(
  ground: Ground,
  name: string,
  few: () => Promise<unknown>,
  many: () => Promise<unknown>,
  most: number,
  goalMs: number,
): Promise<Figure> {
  const times: { few: number; many: number }[] = []
  for (let round = 0; round < (ground.quick ? 20 : 60); round += 1) times.push({ few: await timeOf(few), many: await timeOf(many) })
  const warm = times.slice(5)
  const ratio = median(warm.map((one) => one.many)) / median(warm.map((one) => one.few))
  const slow = percentile(
    warm.map((one) => one.many),
    0.95,
  )
  return {
    name,
    value: ratio.toFixed(2),
    goal: `within ${most.toFixed(2)}, 95 of 100 in ${goalMs} ms`,
    met: ratio <= most && slow <= goalMs,
    note: `95 of 100 within ${milliseconds(slow)}`,
  }
}

/** A preview of 2,000 lines against one of 200: linear is ten times. */
async function rotations(ground: Ground, programme: Programme): Promise<Figure> {
  const csv = (count: number) =>
    [
      ROTATION_COLUMNS.join(','),
      ...Array.from({ length: count }, (_, index) => {
        const cells: Partial<Record<string, string>> = {
          email: programme.emails[index % programme.emails.length]!,
          'training year': 'IMY3',
          post: 'Post',
          site: 'Site',
          from: index < 1000 ? '2040-08-01' : '2041-02-01',
          until: index < 1000 ? '2041-01-31' : '2041-07-31',
        }
        return ROTATION_COLUMNS.map((column) => cells[column] ?? '').join(',')
      }),
    ].join('\n')
  const preview = (text: string) => () =>
    ask(ground, programme.coordinator, `/api/programmes/${programme.id}/rotation/preview`, { body: { csv: text } })
  const [few, many] = [preview(csv(200)), preview(csv(2000))]
  const times: { few: number; many: number }[] = []
  for (let round = 0; round < 6; round += 1) times.push({ few: await timeOf(few), many: await timeOf(many) })
  const ratio = median(times.slice(1).map((one) => one.many)) / median(times.slice(1).map((one) => one.few))
  const load = await timeOf(() =>
    ask(ground, programme.coordinator, `/api/programmes/${programme.id}/rotation`, { body: { csv: csv(2000) } }),
  )
  return {
    name: 'Preview of a rotation: 2,000 lines / 200',
    value: ratio.toFixed(2),
    goal: 'within 12.00',
    met: ratio <= 12,
    note: `${milliseconds(median(times.slice(1).map((one) => one.many)))} for 2,000 lines; loading them took ${milliseconds(load)}`,
  }
}

interface Programme {
  readonly id: string
  readonly coordinator: Owner
  /** By name. */
  readonly trainees: readonly string[]
  readonly emails: readonly string[]
}

/** Trainees with a year, two placements, a supervisor and, one in ten, an absence of 15 days. */
export async function layProgramme(ground: Ground, count: number): Promise<Programme> {
  const { db } = ground.database
  const [coordinator, supervisor] = [await ground.newcomer(), await ground.newcomer()]
  const id = uuidv7()
  await db
    .insertInto('programme')
    .values({ id, title: `Programme of ${count}`, curriculum_id: 'imt-stage-1-2019', made_by: id })
    .execute()
  await db
    .insertInto('role')
    .values({
      id: uuidv7(),
      person_id: coordinator.id,
      role: 'programme coordinator',
      programme_id: id,
      from_on: '2020-01-01',
      given_by: id,
    })
    .execute()
  const people = Array.from({ length: count }, (_, index) => ({
    id: uuidv7(),
    trainee: uuidv7(),
    year: uuidv7(),
    relation: uuidv7(),
    name: `Trainee ${String(index).padStart(5, '0')}`,
    email: `trainee.${id.slice(-8)}.${index}@example.org`,
    index,
  }))
  const given = JSON.stringify(people)
  // Laid by one statement a table: dates stand around today.
  const rows = sql`json_to_recordset(${given}::json)
    as one(id uuid, trainee uuid, year uuid, relation uuid, name text, email text, index int)`
  await sql`insert into auth."user" (id, name, email, email_verified, updated_at) select id, name, email, true, now() from ${rows}`.execute(
    db,
  )
  await sql`insert into person (owner_id, name, professional_number) select id, name, index::text from ${rows}`.execute(db)
  await sql`insert into trainee (owner_id, id, programme_id, curriculum_id, from_on, enrolled_on)
    select id, trainee, ${id}::uuid, 'imt-stage-1-2019', current_date - 100, current_date - 90 from ${rows}`.execute(db)
  await sql`insert into training_year (owner_id, id, trainee_id, code, from_on, until_on)
    select id, year, trainee, 'IMY1', current_date - 100, current_date + 264 from ${rows}`.execute(db)
  await sql`insert into placement (owner_id, id, training_year_id, post, site, from_on, until_on, given_by)
    select id, gen_random_uuid(), year, 'Acute medicine', 'St Elsewhere', current_date - 100 + 180 * half, current_date + 79 + 180 * half, ${id}::uuid
    from ${rows}, generate_series(0, 1) as half`.execute(db)
  await sql`insert into relation (owner_id, id, person_id, relation, from_on, until_on, given_by)
    select id, relation, ${supervisor.id}::uuid, 'educational supervisor', current_date - 100, current_date + 264, ${id}::uuid from ${rows}`.execute(
    db,
  )
  await sql`insert into absence (owner_id, id, type, from_on, until_on, half_days, recorded_by)
    select id, gen_random_uuid(), 'sickness', current_date - 50, current_date - 30, 30, id from ${rows} where index % 10 = 0`.execute(db)
  for (const table of ['person', 'trainee', 'training_year', 'placement', 'relation', 'absence'])
    await sql`analyze ${sql.table(table)}`.execute(db).catch(() => undefined)
  return { id, coordinator, trainees: people.map((one) => one.id), emails: people.map(({ email }) => email) }
}

async function laySupervisor(ground: Ground, trainees: readonly string[]): Promise<Owner> {
  const supervisor = await ground.newcomer()
  const rows = sql`unnest(${sql.val([...trainees])}::uuid[]) as one(id)`
  await sql`insert into relation_by_person (owner_id, id, record_owner_id, relation, from_on, until_on)
    select ${supervisor.id}::uuid, gen_random_uuid(), id, 'clinical supervisor', current_date - 10, current_date + 100 from ${rows}`.execute(
    ground.database.db,
  )
  return supervisor
}
