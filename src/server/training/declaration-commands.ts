import type { z } from 'zod'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { bodyOf, textInForce, type DeclarationFile, type DeclarationKind } from '#domain/training/declaration-file.ts'
import type { NewSignature, Signature } from '#domain/training/declarations-contract.ts'
import { whyNotSigned } from '#domain/training/may-sign.ts'
import { paperWords } from '#domain/training/paper-words.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { newestOf, openedBy } from './declaration-queries.ts'
import { trainingOf } from './queries.ts'

type House = Pick<Parts, 'db' | 'catalogue' | 'config'>

/** The text shown, if it is still the one in force. @throws Refusal `stale_version` */
function textShown({ catalogue }: House, kind: DeclarationKind, textId: string): DeclarationFile {
  const text = textInForce(catalogue.declarations, kind, programmesToday())
  if (text === null || text.id !== textId) {
    throw new Refusal('stale_version', 'The text was changed in the meantime. Load this page again and read the new one.')
  }
  return text
}

/** Keeps that a section was opened for the training year of today; a second time changes nothing. @throws Refusal `invalid_input`, `not_allowed` */
export async function openSection(
  house: House,
  seen: Seen,
  kind: DeclarationKind,
  { textId, section }: { textId: string; section: string },
): Promise<void> {
  const text = textShown(house, kind, textId)
  if (!text.sections.some(({ code }) => code === section)) throw refuseField('section', 'This text names no such section.')
  const year = (await trainingOf(house.db, seen.ownerId))?.year ?? null
  if (year === null) throw new Refusal('not_allowed', paperWords.noYear)
  await house.db
    .insertInto('declaration_reading')
    .values({ owner_id: seen.ownerId, training_year_id: year.id, person_id: seen.viewerId, text_id: textId, section })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Signs a declaration, or the educational agreement, for the training year of today (T4): the exact text is kept, and goes into the
 * owner's chain (A9). Sent twice it is one.
 * @throws Refusal `not_allowed` with the reason, `stale_version` where the text is not in force any more
 */
export async function signDeclaration(
  house: House,
  seen: Seen,
  kind: DeclarationKind,
  wanted: z.output<typeof NewSignature>,
): Promise<Signature> {
  const text = textShown(house, kind, wanted.textId)
  if (wanted.detail !== '' && text.detail === undefined) throw refuseField('detail', 'This text asks for no details.')
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const there = await signatureThere(tx, seen, wanted.id)
    if (there !== null) return there
    const year = (await trainingOf(tx, seen.ownerId))?.year ?? null
    const opened = year === null ? undefined : (await openedBy(tx, seen, year.id)).get(text.id)
    const today = programmesToday()
    const whyNot = whyNotSigned({
      today,
      year,
      sections: text.sections,
      opened: opened ?? new Set(),
      signedId: year === null ? null : await newestOf(tx, seen, kind, year.id),
      corrects: wanted.corrects,
    })
    if (whyNot !== null || year === null) throw new Refusal('not_allowed', whyNot ?? paperWords.noYear)
    const signer = (await namesOf(tx, [seen.viewerId])).get(seen.viewerId) ?? ''
    const signedAs = seen.viewerId === seen.ownerId ? 'trainee' : 'educational supervisor'
    const sections = text.sections.map(({ heading }) => heading)
    const body = bodyOf(text)
    const at = new Date()
    const { number } = await signRecord(tx, chainKeyOf(house.config), {
      ownerId: seen.ownerId,
      kind: 'declaration',
      says: `${text.title}, ${year.code}`,
      by: { id: seen.viewerId, name: signer, as: signedAs },
      at,
      record: {
        declaration: kind,
        id: wanted.id,
        textId: text.id,
        version: text.version,
        title: text.title,
        body,
        sections,
        document: text.document.title,
        detail: wanted.detail,
        trainingYear: { id: year.id, code: year.code, from: year.from, until: year.until },
        signedOn: today,
        corrects: wanted.corrects,
      },
    })
    await tx
      .insertInto('declaration')
      .values({
        owner_id: seen.ownerId,
        id: wanted.id,
        training_year_id: year.id,
        kind,
        signed_by: seen.viewerId,
        signed_as: signedAs,
        signer_name: signer,
        text_id: text.id,
        text_version: text.version,
        title: text.title,
        body,
        sections,
        detail: wanted.detail,
        corrects: wanted.corrects,
        number,
        signed_on: today,
        signed_at: at,
      })
      .execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: wanted.corrects === null ? 'declaration.signed' : 'declaration.corrected',
      recordKind: 'declaration',
      recordId: wanted.id,
      about: `${text.title}, ${year.code}`,
    })
    return (await signatureThere(tx, seen, wanted.id))!
  })
}

async function signatureThere(tx: Tx, seen: Seen, id: string): Promise<Signature | null> {
  const row = await tx.selectFrom('declaration').where('owner_id', '=', seen.ownerId).where('id', '=', id).selectAll().executeTakeFirst()
  if (row === undefined) return null
  if (row.signed_by !== seen.viewerId) throw notFound()
  return {
    id,
    signedBy: row.signer_name,
    signedAs: row.signed_as as Signature['signedAs'],
    signedOn: row.signed_on,
    signedAt: row.signed_at.toISOString(),
    corrects: row.corrects,
    isCorrected: false,
    isMine: true,
  }
}
