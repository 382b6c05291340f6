import type { z } from 'zod'
import { mayOf } from '#domain/accounts/may.ts'
import { DECLARATION_KINDS, textInForce, type DeclarationFile, type DeclarationKind } from '#domain/training/declaration-file.ts'
import type { declarationsOfOwner, DeclarationOfYear, Signature, SignedText, TextToSign } from '#domain/training/declarations-contract.ts'
import { paperWords } from '#domain/training/paper-words.ts'
import { whyNotSigned } from '#domain/training/may-sign.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { trainingOf } from './queries.ts'

type House = Pick<Parts, 'db' | 'catalogue'>
type Row = Awaited<ReturnType<typeof rowsOf>>[number]

/** An owner's declarations, the newest first. The text is read where it is asked for. */
function rowsOf(db: Db | Tx, ownerId: string, kind?: DeclarationKind) {
  return db
    .selectFrom('declaration')
    .innerJoin('training_year', (join) =>
      join.onRef('training_year.owner_id', '=', 'declaration.owner_id').onRef('training_year.id', '=', 'declaration.training_year_id'),
    )
    .where('declaration.owner_id', '=', ownerId)
    .$if(kind !== undefined, (query) => query.where('declaration.kind', '=', kind!))
    .selectAll('declaration')
    .select(['training_year.code', 'training_year.from_on as from', 'training_year.until_on as until'])
    .orderBy('declaration.signed_at', 'desc')
    .orderBy('declaration.number', 'desc')
    .execute()
}

const signatureOf = (row: Row, all: readonly Row[], viewerId: string): Signature => ({
  id: row.id,
  signedBy: row.signer_name,
  signedAs: row.signed_as as Signature['signedAs'],
  signedOn: row.signed_on,
  signedAt: row.signed_at.toISOString(),
  corrects: row.corrects,
  isCorrected: all.some(({ corrects }) => corrects === row.id),
  isMine: row.signed_by === viewerId,
})

const yearOf = (row: Row) => ({ id: row.training_year_id, code: row.code, from: row.from, until: row.until })

/** What is signed, and what this viewer can do about the texts of the year. No text that was signed, and no detail. */
export async function declarationsFor(
  { db, catalogue }: House,
  seen: Seen,
): Promise<z.output<(typeof declarationsOfOwner.schema.response)[200]>> {
  const [training, rows, names] = await Promise.all([trainingOf(db, seen.ownerId), rowsOf(db, seen.ownerId), namesOf(db, [seen.ownerId])])
  const year = training?.year ?? null
  const opened = year === null ? new Map<string, Set<string>>() : await openedBy(db, seen, year.id)
  const today = programmesToday()
  const now = DECLARATION_KINDS.map((kind): DeclarationOfYear => {
    const section = { section: kind }
    const read = mayOf(seen.may('read', 'declaration', section))
    const text = textInForce(catalogue.declarations, kind, today)
    const ofYear = rows.filter((row) => row.kind === kind && row.training_year_id === year?.id)
    const mine = ofYear.find((row) => row.signed_by === seen.viewerId)
    const readHere = opened.get(text?.id ?? '') ?? new Set<string>()
    const sign = mayOf(seen.may('sign', 'declaration', { ...section, state: readHere.size > 0 ? 'begun' : 'new' }))
    const isFinishing = sign === null && readHere.size > 0 && !seen.may('sign', 'declaration', { ...section, state: 'new' }).allowed
    return {
      kind,
      finishing: isFinishing && mine === undefined && year !== null ? paperWords.finishing(year.code) : null,
      text: text === null || read !== null ? null : shownText(text, readHere),
      signatures: ofYear.map((row) => signatureOf(row, ofYear, seen.viewerId)),
      can: { read, sign },
      first:
        sign !== null || text === null
          ? null
          : whyNotSigned({
              today,
              year,
              sections: text.sections,
              opened: readHere,
              signedId: mine?.id ?? null,
              corrects: mine?.id ?? null,
            }),
    }
  })
  return {
    name: names.get(seen.ownerId) ?? '',
    year,
    now,
    before: earlier(
      rows.filter((row) => row.training_year_id !== year?.id),
      seen.viewerId,
    ),
  }
}

function earlier(rows: readonly Row[], viewerId: string) {
  const groups = Map.groupBy(rows, (row) => `${row.training_year_id} ${row.kind}`)
  return [...groups.values()].map((group) => ({
    year: yearOf(group[0]!),
    kind: group[0]!.kind as DeclarationKind,
    signatures: group.map((row) => signatureOf(row, group, viewerId)),
  }))
}

const shownText = (text: DeclarationFile, opened: ReadonlySet<string>): TextToSign => ({
  id: text.id,
  title: text.title,
  body: text.body,
  certainty: text.certainty,
  detail: text.detail ?? null,
  document: text.document,
  sections: text.sections.map(({ domain, ...section }) => ({ ...section, domain: domain ?? null, isOpened: opened.has(section.code) })),
})

/** The sections this viewer opened for a training year, by the text. */
export async function openedBy(db: Db | Tx, seen: Seen, yearId: string): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('declaration_reading')
    .where('owner_id', '=', seen.ownerId)
    .where('training_year_id', '=', yearId)
    .where('person_id', '=', seen.viewerId)
    .select(['text_id', 'section'])
    .execute()
  const opened = new Map<string, Set<string>>()
  for (const { text_id, section } of rows) opened.set(text_id, (opened.get(text_id) ?? new Set()).add(section))
  return opened
}

/** Of this viewer, kind and year the newest; null where they signed none. */
export async function newestOf(db: Db | Tx, seen: Seen, kind: DeclarationKind, yearId: string): Promise<string | null> {
  const rows = await rowsOf(db, seen.ownerId, kind)
  return rows.find((row) => row.training_year_id === yearId && row.signed_by === seen.viewerId)?.id ?? null
}

/** Declarations of one kind word for word. Each reading of those of health by another is told in the owner's trail (T4). */
export async function signedTexts(db: Db, seen: Seen, kind: DeclarationKind): Promise<SignedText[]> {
  const rows = await rowsOf(db, seen.ownerId, kind)
  if (kind === 'health' && seen.viewerId !== seen.ownerId && rows.length > 0) {
    await audit(db, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'declaration.health_details_read',
      recordKind: 'declaration',
      about: rows[0]!.title,
    })
  }
  return rows.map((row) => ({
    ...signatureOf(row, rows, seen.viewerId),
    year: yearOf(row),
    title: row.title,
    version: row.text_version,
    body: row.body,
    sections: row.sections,
    detail: row.detail,
  }))
}
