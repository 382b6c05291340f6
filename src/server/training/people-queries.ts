import { refuseField } from '#domain/errors.ts'
import { relationToday, type ProgrammeRole } from '#domain/accounts/relations.ts'
import { placementWords } from '#domain/training/placement-words.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly professionalNumber: string
}

/** Those of these addresses that have a confirmed account that is not closing, by the address in small letters. */
export async function accountsByEmail(db: Db | Tx, emails: readonly string[]): Promise<Map<string, Account>> {
  const wanted = [...new Set(emails.map((email) => email.toLowerCase()))]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .selectFrom('auth.user as account')
    .innerJoin('person', 'person.owner_id', 'account.id')
    .where('account.email', 'in', wanted)
    .where('account.email_verified', '=', true)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('closing').whereRef('closing.owner_id', '=', 'account.id').select('closing.owner_id'))))
    .select(['person.owner_id as id', 'person.name', 'account.email', 'person.professional_number as professionalNumber'])
    .execute()
  return new Map(rows.map((row) => [row.email.toLowerCase(), row]))
}

/** @throws Refusal `invalid_input` at `email` where nobody has a confirmed account with it */
export async function accountOf(db: Db | Tx, email: string): Promise<Account> {
  const account = (await accountsByEmail(db, [email])).get(email.toLowerCase())
  if (account === undefined) throw refuseField('email', placementWords.noAccount)
  return account
}

export async function addressesOf(db: Db | Tx, personIds: readonly string[]): Promise<Map<string, Account>> {
  const ids = [...new Set(personIds)]
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('person')
    .innerJoin('auth.user as account', 'account.id', 'person.owner_id')
    .where('person.owner_id', 'in', ids)
    .select(['person.owner_id as id', 'person.name', 'account.email', 'person.professional_number as professionalNumber'])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Who has a role in a programme today. */
export async function staffOf(db: Db | Tx, programmeId: string, role: ProgrammeRole): Promise<Account[]> {
  const rows = await db
    .selectFrom('role')
    .where('programme_id', '=', programmeId)
    .where('role', '=', role)
    .select(['person_id', 'from_on as from', 'until_on as until'])
    .execute()
  const today = programmesToday()
  const holders = rows.filter((row) => relationToday({ ...row, relation: role }, today) === 'during').map((row) => row.person_id)
  return [...(await addressesOf(db, holders)).values()]
}
