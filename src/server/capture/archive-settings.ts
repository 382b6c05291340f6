import { sql } from 'kysely'
import type { Preferences } from '#domain/accounts/profile-contract.ts'
import { settingsOf, type SettingsRow } from '#domain/capture/archived-item.ts'
import { seenTogether } from '#domain/help/tours.ts'
import { preferencesOf } from '#server/accounts/owner-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { OfImport } from './archive-left.ts'
import { stagedRows } from './archive-staged.ts'

interface Kept {
  readonly before: Preferences
  readonly brought: Preferences
}

/** Site settings of an archive, but for what the catalogue here does not know. What stood here is kept beside, for an undo. */
export async function bringSettings(tx: Tx, { catalogue }: Pick<Parts, 'catalogue'>, of: OfImport): Promise<void> {
  const { ownerId, importId } = of
  for await (const [one] of stagedRows<SettingsRow>(tx, of, 'preference')) {
    const given = one === undefined ? null : settingsOf(one.row)
    if (given === null) return
    const isKnown = (list: readonly { readonly id: string }[], id: string) => list.some((entry) => entry.id === id)
    const before = await preferencesOf(tx, ownerId)
    const brought: Preferences = {
      ...given,
      tagSets: given.tagSets.filter((id) => isKnown(catalogue.tagSets, id)),
      accreditorId: given.accreditorId !== null && isKnown(catalogue.accreditors, given.accreditorId) ? given.accreditorId : null,
      schemes: given.schemes.filter(({ schemeId }) => isKnown(catalogue.schemes, schemeId)),
      toursSeen: seenTogether(before.toursSeen, given.toursSeen),
    }
    await write(tx, ownerId, brought)
    const kept: Kept = { before, brought }
    await sql`update import_part set stored = ${JSON.stringify(kept)}::jsonb
      where owner_id = ${ownerId} and import_id = ${importId} and part = 'preference'`.execute(tx)
  }
}

/** Puts settings back as they stood before; what the owner has changed since stays as they have it. */
export async function takeSettingsOut(tx: Tx, of: OfImport): Promise<void> {
  for await (const rows of stagedRows<SettingsRow, Partial<Kept>>(tx, of, 'preference')) {
    const { before, brought } = rows[0]?.stored ?? {}
    if (before === undefined || brought === undefined) return
    const now = await preferencesOf(tx, of.ownerId)
    const isAsBrought = (key: string) => JSON.stringify(now[key as keyof Preferences]) === JSON.stringify(brought[key as keyof Preferences])
    const back = Object.fromEntries(Object.entries(before).filter(([key]) => isAsBrought(key))) as Partial<Preferences>
    await write(tx, of.ownerId, { ...now, ...back })
  }
}

async function write(tx: Tx, ownerId: string, settings: Preferences): Promise<void> {
  const row = {
    columns: settings.columns,
    tag_sets: settings.tagSets,
    accreditor_id: settings.accreditorId,
    unit: settings.unit,
    yearly_target: settings.yearlyTarget,
    year_starts_in: settings.yearStartsIn,
    schemes: JSON.stringify(settings.schemes),
    theme: settings.theme,
    news_seen: settings.newsSeen,
    tours_seen: settings.toursSeen,
    mail_off: settings.mailOff,
  }
  await tx
    .insertInto('preference')
    .values({ owner_id: ownerId, ...row })
    .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(row))
    .execute()
}
