import { createHash } from 'node:crypto'
import { canonicalJson } from '#domain/canonical-json.ts'
import { faultOfReason, standingOf, whyNotDecided, type AnswerElsewhere } from '#domain/elsewhere/acceptance.ts'
import type { DecideInput } from '#domain/elsewhere/contract.ts'
import type { Pair } from '#domain/elsewhere/readable.ts'
import type { KindElsewhere, ProofElsewhere, RemarkElsewhere } from '#domain/elsewhere/signed-elsewhere.ts'
import { elsewhereWords } from '#domain/elsewhere/words.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { ItemType } from '#domain/portfolio/item.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { isClosing } from '#server/accounts/closing-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { standingFor } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'
import type { Parts } from '#server/platform/parts.ts'
import { eraseMany } from '#server/portfolio/bulk-commands.ts'
import { recordOfKind } from '#server/portfolio/kind-commands.ts'
import { tellOwner } from './letters.ts'
import { restsOn } from './queries.ts'

type House = Pick<Parts, 'db' | 'config'>
const { decide: words } = elsewhereWords

/**
 * Decides about records that were signed elsewhere (R6): all of them or, where one is refused, none. Each answer joins the owner's chain; by
 * an acceptance the record becomes an item of their portfolio, and by its withdrawal it is one no more. Sent again, as after a lost
 * answer, it does nothing more. Answers how many it decided.
 * @throws Refusal `not_found`; `not_allowed` with the reason; `stale_version` where somebody decided since; `invalid_input` at `reason`
 */
export async function decide(house: House, seen: Seen, { answer, reason, records }: DecideInput): Promise<number> {
  const fault = faultOfReason(answer, reason)
  if (fault !== null) throw refuseField('reason', fault)
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const { ownerId, viewerId: personId } = seen
    await guardTexts(tx, { ownerId, personId, kind: 'clinical writing', itemId: records[0]!.id, texts: { reason } })
    const name = (await namesOf(tx, [seen.viewerId])).get(seen.viewerId) ?? ''
    let last: Decider | null = null
    const news: Decided[] = []
    for (const one of [...new Map(records.map((record) => [record.id, record])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      const decided = await decideOne(house, tx, seen, name, { answer, reason, ...one })
      if (decided === null) continue
      news.push(decided)
      last = decided.by
    }
    if (last !== null) await tellOwner(tx, house, seen.ownerId, last, answer, news)
    return news.length
  })
}

type Decider = { readonly id: string; readonly name: string; readonly as: string }
export type Decided = { readonly by: Decider; readonly title: string; readonly head: Awaited<ReturnType<typeof signRecord>> }

interface One {
  readonly id: string
  readonly decisionId: string
  readonly after: string | null
  readonly answer: AnswerElsewhere
  readonly reason: string
}

/** The owner is locked. Null where this very decision is there already. */
async function decideOne(house: House, tx: Tx, seen: Seen, name: string, one: One): Promise<Decided | null> {
  const { ownerId } = seen
  const { id, answer, reason } = one
  const record = await tx.selectFrom('signed_elsewhere').where('owner_id', '=', ownerId).where('id', '=', id).selectAll().executeTakeFirst()
  if (record === undefined) throw notFound()
  const section = record.section as 'whole' | 'few'
  if (!seen.may('read', 'signed_elsewhere', { section }).allowed) throw notFound()
  const may = seen.may('verify', 'signed_elsewhere', { section, state: 'new' })
  if (!may.allowed) throw new Refusal(may.code, may.reason)
  if (seen.viewerId === ownerId) throw new Refusal('not_allowed', words.notOneself)
  if (await isClosing(tx, ownerId)) throw new Refusal('not_allowed', words.closing)
  const by = { id: seen.viewerId, name, as: await standingFor(tx, seen, 'verify', 'signed_elsewhere', { section, state: 'new' }) }
  const [newest] = await tx
    .selectFrom('elsewhere_decision')
    .where('owner_id', '=', ownerId)
    .where('record_id', '=', id)
    .select(['id', 'answer', 'decided_by'])
    .orderBy('number', 'desc')
    .limit(1)
    .execute()
  if (newest?.id === one.decisionId && newest.decided_by === by.id) return null
  if ((newest?.id ?? null) !== one.after) throw new Refusal('stale_version', words.changed)
  const rests = answer === 'withdrawn' ? await restsOnLocked(tx, ownerId, id) : null
  const refused = whyNotDecided(
    {
      proof: record.proof as ProofElsewhere,
      remarks: record.remarks as RemarkElsewhere[],
      standing: standingOf((newest?.answer as AnswerElsewhere | undefined) ?? null),
      restsOn: rests,
    },
    answer,
  )
  if (refused !== null) throw new Refusal('not_allowed', refused)
  // A mail, an item that others read as evidence, and what whoever may reads when the account is gone, say no more of what few may read than what sort it is.
  const title = section === 'few' ? elsewhereWords.kinds[record.kind as KindElsewhere] : record.title
  const at = new Date()
  const head = await signRecord(tx, chainKeyOf(house.config), {
    ownerId,
    kind: 'verification',
    says: elsewhereWords.signed[answer](title),
    by,
    at,
    record: {
      verified: 'signed elsewhere',
      section,
      answer,
      reason,
      id,
      what: record.title,
      key: record.key,
      proof: record.proof,
      signedThereOn: record.signed_on,
      signedThereBy: { name: record.signer_name, as: record.signer_as },
      from: {
        ownerId: record.from_owner,
        name: record.from_name,
        server: record.server,
        publicKey: record.public_key,
        number: record.number,
      },
      contentHash: hashOfContent(one.decisionId, record.content as Pair[]),
    },
  })
  const isNew = await tx
    .insertInto('elsewhere_decision')
    .values({
      owner_id: ownerId,
      id: one.decisionId,
      record_id: id,
      answer,
      reason,
      decided_by: by.id,
      decided_by_name: by.name,
      decided_as: by.as,
      number: head.number,
      at,
    })
    .onConflict((conflict) => conflict.columns(['owner_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (isNew === undefined) throw new Refusal('stale_version', words.changed)
  if (answer === 'accepted') {
    const isItem = await recordOfKind(tx, seen, {
      id,
      kind: 'signed elsewhere',
      source: 'imported',
      title,
      type: record.type as ItemType | null,
      completedOn: record.signed_on,
    })
    if (!isItem) throw new Refusal('not_allowed', words.otherItem)
  }
  if (answer === 'withdrawn') await eraseItem(tx, ownerId, id)
  await audit(tx, {
    ownerId,
    personId: by.id,
    act: `elsewhere.${answer}`,
    recordKind: 'signed_elsewhere',
    recordId: id,
    about: record.title,
  })
  return { by, title, head }
}

/**
 * By it can be shown what was accepted while its words are here. The number of the decision keeps anybody from trying texts: it is in no
 * signature, and goes with the account.
 */
const hashOfContent = (decisionId: string, content: readonly Pair[]): string =>
  createHash('sha256')
    .update(decisionId + canonicalJson(content.map(({ label, lines }) => ({ label, lines: [...lines] }))))
    .digest('hex')

async function eraseItem(tx: Tx, ownerId: string, id: string): Promise<void> {
  const item = await tx
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .where('kind', '=', 'signed elsewhere')
    .select('id')
    .executeTakeFirst()
  if (item !== undefined) await eraseMany(tx, ownerId, [id])
}

/** Nothing is built upon its item until this ends. */
async function restsOnLocked(tx: Tx, ownerId: string, id: string): Promise<string | null> {
  await tx.selectFrom('item').where('owner_id', '=', ownerId).where('id', '=', id).select('id').forUpdate().execute()
  return (await restsOn(tx, ownerId, [id])).get(id) ?? null
}
