import type { ItemDetail, ItemLinks, SignOff } from '#domain/curriculum/contract.ts'
import { curriculumItem } from '#domain/curriculum/curriculum-items.ts'
import type { SupervisorAnswer } from '#domain/curriculum/sign-off.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { notFound } from '#domain/errors.ts'
import type { ItemType } from '#domain/portfolio/item.ts'
import { readersOf } from '#server/accounts/reader-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { curriculaNow } from './catalogue-queries.ts'
import { basisOf, evidenceNow, linkedOf } from './evidence-queries.ts'
import { newestAssessment } from './page-queries.ts'
import { readUnder } from './version-queries.ts'
import { inHandOf, itemIn, signingsOf } from './year-queries.ts'

type House = Pick<Parts, 'db' | 'catalogue'>

/** The items linked to curriculum items, the newest link first; what is in the bin is left out. */
export function linkedTo(db: Db | Tx, ownerId: string, curriculumId: string, codes: readonly string[]) {
  return db
    .selectFrom('evidence_link as link')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'link.owner_id').onRef('item.id', '=', 'link.item_id'))
    .where('link.owner_id', '=', ownerId)
    .where('link.curriculum_id', '=', curriculumId)
    .where('link.item_code', 'in', codes)
    .where('link.unlinked_at', 'is', null)
    .where('item.binned_at', 'is', null)
    .select([
      'item.id as itemId',
      'item.title',
      'item.type',
      'item.learned_on as learnedOn',
      'item.file_count as files',
      'link.linked_at as at',
    ])
    .orderBy('link.linked_at', 'desc')
    .orderBy('item.id', 'desc')
}

/** @throws Refusal `not_found` */
export async function itemDetail(house: House, seen: Seen, code: string, version?: string): Promise<ItemDetail> {
  const { db } = house
  const { ownerId } = seen
  const inHand = await readUnder(house, ownerId, version)
  itemIn(inHand, code)
  const { id: curriculumId } = inHand.curriculum
  const of = { ownerId, curriculumId, code }
  const [links, selfAssessments, signOffs, signingOf] = await Promise.all([
    linkedTo(db, ownerId, curriculumId, [code]).execute(),
    assessmentsOf(db, of),
    signOffsOf(house, of),
    signingsOf(db, seen, inHand),
  ])
  const { year } = signingOf(code)
  const now = await evidenceNow(
    house,
    db,
    ownerId,
    links.map(({ itemId }) => itemId),
  )
  const assessed = year === null ? undefined : await newestAssessment(db, ownerId, curriculumId, year.id, code)
  return {
    code,
    links: links.map(({ at, type, ...link }) => ({ ...link, type: type as ItemType | null, linkedAt: at.toISOString() })),
    selfAssessments,
    signOffs,
    basis: basisOf([...now.values()], assessed?.id ?? null),
  }
}

interface Of {
  readonly ownerId: string
  readonly curriculumId: string
  readonly code: string
}

async function assessmentsOf(db: Db, { ownerId, curriculumId, code }: Of) {
  const rows = await db
    .selectFrom('self_assessment')
    .where('owner_id', '=', ownerId)
    .where('curriculum_id', '=', curriculumId)
    .where('item_code', '=', code)
    .select(['id', 'training_year as year', 'level', 'why', 'assessed_at as at'])
    .orderBy('assessed_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}

async function signOffsOf(house: House, { ownerId, curriculumId, code }: Of): Promise<SignOff[]> {
  const { db } = house
  const rows = await db
    .selectFrom('sign_off')
    .leftJoin('self_assessment as assessed', (join) =>
      join.onRef('assessed.owner_id', '=', 'sign_off.owner_id').onRef('assessed.id', '=', 'sign_off.self_assessment_id'),
    )
    .where('sign_off.owner_id', '=', ownerId)
    .where('sign_off.curriculum_id', '=', curriculumId)
    .where('sign_off.item_code', '=', code)
    .selectAll('sign_off')
    .select(['assessed.level as assessedLevel', 'assessed.assessed_at as assessedAt'])
    .orderBy('chain_number', 'desc')
    .execute()
  if (rows.length === 0) return []
  const kept = await db
    .selectFrom('evidence_version')
    .where('owner_id', '=', ownerId)
    .where(
      'sign_off_id',
      'in',
      rows.map(({ id }) => id),
    )
    .select(['sign_off_id', 'item_id', 'title', 'hash'])
    .orderBy('title')
    .execute()
  // What is not linked any more is the owner's alone: nobody is told whether it has changed.
  const open = await linkedOf(db, ownerId, [...new Set(kept.map(({ item_id }) => item_id))])
  const now = await evidenceNow(house, db, ownerId, [...open.keys()])
  const ofSignature = Map.groupBy(kept, (one) => one.sign_off_id)
  const newestOf = new Map(rows.toReversed().map((row) => [row.training_year_id, row.id]))
  return rows.map((row) => ({
    id: row.id,
    year: row.training_year,
    answer: row.answer as SupervisorAnswer['answer'],
    level: row.level,
    reasons: row.reasons as SignOff['reasons'],
    note: row.note,
    by: row.signed_by_name,
    relation: row.relation as SignOff['relation'],
    at: row.signed_at.toISOString(),
    isSuperseded: newestOf.get(row.training_year_id) !== row.id,
    chainNumber: row.chain_number,
    selfAssessment:
      row.assessedLevel === null || row.assessedAt === null ? null : { level: row.assessedLevel, at: row.assessedAt.toISOString() },
    evidence: (ofSignature.get(row.id) ?? []).map(({ item_id, title, hash }) => ({
      itemId: item_id,
      title,
      hasChanged: now.has(item_id) && now.get(item_id)?.hash !== hash,
      isLinked: open.has(item_id),
    })),
  }))
}

/**
 * What an item is linked to, under earlier versions of the curriculum too where it is not linked to the same under the owner's own: each
 * opens it. Its owner is also told what a link opens, and to whom (P24).
 */
export async function linksOf(house: House, seen: Seen, itemId: string): Promise<ItemLinks> {
  const { db } = house
  const { ownerId } = seen
  const [{ curriculum }, curricula] = await Promise.all([inHandOf(house, ownerId), curriculaNow(db, house.catalogue)])
  const rows = await db
    .selectFrom('evidence_link as link')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'link.owner_id').onRef('item.id', '=', 'link.item_id'))
    .where('link.owner_id', '=', ownerId)
    .where('link.item_id', '=', itemId)
    .where('link.unlinked_at', 'is', null)
    .where('item.binned_at', 'is', null)
    .select((eb) => [
      'link.item_code as code',
      'link.curriculum_id as curriculumId',
      'link.linked_at as at',
      eb
        .exists(
          eb
            .selectFrom('evidence_version as kept')
            .innerJoin('sign_off', (join) =>
              join.onRef('sign_off.owner_id', '=', 'kept.owner_id').onRef('sign_off.id', '=', 'kept.sign_off_id'),
            )
            .whereRef('kept.owner_id', '=', 'link.owner_id')
            .whereRef('kept.item_id', '=', 'link.item_id')
            .whereRef('sign_off.curriculum_id', '=', 'link.curriculum_id')
            .whereRef('sign_off.item_code', '=', 'link.item_code')
            .select('kept.item_id'),
        )
        .as('isSigned'),
    ])
    .orderBy('link.item_code')
    .execute()
  const isOwner = seen.viewerId === ownerId
  const opens = isOwner ? (await evidenceNow(house, db, ownerId, [itemId])).get(itemId) : undefined
  if (isOwner && opens === undefined) throw notFound()
  return {
    links: [...Map.groupBy(rows, ({ code }) => code).values()].map((same) => {
      const { code, curriculumId, at, isSigned } = same.find((row) => row.curriculumId === curriculum.id) ?? same.at(-1)!
      const under = curricula.find(({ id }) => id === curriculumId)
      return {
        code,
        title: (under && curriculumItem(under, code)?.title) ?? '',
        earlier: curriculumId === curriculum.id ? null : (under?.version ?? curriculumId),
        linkedAt: at.toISOString(),
        isSigned: Boolean(isSigned),
      }
    }),
    opens: opens?.evidence ?? null,
    readers: isOwner ? (await readersOf(db, ownerId, 'evidence_link')).map(({ name, relation }) => ({ name, relation })) : [],
    can: { link: mayOf(seen.may('write', 'evidence_link', { state: 'new' })) },
  }
}
