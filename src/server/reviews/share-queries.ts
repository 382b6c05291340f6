import { createHmac } from 'node:crypto'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { readTicketCode, ticketCode } from '#domain/assessments/ticket-code.ts'
import { Refusal } from '#domain/errors.ts'
import { factsOfView } from '#domain/reports/words.ts'
import { type ShareCover } from '#domain/reviews/appraiser-contract.ts'
import { Shared, type AppraisalComment, type CreditAgreement, type ShareLine } from '#domain/reviews/share-contract.ts'
import { changedSince, stateOfShare } from '#domain/reviews/share-rules.ts'
import { shareWords as say } from '#domain/reviews/words.ts'
import { through } from '#domain/reports/through.ts'
import { isClosing } from '#server/accounts/closing-queries.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf, preferencesOf, todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { hashOf } from '#server/assessments/ticket-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { keyFor } from '#server/platform/keys.ts'
import { labelsOfFilter } from '#server/reports/queries.ts'
import { appraisersOf } from './open-share-queries.ts'
import type { House } from './shared-view-queries.ts'
import { standingsOf } from './standing-queries.ts'

/** Always the same for one share, so that its owner can be shown the link again; nobody finds it from what the database holds. */
export const tokenOfShare = ({ config }: Pick<House, 'config'>, ownerId: string, id: string): string =>
  createHmac('sha256', keyFor(config.secret, 'appraisal links')).update(`${ownerId} ${id}`).digest('base64url')

export const pathOfShare = (house: Pick<House, 'config'>, ownerId: string, id: string): string =>
  `/shared/${ticketCode(ownerId, tokenOfShare(house, ownerId, id))}`

const shareRows = (db: Db | Tx, ownerId: string) => db.selectFrom('appraisal_share').selectAll().where('owner_id', '=', ownerId)
export type ShareRow = Awaited<ReturnType<ReturnType<typeof shareRows>['executeTakeFirstOrThrow']>>

export const sharedBy = (row: ShareRow): Shared => Shared.parse({ ...(row.view as object), parts: row.parts })

/** @throws Refusal `link_expired` for a link that is not in use, whatever it was */
export async function shareBehind(db: Db | Tx, code: string, options: { lock?: boolean } = {}): Promise<ShareRow> {
  const gone = () => new Refusal('link_expired', say.gone)
  const read = readTicketCode(code)
  if (read === null) throw gone()
  const row = await shareRows(db, read.ownerId)
    .where('token_hash', '=', hashOf(read.token))
    .$if(options.lock === true, (query) => query.forUpdate())
    .executeTakeFirst()
  if (row === undefined) throw gone()
  if (!(await isOpenToday(db, row))) throw gone()
  return row
}

/** Whether a reader may come in; nobody does while the account closes (A10), and all do again where it is kept. */
const isOpenToday = async (db: Db | Tx, row: ShareRow): Promise<boolean> =>
  (await stateToday(db, row)) === 'open' && !(await isClosing(db, row.owner_id))

const stateToday = async (db: Db | Tx, row: ShareRow) =>
  stateOfShare(await todayOf(db, row.owner_id), { endsOn: row.ends_on, isRevoked: row.revoked_at !== null })

/** Whether this viewer may go in: by the link alone, or by the account it is shared with. The owner is not their own appraiser. */
export async function doorOf(db: Db | Tx, row: ShareRow, viewerId: string | null): Promise<ShareCover['door']> {
  if (viewerId === row.owner_id) return 'own'
  if (row.way === 'link') return 'open'
  if (viewerId === null || (await isClosing(db, viewerId))) return 'sign in'
  if (viewerId === row.person_id) return 'open'
  return (await emailOf(db, viewerId))?.toLowerCase() === row.for_email ? 'open' : 'other account'
}

export async function coverOf(db: Db, code: string, viewerId: string | null): Promise<ShareCover> {
  const row = await shareBehind(db, code)
  const door = await doorOf(db, row, viewerId)
  if (door === 'sign in' || door === 'other account') return { door, ownerName: '', endsOn: null, byLink: false, appraiserName: '' }
  const names = await namesOf(db, [row.owner_id, ...(viewerId === null ? [] : [viewerId])])
  return {
    door,
    ownerName: names.get(row.owner_id) ?? '',
    endsOn: row.ends_on,
    byLink: row.way === 'link',
    appraiserName: row.way === 'account' && viewerId !== null ? (names.get(viewerId) ?? '') : row.appraiser_name,
  }
}

/** The rows of a share that are still there. */
export async function itemsOfShare(db: Db | Tx, ownerId: string, shareId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('appraisal_share_item as shared')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'shared.owner_id').onRef('item.id', '=', 'shared.item_id'))
    .where('shared.owner_id', '=', ownerId)
    .where('shared.share_id', '=', shareId)
    .where('item.binned_at', 'is', null)
    .select('shared.item_id as id')
    .execute()
  return rows.map(({ id }) => id)
}

export async function commentsOf(db: Db | Tx, ownerId: string, shareId: string): Promise<AppraisalComment[]> {
  const rows = await db
    .selectFrom('appraisal_comment')
    .where('owner_id', '=', ownerId)
    .where('share_id', '=', shareId)
    .selectAll()
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(commentOf)
}

export const commentOf = (row: {
  id: string
  item_id: string | null
  by_name: string
  by_id: string | null
  text: string
  at: Date
}): AppraisalComment => ({
  id: row.id,
  itemId: row.item_id,
  byName: row.by_name,
  byLink: row.by_id === null,
  text: row.text,
  at: row.at.toISOString(),
})

/** What was agreed to, each with what has changed since (P25). Oldest first. */
export async function agreementsOf(
  db: Db | Tx,
  catalogue: House['catalogue'],
  ownerId: string,
  shareId: string,
): Promise<CreditAgreement[]> {
  const made = await db
    .selectFrom('credit_agreement')
    .where('owner_id', '=', ownerId)
    .where('share_id', '=', shareId)
    .selectAll()
    .orderBy('at')
    .orderBy('id')
    .execute()
  if (made.length === 0) return []
  const rows = await db
    .selectFrom('credit_agreement_item')
    .where('owner_id', '=', ownerId)
    .where(
      'agreement_id',
      'in',
      made.map(({ id }) => id),
    )
    .selectAll()
    .execute()
  const { unit } = await preferencesOf(db, ownerId)
  const of = Map.groupBy(rows, (row) => row.agreement_id)
  return Promise.all(
    made.map(async (agreement): Promise<CreditAgreement> => {
      const items = of.get(agreement.id) ?? []
      const ids = items.map((row) => row.item_id)
      const now = await standingsOf({ catalogue }, db, ownerId, agreement.accreditor_id, ids)
      const as = through(accreditorById(catalogue, agreement.accreditor_id), unit)
      return {
        id: agreement.id,
        byName: agreement.by_name,
        byLink: agreement.by_id === null,
        at: agreement.at.toISOString(),
        note: agreement.note,
        counted: agreement.counted,
        impact: agreement.impact,
        notCounted: agreement.not_counted,
        organisation: as.organisation?.short ?? null,
        through: as,
        items: ids,
        changed: items.filter((row) => changedSince(row, now.get(row.item_id) ?? null)).map((row) => row.item_id),
      }
    }),
  )
}

/** What an owner shares and shared, the newest first. */
export async function sharesOf(house: House, seen: Seen): Promise<ShareLine[]> {
  const { db, catalogue } = house
  const { ownerId } = seen
  const rows = await shareRows(db, ownerId).orderBy('made_at', 'desc').orderBy('id', 'desc').limit(100).execute()
  return Promise.all(
    rows.map(async (row): Promise<ShareLine> => {
      const shared = sharedBy(row)
      const [state, items, comments, agreements, labels] = await Promise.all([
        stateToday(db, row),
        itemsOfShare(db, ownerId, row.id),
        commentsOf(db, ownerId, row.id),
        agreementsOf(db, catalogue, ownerId, row.id),
        labelsOfFilter(db, seen, shared),
      ])
      const titles = await titlesOf(db, ownerId, [
        ...comments.flatMap(({ itemId }) => itemId ?? []),
        ...agreements.flatMap((one) => one.changed),
      ])
      return {
        id: row.id,
        way: row.way as ShareLine['way'],
        forName: row.for_name,
        forEmail: row.for_email,
        state,
        endsOn: row.ends_on,
        madeAt: row.made_at.toISOString(),
        facts: factsOfView(shared, labels).map(([name, value]) => [name, value]),
        columns: shared.columns,
        parts: shared.parts,
        rows: items.length,
        appraiserName: row.appraiser_name,
        readings: row.readings,
        readAt: row.read_at?.toISOString() ?? null,
        url: state === 'open' ? house.config.url + pathOfShare(house, ownerId, row.id) : null,
        comments: comments.map((one) => ({ ...one, title: one.itemId === null ? null : (titles.get(one.itemId) ?? '') })),
        agreements: agreements.map((one) => ({ ...one, changedTitles: one.changed.map((id) => titles.get(id) ?? '') })),
      }
    }),
  )
}

async function titlesOf(db: Db, ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where('id', 'in', [...new Set(ids)])
    .select(['id', 'title'])
    .execute()
  return new Map(rows.map(({ id, title }) => [id, title]))
}

/** What others share with this person's account, while it is open. */
export async function sharedWith(house: House, readerId: string): Promise<{ id: string; name: string; endsOn: string; path: string }[]> {
  const { db } = house
  const rows = await db
    .selectFrom('appraisal_share_by_person')
    .where('owner_id', '=', readerId)
    .selectAll()
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  const shares = await Promise.all(rows.map(({ of_owner_id, id }) => shareRows(db, of_owner_id).where('id', '=', id).executeTakeFirst()))
  const open = await Promise.all(shares.map(async (row) => (row !== undefined && (await isOpenToday(db, row)) ? [row] : [])))
  const names = await namesOf(
    db,
    open.flat().map((row) => row.owner_id),
  )
  return open.flat().map((row) => ({
    id: row.id,
    name: names.get(row.owner_id) ?? '',
    endsOn: row.ends_on,
    path: pathOfShare(house, row.owner_id, row.id),
  }))
}

/** What appraisers said of one item, to its owner. */
export async function appraisalOfItem({ db, catalogue }: House, { ownerId }: Seen, itemId: string) {
  const [comments, agreed, appraisers] = await Promise.all([
    db
      .selectFrom('appraisal_comment')
      .where('owner_id', '=', ownerId)
      .where('item_id', '=', itemId)
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .execute(),
    db
      .selectFrom('credit_agreement_item as row')
      .innerJoin('credit_agreement as agreement', (join) =>
        join.onRef('agreement.owner_id', '=', 'row.owner_id').onRef('agreement.id', '=', 'row.agreement_id'),
      )
      .where('row.owner_id', '=', ownerId)
      .where('row.item_id', '=', itemId)
      .select([
        'agreement.id',
        'agreement.by_name',
        'agreement.by_id',
        'agreement.at',
        'agreement.accreditor_id',
        'row.version',
        'row.counted',
        'row.impact',
      ])
      .orderBy('agreement.at', 'desc')
      .execute(),
    appraisersOf(db, ownerId, [itemId]),
  ])
  const agreements = await Promise.all(
    agreed.map(async (row) => {
      const now = await standingsOf({ catalogue }, db, ownerId, row.accreditor_id, [itemId])
      return {
        id: row.id,
        byName: row.by_name,
        byLink: row.by_id === null,
        at: row.at.toISOString(),
        counted: row.counted,
        impact: row.impact,
        isChanged: changedSince(row, now.get(itemId) ?? null),
      }
    }),
  )
  return {
    openTo: (appraisers.get(itemId) ?? []).map(({ name }) => name),
    comments: comments.map(commentOf),
    agreements,
  }
}
