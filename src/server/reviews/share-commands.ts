import type { z } from 'zod'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { factsOfView } from '#domain/reports/words.ts'
import { Shared, type makeShare as making } from '#domain/reviews/share-contract.ts'
import { latestEnd, whyNotUntil } from '#domain/reviews/share-rules.ts'
import { shareLetters, shareWords as say } from '#domain/reviews/words.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf, todayOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { hashOf } from '#server/assessments/ticket-queries.ts'
import { audit } from '#server/platform/audit.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import { labelsOfFilter } from '#server/reports/queries.ts'
import { pathOfShare, tokenOfShare } from './share-queries.ts'
import { rowsToShare, type House } from './shared-view-queries.ts'

const MOST_A_DAY = 20

/**
 * Shares rows that their owner looked at (P25). The same sent twice is one. Whether an address has an account is not told: who has one
 * finds the share in it, and is written to.
 * @throws Refusal `invalid_input` at `endsOn`, `email` or `rows`; `stale_version` where other rows are on screen now; `try_later`
 */
export async function makeShare(house: House, seen: Seen, body: z.output<typeof making.schema.body>): Promise<{ id: string; url: string }> {
  const { id, forName, way, endsOn, rows } = body
  const { ownerId } = seen
  const shared = Shared.parse(body)
  const url = house.config.url + pathOfShare(house, ownerId, id)
  const today = await todayOf(house.db, ownerId)
  const why = whyNotUntil(today, endsOn)
  if (why !== null) throw refuseField('endsOn', why === 'past' ? say.past : say.tooLong(latestEnd(today)))
  const email = way === 'account' ? body.email.toLowerCase() : ''
  if (way === 'account' && email === '') throw refuseField('email', say.needsEmail)
  if (email !== '' && email === (await emailOf(house.db, ownerId))?.toLowerCase()) throw refuseField('email', say.ownEmail)
  const labels = await labelsOfFilter(house.db, seen, shared)
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const own = tx.selectFrom('appraisal_share').where('owner_id', '=', ownerId)
    if ((await own.where('id', '=', id).select('id').executeTakeFirst()) !== undefined) return { id, url }
    const madeAt = new Date()
    const lately = await own
      .where('made_at', '>', new Date(madeAt.getTime() - 24 * 60 * 60 * 1000))
      .select('id')
      .execute()
    if (lately.length >= MOST_A_DAY) throw new Refusal('try_later', say.many, { details: { seconds: 3600 } })
    const now = new Set((await rowsToShare(tx, seen, shared)).ids)
    if (now.size !== new Set(rows).size || rows.some((row) => !now.has(row))) throw new Refusal('stale_version', say.changed)
    const reader =
      email === '' ? undefined : await tx.selectFrom('auth.user').where('email', '=', email).select(['id', 'name']).executeTakeFirst()
    const { parts, ...view } = shared
    await tx
      .insertInto('appraisal_share')
      .values({
        owner_id: ownerId,
        id,
        way,
        for_name: forName,
        for_email: email,
        person_id: reader?.id ?? null,
        token_hash: hashOf(tokenOfShare(house, ownerId, id)),
        view: JSON.stringify(view),
        parts,
        ends_on: endsOn,
        made_at: madeAt,
      })
      .execute()
    await tx
      .insertInto('appraisal_share_item')
      .values([...now].map((itemId) => ({ owner_id: ownerId, share_id: id, item_id: itemId })))
      .execute()
    if (reader !== undefined) {
      await tx.insertInto('appraisal_share_by_person').values({ owner_id: reader.id, id, of_owner_id: ownerId }).execute()
      const names = await namesOf(tx, [ownerId, reader.id])
      const letter = shareLetters.shared({ name: names.get(reader.id) ?? reader.name, url }, names.get(ownerId) ?? '', endsOn)
      await sendMail(tx, { category: 'appraisal', ownerId: reader.id, recipient: email, ...writeLetter(letter) })
    }
    await audit(tx, {
      ownerId,
      personId: seen.viewerId,
      act: 'appraisal.shared',
      recordKind: 'appraisal',
      recordId: id,
      about: [forName, ...factsOfView(shared, labels).map(([name, value]) => `${name}: ${value}`)].join('; '),
    })
    return { id, url }
  })
}

/** At once the link leads nowhere. Done twice it is once. @throws Refusal `not_found` */
export async function revokeShare({ db }: House, seen: Seen, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('appraisal_share')
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .select(['for_name', 'revoked_at'])
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw notFound()
    if (row.revoked_at !== null) return
    await tx
      .updateTable('appraisal_share')
      .set({ revoked_at: new Date() })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'appraisal.revoked',
      recordKind: 'appraisal',
      recordId: id,
      about: row.for_name,
    })
  })
}
