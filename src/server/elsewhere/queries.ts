import { sql } from 'kysely'
import { mayOf } from '#domain/accounts/may.ts'
import { sinceOf, standingOf, whyNotDecided, type AnswerElsewhere, type StandingElsewhere } from '#domain/elsewhere/acceptance.ts'
import {
  ELSEWHERE_A_PAGE,
  type DecisionElsewhere,
  type ListedElsewhere,
  type ReadElsewhere,
  type RecordElsewhere,
} from '#domain/elsewhere/contract.ts'
import type { Pair } from '#domain/elsewhere/readable.ts'
import type { KindElsewhere, ProofElsewhere, RemarkElsewhere } from '#domain/elsewhere/signed-elsewhere.ts'
import { elsewhereWords } from '#domain/elsewhere/words.ts'
import { notFound } from '#domain/errors.ts'
import { sameName } from '#domain/training/same-person.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { thoseWhoMay } from '#server/accounts/reader-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { whyItemsStay } from '#server/capture/rests-on-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'

const KIND = 'signed_elsewhere'

/** Which sections the viewer may read. */
const sectionsFor = (seen: Seen): string[] => (['whole', 'few'] as const).filter((section) => seen.may('read', KIND, { section }).allowed)

/** Rows with their newest decision, as far as the viewer may read them. */
const rowsFor = (db: Db | Tx, seen: Seen) =>
  db
    .selectFrom('signed_elsewhere as record')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('elsewhere_decision')
          .select(['elsewhere_decision.id as decisionId', 'answer', 'reason', 'decided_by_name', 'decided_as', 'at'])
          .whereRef('elsewhere_decision.owner_id', '=', 'record.owner_id')
          .whereRef('elsewhere_decision.record_id', '=', 'record.id')
          .orderBy('elsewhere_decision.number', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .where('record.owner_id', '=', seen.ownerId)
    .where(sql<boolean>`record.section = any(${sectionsFor(seen)}::text[])`)

const STANDING = sql<StandingElsewhere>`case newest.answer when 'accepted' then 'accepted' when 'declined' then 'declined' else 'waiting' end`

/** How many there are and how many wait, as far as the viewer may read them. */
export async function countsElsewhere(db: Db | Tx, seen: Seen): Promise<Record<'all' | StandingElsewhere, number>> {
  const rows = await rowsFor(db, seen)
    .select([STANDING.as('standing'), sql<number>`count(*)::int`.as('count')])
    .groupBy(STANDING)
    .execute()
  const of = (standing: StandingElsewhere) => rows.find((row) => row.standing === standing)?.count ?? 0
  return {
    all: rows.reduce((sum, { count }) => sum + count, 0),
    waiting: of('waiting'),
    accepted: of('accepted'),
    declined: of('declined'),
  }
}

/** A page of what was signed elsewhere, the newest first (R6). */
export async function elsewhereOf(
  db: Db,
  seen: Seen,
  { show, page }: { show: 'all' | StandingElsewhere; page: number },
): Promise<ListedElsewhere> {
  const [rows, counts, names, acceptors] = await Promise.all([
    rowsFor(db, seen)
      .$if(show !== 'all', (query) => query.where(sql<boolean>`${STANDING} = ${show}`))
      .selectAll('record')
      .select(['newest.decisionId', 'newest.answer', 'newest.reason', 'newest.decided_by_name', 'newest.decided_as', 'newest.at'])
      .orderBy('record.signed_at', 'desc')
      .orderBy('record.id')
      .limit(ELSEWHERE_A_PAGE + 1)
      .offset(page * ELSEWHERE_A_PAGE)
      .execute(),
    countsElsewhere(db, seen),
    namesOf(db, [seen.ownerId]),
    thoseWhoMay(db, seen.ownerId, 'verify', KIND, { section: 'whole', state: 'new' }),
  ])
  const shown = rows.slice(0, ELSEWHERE_A_PAGE)
  const rests = await restsOn(
    db,
    seen.ownerId,
    shown.filter(({ answer }) => answer === 'accepted').map(({ id }) => id),
  )
  const name = names.get(seen.ownerId) ?? ''
  return {
    name,
    records: shown.map((row) => recordOf(seen, row, name, rests.get(row.id) ?? null)),
    hasMore: rows.length > ELSEWHERE_A_PAGE,
    counts,
    can: { decide: mayOf(seen.may('verify', KIND, { section: 'whole', state: 'new' })) },
    acceptors: acceptors.map(({ name: by, relation }) => ({ name: by, as: relation })),
  }
}

/** One of them, with what it says. @throws Refusal `not_found` */
export async function oneElsewhere(db: Db, seen: Seen, id: string): Promise<ReadElsewhere> {
  const row = await rowsFor(db, seen)
    .where('record.id', '=', id)
    .selectAll('record')
    .select(['newest.decisionId', 'newest.answer', 'newest.reason', 'newest.decided_by_name', 'newest.decided_as', 'newest.at'])
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  const [names, rests, decisions] = await Promise.all([
    namesOf(db, [seen.ownerId]),
    restsOn(db, seen.ownerId, [id]),
    db
      .selectFrom('elsewhere_decision')
      .where('owner_id', '=', seen.ownerId)
      .where('record_id', '=', id)
      .selectAll()
      .orderBy('number', 'desc')
      .limit(50)
      .execute(),
  ])
  return {
    ...recordOf(seen, row, names.get(seen.ownerId) ?? '', rests.get(id) ?? null),
    content: row.content as Pair[],
    remarks: row.remarks as RemarkElsewhere[],
    number: row.number,
    publicKey: row.public_key,
    keyIsOurs: row.key_is_ours,
    isFew: row.section === 'few',
    broughtAt: row.brought_at.toISOString(),
    decisions: decisions.map((one) => ({
      id: one.id,
      answer: one.answer as AnswerElsewhere,
      reason: one.reason,
      by: one.decided_by_name,
      as: one.decided_as,
      at: one.at.toISOString(),
    })),
  }
}

interface Row {
  readonly id: string
  readonly kind: string
  readonly section: string
  readonly title: string
  readonly signed_on: string
  readonly signer_name: string
  readonly signer_as: string
  readonly from_name: string
  readonly server: string
  readonly proof: string
  readonly key_is_ours: boolean
  readonly remarks: string[]
  readonly decisionId: string | null
  readonly answer: string | null
  readonly reason: string | null
  readonly decided_by_name: string | null
  readonly decided_as: string | null
  readonly at: Date | null
}

function recordOf(seen: Seen, row: Row, ownerName: string, rests: string | null): RecordElsewhere {
  const proof = row.proof as ProofElsewhere
  const standing = standingOf(row.answer as AnswerElsewhere | null)
  const mayDecide = mayOf(seen.may('verify', KIND, { section: row.section as 'whole' | 'few', state: 'new' }))
  const decided = { proof, remarks: row.remarks as RemarkElsewhere[], standing, restsOn: rests }
  const can = (answer: AnswerElsewhere) => mayDecide ?? whyNotDecided(decided, answer)
  return {
    id: row.id,
    kind: row.kind as KindElsewhere,
    title: row.title,
    signedOn: row.signed_on,
    signer: row.signer_name,
    signedAs: row.signer_as,
    server: row.server,
    fromName: row.from_name,
    isSameName: sameName(row.from_name, ownerName),
    isNamedHere: row.key_is_ours && !row.remarks.includes('unnamed'),
    proof,
    standing,
    since: standing === 'accepted' ? sinceOf(row.remarks) : [],
    decision: decisionOf(row),
    can: { accept: can('accepted'), decline: can('declined'), withdraw: can('withdrawn') },
  }
}

const decisionOf = (row: Row): DecisionElsewhere | null =>
  row.decisionId === null
    ? null
    : {
        id: row.decisionId,
        answer: row.answer as AnswerElsewhere,
        reason: row.reason ?? '',
        by: row.decided_by_name ?? '',
        as: row.decided_as ?? '',
        at: row.at!.toISOString(),
      }

/** What rests on accepted records, in words: their items have their ids. A tag, or what its owner wrote and took away again, is nothing. */
export async function restsOn(db: Db | Tx, ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const [rests, written] = await Promise.all([
    whyItemsStay(db, ownerId, ids),
    db
      .selectFrom('item')
      .where('owner_id', '=', ownerId)
      .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
      .where('kind', '=', 'signed elsewhere')
      .where(
        sql<boolean>`(notes <> '' or link <> '' or personal is not null or personal_reason <> '' or impact is not null or clinical is not null
          or setting is not null or practice_before <> '' or practice_after <> '' or practice_changes <> '' or change_check_on is not null
          or file_count > 0)`,
      )
      .select('id')
      .execute(),
  ])
  return new Map([...written.map(({ id }) => [id, elsewhereWords.decide.written] as const), ...rests])
}
