import { addMonths, cpdYear, type PlainDate } from '#domain/plain-date.ts'
import type { Tx } from '#server/platform/db.ts'

/** Personal details and settings of the GP. The number is one that nobody can have. */
export async function settleGp(tx: Tx, ownerId: string, today: PlainDate): Promise<void> {
  const details = { professional_body: 'GMC', professional_number: '0000000', grade: 'GP partner', specialty: 'General practice' }
  await tx.updateTable('person').set(details).where('owner_id', '=', ownerId).execute()
  const schemes = [
    // In the fourth year of five, where it is worth looking at.
    { schemeId: 'aomrc-five-years', startsOn: addMonths(cpdYear(today, 4).from, -36) },
    { schemeId: 'aomrc-one-year', startsOn: null },
  ]
  await tx
    .updateTable('preference')
    .set({
      tag_sets: ['gmp-2024', 'gmc-supporting-info', 'rcgp-2025'],
      yearly_target: 50_00,
      year_starts_in: 4,
      schemes: JSON.stringify(schemes),
    })
    .where('owner_id', '=', ownerId)
    .execute()
}

export async function settleConsultant(tx: Tx, ownerId: string): Promise<void> {
  const details = { professional_body: 'GMC', professional_number: '0000000', grade: 'Consultant', specialty: 'Acute and general medicine' }
  await tx.updateTable('person').set(details).where('owner_id', '=', ownerId).execute()
  const schemes = [{ schemeId: 'federation-rcps', startsOn: null }]
  await tx
    .updateTable('preference')
    .set({
      tag_sets: ['rcp-cpd', 'gmc-supporting-info'],
      accreditor_id: 'federation-rcps',
      yearly_target: 50_00,
      year_starts_in: 4,
      schemes: JSON.stringify(schemes),
    })
    .where('owner_id', '=', ownerId)
    .execute()
}
