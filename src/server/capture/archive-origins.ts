import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'

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
  part: string,
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
