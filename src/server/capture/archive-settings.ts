import { sql } from 'kysely'
import type { z } from 'zod'
import { settingsOf } from '#domain/capture/archived-item.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { OfImport } from './archive-left.ts'
import { stagedRows } from './archive-staged.ts'

type SettingsRow = z.infer<typeof ARCHIVED.preference.row>

/** Site settings of an archive, but for what the catalogue here does not know. What stood here is kept beside, for an undo. */
export async function bringSettings(tx: Tx, { catalogue }: Pick<Parts, 'catalogue'>, claim: OfImport): Promise<void> {
  const { ownerId, importId } = claim
  for await (const [one] of stagedRows<SettingsRow>(tx, claim, 'preference')) {
    const given = one === undefined ? null : settingsOf(one.row)
    if (given === null) return
    const isKnown = (list: readonly { readonly id: string }[], id: string) => list.some((entry) => entry.id === id)
    const row = {
      columns: given.columns,
      tag_sets: given.tagSets.filter((id) => isKnown(catalogue.tagSets, id)),
      accreditor_id: given.accreditorId !== null && isKnown(catalogue.accreditors, given.accreditorId) ? given.accreditorId : null,
      unit: given.unit,
      yearly_target: given.yearlyTarget,
      year_starts_in: given.yearStartsIn,
      schemes: JSON.stringify(given.schemes.filter(({ schemeId }) => isKnown(catalogue.schemes, schemeId))),
      theme: given.theme,
      news_seen: given.newsSeen,
      mail_off: given.mailOff,
    }
    const before = await tx.selectFrom('preference').selectAll().where('owner_id', '=', ownerId).executeTakeFirst()
    await tx
      .insertInto('preference')
      .values({ owner_id: ownerId, ...row })
      .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(row))
      .execute()
    await sql`update import_part set stored = ${JSON.stringify({ before: before ?? null })}::jsonb
      where owner_id = ${ownerId} and import_id = ${importId} and part = 'preference'`.execute(tx)
  }
}
