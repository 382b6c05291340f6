import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { relationWords } from '#domain/accounts/relation-words.ts'
import { Refusal } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { namesOf, programmesToday } from './owner-queries.ts'

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Of servers that start at once, and of two that open the link. */
const oneAtATime = (tx: Tx) => sql`select pg_advisory_xact_lock(hashtextextended('the first administrator', 0))`.execute(tx)

const somebodyAdministers = async (tx: Tx): Promise<boolean> =>
  (await tx.selectFrom('role').where('role', '=', 'system administrator').select('id').limit(1).executeTakeFirst()) !== undefined

/**
 * The link by which the first system administrator is made, for the terminal (A7): a new one at each start, which puts the one before
 * out of use, until somebody used it. Null once there is or was a system administrator.
 */
export async function firstAdministratorLink({ db, config }: Pick<Parts, 'db' | 'config'>): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    await oneAtATime(tx)
    if (await somebodyAdministers(tx)) return null
    const token = randomBytes(32).toString('base64url')
    const row = { token_hash: hashOf(token), made_at: new Date() }
    await tx
      .insertInto('first_administrator_link')
      .values({ only_one: true, ...row })
      .onConflict((conflict) => conflict.column('only_one').doUpdateSet(row))
      .execute()
    return `${config.url}/first-administrator?token=${token}`
  })
}

/**
 * Makes the viewer the first system administrator (A7). Nobody gave it to them.
 * @throws Refusal `link_expired` where the token is not the newest one's, or was used
 */
export async function becomeFirstAdministrator(db: Db, viewer: Viewer, token: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await oneAtATime(tx)
    const used = await tx.deleteFrom('first_administrator_link').where('token_hash', '=', hashOf(token)).executeTakeFirst()
    if (used.numDeletedRows === 0n || (await somebodyAdministers(tx))) throw new Refusal('link_expired', relationWords.firstLinkUsed)
    const id = uuidv7()
    const from = programmesToday()
    await tx
      .insertInto('role')
      .values({
        id,
        person_id: viewer.personId,
        role: 'system administrator',
        programme_id: null,
        from_on: from,
        until_on: null,
        given_by: null,
      })
      .execute()
    const name = (await namesOf(tx, [viewer.personId])).get(viewer.personId) ?? ''
    await audit(tx, {
      ownerId: viewer.personId,
      personId: viewer.personId,
      act: 'accounts.first_administrator',
      recordKind: 'role',
      recordId: id,
      about: relationWords.about(name, 'system administrator', from, null),
    })
  })
}
