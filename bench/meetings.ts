import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { median, milliseconds, percentile, type Figure } from './figure.ts'
import type { Ground, Owner } from './ground.ts'
import { ask, timeOf } from './load.ts'
import { layProgramme } from './training.ts'

/** Milliseconds: N3's, for a page and for totals. */
const PAGE_MS = 200
const TOTALS_MS = 400
/** So many times what its bare rows cost may a signed form cost: it is asked for, checked, hashed and answered twice. Ours. */
const MOST_TIMES_BARE = 25

/** A supervisor's page and briefs with 40 trainees, and what a signed form costs against the rows it leaves. */
export async function meetings(ground: Ground): Promise<Figure[]> {
  const { trainees } = await layProgramme(ground, 40)
  const supervisor = await ground.newcomer()
  await layRecords(ground, supervisor, trainees)
  const page: number[] = []
  const briefs: number[] = []
  for (let round = 0; round < (ground.quick ? 3 : 10); round += 1) {
    page.push(await timeOf(() => ask(ground, supervisor, '/trainees')))
    for (const id of trainees) briefs.push(await timeOf(() => ask(ground, supervisor, `/api/people/${id}/brief`)))
  }
  return [
    within('A supervisor’s page of 40 trainees: what is new, waits and is late', page.slice(1), TOTALS_MS),
    within('A supervisor’s brief, over 40 trainees', briefs.slice(10), PAGE_MS),
    await signed(ground, supervisor, trainees[0]!),
  ]
}

function within(name: string, times: readonly number[], goalMs: number): Figure {
  const slow = percentile(times, 0.95)
  return {
    name,
    value: milliseconds(slow),
    goal: `95 of 100 in ${goalMs} ms`,
    met: slow <= goalMs,
    note: `the middle one took ${milliseconds(median(times))}`,
  }
}

/** Twenty pieces of evidence and fourteen self-assessments for each, and a supervisor of all. */
async function layRecords({ database: { db } }: Ground, supervisor: Owner, trainees: readonly string[]): Promise<void> {
  const owners = sql`unnest(${sql.val([...trainees])}::uuid[]) as one(id)`
  const ids = await sql<{ id: string; relation: string }>`select id, gen_random_uuid() as relation from ${owners}`.execute(db)
  const pairs = sql`json_to_recordset(${JSON.stringify(ids.rows)}::json) as one(id uuid, relation uuid)`
  const dates = sql`'educational supervisor', current_date - 100, current_date + 100`
  for (const table of ['relation', 'relation_by_person'])
    await sql`update ${sql.table(table)} set until_on = from_on - 1
      where ${sql.ref(table === 'relation' ? 'owner_id' : 'record_owner_id')} in (select id from ${owners})`.execute(db)
  await sql`insert into relation (owner_id, id, person_id, relation, from_on, until_on, given_by)
    select id, relation, ${supervisor.id}::uuid, ${dates}, id from ${pairs}`.execute(db)
  await sql`insert into relation_by_person (owner_id, id, record_owner_id, relation, from_on, until_on)
    select ${supervisor.id}::uuid, relation, id, ${dates} from ${pairs}`.execute(db)
  await sql`insert into item (owner_id, id, kind, source, title, status, completed_on, added_on, notes)
    select id, gen_random_uuid(), 'own', 'entered', 'Piece ' || nth, 'completed', current_date - nth, current_date - nth, repeat('A word. ', 150)
    from ${owners}, generate_series(1, 20) as nth`.execute(db)
  await sql`insert into evidence_link (owner_id, id, curriculum_id, item_code, item_id, linked_by, linked_at)
    select item.owner_id, gen_random_uuid(), 'imt-stage-1-2019', 'C' || (1 + substr(title, 7)::int % 8), item.id, item.owner_id, now()
    from item where owner_id in (select id from ${owners})`.execute(db)
  await sql`insert into self_assessment (owner_id, id, curriculum_id, item_code, training_year_id, training_year, level, why, assessed_at)
    select year.owner_id, gen_random_uuid(), 'imt-stage-1-2019', 'C' || nth, year.id, year.code, '2', repeat('A word. ', 40), now()
    from training_year as year, generate_series(1, 8) as nth where year.owner_id in (select id from ${owners})`.execute(db)
}

/** From begun to signed, against the same rows written bare. */
async function signed(ground: Ground, supervisor: Owner, ownerId: string): Promise<Figure> {
  const at = `/api/people/${ownerId}/entries`
  const { rows } = await sql<{ today: string }>`select current_date::text as today`.execute(ground.database.db)
  const scaled = (letter: string, count: number, level: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, nth) => [`${letter}${nth + 1}`, { level, comment: '' }]))
  const body = {
    answers: {
      period: { 'period-from': '2026-01-01', 'period-until': '2026-06-30' },
      generic: scaled('g', 6, 'meets'),
      clinical: scaled('c', 8, '3'),
      concerns: { incidents: false, 'health-probity': false, revalidation: false },
      summary: { strengths: 'Calm.', 'next-steps': 'Clinics.', recommendation: 'progress' },
    },
  }
  const ours = async () => {
    const id = uuidv7()
    await ask(ground, supervisor, at, { body: { id, form: 'es-report', eventOn: rows[0]!.today } })
    await ask(ground, supervisor, `${at}/${id}/steps/submit`, { body })
  }
  const kept = JSON.stringify(body.answers)
  const bare = () =>
    ground.database.db.transaction().execute(async (tx) => {
      const id = uuidv7()
      await sql`insert into item (owner_id, id, kind, source, title, status, completed_on, added_on)
        values (${ownerId}, ${id}, 'entry', 'form', 'Bare', 'completed', current_date, current_date)`.execute(tx)
      await sql`insert into entry (owner_id, item_id, form_id, event_on, begun_by, begun_at)
        values (${ownerId}, ${id}, 'es-report-2026', current_date, ${supervisor.id}, now())`.execute(tx)
      for (const [section, own] of Object.entries(body.answers))
        await sql`insert into entry_part (owner_id, item_id, section, answers, saved_at)
          values (${ownerId}, ${id}, ${section}, ${JSON.stringify(own)}, now())`.execute(tx)
      await sql`insert into entry_step (owner_id, item_id, step, by_name, by_as, answers, at)
        values (${ownerId}, ${id}, 'submit', 'Bare', 'supervisor', ${kept}, now())`.execute(tx)
    })
  const rounds: { ours: number; bare: number }[] = []
  for (let round = 0; round < (ground.quick ? 10 : 40); round += 1) rounds.push({ ours: await timeOf(ours), bare: await timeOf(bare) })
  const warm = rounds.slice(3)
  const [own, least] = [median(warm.map((one) => one.ours)), median(warm.map((one) => one.bare))]
  return {
    name: 'A report, begun and signed / its rows written bare',
    value: (own / least).toFixed(2),
    goal: `within ${MOST_TIMES_BARE}.00`,
    met: own / least <= MOST_TIMES_BARE,
    note: `${milliseconds(own)}, what was gathered and the link of the chain included; bare ${milliseconds(least)}`,
  }
}
