import type { z } from 'zod'
import { PlainDate } from '#domain/plain-date.ts'
import { CertificateFields, ExamFields } from '#domain/training/papers-contract.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'

type RowOf<Name extends 'professional_certificate' | 'exam_result'> = z.infer<(typeof ARCHIVED)[Name]['row']>

const Certificate = CertificateFields.omit({ title: true, itemCode: true }).extend({ expiresOn: PlainDate.nullable() })
const Exam = ExamFields.omit({ title: true, itemCode: true })

/** A certificate that its owner entered (T5); null where the college entered it, or where nobody could enter it here. */
export function ownCertificate(row: RowOf<'professional_certificate'>, today: PlainDate): RowOf<'professional_certificate'> | null {
  const given = { awardingBody: row.awarding_body, number: row.number, issuedOn: row.issued_on, expiresOn: row.expires_on }
  const read = Certificate.safeParse(given)
  if (row.source !== 'self' || !read.success) return null
  const { awardingBody, number, issuedOn, expiresOn } = read.data
  if (issuedOn > today || (expiresOn !== null && expiresOn < issuedOn)) return null
  return { ...row, awarding_body: awardingBody, number, issued_on: issuedOn, expires_on: expiresOn }
}

/** The result of an exam, in the same way. */
export function ownExam(row: RowOf<'exam_result'>, today: PlainDate): RowOf<'exam_result'> | null {
  const { awarding_body: awardingBody, candidate_number: candidateNumber, diet, taken_on: takenOn, result } = row
  const read = Exam.safeParse({ awardingBody, candidateNumber, diet, takenOn, result })
  if (row.source !== 'self' || !read.success || read.data.takenOn > today) return null
  const own = read.data
  return { ...row, awarding_body: own.awardingBody, candidate_number: own.candidateNumber, diet: own.diet, taken_on: own.takenOn }
}

/** Of links from each one to an older, those that lead to no ring: none that is one of a ring stands. */
export function withoutRings(links: ReadonlyMap<string, string>): Map<string, string> {
  const stand = new Map(links)
  const seen = new Set<string>()
  for (const first of links.keys()) {
    const way = new Set<string>()
    let at: string | undefined = first
    while (at !== undefined && !seen.has(at) && !way.has(at)) {
      way.add(at)
      at = links.get(at)
    }
    if (at !== undefined && way.has(at)) for (const one of [...way].slice([...way].indexOf(at))) stand.delete(one)
    for (const one of way) seen.add(one)
  }
  return stand
}
