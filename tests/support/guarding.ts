import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Endpoint } from '../../src/domain/endpoint.ts'
import { overrideKey } from '../../src/domain/guard-rules.ts'
import { guardWords } from '../../src/domain/guard-words.ts'
import type { TestHouse } from './house.ts'
import type { Asking, Person } from './person.ts'

export const NUMBER = '943 476 5919'
/** What the guard blocks, and what it only warns of. */
export const BLOCKED = `The number was ${NUMBER}.`
export const WARNED = 'Mrs Abernethy was seen on 12 March 2024.'
export const REASON = 'An invented number, for teaching'

/** In how many rows of the database something stands, by table. */
export async function whereStands(at: TestHouse, text: string): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname in ('public', 'auth') and has_table_privilege(c.oid, 'select')`.execute(at.house.db)
  const found: Record<string, number> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.raw(name)} as one where one::text like ${`%${text}%`}`.execute(at.house.db)
    if (rows[0]!.count > 0) found[name] = rows[0]!.count
  }
  return found
}

export interface GuardedPlace {
  readonly who: Pick<Person, 'send'>
  readonly ownerId: string
  readonly endpoint: Endpoint
  /** A whole request, with this text where it is guarded. */
  readonly asking: (text: string) => Asking & { readonly body: object }
  /** Where the refusal stands. */
  readonly path: string
  /** Null for an assessor without an account. */
  readonly personId: string | null
}

/** What P18 asks of every place: refused at its field and nowhere to be found, kept with a reason, and a warning lets pass. */
export async function expectGuarded(at: TestHouse, { who, ownerId, endpoint, asking, path, personId }: GuardedPlace): Promise<void> {
  const before = await whereStands(at, NUMBER)
  const with_ = (text: string, overrides?: object) => {
    const { body, ...rest } = asking(text)
    return { ...rest, body: overrides === undefined ? body : { ...body, overrides } }
  }
  const refused = await who.send(endpoint, with_(BLOCKED))
  expect(refused.statusCode, refused.body).toBe(400)
  expect(refused.json()).toMatchObject({ fields: [{ path, message: guardWords.refused(['NHS number']) }] })
  expect(refused.json().details.guard).toMatchObject([{ field: path, rule: 'nhs-number', start: 15, end: 27 }])
  expect(refused.body).not.toContain('5919')
  expect(await whereStands(at, NUMBER)).toEqual(before)

  const key = overrideKey(path, 'nhs-number')
  const short = await who.send(endpoint, with_(BLOCKED, { [key]: 'no' }))
  expect(short.json()).toMatchObject({ fields: [{ path, message: guardWords.reasonShort }] })

  const kept = await who.send(endpoint, with_(BLOCKED, { [key]: REASON, 'nowhere phone': 'Nobody asked for this' }))
  expect(kept.statusCode, kept.body).toBeLessThan(300)
  const rows = await at.house.db.selectFrom('guard_override').where('owner_id', '=', ownerId).orderBy('id', 'desc').selectAll().execute()
  expect(rows[0]).toMatchObject({ field: path, rule: 'nhs-number', reason: REASON, person_id: personId })
  expect(JSON.stringify(rows)).not.toContain('5919')
}
