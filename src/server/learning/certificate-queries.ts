import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { renderSVG } from 'uqr'
import { headLines } from '#domain/accounts/chain-words.ts'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { certificateCode, readCertificateCode } from '#domain/learning/certificate-code.ts'
import type { checkCertificate } from '#domain/learning/contract.ts'
import { certificateWords as say } from '#domain/learning/words.ts'
import { longDate } from '#domain/plain-date.ts'
import { sayAmount, unitsThrough } from '#domain/portfolio/words.ts'
import { chainKeyOf, signedHead } from '#server/accounts/chain-queries.ts'
import { preferencesOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { shown, withBreaks } from '#server/platform/shown-text.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import type { z } from 'zod'
import type { KeptAward } from './queries.ts'

type House = Pick<Parts, 'db' | 'catalogue' | 'config'>

/** Signs that surely fit on one line of the name. */
const LONGEST_WORD = 28
const LAYOUT = readFileSync(resolve(import.meta.dirname, 'certificate.typ'), 'utf8')

/** A certificate as PDF/UA-1, with the credits of the organisation chosen now (L8). @throws Refusal `not_found`, `not_allowed` for a void one */
export async function certificatePdf(
  house: House,
  typst: TypstPool,
  seen: Seen,
  certificateId: string,
): Promise<{ pdf: Uint8Array; fileName: string }> {
  const row = await house.db
    .selectFrom('certificate')
    .selectAll()
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', certificateId)
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  if (row.voided_on !== null) throw new Refusal('not_allowed', 'This certificate became void when the module was retaken.')
  const { accreditorId, unit } = await preferencesOf(house.db, seen.ownerId)
  const award = (row.awards as KeptAward[]).find((one) => one.accreditorId === accreditorId)
  const words = unitsThrough(accreditorById(house.catalogue, accreditorId), unit)
  const signed = await signedHead(house.db, chainKeyOf(house.config), seen.ownerId)
  const code = certificateCode(row.owner_id, row.secret)
  const address = `${house.config.url}/check`
  const data = {
    title: `${say.title}: ${row.title}`,
    heading: say.title,
    name: withBreaks(shown(row.name), LONGEST_WORD),
    certifies: say.certifies,
    passed: say.passed,
    module: withBreaks(shown(row.title), LONGEST_WORD),
    facts: [
      [say.on, longDate(row.passed_on)],
      ...(award === undefined ? [] : [[say.credits, `${sayAmount(award.amount, words.awards)}, ${award.name}`]]),
      [say.code, code],
    ],
    notes: [
      award === undefined
        ? say.noCredits(row.minutes)
        : award.basis === 'designated'
          ? say.designated(award.name)
          : say.selfAssessed(award.name),
      say.check(address),
    ],
    chain: signed === null ? [] : [headLines(signed)[0], withBreaks(headLines(signed)[1], 60)],
    qr: renderSVG(`${address}/${code}`, { ecc: 'M', border: 2 }),
    qrAlt: say.qr,
    publisher: say.publisher,
  }
  const { pdf } = await typst.layOut({
    layout: LAYOUT,
    json: Buffer.from(JSON.stringify(data)),
    madeAt: Math.floor(row.issued_at.getTime() / 1000),
  })
  return { pdf, fileName: say.fileName(row.title, row.passed_on) }
}

/** The certificate that stands for a module's row, as a PDF; null where there is none. */
export async function certificateOfItem(
  house: House,
  typst: TypstPool,
  seen: Seen,
  itemId: string,
): Promise<{ pdf: Uint8Array; fileName: string } | null> {
  const row = await house.db
    .selectFrom('certificate')
    .innerJoin('attempt', (join) =>
      join.onRef('attempt.owner_id', '=', 'certificate.owner_id').onRef('attempt.id', '=', 'certificate.attempt_id'),
    )
    .innerJoin('enrolment', (join) =>
      join.onRef('enrolment.owner_id', '=', 'attempt.owner_id').onRef('enrolment.id', '=', 'attempt.enrolment_id'),
    )
    .where('certificate.owner_id', '=', seen.ownerId)
    .where('enrolment.item_id', '=', itemId)
    .where('certificate.voided_on', 'is', null)
    .select('certificate.id')
    .executeTakeFirst()
  return row === undefined ? null : certificatePdf(house, typst, seen, row.id)
}

/** What anybody is told of a code: name, module, date, credits and state, and nothing else (L8). @throws Refusal `not_found` */
export async function checkOf(house: House, typed: string): Promise<z.output<(typeof checkCertificate.schema.response)[200]>> {
  const read = readCertificateCode(typed)
  if (read === null) throw new Refusal('not_found', 'This is not a code of ours. Look for a sign that was misread.')
  const row = await house.db
    .selectFrom('certificate')
    .selectAll()
    .where('owner_id', '=', read.ownerId)
    .where('secret', '=', read.secret)
    .executeTakeFirst()
  if (row === undefined) throw new Refusal('not_found', 'There is no certificate with this code.')
  return {
    name: row.name,
    module: row.title,
    passedOn: row.passed_on,
    credits: (row.awards as KeptAward[]).map((award) => ({
      organisation: award.name,
      amount: sayAmount(award.amount, unitsThrough(accreditorById(house.catalogue, award.accreditorId), 'credits').awards),
      selfAssessed: award.basis === 'self-assessed',
    })),
    state: row.voided_on === null ? 'valid' : 'void',
  }
}
