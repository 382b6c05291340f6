import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { Title } from '#domain/portfolio/item.ts'
import { textUpTo } from '#domain/text-field.ts'
import { collectionWords as say } from './collection-words.ts'

/** Under what an editor files a published reflection. Ours. */
export const THEMES = [
  'Thinking and deciding',
  'Talking with patients and families',
  'Working as a team',
  'When something went wrong',
  'When something went well',
  'End of life',
  'Ethics and law',
  'Teaching and learning',
  'Leading and improving',
  'Looking after yourself',
] as const
export const Theme = z.enum(THEMES, { error: 'Choose from what is offered.' })
export type Theme = z.infer<typeof Theme>

const longText = (most: number, none: string) => textUpTo(most).min(1, { error: none })

/** What stands in one field of the form, in the form's words. */
const Part = z.object({ id: z.string().max(60), label: z.string(), text: z.string() })
export type Part = z.infer<typeof Part>

/** How a copy stands, for its author. */
export const OFFER_STATES = ['offered', 'published', 'returned'] as const
export type OfferState = (typeof OFFER_STATES)[number]

/** One of the copies that somebody offered themselves: theirs alone to know. */
export const Offer = z.object({
  id: z.uuid(),
  itemId: z.uuid(),
  programme: z.string(),
  title: z.string(),
  state: z.enum(OFFER_STATES),
  returnedWhy: z.string(),
  /** Where it is read, once it is published. */
  shared: z.object({ programmeId: z.uuid(), id: z.uuid() }).nullable(),
})
export type Offer = z.infer<typeof Offer>

export const OfferDraft = z.object({
  /** Into whose collection it would go; null where one trains nowhere. */
  programme: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  title: z.string(),
  parts: z.array(Part),
  can: z.object({ offer: May }),
})
export type OfferDraft = z.infer<typeof OfferDraft>

const Comment = z.object({
  id: z.uuid(),
  byName: z.string(),
  byAs: z.string(),
  text: z.string(),
  at: z.iso.datetime({ offset: true }),
})

/** A published reflection as it stands in the list. */
export const SharedLine = z.object({
  programmeId: z.uuid(),
  id: z.uuid(),
  title: z.string(),
  form: z.string(),
  themes: z.array(z.string()),
  publishedOn: PlainDate,
  comments: z.int(),
})
export type SharedLine = z.infer<typeof SharedLine>

export const SharedReflection = SharedLine.omit({ comments: true }).extend({
  programme: z.string(),
  parts: z.array(Part),
  comments: z.array(Comment),
})
export type SharedReflection = z.infer<typeof SharedReflection>

/** The same for an editor, who sees what waits as well. Of who wrote it there is nothing to see. */
export const EditedReflection = z.object({
  programmeId: z.uuid(),
  programme: z.string(),
  id: z.uuid(),
  form: z.string(),
  state: z.enum(OFFER_STATES),
  title: z.string(),
  parts: z.array(Part),
  themes: z.array(z.string()),
  publishedOn: PlainDate.nullable(),
  version: z.int(),
  comments: z.array(Comment),
})
export type EditedReflection = z.infer<typeof EditedReflection>

const Texts = z.record(z.string().max(60), textUpTo(20_000))
const EntryParams = OwnerParams.extend({ itemId: z.uuid() })
const SharedParams = z.object({ programmeId: z.uuid(), sharedId: z.uuid() })
const OwnSharedParams = OwnerParams.extend(SharedParams.shape)

export const readOfferDraft = {
  method: 'GET',
  url: '/api/people/:ownerId/entries/:itemId/offer',
  schema: { summary: 'The copy of a reflection that could be offered', params: EntryParams, response: { 200: OfferDraft } },
} as const satisfies Endpoint

export const offerReflection = {
  method: 'POST',
  url: '/api/people/:ownerId/entries/:itemId/offer',
  schema: {
    summary: 'Offer an anonymised copy of a reflection to the shared collection of one’s programme',
    params: EntryParams,
    body: z.object({
      id: z.uuid(),
      title: Title,
      /** By the id of the form's field. */
      texts: Texts,
      isChecked: z.literal(true, { error: say.notChecked }),
    }),
    response: { 201: Done },
  },
} as const satisfies Endpoint

export const listOffers = {
  method: 'GET',
  url: '/api/people/:ownerId/offers',
  schema: { summary: 'What one has offered oneself', params: OwnerParams, response: { 200: z.object({ offers: z.array(Offer) }) } },
} as const satisfies Endpoint

export const withdrawOffer = {
  method: 'DELETE',
  url: '/api/people/:ownerId/offers/:offerId',
  schema: {
    summary: 'Take a copy back, published or not: it is erased with its comments',
    params: OwnerParams.extend({ offerId: z.uuid() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const listCollection = {
  method: 'GET',
  url: '/api/people/:ownerId/shared-reflections',
  schema: {
    summary: 'The shared collections that one may read, by the day of publishing',
    params: OwnerParams,
    response: {
      200: z.object({ programmes: z.array(z.object({ id: z.uuid(), title: z.string() })), reflections: z.array(SharedLine) }),
    },
  },
} as const satisfies Endpoint

export const readShared = {
  method: 'GET',
  url: '/api/people/:ownerId/shared-reflections/:programmeId/:sharedId',
  schema: { summary: 'One reflection of a shared collection', params: OwnSharedParams, response: { 200: SharedReflection } },
} as const satisfies Endpoint

export const commentOnShared = {
  method: 'POST',
  url: '/api/people/:ownerId/shared-reflections/:programmeId/:sharedId/comments',
  schema: {
    summary: 'Comment on a shared reflection, under one’s name',
    params: OwnSharedParams,
    body: z.object({ id: z.uuid(), text: longText(4000, 'Write your comment.') }),
    response: { 201: Comment },
  },
} as const satisfies Endpoint

export const listToEdit = {
  method: 'GET',
  url: '/api/college/reflections',
  schema: {
    summary: 'What was offered to the shared collections, and what is published',
    response: { 200: z.object({ offered: z.array(EditedReflection), published: z.array(EditedReflection) }) },
  },
} as const satisfies Endpoint

export const editShared = {
  method: 'PUT',
  url: '/api/college/reflections/:programmeId/:sharedId',
  schema: {
    summary: 'Edit an offered reflection, file it under themes, and publish it or take it off the page',
    params: SharedParams,
    body: z.object({
      version: z.int(),
      title: Title,
      texts: Texts,
      themes: z.array(Theme).max(3, { error: 'Choose three at most.' }),
      publish: z.boolean(),
    }),
    response: { 200: z.object({ version: z.int() }) },
  },
} as const satisfies Endpoint

export const returnShared = {
  method: 'POST',
  url: '/api/college/reflections/:programmeId/:sharedId/return',
  schema: {
    summary: 'Do not publish an offered reflection, and tell its author why without knowing who they are',
    params: SharedParams,
    body: z.object({ version: z.int(), why: longText(1000, 'Say why, for its author.') }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const takeCommentDown = {
  method: 'DELETE',
  url: '/api/college/reflections/:programmeId/:sharedId/comments/:commentId',
  schema: {
    summary: 'Take a comment on a shared reflection down',
    params: SharedParams.extend({ commentId: z.uuid() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint
