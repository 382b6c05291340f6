import type { z } from 'zod'
import {
  amendCertificate,
  amendExam,
  CertificateFields,
  ExamFields,
  recordCertificate,
  recordExam,
} from '#domain/training/papers-contract.ts'
import { call } from '#web/platform/call.ts'
import type { Paper, PaperKind } from './certificates-page.tsx'
import { words } from './paper-page-words.ts'

const form = words.papers.form

export interface PaperField {
  readonly name: string
  readonly label: string
  readonly as: 'text' | 'day' | 'result'
  /** A day that must be given. */
  readonly required?: boolean
  readonly description?: string
}

interface Fresh {
  readonly id: string
  readonly corrects: string | null
  readonly renews: string | null
}

/** What a form for papers is told of one kind: what it begins with, its fields after name and awarding body, and how it is kept. */
export interface PaperDescription {
  readonly schema: z.ZodObject
  readonly start: Readonly<Record<string, unknown>>
  readonly fields: readonly PaperField[]
  readonly record: (ownerId: string, body: unknown, fresh: Fresh) => Promise<unknown>
  readonly amend: (params: { readonly ownerId: string; readonly id: string }, body: unknown, version: number) => Promise<unknown>
}

/** A renewal begins with what stays the same, and days of its own. */
function certificate(of: Paper | null, renewing = false): PaperDescription {
  const one = of?.kind === 'certificate' ? of.one : null
  return {
    schema: CertificateFields,
    start: {
      ...inCommon(one),
      ...(renewing || one === null
        ? { number: '', issuedOn: '', expiresOn: null }
        : { number: one.number, issuedOn: one.issuedOn, expiresOn: one.expiresOn }),
    },
    fields: [
      { name: 'number', label: form.number, as: 'text' },
      { name: 'issuedOn', label: form.issued, as: 'day', required: true },
      { name: 'expiresOn', label: form.expires, as: 'day', description: form.expiresHelp },
    ],
    record: (ownerId, body, fresh) =>
      call(recordCertificate, { params: { ownerId }, body: { ...CertificateFields.parse(body), ...fresh } }),
    amend: (params, body, version) => call(amendCertificate, { params, body: { ...CertificateFields.parse(body), version } }),
  }
}

function exam(of: Paper | null): PaperDescription {
  const one = of?.kind === 'exam' ? of.one : null
  return {
    schema: ExamFields,
    start: {
      ...inCommon(one),
      candidateNumber: one?.candidateNumber ?? '',
      diet: one?.diet ?? '',
      takenOn: one?.takenOn ?? '',
      result: one?.result ?? 'passed',
    },
    fields: [
      { name: 'candidateNumber', label: form.candidate, as: 'text' },
      { name: 'diet', label: form.diet, as: 'text' },
      { name: 'takenOn', label: form.taken, as: 'day', required: true },
      { name: 'result', label: form.result, as: 'result' },
    ],
    record: (ownerId, body, { id, corrects }) =>
      call(recordExam, { params: { ownerId }, body: { ...ExamFields.parse(body), id, corrects } }),
    amend: (params, body, version) => call(amendExam, { params, body: { ...ExamFields.parse(body), version } }),
  }
}

const inCommon = (one: Paper['one'] | null) => ({
  title: one?.title ?? '',
  itemCode: one?.itemCode ?? null,
  awardingBody: one?.awardingBody ?? '',
})

export const DESCRIPTIONS: Readonly<Record<PaperKind, (of: Paper | null, renewing: boolean) => PaperDescription>> = { certificate, exam }
