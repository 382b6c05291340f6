import { notFound } from '#domain/errors.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db } from '#server/platform/db.ts'
import type { ProgrammeSeen } from './programme-sight.ts'

/** Whose signed records a programme keeps today, the latest gone first. */
export async function keptIn(db: Db, programmeId: string) {
  const rows = await db
    .selectFrom('kept_record')
    .where('programme_id', '=', programmeId)
    .where('until_on', '>=', programmesToday())
    .selectAll()
    .orderBy('erased_on', 'desc')
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    ownerId: row.owner_id,
    name: row.name,
    professionalNumber: row.professional_number,
    erasedOn: row.erased_on,
    until: row.until_on,
  }))
}

interface Signed {
  readonly says: string
  readonly signedBy: { readonly name: string; readonly as: string }
  readonly signedAt: string
  readonly declaration?: string
  /** Of what was signed elsewhere: `few` may read it. */
  readonly section?: string
}

/**
 * What was signed of somebody who is gone. It stands in the reader's own trail, for the other's is erased. What it
 * says in full is shown to whom the permission table shows the like of the living.
 * @throws Refusal `not_found`
 */
export async function keptRecordOf(db: Db, seen: ProgrammeSeen, ownerId: string) {
  const kept = await keptIn(db, seen.programmeId)
  if (!kept.some((one) => one.ownerId === ownerId)) throw notFound()
  const rows = await db
    .selectFrom('signed_record')
    .where('owner_id', '=', ownerId)
    .select(['number', 'canonical'])
    .orderBy('number')
    .execute()
  await audit(db, {
    ownerId: seen.viewerId,
    personId: seen.viewerId,
    act: 'kept_record.read',
    recordKind: 'kept_record',
    recordId: ownerId,
    about: seen.title,
  })
  const mayHealth = seen.may('read', 'declaration', { section: 'health' }).allowed
  const mayRead = seen.may('read', 'sign_off').allowed
  return {
    records: rows.map(({ number, canonical }) => {
      const signed = JSON.parse(canonical) as Signed
      const { says, signedBy, signedAt, declaration, section } = signed
      const isShut = !mayRead || ((declaration === 'health' || section === 'few') && !mayHealth)
      return { number, says, by: signedBy.name, as: signedBy.as, at: signedAt, text: isShut ? '' : JSON.stringify(signed, null, 2) }
    }),
  }
}
