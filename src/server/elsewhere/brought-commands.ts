import { sql, type RawBuilder } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { readProof } from '#domain/accounts/proof.ts'
import { TOLD } from '#domain/elsewhere/coming-elsewhere.ts'
import { isTooLong, MOST_LINKS, MOST_SIGNED, readProofOf } from '#domain/elsewhere/read-proof.ts'
import type { ComingElsewhere } from '#domain/elsewhere/signed-elsewhere.ts'
import { elsewhereWords as words } from '#domain/elsewhere/words.ts'
import { chainKeyOf, chainOf } from '#server/accounts/chain-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'

interface OfImport {
  readonly ownerId: string
  readonly importId: string
}

/** Whose archive it is, and of which Cairn. */
export interface Origin {
  readonly owner: { readonly id: string; readonly name: string }
  readonly server: string
}

/** Rows of an archive that hold records signed elsewhere: those another Cairn carried on, what the chain signed, certificates of modules. */
export const PARTS_ELSEWHERE = ['signed_elsewhere', 'certificate'] as const

/** Rows that the chain makes stand after those that the archive has. */
const AFTER = 1_000_000
const BATCH = 200
const DAY_MS = 86_400_000

/**
 * Keeps aside what an archive's chain signed (R6), and answers what is to be known beside. `text` is its chain.json; null where it is too
 * large to be read.
 */
export async function stageSigned(
  { db, catalogue, config }: Pick<Parts, 'db' | 'catalogue' | 'config'>,
  { ownerId, importId }: OfImport,
  from: Origin,
  text: string | null,
): Promise<string[]> {
  const read = text === null ? { fault: '' } : readProof(text)
  if ('fault' in read) return [words.notes.noChain]
  if (read.value.chain.ownerId !== from.owner.id) return [words.notes.otherChain]
  const forms = new Map(catalogue.forms.map((form) => [form.id, form]))
  if (isTooLong(read.value)) return [words.notes.tooLong(MOST_LINKS)]
  const key = chainKeyOf(config).publicKey
  const chain = read.value.publicKey === key ? await chainOf(db, from.owner.id) : null
  const until = new Date(Date.now() + DAY_MS).toISOString()
  const { rows, unreadable, isMore } = await readProofOf(read.value, forms, { key, chain, until })
  const name = (await namesOf(db, [from.owner.id])).get(from.owner.id)
  for (let at = 0; at < rows.length; at += BATCH) {
    const some = rows
      .slice(at, at + BATCH)
      .map((row, index) => ({ number: AFTER + at + index, row: row.key_is_ours ? namedHere(row, name, config.url) : row }))
    await sql`
      insert into import_part (owner_id, import_id, part, number, row)
      select ${ownerId}, ${importId}, 'signed_elsewhere', number, row
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as read (number int, row jsonb)
      on conflict do nothing`.execute(db)
  }
  return [...(unreadable === 0 ? [] : [words.notes.unreadable(unreadable)]), ...(isMore ? [words.notes.more(MOST_SIGNED)] : [])]
}

/** What this very Cairn signed is the record of whose account it is here, whatever an archive says. */
const namedHere = (row: ComingElsewhere, name: string | undefined, server: string): ComingElsewhere =>
  name === undefined ? { ...row, server, remarks: [...row.remarks, 'unnamed'] } : { ...row, server, from_name: name }

const staged = ({ ownerId, importId }: OfImport) => sql`
  from import_part part where part.owner_id = ${ownerId} and part.import_id = ${importId} and part.part = any(${[...PARTS_ELSEWHERE]}::text[])`

/** The key of what was signed, of the key of what was told; else null. */
const withoutTold = (key: RawBuilder<unknown>) =>
  sql`case when starts_with(${key}, ${TOLD}) then substr(${key}, ${TOLD.length + 1}::int) end`

/** How many records an archive would list, and how many are listed already with nothing new said of them. */
export async function comingElsewhere(db: Db | Tx, of: OfImport): Promise<{ rows: number; here: number }> {
  const { rows } = await sql<{ rows: number; here: number }>`
    select count(*)::int as rows, count(*) filter (where exists (
      select from signed_elsewhere there where there.owner_id = ${of.ownerId} and there.key = part.row->>'key'
        and (there.proof = 'whole' or part.row->>'proof' <> 'whole')
        and (part.row->>'proof' not in ('whole', 'none') or there.remarks @> array(select jsonb_array_elements_text(part.row->'remarks'))))
      or exists (
        select from signed_elsewhere there where there.owner_id = ${of.ownerId} and there.key = ${withoutTold(sql`part.row->>'key'`)}))::int as here
    ${staged(of)}`.execute(db)
  return rows[0]!
}

/**
 * Lists what was kept aside, once each, and answers how many are new. What a chain signed comes before what was carried on, so that nothing
 * told stands in the place of something proven.
 */
export async function bringElsewhere(tx: Tx, of: OfImport, from: Origin): Promise<number> {
  let added = 0
  for (const isTold of [false, true])
    for (let after = { part: '', number: 0 }; ;) {
      const { rows } = await sql<{ part: string; number: number; row: ComingElsewhere }>`
        select part.part, part.number, part.row ${staged(of)} and (part.part, part.number) > (${after.part}, ${after.number})
          and starts_with(part.row->>'key', ${TOLD}) = ${isTold}
        order by part.part, part.number limit ${BATCH}`.execute(tx)
      added += await bringSome(
        tx,
        of,
        rows.map(({ row }) => ({
          ...row,
          id: uuidv7(),
          from_owner: row.from_owner ?? from.owner.id,
          from_name: row.from_name ?? from.owner.name,
          server: row.server ?? from.server,
        })),
      )
      if (rows.length < BATCH) break
      after = rows.at(-1)!
    }
  return added
}

const COLUMNS = sql`key, kind, section, title, type, signed_on, signed_at, signer_name, signer_as, content, remarks, from_owner, from_name, server,
  proof, number, public_key, key_is_ours`

const isTheSame = sql`(there.kind, there.section, there.title, there.signed_at, there.signer_name, there.signer_as, there.content)
  = (made.kind, made.section, made.title, made.signed_at, made.signer_name, made.signer_as, made.content)`

/**
 * A lesser proof, and what was only told, give way to the better one in place, unless somebody decided about it and it did not say the very
 * same. What says something else has another number: whoever has the former before their eyes cannot accept it unread. What a proven archive says since of a record that is listed already is added to it.
 */
async function bringSome(tx: Tx, { ownerId, importId }: OfImport, rows: readonly (ComingElsewhere & { id: string })[]): Promise<number> {
  const made = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made (
    id uuid, key text, kind text, section text, title text, type text, signed_on date, signed_at timestamptz, signer_name text,
    signer_as text, content jsonb, remarks text[], from_owner uuid, from_name text, server text, proof text, number int,
    public_key text, key_is_ours boolean)`
  await sql`
    update signed_elsewhere there set (id, ${COLUMNS}) = (
      case when ${isTheSame} then there.id else made.id end,
      made.key, made.kind, made.section, made.title, made.type, made.signed_on, made.signed_at, made.signer_name, made.signer_as, made.content,
      case when there.key = made.key then array(select distinct unnest(there.remarks || made.remarks) order by 1) else made.remarks end,
      made.from_owner, made.from_name, made.server, made.proof, made.number, made.public_key, made.key_is_ours)
    from ${made}
    where there.owner_id = ${ownerId} and there.key in (made.key, ${TOLD} || made.key)
      and case when there.key = made.key then made.proof = 'whole' and there.proof <> 'whole'
        else made.proof <> 'altered' and not exists (
          select from signed_elsewhere other where other.owner_id = ${ownerId} and other.key = made.key) end
      and (${isTheSame} or ${undecided(ownerId)})`.execute(tx)
  await sql`
    update signed_elsewhere there set
      import_ids = array_remove(there.import_ids, ${importId}::uuid) || ${importId}::uuid,
      remarks = case when there.key = made.key and (made.proof in ('whole', 'none') or (made.proof = 'told' and there.proof = 'told'))
        then array(select distinct unnest(there.remarks || made.remarks) order by 1) else there.remarks end
    from ${made}
    where there.owner_id = ${ownerId} and there.key in (made.key, ${withoutTold(sql`made.key`)})`.execute(tx)
  const done = await sql`
    insert into signed_elsewhere (owner_id, id, import_ids, ${COLUMNS})
    select ${ownerId}, id, array[${importId}::uuid], ${COLUMNS} from ${made}
    where not exists (select from signed_elsewhere there where there.owner_id = ${ownerId} and there.key = ${withoutTold(sql`made.key`)})
    on conflict do nothing`.execute(tx)
  return Number(done.numAffectedRows ?? 0n)
}

const undecided = (ownerId: string) =>
  sql`not exists (select from elsewhere_decision done where done.owner_id = ${ownerId} and done.record_id = there.id)`

const decidedOf = ({ ownerId, importId }: OfImport) => sql`
  signed_elsewhere there where there.owner_id = ${ownerId} and ${importId}::uuid = any(there.import_ids) and exists (
    select from elsewhere_decision done where done.owner_id = ${ownerId} and done.record_id = there.id)`

/** Takes out again what an import listed and no other did; what somebody here decided about stays (A9). Answers how many those are. */
export async function takeElsewhereOut(tx: Tx, of: OfImport): Promise<number> {
  const { ownerId, importId } = of
  await sql`
    update signed_elsewhere there set import_ids = array_remove(there.import_ids, ${importId}::uuid)
    where there.owner_id = ${ownerId} and ${importId}::uuid = any(there.import_ids) and ${undecided(ownerId)}`.execute(tx)
  await sql`delete from signed_elsewhere there where there.owner_id = ${ownerId} and there.import_ids = '{}' and ${undecided(ownerId)}`.execute(
    tx,
  )
  const { rows } = await sql<{ left: number }>`select count(*)::int as "left" from ${decidedOf(of)}`.execute(tx)
  return rows[0]!.left
}

/** What of an import stays listed when it is undone, and why. */
export async function leftElsewhere(db: Db | Tx, of: OfImport, most: number): Promise<{ id: string; title: string; why: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`
    select id, title from ${decidedOf(of)} order by signed_at, id limit ${most}`.execute(db)
  return rows.map((row) => ({ ...row, why: words.left }))
}
