import type pg from 'pg'

export interface Portfolio {
  readonly ownerId: string
  readonly items: number
}

export const TAGS_OF_EACH = 40
/** In every third title, and in one of two thousand. */
export const COMMON_WORD = 'asthma'
export const RARE_WORD = 'porphyria'

const WORDS = `audit primary care review teaching update clinic guideline sepsis diabetes hypertension paediatric adult
  safety prescribing antibiotic stroke dementia frailty palliative communication consent safeguarding reflection journal
  simulation cardiac renal hepatic respiratory allergy dermatology ophthalmic trauma fracture anaemia thyroid pregnancy
  contraception vaccination screening depression anxiety addiction obesity nutrition migraine epilepsy delirium falls
  handover leadership appraisal coaching mentoring quality improvement learning difficult airway ultrasound imaging
  radiology pathology genomics research ethics equality wellbeing travel tropical infection tuberculosis hepatitis
  lymphoma melanoma oncology surgery anaesthesia intensive emergency triage telephone remote consultation rural`.split(/\s+/)

/** Text of so many words, drawn anew for each phrase, so that some words are common and some are not. */
const text = (words: string) =>
  `(select string_agg((bench.words())[1 + floor(${WORDS.length} * power(random(), 1.6))::int], ' ') from generate_series(1, ${words}) where phrase.n > 0)`

/**
 * Lays many portfolios at once: titles of several words, three tags of forty, notes on half, awards on a third, one in ten not completed.
 * The rows of all owners come mixed, as they would over the years, and not one portfolio after the other. Indexes are built afterwards.
 */
export async function layPortfolios(
  client: pg.Client,
  portfolios: readonly Portfolio[],
  others: number,
  accreditorId: string,
): Promise<void> {
  await client.query(`
    set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set synchronous_commit = off;
    select setseed(0.42);
    create schema bench;
    create function bench.words() returns text[] language sql immutable as $$ select array[${WORDS.map((word) => `'${word}'`).join(', ')}] $$;
    create function bench.label(tag int) returns text language sql immutable return (bench.words())[1 + tag] || ' ' || (bench.words())[41 + tag];
    create function bench.tag_id(owner uuid, tag int) returns uuid language sql immutable
      return overlay(overlay(md5(owner::text || tag) placing '8' from 13) placing '8' from 17)::uuid;
    create unlogged table bench.phrase as
      select n, ${text('4 + n % 4')} as title, ${text('15 + n % 25')} as notes from (select n from generate_series(1, 4000) n) phrase;
    create index on bench.phrase (n);
    create unlogged table bench.owner (id uuid, items int);`)
  await client.query('insert into bench.owner select * from unnest($1::uuid[], $2::int[])', [
    portfolios.map((one) => one.ownerId),
    portfolios.map((one) => one.items),
  ])
  const each = 500
  await client.query(`insert into bench.owner select gen_random_uuid(), ${each} from generate_series(1, $1::int)`, [
    Math.round(others / each),
  ])
  await client.query(`
    insert into tag (owner_id, id, label, set_id, key)
    select owner.id, bench.tag_id(owner.id, n), bench.label(n), '', bench.label(n)
    from bench.owner, generate_series(0, ${TAGS_OF_EACH - 1}) n`)

  const later = await setAsideIndexes(client, ['item', 'item_tag', 'credit_award'])
  await client.query(
    `insert into item (owner_id, id, kind, source, title, type, status, notes, started_on, completed_on, added_on, personal, impact, tag_ids, tag_text, added_at, changed_at)
     select drawn.owner_id, uuidv7(), case when h % 3 = 0 then 'module' else 'own' end, case when h % 3 = 0 then 'learning' else 'entered' end,
            phrase.title || case when h % 3 = 1 then ' ${COMMON_WORD}' else '' end || case when h % 2000 = 7 then ' ${RARE_WORD}' else '' end,
            (array['course', 'reading', 'conference', 'learning module'])[1 + h % 4], status,
            case when h % 2 = 0 then phrase.notes else '' end,
            day - 3, case when status = 'completed' then day end, day,
            case when h % 5 < 3 then (h % 12) * 0.25 end, case when h % 7 = 0 then (h % 5) * 0.5 end,
            array[bench.tag_id(drawn.owner_id, a), bench.tag_id(drawn.owner_id, b), bench.tag_id(drawn.owner_id, c)],
            bench.label(a) || ', ' || bench.label(b) || ', ' || bench.label(c), now() - (h % 1800) * interval '1 day', now() - (h % 1800) * interval '1 day'
     from (select owner.id as owner_id, n, abs(hashtextextended(owner.id::text || n, 0)) as h
           from bench.owner, generate_series(1, owner.items) n order by n::float / owner.items) drawn
     join bench.phrase on phrase.n = 1 + h % 4000,
     lateral (select (current_date - (h % 3650)::int) as day, case when h % 10 = 0 then 'in progress' when h % 41 = 0 then 'not started' else 'completed' end as status) given,
     lateral (select (h % 40)::int as a, ((h + 1 + (h / 40) % 13) % 40)::int as b, ((h + 2 + (h / 40) % 13 + (h / 520) % 13) % 40)::int as c) chosen`,
  )
  await client.query(`
    insert into item_tag select owner_id, id, unnest(tag_ids) from item;
    insert into credit_award (owner_id, item_id, accreditor_id, id, amount, awarded_on)
      select owner_id, id, '${accreditorId}', uuidv7(), 1 + (length(title) % 8) * 0.25, learned_on from item where kind = 'module' and status = 'completed';`)
  for (const definition of later) await client.query(definition)
  await client.query('drop schema bench cascade; set session_replication_role = origin')
  await client.query('vacuum (analyze)')
  await client.query('checkpoint')
}

/** Drops the indexes that no constraint needs and returns how to make them again. */
async function setAsideIndexes(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'public' and tablename = any($1) and not exists (select from pg_constraint where conname = indexname)`,
    [tables],
  )
  for (const { name } of rows) await client.query(`drop index public.${name}`)
  return rows.map(({ definition }) => definition)
}
