import type { z } from 'zod'
import { meetingWords as say } from '#domain/assessments/meeting-words.ts'
import { canBeAgreed, nextStates, stateAfterChange, type ObjectiveState } from '#domain/assessments/objectives.ts'
import type {
  agreeObjective as agreeing,
  commentOnObjective as commenting,
  moveObjective as moving,
  saveObjective as saving,
} from '#domain/assessments/plan-contract.ts'
import { curriculumItem } from '#domain/curriculum/curriculum-items.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { finishForm } from '#server/accounts/begun-commands.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { trainingOf } from '#server/training/queries.ts'
import { standingWord, type House } from './entry-queries.ts'
import { needsAgreement } from './plan-queries.ts'

type Body<E extends { schema: { body: z.ZodType } }> = z.output<E['schema']['body']>

/** How a page calls the draft of one objective (P20). */
export const objectiveDraft = (ownerId: string, objectiveId: string): string => `objective/${ownerId}/${objectiveId}`

async function objectiveForUpdate(tx: Tx, ownerId: string, id: string) {
  await lockPerson(tx, ownerId)
  return tx.selectFrom('objective').where('owner_id', '=', ownerId).where('id', '=', id).selectAll().executeTakeFirst()
}

async function noted(
  tx: Tx,
  seen: Seen,
  id: string,
  act: string,
  objective: string,
  changes?: { before: string; after: string },
): Promise<void> {
  await audit(tx, {
    ownerId: seen.ownerId,
    personId: seen.viewerId,
    act,
    recordKind: 'pdp',
    recordId: id,
    about: say.objective(objective),
    ...(changes === undefined ? {} : { changes: [{ field: 'state', ...changes }] }),
  })
}

const textsOf = ({ objective, plan, measure, outcome }: Readonly<Record<'objective' | 'plan' | 'measure' | 'outcome', string>>) => ({
  objective,
  plan,
  measure,
  outcome,
})

/** A plan is clinical writing (P18); what stands as it was is not asked about again. @throws Refusal at the fields */
async function guardWords(
  tx: Tx,
  seen: Seen,
  itemId: string,
  texts: Readonly<Record<string, string>>,
  overrides: GuardOverrides | undefined,
  before: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const changed = Object.fromEntries(Object.entries(texts).filter(([field, text]) => text !== before[field]))
  const { ownerId, viewerId: personId } = seen
  await guardTexts(tx, { ownerId, personId, kind: 'clinical writing', itemId, texts: changed, overrides })
}

/**
 * Writes an objective, or changes it; what was agreed and is worded anew is a draft again (T11). The same sent twice is one.
 * @throws Refusal `stale_version`; `invalid_input` at `codes` or the texts
 */
export async function saveObjective(
  house: House,
  seen: Seen,
  id: string,
  { version, codes, overrides, ...words }: Body<typeof saving>,
): Promise<{ version: number; state: ObjectiveState }> {
  const { db, catalogue } = house
  const training = codes.length === 0 ? null : await trainingOf(db, seen.ownerId)
  const curriculum = training === null ? undefined : await curriculumNow(db, catalogue, training.curriculumId)
  if (codes.some((code) => curriculum === undefined || curriculumItem(curriculum, code) === undefined))
    throw refuseField('codes', say.notItem)
  return db.transaction().execute(async (tx) => {
    const before = await objectiveForUpdate(tx, seen.ownerId, id)
    const row = {
      objective: words.objective,
      target_on: words.targetOn,
      plan: words.plan,
      measure: words.measure,
      outcome: words.outcome,
      codes: [...new Set(codes)],
      changed_at: new Date(),
    }
    if (before === undefined) {
      if (version !== 0) throw notFound()
      await guardWords(tx, seen, id, textsOf(words), overrides)
      await tx
        .insertInto('objective')
        .values({ owner_id: seen.ownerId, id, ...row, state: 'draft', made_at: row.changed_at })
        .execute()
      await finishForm(tx, seen.viewerId, objectiveDraft(seen.ownerId, 'new'))
      await noted(tx, seen, id, 'pdp.written', words.objective)
      return { version: 1, state: 'draft' as const }
    }
    const was = { objective: before.objective, targetOn: before.target_on, plan: before.plan, measure: before.measure }
    if (version === 0 && stateAfterChange('agreed', was, words) === 'agreed')
      return { version: before.version, state: before.state as ObjectiveState }
    if (before.version !== version) throw new Refusal('stale_version', say.stale)
    await guardWords(tx, seen, id, textsOf(words), overrides, before)
    const state = stateAfterChange(before.state as ObjectiveState, was, words, await needsAgreement(tx, seen.ownerId))
    await tx
      .updateTable('objective')
      .set({ ...row, state, version: version + 1 })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    await finishForm(tx, seen.viewerId, objectiveDraft(seen.ownerId, id))
    await noted(tx, seen, id, 'pdp.changed', words.objective, state === before.state ? undefined : { before: before.state, after: state })
    return { version: version + 1, state }
  })
}

/** @throws Refusal `not_found`, `stale_version`; `invalid_input` at `state` or `says` */
export async function moveObjective(
  house: House,
  seen: Seen,
  id: string,
  { state, says, version, overrides }: Body<typeof moving>,
): Promise<{ version: number }> {
  return house.db.transaction().execute(async (tx) => {
    const before = await objectiveForUpdate(tx, seen.ownerId, id)
    if (before === undefined) throw notFound()
    const was = before.state as ObjectiveState
    if (was === state) return { version: before.version }
    if (before.version !== version) throw new Refusal('stale_version', say.stale)
    if (!nextStates(was, await needsAgreement(tx, seen.ownerId)).includes(state)) throw refuseField('state', say.cannotMove(was, state))
    if (state === 'achieved' && says === '' && before.outcome === '') throw refuseField('says', say.sayOutcome)
    if (state === 'dropped' && says === '') throw refuseField('says', say.sayReason)
    await guardWords(tx, seen, id, { says }, overrides)
    await tx
      .updateTable('objective')
      .set({
        state,
        version: version + 1,
        changed_at: new Date(),
        reason: state === 'dropped' ? says : '',
        ...(says !== '' && state !== 'dropped' ? { outcome: says } : {}),
      })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    await noted(tx, seen, id, 'pdp.moved', before.objective, { before: was, after: state })
    return { version: version + 1 }
  })
}

/**
 * An educational supervisor agrees to an objective as they read it: signed into the owner's chain. Sent again it answers what is there.
 * @throws Refusal `not_found`, `stale_version`; `not_allowed` where it is no draft; `invalid_input` at `meetingId`
 */
export async function agreeObjective(
  house: House,
  seen: Seen,
  id: string,
  { id: agreementId, version, meetingId }: Body<typeof agreeing>,
): Promise<{ version: number }> {
  const [names, as] = await Promise.all([namesOf(house.db, [seen.viewerId]), standingWord(house.db, seen)])
  return house.db.transaction().execute(async (tx) => {
    const row = await objectiveForUpdate(tx, seen.ownerId, id)
    if (row === undefined) throw notFound()
    const there = await tx
      .selectFrom('objective_agreement')
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', agreementId)
      .select('agreed_by')
      .executeTakeFirst()
    if (there !== undefined && there.agreed_by === seen.viewerId) return { version: row.version }
    if (row.version !== version) throw new Refusal('stale_version', say.stale)
    if (!canBeAgreed(row.state as ObjectiveState)) throw new Refusal('not_allowed', say.agreedAlready)
    if (meetingId !== null) await refuseOtherMeeting(house, tx, seen.ownerId, meetingId)
    const at = new Date()
    const name = names.get(seen.viewerId) ?? ''
    const { number } = await signRecord(tx, chainKeyOf(house.config), {
      ownerId: seen.ownerId,
      kind: 'form',
      says: say.objective(row.objective),
      by: { id: seen.viewerId, name, as },
      at,
      record: {
        id: agreementId,
        objectiveId: id,
        objective: row.objective,
        targetOn: row.target_on,
        plan: row.plan,
        measure: row.measure,
        codes: row.codes,
        meetingId,
      },
    })
    await tx
      .insertInto('objective_agreement')
      .values({
        owner_id: seen.ownerId,
        id: agreementId,
        objective_id: id,
        agreed_by: seen.viewerId,
        agreed_by_name: name,
        meeting_item_id: meetingId,
        number,
        at,
      })
      .execute()
    await tx
      .updateTable('objective')
      .set({ state: 'agreed', version: version + 1, changed_at: at })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    await noted(tx, seen, id, 'pdp.agreed', row.objective, { before: row.state, after: 'agreed' })
    return { version: version + 1 }
  })
}

async function refuseOtherMeeting({ catalogue }: House, tx: Tx, ownerId: string, itemId: string): Promise<void> {
  const row = await tx
    .selectFrom('entry')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .select('form_id')
    .executeTakeFirst()
  const form = catalogue.forms.find(({ id }) => id === row?.form_id)
  if (form?.family !== 'meeting') throw refuseField('meetingId', say.notMeeting)
}

/** @throws Refusal `not_found`; `invalid_input` at `text` */
export async function commentOnObjective(
  house: House,
  seen: Seen,
  objectiveId: string,
  { id, text, overrides }: Body<typeof commenting>,
): Promise<{ id: string }> {
  const [names, as] = await Promise.all([namesOf(house.db, [seen.viewerId]), standingWord(house.db, seen)])
  await house.db.transaction().execute(async (tx) => {
    const row = await objectiveForUpdate(tx, seen.ownerId, objectiveId)
    if (row === undefined) throw notFound()
    await guardWords(tx, seen, id, { text }, overrides)
    await tx
      .insertInto('objective_comment')
      .values({
        owner_id: seen.ownerId,
        id,
        objective_id: objectiveId,
        by_id: seen.viewerId,
        by_name: names.get(seen.viewerId) ?? '',
        by_as: as,
        text,
        at: new Date(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await noted(tx, seen, objectiveId, 'pdp.commented', row.objective)
  })
  return { id }
}
