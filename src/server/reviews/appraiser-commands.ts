import type { z } from 'zod'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import type { agreeCredits as agreeing, commentOnShare as commenting, OpenedShare } from '#domain/reviews/appraiser-contract.ts'
import type { AppraisalComment, CreditAgreement, SharedItem } from '#domain/reviews/share-contract.ts'
import { shareLetters, shareWords as say } from '#domain/reviews/words.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { lensOf, namesOf } from '#server/accounts/owner-queries.ts'
import { ownSight } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import { numericFromHundredths } from '#server/platform/numeric.ts'
import { fileOf } from '#server/portfolio/file-queries.ts'
import { totalsOf } from '#server/portfolio/queries.ts'
import { agreementsOf, commentOf, commentsOf, doorOf, itemsOfShare, shareBehind, sharedBy, type ShareRow } from './share-queries.ts'
import { sharedItemOf, sharedViewOf, tellsEach, type House } from './shared-view-queries.ts'
import { standingsOf } from './standing-queries.ts'

const HOUR_MS = 60 * 60 * 1000
const MOST_COMMENTS_A_DAY = 200
const MOST_AGREEMENTS_A_DAY = 100

interface Inside {
  readonly row: ShareRow
  /** By their account; by the link as they say now or said when it was opened last, empty until then. */
  readonly name: string
  /** Null by the link. */
  readonly personId: string | null
}

interface Options {
  readonly lock?: boolean
  /** As a reader by the link gives it. */
  readonly said?: string
}

/** @throws Refusal `link_expired`; `not_allowed` for the owner; `not_signed_in` or `not_found` where it is for another account */
async function inside(db: Db | Tx, code: string, viewerId: string | null, options: Options = {}): Promise<Inside> {
  const row = await shareBehind(db, code, options)
  const door = await doorOf(db, row, viewerId)
  if (door === 'own') throw new Refusal('not_allowed', say.own)
  if (door === 'sign in') throw new Refusal('not_signed_in', 'Please sign in.')
  if (door === 'other account') throw notFound()
  if (row.way === 'link') return { row, name: options.said?.trim() || row.appraiser_name, personId: null }
  return { row, name: (await namesOf(db, [viewerId!])).get(viewerId!) ?? '', personId: viewerId }
}

/** The same, once it was opened under a name. @throws Refusal `not_allowed` before */
async function opened(db: Db | Tx, code: string, viewerId: string | null, options: Options = {}): Promise<Inside> {
  const found = await inside(db, code, viewerId, options)
  if (found.row.readings === 0) throw new Refusal('not_allowed', say.openFirst)
  return found
}

/** Without an account it is Cairn that notes it, under the name they gave. */
const noted = (tx: Db | Tx, { row, name, personId }: Inside, act: string, of: { itemId?: string | null; about?: string } = {}) =>
  audit(tx, {
    ownerId: row.owner_id,
    personId,
    act: personId === null ? `${act}_by_link` : act,
    recordKind: 'appraisal',
    recordId: of.itemId ?? row.id,
    about: [personId === null ? name : '', of.about ?? ''].filter((one) => one !== '').join(': '),
  })

/** Reads what is shared: each reading leaves a row in the owner's trail (A9). @throws Refusal `invalid_input` at `name` */
export async function openShare(house: House, code: string, viewerId: string | null, given: string): Promise<OpenedShare> {
  const { row, name } = await house.db.transaction().execute(async (tx) => {
    const found = await inside(tx, code, viewerId, { lock: true, said: given })
    const { name } = found
    if (name === '') throw refuseField('name', say.needsName)
    await tx
      .updateTable('appraisal_share')
      .set({ appraiser_name: name, readings: found.row.readings + 1, read_at: new Date() })
      .where('owner_id', '=', found.row.owner_id)
      .where('id', '=', found.row.id)
      .execute()
    await noted(tx, found, 'appraisal.read')
    if (found.row.way === 'account' && viewerId !== null && found.row.person_id === null) await keepReader(tx, found.row, viewerId)
    return { row: found.row, name }
  })
  const ids = await itemsOfShare(house.db, row.owner_id, row.id)
  const [view, comments, agreements] = await Promise.all([
    sharedViewOf(house, ownSight(row.owner_id), sharedBy(row), ids),
    commentsOf(house.db, row.owner_id, row.id),
    agreementsOf(house.db, house.catalogue, row.owner_id, row.id),
  ])
  return { ...view, comments, agreements, endsOn: row.ends_on, appraiserName: name }
}

/** Who registered after something was shared with their address: from now on they find it, and it is theirs whatever their address is. */
async function keepReader(tx: Tx, row: ShareRow, personId: string): Promise<void> {
  await tx
    .updateTable('appraisal_share')
    .set({ person_id: personId })
    .where('owner_id', '=', row.owner_id)
    .where('id', '=', row.id)
    .execute()
  await tx
    .insertInto('appraisal_share_by_person')
    .values({ owner_id: personId, of_owner_id: row.owner_id, id: row.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** @throws Refusal `not_found` for a row that is not shared */
async function refuseOtherRow(db: Db | Tx, { row }: Inside, itemId: string): Promise<void> {
  if (!(await itemsOfShare(db, row.owner_id, row.id)).includes(itemId)) throw new Refusal('not_found', say.notShared)
}

/** @throws Refusal `not_found` for a row that is not shared */
export async function openSharedItem(house: House, code: string, viewerId: string | null, itemId: string): Promise<SharedItem> {
  const found = await opened(house.db, code, viewerId)
  await refuseOtherRow(house.db, found, itemId)
  const item = await sharedItemOf(house, ownSight(found.row.owner_id), itemId, sharedBy(found.row).parts)
  await noted(house.db, found, 'appraisal.item_read', { itemId })
  return item
}

/** @throws Refusal `not_found` where files are not shared */
export async function sharedFileOf({ db }: House, code: string, viewerId: string | null, itemId: string, fileId: string) {
  const found = await opened(db, code, viewerId)
  await refuseOtherRow(db, found, itemId)
  if (!sharedBy(found.row).parts.includes('files')) throw notFound()
  const file = await fileOf(db, ownSight(found.row.owner_id), itemId, fileId)
  await noted(db, found, 'appraisal.file_read', { itemId, about: file.name })
  return file
}

/** The same sent twice is one. @throws Refusal `not_found`, `already_exists`, `try_later` */
export async function commentOnShare(
  house: House,
  code: string,
  viewerId: string | null,
  { id, itemId, text, name: said }: z.output<typeof commenting.schema.body>,
): Promise<AppraisalComment> {
  return house.db.transaction().execute(async (tx) => {
    const found = await opened(tx, code, viewerId, { lock: true, said })
    const { row, name, personId } = found
    if (itemId !== null) await refuseOtherRow(tx, found, itemId)
    const own = tx.selectFrom('appraisal_comment').where('owner_id', '=', row.owner_id)
    const there = await own.where('id', '=', id).selectAll().executeTakeFirst()
    if (there !== undefined) {
      if (there.share_id === row.id && there.text === text && there.item_id === itemId) return commentOf(there)
      throw new Refusal('already_exists', say.notEditable)
    }
    const at = new Date()
    const lately = await own
      .where('share_id', '=', row.id)
      .where('at', '>', new Date(at.getTime() - 24 * HOUR_MS))
      .select('id')
      .execute()
    if (lately.length >= MOST_COMMENTS_A_DAY) throw new Refusal('try_later', say.manyComments, { details: { seconds: 3600 } })
    const made = { id, item_id: itemId, by_name: name, by_id: personId, text, at }
    await tx
      .insertInto('appraisal_comment')
      .values({ owner_id: row.owner_id, share_id: row.id, ...made })
      .execute()
    await noted(tx, found, 'appraisal.commented', { itemId })
    if (row.told_at === null || at.getTime() - row.told_at.getTime() > HOUR_MS) {
      await tx.updateTable('appraisal_share').set({ told_at: at }).where('owner_id', '=', row.owner_id).where('id', '=', row.id).execute()
      await tellOwner(house, tx, row, (to) => shareLetters.commented(to, name))
    }
    return commentOf(made)
  })
}

/**
 * Agrees to the credits of rows as they were read: who, when, which rows at which version, and the total of them (P25). The same sent
 * twice is one.
 * @throws Refusal `not_found`, `already_exists`, `try_later`; `stale_version` where a row, the organisation or the total is not what was
 * read; `not_allowed` for some rows where the columns do not tell what each brings
 */
export async function agreeCredits(
  house: House,
  code: string,
  viewerId: string | null,
  { id, rows, note, name: said, ...read }: z.output<typeof agreeing.schema.body>,
): Promise<CreditAgreement> {
  const row = await house.db.transaction().execute(async (tx) => {
    const found = await opened(tx, code, viewerId, { lock: true, said })
    const { row, name, personId } = found
    if (await isAgreedBefore(tx, row, { id, rows, note })) return row
    const at = new Date()
    const lately = await tx
      .selectFrom('credit_agreement')
      .where('owner_id', '=', row.owner_id)
      .where('share_id', '=', row.id)
      .where('at', '>', new Date(at.getTime() - 24 * HOUR_MS))
      .select('id')
      .execute()
    if (lately.length >= MOST_AGREEMENTS_A_DAY) throw new Refusal('try_later', say.manyAgreements, { details: { seconds: 86_400 } })
    const all = await itemsOfShare(tx, row.owner_id, row.id)
    const shared = new Set(all)
    if (rows.some((one) => !shared.has(one.id))) throw new Refusal('not_found', say.notShared)
    const ids = [...new Set(rows.map((one) => one.id))]
    const seen = ownSight(row.owner_id)
    // Whoever changes one of these rows waits, so that what is agreed to is what stands.
    await tx.selectFrom('item').where('owner_id', '=', row.owner_id).where('id', 'in', ids).select('id').orderBy('id').forShare().execute()
    const lens = await lensOf(tx, row.owner_id)
    if (ids.length < all.length && !tellsEach(sharedBy(row).columns, await totalsOf(tx, seen, NO_FILTERS, lens, all)))
      throw new Refusal('not_allowed', say.onlyAll)
    const [now, totals] = [await standingsOf(house, tx, row.owner_id, lens, ids), await totalsOf(tx, seen, NO_FILTERS, lens, ids)]
    const isAnother = (['accreditorId', 'counted', 'impact', 'notCounted'] as const).some((part) => totals[part] !== read[part])
    if (isAnother || rows.some((one) => now.get(one.id)?.version !== one.version)) throw new Refusal('stale_version', say.rowsChanged)
    await tx
      .insertInto('credit_agreement')
      .values({
        owner_id: row.owner_id,
        id,
        share_id: row.id,
        by_name: name,
        by_id: personId,
        note,
        accreditor_id: lens,
        counted: numericFromHundredths(totals.counted),
        impact: numericFromHundredths(totals.impact),
        not_counted: numericFromHundredths(totals.notCounted),
        at,
      })
      .execute()
    await tx
      .insertInto('credit_agreement_item')
      .values(
        ids.map((itemId) => {
          const { version, counted, impact } = now.get(itemId)!
          return {
            owner_id: row.owner_id,
            agreement_id: id,
            item_id: itemId,
            version,
            counted: numericFromHundredths(counted),
            impact: numericFromHundredths(impact),
          }
        }),
      )
      .execute()
    await noted(tx, found, 'appraisal.agreed')
    await tellOwner(house, tx, row, (to) => shareLetters.agreed(to, name))
    return row
  })
  const agreement = (await agreementsOf(house.db, house.catalogue, row.owner_id, row.id)).find((one) => one.id === id)
  if (agreement === undefined) throw notFound()
  return agreement
}

/** @throws Refusal `already_exists` where something else was agreed under this id */
async function isAgreedBefore(
  tx: Tx,
  { owner_id: ownerId, id: shareId }: ShareRow,
  { id, rows, note }: Pick<z.output<typeof agreeing.schema.body>, 'id' | 'rows' | 'note'>,
): Promise<boolean> {
  const there = await tx.selectFrom('credit_agreement').where('owner_id', '=', ownerId).where('id', '=', id).selectAll().executeTakeFirst()
  if (there === undefined) return false
  const kept = await tx
    .selectFrom('credit_agreement_item')
    .where('owner_id', '=', ownerId)
    .where('agreement_id', '=', id)
    .select(['item_id', 'version'])
    .execute()
  const sent = new Map(rows.map((one) => [one.id, one.version]))
  const isSame = kept.length === sent.size && kept.every((one) => sent.get(one.item_id) === one.version)
  if (there.share_id === shareId && there.note === note && isSame) return true
  throw new Refusal('already_exists', say.agreedBefore)
}

async function tellOwner(
  { config }: House,
  tx: Tx,
  { owner_id: ownerId }: ShareRow,
  write: (to: { name: string; url: string }) => Parameters<typeof writeLetter>[0],
): Promise<void> {
  const [recipient, names] = [await emailOf(tx, ownerId), await namesOf(tx, [ownerId])]
  if (recipient === null) return
  const letter = write({ name: names.get(ownerId) ?? '', url: `${config.url}/appraisal` })
  await sendMail(tx, { category: 'appraisal', ownerId, recipient, ...writeLetter(letter) })
}
