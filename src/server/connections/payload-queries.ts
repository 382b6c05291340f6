import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { unitsThrough } from '#domain/portfolio/words.ts'
import { showHundredths } from '#domain/hundredths.ts'
import { TYPE_WORDS } from '#domain/portfolio/words.ts'
import { wholeLink } from '#domain/portfolio/item.ts'
import type { Payload } from '#domain/connections/payload.ts'
import { preferencesOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { certificateOfItem } from '#server/learning/certificate-queries.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import { filesOfItems } from '#server/portfolio/file-queries.ts'
import { itemOf } from '#server/portfolio/queries.ts'

export interface Sendable {
  readonly payload: Payload
  /** Of what is sent but for its revision, so that one can tell whether anything changed. */
  readonly hash: string
  /** The bytes of each attachment, in the payload's order. */
  readonly open: readonly (() => Readable)[]
}

interface Wish {
  readonly connectionId: string
  readonly revision: number
  readonly sendNotes: boolean
  readonly sendImpact: boolean
}

/**
 * What is sent of an item (X2, X15): what the owner sees before the first delivery is made by this too. Private reflections,
 * supervisors' words and sign-offs are no part of it.
 * @throws Refusal `not_found`
 */
export async function sendableOf(house: Parts, typst: TypstPool, seen: Seen, itemId: string, wish: Wish): Promise<Sendable> {
  const { db, catalogue, config } = house
  const item = await itemOf(db, catalogue, seen, itemId)
  const { accreditorId, unit } = await preferencesOf(db, seen.ownerId)
  const accreditor = accreditorById(catalogue, accreditorId)
  const award = item.awards.find((one) => one.accreditorId === accreditor?.id)
  const units = unitsThrough(accreditor, unit)
  const files = await filesOfItems(db, seen, [itemId])
  const certificate = item.kind === 'module' ? await certificateOfItem(house, typst, seen, itemId) : null
  const attachments = [
    ...(certificate === null
      ? []
      : [
          {
            name: certificate.fileName,
            mediaType: 'application/pdf',
            sizeBytes: certificate.pdf.byteLength,
            sha256: createHash('sha256').update(certificate.pdf).digest('hex'),
          },
        ]),
    ...files.map((file) => ({ name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes, sha256: file.sha256 })),
  ]
  const payload: Payload = {
    externalReference: `${wish.connectionId}/${itemId}`,
    revision: wish.revision,
    kind: item.kind === 'module' ? 'module' : 'own',
    type: item.type === null ? null : TYPE_WORDS[item.type],
    title: item.title,
    startedOn: item.startedOn,
    completedOn: item.completedOn,
    provider: item.kind === 'module' ? 'Cairn' : null,
    address: item.link === '' ? null : wholeLink(item.link, config.url),
    credits:
      award !== undefined
        ? { amount: showHundredths(award.amount), unit: units.awards.many, accreditor: accreditor?.name ?? null, basis: 'awarded' }
        : item.personal === null
          ? null
          : { amount: showHundredths(item.personal), unit: units.own.many, accreditor: null, basis: 'personal' },
    impact: wish.sendImpact
      ? {
          credits: item.impact === null ? null : showHundredths(item.impact),
          before: item.practiceBefore,
          after: item.practiceAfter,
          changes: item.practiceChanges,
        }
      : null,
    notes: wish.sendNotes ? item.notes : null,
    tags: item.tags.map((tag) => tag.label),
    attachments,
  }
  const { revision: _revision, ...said } = payload
  return {
    payload,
    hash: createHash('sha256').update(JSON.stringify(said)).digest('hex'),
    open: [
      ...(certificate === null ? [] : [() => Readable.from([Buffer.from(certificate.pdf)])]),
      ...files.map((file) => () => house.files.read(file.storedAs)),
    ],
  }
}
