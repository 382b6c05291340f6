import { sql } from 'kysely'
import { sinceOf } from '#domain/elsewhere/acceptance.ts'
import { elsewhereWords } from '#domain/elsewhere/words.ts'
import type { Filled } from '#domain/assessments/filled.ts'
import type { Pair } from '#domain/elsewhere/readable.ts'
import { dayIn, shortDate } from '#domain/plain-date.ts'
import { Refusal } from '#domain/errors.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/**
 * Before such items go into the bin, or their files change: what was accepted stays as it was accepted.
 * @throws Refusal `not_allowed` where one of these was signed elsewhere
 */
export async function refuseElsewhere(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return
  const rows = await tx
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`id = any(${[...itemIds]}::uuid[])`)
    .where('kind', '=', 'signed elsewhere')
    .select('id')
    .execute()
  if (rows.length > 0) throw new Refusal('not_allowed', elsewhereWords.locked, { details: { items: rows.map(({ id }) => id) } })
}

/**
 * What those of these items say that were signed elsewhere and accepted here, as evidence (T8, R6), with who accepted them and when. Of what
 * few may read it holds no words, for whoever reads evidence reads it all.
 */
export async function acceptedAmong(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, Filled>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    signer: string
    signedAs: string
    server: string
    signedOn: string
    content: Pair[]
    section: string
    remarks: string[]
    by: string
    as: string
    at: Date
    reason: string
  }>`
    select record.id, signer_name as signer, signer_as as "signedAs", server, signed_on as "signedOn", content, section, remarks,
      done.decided_by_name as by, done.decided_as as as, done.at, done.reason
    from signed_elsewhere record
    join item on item.owner_id = record.owner_id and item.id = record.id and item.kind = 'signed elsewhere'
    join lateral (
      select * from elsewhere_decision made where made.owner_id = record.owner_id and made.record_id = record.id
      order by made.number desc limit 1
    ) done on done.answer = 'accepted'
    where record.owner_id = ${ownerId} and record.id = any(${[...itemIds]}::uuid[])`.execute(db)
  const say = elsewhereWords.evidence
  return new Map(
    rows.map(({ id, signer, signedAs, server, signedOn, content, section, remarks, by, as, at, reason }) => [
      id,
      {
        form: say.form,
        version: '',
        sections: [
          {
            title: say.form,
            writer: 'supervisor',
            answers: [
              {
                label: say.form,
                lines: [
                  say.accepted(by, as, shortDate(dayIn('Europe/London', at.getTime()))),
                  ...(reason === '' || section === 'few' ? [] : [reason]),
                ],
              },
              { label: say.there, lines: [say.signed(signer, signedAs, shortDate(signedOn), server), ...sinceOf(remarks)] },
            ],
          },
          { title: say.said, writer: 'assessor', answers: section === 'few' ? [{ label: say.said, lines: [say.few] }] : content },
        ],
      },
    ]),
  )
}
