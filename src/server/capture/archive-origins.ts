import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Db, Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'

/** Tables whose rows are known again by where they come from. */
export type Known = 'item' | 'library_folder' | 'objective' | 'appraisal_year'

/**
 * Which staged rows are here already, as their ids in the archive and here: by where they come from, whatever accounts they went
 * through, and the account's own by their ids. An own row that came back by way of another has another id, and is here all the same.
 */
export async function hereOf(db: Db | Tx, { ownerId, importId }: OfImport, part: Known, fromOwner: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; here: string }>`
    with staged as (
      select (row->>'id')::uuid as id from import_part where owner_id = ${ownerId} and import_id = ${importId} and part = ${part}
    ), origin as (
      select (row->>'id')::uuid as id, (row->>'from_owner')::uuid as from_owner, (row->>'from_id')::uuid as from_id
      from import_part where owner_id = ${ownerId} and import_id = ${importId} and part = 'brought_row' and row->>'part' = ${part}
    ), called as (
      select id, ${fromOwner}::uuid as from_owner, id as from_id from staged
      union
      select staged.id, origin.from_owner, origin.from_id from staged join origin on origin.id = staged.id
    )
    select called.id::text, there.id::text as here
    from called
    left join brought_row on brought_row.owner_id = ${ownerId} and brought_row.part = ${part}
      and brought_row.from_owner = called.from_owner and brought_row.from_id = called.from_id
    cross join lateral (values (brought_row.id), (case when called.from_owner = ${ownerId} then called.from_id end)) as may (id)
    join ${sql.table(part)} as there on there.owner_id = ${ownerId} and there.id = may.id
    -- The last one is taken: that of the same id, if it is there.
    order by there.id = called.id`.execute(db)
  return new Map(rows.map(({ id, here }) => [id, here]))
}

/** What a row is called here: its own id where it is the account's own, else one that is new. */
export class Ids {
  readonly #here: ReadonlyMap<string, string>
  readonly #isOwn: boolean
  readonly #made = new Map<string, string>()

  constructor(here: ReadonlyMap<string, string>, isOwn: boolean) {
    this.#here = here
    this.#isOwn = isOwn
  }

  isHere = (id: string): boolean => this.#here.has(id)
  isComing = (id: string): boolean => this.#made.has(id)
  isKnown = (id: string): boolean => this.isHere(id) || this.isComing(id)

  idOf(id: string): string {
    const known = this.#here.get(id) ?? this.#made.get(id)
    if (known !== undefined) return known
    const made = this.#isOwn ? id : uuidv7()
    this.#made.set(id, made)
    return made
  }
}

/** Where rows come from, also by the accounts they went through before: so they are known again by whatever way they come. */
export async function keepOrigins(
  tx: Tx,
  { ownerId, importId }: OfImport,
  part: Known,
  fromOwner: string,
  made: readonly (readonly [id: string, here: string])[],
) {
  if (made.length === 0) return
  const rows = JSON.stringify(made.map(([id, here]) => ({ id, here })))
  await sql`
    with made as (select * from jsonb_to_recordset(${rows}::jsonb) as made (id uuid, here uuid)),
    called as (
      select here, ${fromOwner}::uuid as from_owner, id as from_id from made
      union
      select made.here, (origin.row->>'from_owner')::uuid, (origin.row->>'from_id')::uuid
      from made join import_part origin on origin.owner_id = ${ownerId} and origin.import_id = ${importId} and origin.part = 'brought_row'
        and origin.row->>'part' = ${part} and (origin.row->>'id')::uuid = made.id
    )
    insert into brought_row (owner_id, part, from_owner, from_id, id, import_id)
    select distinct on (from_owner, from_id) ${ownerId}, ${part}, from_owner, from_id, here, ${importId} from called order by from_owner, from_id, here
    on conflict (owner_id, part, from_owner, from_id) do update set id = excluded.id, import_id = excluded.import_id, as_brought = ''`.execute(
    tx,
  )
}
