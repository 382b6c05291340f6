import { z } from 'zod'
import { Filled, jsonOf } from '#domain/assessments/filled.ts'
import type { Json } from '#domain/canonical-json.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ItemType } from '#domain/portfolio/item.ts'

/** A file of a piece of evidence, as others than its owner are told of it. */
export const EvidenceFile = z.object({
  id: z.uuid(),
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
})
export type EvidenceFile = z.infer<typeof EvidenceFile>

/**
 * All of an item that linking opens (P24): title, type, dates, notes, files, and of a form what it says. Impact, credits, tags and the rest stay the owner's, so
 * that what others are answered is made from this and from nothing else.
 */
export const Evidence = z.object({
  itemId: z.uuid(),
  title: z.string(),
  type: ItemType.nullable(),
  startedOn: PlainDate.nullable(),
  completedOn: PlainDate.nullable(),
  notes: z.string(),
  files: z.array(EvidenceFile),
  /** Of a form: what its author shares of it, or what was signed. Null for anything else. */
  filled: Filled.nullable(),
})
export type Evidence = z.infer<typeof Evidence>

/** What is hashed of a piece of evidence: whatever changes of it is a change for who reads it. The order of files is that of adding. */
export const readOf = ({ itemId, title, type, startedOn, completedOn, notes, files, filled }: Evidence): Json => ({
  itemId,
  title,
  type,
  startedOn,
  completedOn,
  notes,
  files: files.map(({ id, name, sizeBytes, sha256 }) => ({ id, name, sizeBytes, sha256 })),
  ...(filled === null ? {} : { filled: jsonOf(filled) }),
})
