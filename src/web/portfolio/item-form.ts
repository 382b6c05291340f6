import { z } from 'zod'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { Refusal } from '#domain/errors.ts'
import { readHundredths, showHundredths, type Hundredths } from '#domain/hundredths.ts'
import { shortDate, type PlainDate } from '#domain/plain-date.ts'
import type { Item } from '#domain/portfolio/contract.ts'
import { CreditKind, ItemFields, ItemType, Status } from '#domain/portfolio/item.ts'
import { withProgress, type Progress } from '#domain/portfolio/status.ts'
import { NOTHING_TYPED, optionOf, withTyped, type TagOption } from './tag-options.ts'
import { readDay } from './typed-date.ts'

const Tag = z.custom<TagOption>((tag) => typeof tag === 'object' && tag !== null && 'choice' in tag)

/** What stands in the fields, as it was typed: nothing typed is lost because it cannot be understood (N1). */
export const ItemForm = z.object({
  title: z.string(),
  type: ItemType.nullable(),
  link: z.string(),
  notes: z.string(),
  startedOn: z.string(),
  completedOn: z.string(),
  status: Status,
  personal: z.string(),
  personalReason: z.string(),
  impact: z.string(),
  creditKind: CreditKind,
  practiceBefore: z.string(),
  practiceAfter: z.string(),
  practiceChanges: z.string(),
  tags: z.array(Tag),
  typing: z.object({ text: z.string(), tag: Tag.nullable() }).default(NOTHING_TYPED),
  /** Why something stays that the guard would take out (P18). */
  reasons: GuardOverrides.default({}),
})
export type ItemForm = z.infer<typeof ItemForm>
export type Field = keyof ItemFields
export type Faults = Partial<Record<string, string>>

const typedDay = (day: PlainDate | null) => (day === null ? '' : shortDate(day))
export const typedAmount = (amount: Hundredths | null) => (amount === null ? '' : showHundredths(amount))

export const formOf = (item: Item): ItemForm => ({
  title: item.title,
  type: item.type,
  link: item.link,
  notes: item.notes,
  startedOn: typedDay(item.startedOn),
  completedOn: typedDay(item.completedOn),
  status: item.status,
  personal: typedAmount(item.personal),
  personalReason: item.personalReason,
  impact: typedAmount(item.impact),
  creditKind: item.creditKind,
  practiceBefore: item.practiceBefore,
  practiceAfter: item.practiceAfter,
  practiceChanges: item.practiceChanges,
  tags: item.tags.map(optionOf),
  typing: NOTHING_TYPED,
  reasons: {},
})

/** The fields as the server takes them, or what is wrong with which. */
export function readForm(form: ItemForm, today: PlainDate): { fields: ItemFields } | { faults: Faults } {
  const faults: Record<string, string> = {}
  const take = <T>(path: string, read: { value: T } | { fault: string }): T | null => {
    if ('value' in read) return read.value
    faults[path] = read.fault
    return null
  }
  const { tags: _tags, typing: _typing, reasons: _reasons, ...rest } = form
  const parsed = ItemFields.safeParse({
    ...rest,
    startedOn: take('startedOn', readDay(form.startedOn, today)),
    completedOn: take('completedOn', readDay(form.completedOn, today)),
    personal: take('personal', readHundredths(form.personal)),
    impact: take('impact', readHundredths(form.impact)),
  })
  if (!parsed.success) for (const issue of parsed.error.issues) faults[issue.path.join('.')] ??= issue.message
  return parsed.success && Object.keys(faults).length === 0 ? { fields: parsed.data } : { faults }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Only what differs from the item as it was opened is sent, so that two devices changing different fields never meet (P19). */
export function changesOf(item: Item, fields: ItemFields): Partial<ItemFields> {
  const entries = Object.entries(fields).filter(([name, value]) => !same(value, item[name as Field]))
  return Object.fromEntries(entries)
}

export const isDirty = (form: ItemForm, saved: ItemForm): boolean => {
  const plain = ({ tags, typing, reasons: _reasons, ...rest }: ItemForm) => ({
    ...rest,
    tags: withTyped(tags, typing).map((tag) => tag.key),
  })
  return !same(plain(form), plain(saved))
}

/** What is in the form after a save: what was saved, and whatever was typed while it was on its way (P20). */
export function typedSince(now: ItemForm, sent: ItemForm, saved: ItemForm): ItemForm {
  const names = Object.keys(saved) as (keyof ItemForm)[]
  const entries = names.map((name) => [name, same(now[name], sent[name]) ? saved[name] : now[name]])
  // A reason once given holds for what is saved next.
  return { ...(Object.fromEntries(entries) as ItemForm), reasons: now.reasons, tags: tagsSince(now.tags, sent.tags, saved.tags) }
}

function tagsSince(now: readonly TagOption[], sent: readonly TagOption[], saved: readonly TagOption[]): TagOption[] {
  const keys = (tags: readonly TagOption[]) => new Set(tags.map((tag) => tag.key))
  const [isNow, wasSent, isSaved] = [keys(now), keys(sent), keys(saved)]
  const kept = saved.filter((tag) => isNow.has(tag.key) || !wasSent.has(tag.key))
  return [...kept, ...now.filter((tag) => !wasSent.has(tag.key) && !isSaved.has(tag.key))]
}

const PROGRESS = ['status', 'startedOn', 'completedOn'] as const satisfies readonly (keyof Progress)[]
type InProgress = (typeof PROGRESS)[number]
const isProgress = (field: string): field is InProgress => PROGRESS.some((name) => name === field)

/** What is chosen between in the window of two versions: status and dates move each other, so they are one (P4). */
export type Meeting = Exclude<Field, InProgress> | 'progress'

export interface Difference {
  readonly field: Meeting
  readonly mine: unknown
  readonly theirs: unknown
}

/** Fields changed here and, differently, elsewhere since (P19). What only they changed is simply taken. */
export function differences(opened: Item, mine: Partial<ItemFields>, current: Item, today: PlainDate): Difference[] {
  const fields = (Object.keys(mine) as Field[])
    .filter((field) => !isProgress(field))
    .filter((field) => !same(current[field], opened[field]) && !same(current[field], mine[field]))
    .map((field) => ({ field, mine: mine[field], theirs: current[field] }))
  const { kept, refused } = progressWith(mine, current, today)
  const undone = PROGRESS.some((name) => !same(current[name], opened[name]) && !same(current[name], kept[name]))
  return undone || refused ? [{ field: 'progress', mine: kept, theirs: progressOf(current) }, ...fields] : fields
}

const progressOf = ({ status, startedOn, completedOn }: Progress): Progress => ({ status, startedOn, completedOn })

/** Status and dates once mine are put onto theirs, by the server's own rule. */
function progressWith(mine: Partial<ItemFields>, current: Item, today: PlainDate): { kept: Progress; refused: boolean } {
  const changed = Object.fromEntries(Object.entries(mine).filter(([field]) => isProgress(field))) as Partial<Progress>
  if (Object.keys(changed).length === 0) return { kept: progressOf(current), refused: false }
  try {
    return { kept: withProgress(progressOf(current), changed, today), refused: false }
  } catch (fault) {
    // Saving says why; shown as it would stand.
    if (fault instanceof Refusal) return { kept: { ...progressOf(current), ...changed }, refused: true }
    throw fault
  }
}

/** Mine, without what is left to theirs. */
export function withoutTheirs(mine: Partial<ItemFields>, theirs: ReadonlySet<Meeting>): Partial<ItemFields> {
  return Object.fromEntries(Object.entries(mine).filter(([field]) => !theirs.has(isProgress(field) ? 'progress' : (field as Meeting))))
}
