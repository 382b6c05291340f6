import type { z } from 'zod'
import type { Profile, readProfile } from '#domain/accounts/profile-contract.ts'
import { accountWords, profileFieldWords } from '#domain/accounts/words.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Seen } from './seen.ts'

export type ProfileAnswer = z.infer<(typeof readProfile)['schema']['response'][200]>

const COLUMN_OF = {
  name: 'name',
  mobile: 'mobile',
  workPhone: 'work_phone',
  professionalBody: 'professional_body',
  professionalNumber: 'professional_number',
  grade: 'grade',
  specialty: 'specialty',
  timeZone: 'time_zone',
  dateOfBirth: 'date_of_birth',
  gender: 'gender',
  ethnicity: 'ethnicity',
  disability: 'disability',
} as const satisfies Record<keyof Profile, string>
const FIELDS = Object.keys(COLUMN_OF) as (keyof Profile)[]

/** The owner's alone. The trail says that these changed, never what they say: it is read more widely than they are (A5). */
const EQUALITY: ReadonlySet<keyof Profile> = new Set(['dateOfBirth', 'gender', 'ethnicity', 'disability'])
const UNTOLD = { dateOfBirth: null, gender: '', ethnicity: '', disability: '' } as const

/**
 * Personal details as this viewer may read them: to others than the owner equality details and a new address under way are empty.
 * @throws Refusal `not_found`
 */
export async function profileOf(db: Db | Tx, seen: Seen): Promise<ProfileAnswer> {
  const row = await db
    .selectFrom('person')
    .innerJoin('auth.user as account', 'account.id', 'person.owner_id')
    .where('person.owner_id', '=', seen.ownerId)
    .selectAll('person')
    .select('account.email')
    .executeTakeFirst()
  if (!row) throw notFound()
  const pending = seen.may('read', 'account').allowed && row.pending_until !== null && row.pending_until > new Date()
  const equality = seen.may('read', 'profile', { section: 'equality' }).allowed
    ? { dateOfBirth: row.date_of_birth, gender: row.gender, ethnicity: row.ethnicity, disability: row.disability }
    : UNTOLD
  return {
    name: row.name,
    mobile: row.mobile,
    workPhone: row.work_phone,
    professionalBody: row.professional_body,
    professionalNumber: row.professional_number,
    grade: row.grade,
    specialty: row.specialty,
    timeZone: row.time_zone,
    ...equality,
    email: row.email,
    pendingEmail: pending ? row.pending_email : null,
    hasPhoto: row.photo_as !== null,
    version: row.version,
  }
}

/**
 * Changes personal details, if nobody changed them since `version` was read.
 * @throws Refusal `stale_version` with `details.current`
 */
export async function saveProfile(db: Db, seen: Seen, wanted: Profile & { version: number }): Promise<ProfileAnswer> {
  return db.transaction().execute(async (tx) => {
    await tx.selectFrom('person').where('owner_id', '=', seen.ownerId).select('owner_id').forUpdate().executeTakeFirst()
    const current = await profileOf(tx, seen)
    if (current.version !== wanted.version) {
      throw new Refusal('stale_version', accountWords.changedElsewhere, { details: { current } })
    }
    const mayAll = seen.may('write', 'profile', { section: 'equality' }).allowed
    const changed = FIELDS.filter((field) => current[field] !== wanted[field] && (mayAll || !EQUALITY.has(field)))
    if (changed.length === 0) return current
    await tx
      .updateTable('person')
      .set({ ...Object.fromEntries(changed.map((field) => [COLUMN_OF[field], wanted[field]])), version: current.version + 1 })
      .where('owner_id', '=', seen.ownerId)
      .execute()
    if (changed.includes('name')) {
      await tx.updateTable('auth.user').set({ name: wanted.name, updated_at: new Date() }).where('id', '=', seen.ownerId).execute()
    }
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'accounts.profile_changed',
      recordKind: 'profile',
      recordId: seen.ownerId,
      about: changed.map((field) => profileFieldWords[field]).join(', '),
      changes: changed.map((field) => ({
        field,
        before: EQUALITY.has(field) ? '' : (current[field] ?? ''),
        after: EQUALITY.has(field) ? '' : (wanted[field] ?? ''),
      })),
    })
    return profileOf(tx, seen)
  })
}
