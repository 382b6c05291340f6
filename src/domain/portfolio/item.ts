import { z } from 'zod'
import { Hundredths } from '#domain/hundredths.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { canBeSeen, wellFormed } from '#domain/text.ts'

/** Nothing else is a status (SPEC, Words). */
export const STATUSES = ['not started', 'in progress', 'completed'] as const
export const Status = z.enum(STATUSES, { error: 'This is not a status.' })
export type Status = z.infer<typeof Status>

/** What sort of learning an item is; the words stand in `words.ts`. `GIVEN_TYPES` nobody chooses (P13). */
export const TYPES = [
  'learning module',
  'reading',
  'course',
  'conference',
  'teaching given',
  'teaching attended',
  'audit or QI',
  'reflection',
  'meeting',
  'exam',
  'certificate',
  'assessment',
  'clinic',
  'procedure',
  'acute take',
  'other',
] as const
export const ItemType = z.enum(TYPES, { error: 'This is not a type of item.' })
export type ItemType = z.infer<typeof ItemType>

/** Types that say which feature made the row; no owner chooses them. */
export const GIVEN_TYPES: ReadonlySet<ItemType | null> = new Set(['learning module', 'assessment', 'clinic', 'procedure', 'acute take'])

/**
 * Which feature owns the row and sets its status (P4): `own` is the owner's, `module` the learning side's; certificates and exams are
 * those of the training record (T5). A `library file` is an item that is no row of the portfolio (T6). An `entry` is a form that is filled in
 * (F1, F2, T12); a `log` is one line of a log: a clinic, a procedure, a post's acute take, a teaching session (T13). What is `signed elsewhere`
 * came with an archive and was accepted here (R6).
 */
export const KINDS = ['own', 'module', 'certificate', 'exam', 'library file', 'entry', 'log', 'signed elsewhere'] as const
export const Kind = z.enum(KINDS)
export type Kind = z.infer<typeof Kind>

/** How the row came to be. */
export const SOURCES = ['entered', 'photographed', 'copied', 'learning', 'captured', 'college', 'form', 'log', 'imported'] as const
export const Source = z.enum(SOURCES)
export type Source = z.infer<typeof Source>

/** Free text of an item, which the guard reads (P18). */
export const GUARDED_FIELDS = ['title', 'notes', 'personalReason', 'practiceBefore', 'practiceAfter', 'practiceChanges'] as const

/** Kinds of credit by which schemes set minima and caps (C13). */
export const CreditKind = z.object({
  clinical: z.enum(['clinical', 'non-clinical']).nullable(),
  setting: z.enum(['external', 'internal', 'personal']).nullable(),
  participatory: z.boolean(),
})
export type CreditKind = z.infer<typeof CreditKind>

const longText = (most: number) =>
  z
    .string()
    .overwrite((text) => wellFormed(text).replace(/\r\n?/g, '\n'))
    .refine((text) => text.length <= most, { error: () => `This is longer than ${most.toLocaleString('en-GB')} characters.` })

export const Title = z
  .string({ error: 'Give it a title.' })
  .overwrite(wellFormed)
  .trim()
  .min(1, { error: 'Give it a title.' })
  .max(500, { error: 'A title can have 500 characters at most.' })
  .refine(canBeSeen, { error: 'Give it a title.' })

export const NotedText = longText(50_000)

/** 'www.nice.org.uk/guidance' as people copy it. */
const WITHOUT_SCHEME = /^www\.[a-z0-9-]+(\.[a-z0-9-]+)+(\/\S*)?$/i

/** A web address a person can open: http or https, at most 2,000 characters, or the page of a module; empty means none. */
export const WebAddress = z
  .string()
  .overwrite(wellFormed)
  .trim()
  .overwrite((text) => (WITHOUT_SCHEME.test(text) ? `https://${text}` : text))
  .max(2000, { error: 'This address is longer than 2,000 characters.' })
  .refine((text) => text === '' || isWebAddress(text) || isModulePage(text), {
    error: 'This is not a web address. It begins with https:// or http://.',
  })

/** The page of a learning module on this server, kept without the server's own address, so that it leads there wherever Cairn moves. */
const isModulePage = (text: string): boolean => /^\/learning\/modules\/[a-z0-9-]+$/.test(text)

/** A link as it works outside Cairn too. `home` is the address of this server. */
export const wholeLink = (link: string, home: string): string => (isModulePage(link) ? home + link : link)

export function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s/]/i.test(text) || !URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && hostname !== ''
}

/** What the owner writes of an item (P3, P10). Every field but the title can be left (P2). */
export const ItemFields = z.object({
  title: Title,
  type: ItemType.nullable(),
  link: WebAddress,
  notes: NotedText,
  startedOn: PlainDate.nullable(),
  completedOn: PlainDate.nullable(),
  status: Status,
  /** Credits the owner gives; null where none were typed (C3, C4). */
  personal: Hundredths.nullable(),
  /** The reason for the amount (C12). */
  personalReason: longText(1000),
  impact: Hundredths.nullable(),
  creditKind: CreditKind,
  /** How I treated patients before, how I treat them after, the changes to my practice (P10). */
  practiceBefore: NotedText,
  practiceAfter: NotedText,
  practiceChanges: NotedText,
})
export type ItemFields = z.infer<typeof ItemFields>

export const EMPTY_FIELDS: Omit<ItemFields, 'title'> = {
  type: null,
  link: '',
  notes: '',
  startedOn: null,
  completedOn: null,
  status: 'not started',
  personal: null,
  personalReason: '',
  impact: null,
  creditKind: { clinical: null, setting: null, participatory: false },
  practiceBefore: '',
  practiceAfter: '',
  practiceChanges: '',
}
