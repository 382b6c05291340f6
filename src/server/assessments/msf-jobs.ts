import { hasRound } from '#domain/assessments/msf-questions.ts'
import { isEnough, RATERS_REMINDED_AFTER_DAYS } from '#domain/assessments/msf-rules.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { isFrozen } from '#server/accounts/seen.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import { entryRow, type House } from './entry-queries.ts'
import { formOf } from './form-queries.ts'
import { tellClosed, writeToRaters } from './msf-letters.ts'
import { standingRound, type Standing } from './msf-round.ts'

export const msfJobs = (house: House): Jobs => ({
  'assessments.close_feedback': () => closeFeedback(house),
  'assessments.remind_raters': () => remindLateRaters(house),
})

const BATCH = 500

interface Of {
  readonly ownerId: string
  readonly itemId: string
}

/** A round locked until the transaction ends; null where there is nothing to do in it any more. */
async function locked(house: House, tx: Tx, { ownerId, itemId }: Of): Promise<Standing | null> {
  await lockPerson(tx, ownerId)
  const entry = await entryRow(tx, ownerId, itemId).catch(() => null)
  const form = entry === null ? null : formOf(house, entry.formId)
  if (entry === null || form === null || !hasRound(form) || entry.isBinned) return null
  return standingRound(house, tx, ownerId, entry, form)
}

/** Closes rounds whose day is over, and tells trainee and educational supervisor once: that and the closing are one transaction. */
export async function closeFeedback(house: House): Promise<void> {
  const rows = await house.db
    .selectFrom('msf_round')
    .where('closed_at', 'is', null)
    .where('closes_on', '<', programmesToday())
    .select(['owner_id as ownerId', 'item_id as itemId'])
    .orderBy('closes_on')
    .limit(BATCH)
    .execute()
  for (const of of rows) {
    await house.db.transaction().execute(async (tx) => {
      const round = await locked(house, tx, of)
      if (round?.state !== 'closed' || round.row?.closed_at !== null) return
      const { ownerId, itemId } = of
      await tx
        .updateTable('msf_round')
        .set({ closed_at: new Date() })
        .where('owner_id', '=', ownerId)
        .where('item_id', '=', itemId)
        .execute()
      await tellClosed(house, tx, { ...of, isEnough: isEnough(round.form, round.roles), but: null })
    })
  }
}

/** Reminds by itself, once, whoever has not answered some days after they were asked. It leaves no row in a trail: one that lacks would tell. */
export async function remindLateRaters(house: House): Promise<void> {
  const before = new Date(Date.now() - RATERS_REMINDED_AFTER_DAYS * 24 * 60 * 60 * 1000)
  const due = (tx: Tx | House['db']) =>
    tx
      .selectFrom('msf_rater')
      .where('sent_at', '<=', before)
      .where('is_reminded', '=', false)
      .where('sent_as', 'is', null)
      .where('is_declined', '=', false)
      .where('is_taken_back', '=', false)
  // Of open rounds alone: those that are over would stand in the way of the others for ever.
  const rounds = await due(house.db)
    .innerJoin('msf_round', (join) =>
      join.onRef('msf_round.owner_id', '=', 'msf_rater.owner_id').onRef('msf_round.item_id', '=', 'msf_rater.item_id'),
    )
    .where('closed_at', 'is', null)
    .where('closes_on', '>=', programmesToday())
    .select(['msf_rater.owner_id as ownerId', 'msf_rater.item_id as itemId'])
    .distinct()
    .limit(BATCH)
    .execute()
  for (const of of rounds) {
    await house.db.transaction().execute(async (tx) => {
      const round = await locked(house, tx, of)
      if (round?.state !== 'open' || (await isFrozen(tx, of.ownerId))) return
      const raters = await due(tx)
        .where('owner_id', '=', of.ownerId)
        .where('item_id', '=', of.itemId)
        .select(['id', 'name', 'email'])
        .execute()
      // Of all who were asked as long ago, so that it tells nothing of who has answered.
      await tx
        .updateTable('msf_rater')
        .set({ is_reminded: true })
        .where('owner_id', '=', of.ownerId)
        .where('item_id', '=', of.itemId)
        .where('sent_at', '<=', before)
        .execute()
      await writeToRaters(house, tx, 'reminds', { ...of, until: round.row!.closes_on }, raters)
    })
  }
}
