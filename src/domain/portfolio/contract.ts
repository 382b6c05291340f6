import { z } from 'zod'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { Hundredths } from '#domain/hundredths.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ItemFilters } from './filters.ts'
import { ItemFields, ItemType, Kind, NotedText, Source, Status, Title } from './item.ts'
import { TagChoice, TagRef } from './tag-contract.ts'

export const ItemParams = OwnerParams.extend({ id: z.uuid() })

/** One row of the table. Amounts in hundredths. */
export const ItemRow = z.object({
  id: z.uuid(),
  kind: Kind,
  title: z.string(),
  type: ItemType.nullable(),
  status: Status,
  tags: z.array(TagRef),
  startedOn: PlainDate.nullable(),
  completedOn: PlainDate.nullable(),
  /** The one date it is sorted and filtered by: completed, else started, else added (P8). */
  learnedOn: PlainDate,
  personal: Hundredths.nullable(),
  impact: Hundredths.nullable(),
  /** What the chosen organisation awarded; null where it gave none or none is chosen (C2). */
  awarded: Hundredths.nullable(),
  files: z.int(),
  source: Source,
  link: z.string(),
  version: z.int(),
  /** When it was put in the bin; null outside it. */
  binnedAt: z.iso.datetime({ offset: true }).nullable(),
})
export type ItemRow = z.infer<typeof ItemRow>

/** The total through the lens, in hundredths (C6). */
export const Totals = z.object({
  /** The organisation they were taken through; null with None. */
  accreditorId: z.string().nullable(),
  counted: z.int(),
  impact: z.int(),
  /** Personal credits of completed items without an award of the organisation's; always 0 with None. */
  notCounted: z.int(),
  /** Rows the filters match, whatever their status, and how many of them are completed. */
  items: z.int(),
  completed: z.int(),
})
export type Totals = z.infer<typeof Totals>

export const ItemPage = z.object({
  items: z.array(ItemRow),
  next: z.string().nullable(),
  /** With the first page only. */
  totals: Totals.nullable(),
})
export type ItemPage = z.infer<typeof ItemPage>

export const FileRef = z.object({
  id: z.uuid(),
  itemId: z.uuid(),
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  /** Whether the page may show it: pictures and PDFs. */
  canPreview: z.boolean(),
  addedAt: z.iso.datetime({ offset: true }),
})
export type FileRef = z.infer<typeof FileRef>

/** An answer to 'did the change last?' (P22). */
export const ChangeAnswer = z.object({
  id: z.uuid(),
  lasted: z.enum(['yes', 'partly', 'no']),
  note: z.string(),
  answeredOn: PlainDate,
})
export type ChangeAnswer = z.infer<typeof ChangeAnswer>

/** Which fields this viewer may not write now, with the reason the page shows (A8, C3, P4). */
export const ItemCan = z.object({
  write: z.boolean(),
  bin: z.boolean(),
  /** Whether the owner is in a programme, whose curriculum it can be linked to (P10). */
  link: z.boolean(),
  closed: z.record(z.string(), z.string()),
})

/** Everything the details window shows. */
export const Item = ItemFields.extend({
  id: z.uuid(),
  ownerId: z.uuid(),
  kind: Kind,
  source: Source,
  tags: z.array(TagRef),
  files: z.array(FileRef),
  awards: z.array(z.object({ accreditorId: z.string(), amount: Hundredths, awardedOn: PlainDate })),
  changeCheckOn: PlainDate.nullable(),
  changeAnswers: z.array(ChangeAnswer),
  learnedOn: PlainDate,
  addedAt: z.iso.datetime({ offset: true }),
  changedAt: z.iso.datetime({ offset: true }),
  binnedAt: z.iso.datetime({ offset: true }).nullable(),
  version: z.int(),
  can: ItemCan,
})
export type Item = z.infer<typeof Item>

/** A cursor holds the key its order goes by: of a title 500 characters of up to four bytes. */
const MOST_CURSOR = 4000

export const listItems = {
  method: 'GET',
  url: '/api/people/:ownerId/items',
  schema: {
    summary: 'One page of a portfolio, with the totals of all that the filters match',
    params: OwnerParams,
    querystring: ItemFilters.extend({ after: z.string().max(MOST_CURSOR).optional() }),
    response: { 200: ItemPage },
  },
} as const satisfies Endpoint

export const itemById = {
  method: 'GET',
  url: '/api/people/:ownerId/items/:id',
  schema: { summary: 'One item with everything in it', params: ItemParams, response: { 200: Item } },
} as const satisfies Endpoint

/** A new item: the title, and whatever else is known already (P2). `id` is made by the page, so that a repeated send makes no second row. */
export const NewItem = ItemFields.partial().extend({
  id: z.uuid(),
  title: Title,
  tags: z.array(TagChoice).max(100, { error: '100 tags at once at most.' }).default([]),
  source: z.enum(['entered', 'photographed']).default('entered'),
  /** Why something stays that the guard would take out of clinical writing (P18). */
  overrides: GuardOverrides.optional(),
})
export type NewItem = z.input<typeof NewItem>

export const recordItem = {
  method: 'POST',
  url: '/api/people/:ownerId/items',
  schema: { summary: 'Record a new item', params: OwnerParams, body: NewItem, response: { 201: Item } },
} as const satisfies Endpoint

/** The fields changed, and the version they were changed from (P19). */
export const Amendment = ItemFields.partial().extend({ version: z.int(), overrides: GuardOverrides.optional() })
export type Amendment = z.input<typeof Amendment>

/** On `stale_version` the answer's details hold `current`, the item as it stands. */
export const amendItem = {
  method: 'PATCH',
  url: '/api/people/:ownerId/items/:id',
  schema: { summary: 'Change fields of an item', params: ItemParams, body: Amendment, response: { 200: Item } },
} as const satisfies Endpoint

export const copyItem = {
  method: 'POST',
  url: '/api/people/:ownerId/items/:id/copies',
  schema: {
    summary: 'Copy an item: its words, tags and personal credits, not its dates, impact, files or awards (P21)',
    params: ItemParams,
    body: z.object({ id: z.uuid() }),
    response: { 201: Item },
  },
} as const satisfies Endpoint

/** How many rows one act on a selection can take (P14). */
export const MOST_SELECTED = 1000
export const Selection = z
  .array(z.uuid())
  .min(1, { error: 'Choose a row first.' })
  .max(MOST_SELECTED, { error: 'Choose at most 1,000 rows at once.' })
const Changed = z.object({ changed: z.int() })

export const tagItems = {
  method: 'POST',
  url: '/api/people/:ownerId/items/tags',
  schema: {
    summary: 'Put tags on items and take tags off them (P5, P14)',
    params: OwnerParams,
    body: z.object({
      items: Selection,
      add: z.array(TagChoice).max(100, { error: '100 tags at once at most.' }).default([]),
      remove: z.array(z.uuid()).max(100, { error: '100 tags at once at most.' }).default([]),
    }),
    response: { 200: z.object({ changed: z.int(), tags: z.array(TagRef) }) },
  },
} as const satisfies Endpoint

export const binItems = {
  method: 'POST',
  url: '/api/people/:ownerId/items/bin',
  schema: {
    summary: 'Put items in the bin, where they stay 30 days (P14)',
    params: OwnerParams,
    body: z.object({ items: Selection }),
    response: { 200: Changed },
  },
} as const satisfies Endpoint

export const restoreItems = {
  method: 'POST',
  url: '/api/people/:ownerId/items/restore',
  schema: {
    summary: 'Take items out of the bin',
    params: OwnerParams,
    body: z.object({ items: Selection }),
    response: { 200: Changed },
  },
} as const satisfies Endpoint

export const eraseItems = {
  method: 'POST',
  url: '/api/people/:ownerId/items/erase',
  schema: {
    summary: 'Delete items that are in the bin, with their files, for good',
    params: OwnerParams,
    body: z.object({ items: Selection }),
    response: { 200: Changed },
  },
} as const satisfies Endpoint

export const planChangeCheck = {
  method: 'PUT',
  url: '/api/people/:ownerId/items/:id/change-check',
  schema: {
    summary: 'Choose the day to be asked whether the change lasted, or none (P22)',
    params: ItemParams,
    body: z.object({ on: PlainDate.nullable() }),
    response: { 200: Item },
  },
} as const satisfies Endpoint

export const answerChangeCheck = {
  method: 'POST',
  url: '/api/people/:ownerId/items/:id/change-answers',
  schema: {
    summary: 'Answer whether the change lasted (P22)',
    params: ItemParams,
    body: z.object({ id: z.uuid(), lasted: ChangeAnswer.shape.lasted, note: NotedText }),
    response: { 201: Item },
  },
} as const satisfies Endpoint

/** One change to an item, newest first; `changes` names the fields with their old and new value as text. */
export const HistoryEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime({ offset: true }),
  by: z.string(),
  act: z.string(),
  changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const historyOfItem = {
  method: 'GET',
  url: '/api/people/:ownerId/items/:id/history',
  schema: {
    summary: 'What changed on an item, when and by whom (A9)',
    params: ItemParams,
    response: { 200: z.object({ entries: z.array(HistoryEntry) }) },
  },
} as const satisfies Endpoint
