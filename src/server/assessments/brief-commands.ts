import type { z } from 'zod'
import type { presentRecord as contract } from '#domain/assessments/brief-contract.ts'
import { meetingWords as say } from '#domain/assessments/meeting-words.ts'
import { refuseField } from '#domain/errors.ts'
import { finishForm } from '#server/accounts/begun-commands.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { relationsOfOwner } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { House } from './entry-queries.ts'

/** Keeps until when a viewer has looked; never back (T19). */
export async function haveLooked({ db }: House, seen: Seen, asOf: string): Promise<void> {
  const at = new Date(Math.min(Date.parse(asOf), Date.now()))
  await db
    .insertInto('looked_at')
    .values({ owner_id: seen.ownerId, viewer_id: seen.viewerId, at })
    .onConflict((conflict) => conflict.columns(['owner_id', 'viewer_id']).doUpdateSet({ at }).where('looked_at.at', '<', at))
    .execute()
}

/**
 * Brings the record before a supervisor: they are written to, without a clinical word, and the day is kept (T19). Sent twice it is once.
 * @throws Refusal `invalid_input` at `toId` or `note`
 */
export async function presentRecord(
  house: House,
  seen: Seen,
  { id, toId, note, overrides }: z.output<(typeof contract)['schema']['body']>,
): Promise<z.output<(typeof contract)['schema']['response'][201]>> {
  const { db, config } = house
  const supervisors = await relationsOfOwner(db, seen)
  const to = supervisors.find(({ personId, phase, relation }) => personId === toId && phase === 'during' && relation.endsWith('supervisor'))
  if (to === undefined) throw refuseField('toId', say.notSupervisor)
  return db.transaction().execute(async (tx) => {
    const { ownerId, viewerId: personId } = seen
    const made = await tx
      .insertInto('presentation')
      .values({ owner_id: seen.ownerId, id, to_id: toId, to_name: to.name, note, at: new Date() })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made !== undefined) {
      await guardTexts(tx, { ownerId, personId, kind: 'clinical writing', itemId: id, texts: { note }, overrides })
      await finishForm(tx, seen.viewerId, `presentation/${seen.ownerId}`)
      await audit(tx, {
        ownerId: seen.ownerId,
        personId: seen.viewerId,
        act: 'record.presented',
        recordKind: 'presentation',
        recordId: id,
        about: say.presentedTo(to.name),
      })
      const [recipient, names] = [await emailOf(tx, toId), await namesOf(tx, [seen.ownerId])]
      const name = names.get(seen.ownerId) ?? ''
      if (recipient !== null) {
        await sendMail(tx, {
          category: 'meetings',
          ownerId: toId,
          recipient,
          ...writeLetter({
            subject: say.mail.subject(name),
            greeting: say.mail.greeting(to.name),
            paragraphs: [say.mail.text(name)],
            link: { label: say.mail.link, url: `${config.url}/record/${seen.ownerId}/brief` },
          }),
        })
      }
    }
    const kept = await tx
      .selectFrom('presentation')
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .select(['to_name', 'note', 'at'])
      .executeTakeFirstOrThrow()
    return { id, toName: kept.to_name, note: kept.note, at: kept.at.toISOString() }
  })
}
