import { z } from 'zod'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { canBeSeen, wellFormed } from '#domain/text.ts'
import { ItemFilters } from './filters.ts'
import { ItemType } from './item.ts'

/** A tag as it is shown on a row. `setId` and `code` tell the ready-made tag it is, null for the owner's own. */
export const TagRef = z.object({
  id: z.uuid(),
  label: z.string(),
  setId: z.string().nullable(),
  code: z.string().nullable(),
})
export type TagRef = z.infer<typeof TagRef>

export const TagLabel = z
  .string()
  .overwrite(wellFormed)
  .trim()
  .min(1, { error: 'Type a tag.' })
  .max(100, { error: 'A tag can have 100 characters at most.' })
  .overwrite((label) => label.replace(/\s+/g, ' '))
  .refine(canBeSeen, { error: 'Type a tag.' })

/** A tag chosen while tagging: one that is there, one typed (made if new, P5), or one of a tag set. */
export const TagChoice = z.union([
  z.strictObject({ id: z.uuid() }),
  z.strictObject({ label: TagLabel }),
  z.strictObject({ setId: z.string().max(100), code: z.string().max(100) }),
])
export type TagChoice = z.infer<typeof TagChoice>

export const TagParams = OwnerParams.extend({ tagId: z.uuid() })

/** A tag with how many rows would remain if it were chosen too (P7). */
export const TagCount = TagRef.extend({ items: z.int(), chosen: z.boolean() })
export type TagCount = z.infer<typeof TagCount>

export const TypeCount = z.object({ type: ItemType, items: z.int(), chosen: z.boolean() })

export const tagCounts = {
  method: 'GET',
  url: '/api/people/:ownerId/tag-counts',
  schema: {
    summary: 'Tags and types of the rows the filters match, each with the rows that would remain (P7, P13)',
    params: OwnerParams,
    querystring: ItemFilters,
    response: { 200: z.object({ items: z.int(), tags: z.array(TagCount), types: z.array(TypeCount) }) },
  },
} as const satisfies Endpoint

/** All tags of the owner, with the rows that bear each, for tagging and for 'manage tags'. */
export const listTags = {
  method: 'GET',
  url: '/api/people/:ownerId/tags',
  schema: {
    summary: 'Every tag of the owner',
    params: OwnerParams,
    response: { 200: z.object({ tags: z.array(TagRef.extend({ items: z.int() })) }) },
  },
} as const satisfies Endpoint

/** A label that differs only by case or accents from another answers `already_exists` with `details.tag`, which can be merged into. */
export const renameTag = {
  method: 'PATCH',
  url: '/api/people/:ownerId/tags/:tagId',
  schema: {
    summary: 'Rename a tag of one’s own',
    params: TagParams,
    body: z.object({ label: TagLabel }),
    response: { 200: TagRef },
  },
} as const satisfies Endpoint

export const mergeTags = {
  method: 'POST',
  url: '/api/people/:ownerId/tags/:tagId/merge',
  schema: {
    summary: 'Merge a tag into another: its rows bear the other, and it is gone',
    params: TagParams,
    body: z.object({ into: z.uuid() }),
    response: { 200: TagRef },
  },
} as const satisfies Endpoint

export const deleteTag = {
  method: 'DELETE',
  url: '/api/people/:ownerId/tags/:tagId',
  schema: {
    summary: 'Delete a tag; the rows that bore it stay',
    params: TagParams,
    response: { 200: z.object({ untagged: z.int() }) },
  },
} as const satisfies Endpoint
