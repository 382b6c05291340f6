import type { Preferences } from '#domain/accounts/profile-contract.ts'
import { accountWords, preferenceWords } from '#domain/accounts/words.ts'
import type { Catalogue } from '#domain/catalogue/contract.ts'
import { Refusal, type FieldFault } from '#domain/errors.ts'
import { seenTogether } from '#domain/help/tours.ts'
import { audit } from '#server/platform/audit.ts'
import type { Parts } from '#server/platform/parts.ts'
import { preferencesOf } from './owner-queries.ts'
import type { Seen } from './seen.ts'

/** What a PATCH may hold: only what is there changes. */
export type PreferenceChanges = { readonly [Key in keyof Preferences]?: Preferences[Key] | undefined }
type Key = keyof Preferences

/** @throws Refusal `invalid_input` at the field that names what the catalogue does not know */
export async function savePreferences(parts: Parts, seen: Seen, changes: PreferenceChanges): Promise<Preferences> {
  return parts.db.transaction().execute(async (tx) => {
    await tx.selectFrom('preference').where('owner_id', '=', seen.ownerId).select('owner_id').forUpdate().executeTakeFirst()
    const before = await preferencesOf(tx, seen.ownerId)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Preferences>
    refuseUnknown(parts.catalogue, before, given)
    const after = { ...before, ...given, toursSeen: seenTogether(before.toursSeen, given.toursSeen ?? []) }
    const changed = (Object.keys(given) as Key[]).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    if (changed.length === 0) return before
    const row = {
      columns: after.columns,
      tag_sets: after.tagSets,
      accreditor_id: after.accreditorId,
      unit: after.unit,
      yearly_target: after.yearlyTarget,
      year_starts_in: after.yearStartsIn,
      schemes: JSON.stringify(after.schemes),
      theme: after.theme,
      news_seen: after.newsSeen,
      tours_seen: after.toursSeen,
      mail_off: [...new Set(after.mailOff)],
    }
    await tx
      .insertInto('preference')
      .values({ owner_id: seen.ownerId, ...row })
      .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(row))
      .execute()
    const told = changed.filter((key) => key !== 'newsSeen' && key !== 'toursSeen')
    if (told.length === 0) return after
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'accounts.settings_changed',
      recordKind: 'preference',
      recordId: seen.ownerId,
      about: told.map((key) => preferenceWords[key]).join(', '),
      changes: told.map((field) => ({ field, before: inWords(before[field]), after: inWords(after[field]) })),
    })
    return after
  })
}

const inWords = (value: unknown): string => (value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value))

/** What was chosen before may stay, whatever has left the catalogue since. */
function refuseUnknown(catalogue: Catalogue, before: Preferences, given: Partial<Preferences>): void {
  const faults: FieldFault[] = []
  const known = (list: readonly { id: string }[], id: string) => list.some((one) => one.id === id)
  const { accreditorId, tagSets = [], schemes = [] } = given
  if (
    accreditorId !== undefined &&
    accreditorId !== null &&
    accreditorId !== before.accreditorId &&
    !known(catalogue.accreditors, accreditorId)
  ) {
    faults.push({ path: 'accreditorId', message: accountWords.unknownAccreditor })
  }
  for (const [index, id] of tagSets.entries()) {
    if (!before.tagSets.includes(id) && !known(catalogue.tagSets, id))
      faults.push({ path: `tagSets.${index}`, message: accountWords.unknownTagSet })
  }
  for (const [index, { schemeId }] of schemes.entries()) {
    if (!before.schemes.some((one) => one.schemeId === schemeId) && !known(catalogue.schemes, schemeId)) {
      faults.push({ path: `schemes.${index}.schemeId`, message: accountWords.unknownScheme })
    }
  }
  if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
}
