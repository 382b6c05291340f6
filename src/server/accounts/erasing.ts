import { sql, type SqlBool } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { closingLetters } from '#domain/accounts/closing-words.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import { closesOn, programmesKeeping } from './closing-queries.ts'
import { ERASED, ERASED_AT_ONCE } from './erased-tables.ts'
import { programmesToday } from './owner-queries.ts'
import { PHOTO_PREFIX } from './photo.ts'
import { codesHash, emailHash, forgetTries } from './wrong-passwords.ts'

type House = Pick<Parts, 'config' | 'db' | 'files'>

/** Rows deleted in one transaction, so that an owner of 50,000 items holds nobody up. */
const AT_ONCE = 2000

/**
 * Erases an account whose thirty days are over (A10), step by step, each of which can be done again: a server that stops in the middle
 * goes on at the next call. `onStep` hears the name of each step after it. Answers whether there was something to erase.
 */
export async function eraseAccount(house: House, ownerId: string, onStep: (step: string) => void = () => undefined): Promise<boolean> {
  if (!(await begin(house.db, ownerId))) return false
  onStep('begun')
  await eraseFromOthers(house.db, ownerId)
  onStep('others')
  for (const table of ERASED) {
    while ((await house.db.transaction().execute((tx) => eraseSome(tx, table, ownerId))) === AT_ONCE) onStep(table)
    onStep(table)
  }
  await eraseFiles(house, ownerId)
  onStep('files')
  await finish(house, ownerId)
  return true
}

/** From here on there is no way back. What is kept, and of whom, is written down before anything is deleted. */
async function begin(db: Db, ownerId: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('closing').where('owner_id', '=', ownerId).selectAll().forUpdate().executeTakeFirst()
    if (!row || row.erase_at.getTime() > Date.now()) return false
    if (row.erasing_since !== null) return true
    await tx.updateTable('closing').set({ erasing_since: new Date() }).where('owner_id', '=', ownerId).execute()
    await tx.deleteFrom('auth.session').where('user_id', '=', ownerId).execute()
    const person = await tx.selectFrom('person').where('owner_id', '=', ownerId).selectAll().executeTakeFirstOrThrow()
    const kept = await programmesKeeping(tx, ownerId, closesOn(row.erase_at))
    if (kept.length > 0) {
      await tx
        .insertInto('kept_record')
        .values(
          kept.map(({ id, until }) => ({
            owner_id: ownerId,
            programme_id: id,
            name: person.name,
            professional_number: person.professional_number,
            erased_on: programmesToday(),
            until_on: until,
          })),
        )
        .execute()
    }
    const actedForOthers = await sql<{ acted: boolean }>`select
      exists (select from relation_by_person where owner_id = ${ownerId}) or exists (select from role where person_id = ${ownerId})
      or exists (select from appraisal_share_by_person where owner_id = ${ownerId}) as acted`.execute(tx)
    if (actedForOthers.rows[0]!.acted) {
      await tx
        .insertInto('kept_name')
        .values({ owner_id: ownerId, name: person.name })
        .onConflict((one) => one.doNothing())
        .execute()
    }
    return true
  })
}

/** Runs as the one role that may delete what is append-only, and back. */
async function asErasure<Value>(tx: Tx, erase: () => Promise<Value>): Promise<Value> {
  await sql`set local role cairn_erasure`.execute(tx)
  const value = await erase()
  await sql`set local role cairn_app`.execute(tx)
  return value
}

const keysOf = async (tx: Tx, table: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select a.attname::text as name from pg_index x join pg_attribute a on a.attrelid = x.indrelid and a.attnum = any(x.indkey)
    where x.indrelid = ${`public.${table}`}::regclass and x.indisprimary`.execute(tx)
  return rows.map(({ name }) => name)
}

async function eraseSome(tx: Tx, table: string, ownerId: string): Promise<number> {
  const keys = sql.join((await keysOf(tx, table)).map((key) => sql.ref(key)))
  const limit = ERASED_AT_ONCE.has(table) ? sql`` : sql`limit ${AT_ONCE}`
  const erased = await asErasure(tx, () =>
    sql`delete from ${sql.table(table)} where owner_id = ${ownerId} and (${keys}) in (
      select ${keys} from ${sql.table(table)} where owner_id = ${ownerId} ${limit})`.execute(tx),
  )
  return ERASED_AT_ONCE.has(table) ? 0 : Number(erased.numAffectedRows ?? 0n)
}

/** What stands under other ids: the other side of relations and shares, invitations, shares with
 * them, comments under their name, drafts about them, what the queue was told, mail to them. */
async function eraseFromOthers(db: Db, ownerId: string): Promise<void> {
  const relations = await db.selectFrom('relation').where('owner_id', '=', ownerId).select(['id', 'person_id']).execute()
  const shares = await db.selectFrom('appraisal_share').where('owner_id', '=', ownerId).select(['id', 'person_id']).execute()
  const email = await addressOf(db, ownerId)
  await db.transaction().execute(async (tx) => {
    await asErasure(tx, async () => {
      for (const { id, person_id } of relations)
        await sql`delete from relation_by_person where owner_id = ${person_id} and id = ${id}`.execute(tx)
      for (const { id, person_id } of shares)
        await sql`delete from appraisal_share_by_person where owner_id = ${person_id} and of_owner_id = ${ownerId} and id = ${id}`.execute(
          tx,
        )
      await sql`delete from invitation where accepted_by = ${ownerId} or email = ${email ?? ''}`.execute(tx)
    })
    await tx
      .updateTable('appraisal_share')
      .set((eb) => ({ for_email: '', person_id: null, revoked_at: eb.fn.coalesce('revoked_at', sql<Date>`now()`) }))
      .where((eb) => eb.or([eb('person_id', '=', ownerId), ...(email === null ? [] : [eb('for_email', '=', email)])]))
      .execute()
    // What others were about to write of the owner: its form names whose record it is for.
    await tx.deleteFrom('draft').where('form', 'like', `%${ownerId}%`).execute()
    await tx.deleteFrom('shared_reflection_comment').where('by_id', '=', ownerId).execute()
    await sql`delete from graphile_worker._private_jobs where payload ->> 'ownerId' = ${ownerId}`.execute(tx)
    if (email !== null) await tx.deleteFrom('message').where('recipient', '=', email).execute()
  })
}

const addressOf = async (db: Db | Tx, ownerId: string): Promise<string | null> =>
  (await db.selectFrom('auth.user').where('id', '=', ownerId).select('email').executeTakeFirst())?.email.toLowerCase() ?? null

async function eraseFiles({ files }: House, ownerId: string): Promise<void> {
  for (const prefix of [`${ownerId}/`, `${PHOTO_PREFIX}${ownerId}/`])
    for await (const { name } of files.list(prefix)) await files.remove(name)
  for await (const { name } of files.listIncoming()) if (name.startsWith(ownerId)) await files.dropIncoming(name)
}

/** What a job wrote meanwhile, the account, and the row that says it closes: in one act, after which nothing is left to go on with. */
async function finish({ config, db }: House, ownerId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('closing').where('owner_id', '=', ownerId).select('owner_id').forUpdate().executeTakeFirst()
    if (!row) return
    for (const table of ERASED) while ((await eraseSome(tx, table, ownerId)) === AT_ONCE);
    const keeps = await tx.selectFrom('kept_record').where('owner_id', '=', ownerId).select('programme_id').execute()
    if (keeps.length === 0) await asErasure(tx, () => tx.deleteFrom('signed_record').where('owner_id', '=', ownerId).execute())
    const person = await tx.selectFrom('person').where('owner_id', '=', ownerId).select('name').executeTakeFirst()
    const email = await addressOf(tx, ownerId)
    await tx.deleteFrom('person').where('owner_id', '=', ownerId).execute()
    await tx
      .deleteFrom('auth.verification')
      .where(sql<SqlBool>`value like ${`%${ownerId}%`}`)
      .execute()
    await tx.deleteFrom('auth.user').where('id', '=', ownerId).execute()
    await sql`delete from graphile_worker._private_jobs where payload ->> 'ownerId' = ${ownerId}`.execute(tx)
    await forgetTries(tx, codesHash(config, ownerId))
    if (email !== null) {
      await forgetTries(tx, emailHash(config, email))
      const letter = closingLetters.erased(person?.name ?? '', keeps.length > 0)
      // Nobody's mail any more: its row goes once it is sent.
      await sendMail(tx, { category: 'account', ownerId: uuidv7(), recipient: email, ...writeLetter(letter) })
    }
    await tx.deleteFrom('closing').where('owner_id', '=', ownerId).execute()
  })
}

/** What programmes kept, once their period is over. */
export async function eraseKeptRecords(db: Db): Promise<void> {
  const today = programmesToday()
  const due = await db.selectFrom('kept_record').where('until_on', '<', today).select(['owner_id', 'programme_id']).execute()
  for (const { owner_id, programme_id } of due) {
    await db.transaction().execute(async (tx) => {
      const others = await tx
        .selectFrom('kept_record')
        .where('owner_id', '=', owner_id)
        .where('programme_id', '!=', programme_id)
        .where('until_on', '>=', today)
        .select('programme_id')
        .execute()
      await asErasure(tx, async () => {
        if (others.length === 0) await tx.deleteFrom('signed_record').where('owner_id', '=', owner_id).execute()
        await tx.deleteFrom('kept_record').where('owner_id', '=', owner_id).where('programme_id', '=', programme_id).execute()
      })
    })
  }
}
