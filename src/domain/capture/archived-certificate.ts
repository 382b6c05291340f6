import type { z } from 'zod'
import { PlainDate } from '#domain/plain-date.ts'
import { CertificateFields } from '#domain/training/papers-contract.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'

type Row = z.infer<typeof ARCHIVED.professional_certificate.row>

const Fields = CertificateFields.omit({ title: true, itemCode: true }).extend({ expiresOn: PlainDate.nullable() })

/** A certificate that its owner entered (T5); null where the college entered it, or where nobody could enter it here. */
export function ownCertificate(row: Row, today: PlainDate): Row | null {
  const read = Fields.safeParse({ awardingBody: row.awarding_body, number: row.number, issuedOn: row.issued_on, expiresOn: row.expires_on })
  if (row.source !== 'self' || !read.success) return null
  const { awardingBody, number, issuedOn, expiresOn } = read.data
  if (issuedOn > today || (expiresOn !== null && expiresOn < issuedOn)) return null
  return { ...row, awarding_body: awardingBody, number, issued_on: issuedOn, expires_on: expiresOn }
}
