import { isPlainDate, type PlainDate } from '#domain/plain-date.ts'
import { GIVEN_TYPES, TYPES, type ItemType, type Status } from '#domain/portfolio/item.ts'
import { entryWord, lastWord, sentence } from './leap2a-names.ts'

/** An entry of a feed as it was read: plain text only, nothing of it judged yet. */
export interface FeedEntry {
  readonly id: string
  /** 'entry' where none is said. */
  readonly type: string
  readonly title: string
  readonly text: string
  readonly summary: string
  readonly published: string
  readonly updated: string
  readonly stage: string
  /** Where the content lies outside the feed. */
  readonly source: string
  readonly dates: readonly { readonly point: string; readonly label: string; readonly text: string }[]
  readonly categories: readonly { readonly scheme: string; readonly term: string; readonly label: string }[]
  readonly links: readonly FeedLink[]
  /** What else it says, by the name of each. */
  readonly sayings: readonly { readonly name: string; readonly text: string }[]
  /** Whether text beyond what is kept was left. */
  readonly isCut: boolean
}

export interface FeedLink {
  readonly rel: string
  readonly href: string
  readonly title: string
}

export interface ItsDates {
  readonly started: PlainDate | null
  readonly completed: PlainDate | null
  readonly status: Status
  /** What is said and has no place here, in words. */
  readonly lines: readonly string[]
}

/** A moment's or day's own day; null for what names no day, as '2010' or '2010-09'. */
const dayOf = (text: string): PlainDate | null => {
  const day = /^(\d{4}-\d{2}-\d{2})(T|$)/.exec(text.trim())?.[1]
  return day !== undefined && isPlainDate(day) ? day : null
}

/** Things one does over time; all else is done when it is written. */
const LASTING = new Set(['activity', 'plan', 'affiliation', 'organization', 'ability'])

/** When it was begun and done. */
export function datesOf(entry: FeedEntry): ItsDates {
  const lines: string[] = []
  let start: PlainDate | null = null
  let end: PlainDate | null = null
  for (const { point, label, text } of entry.dates) {
    const day = dayOf(text)
    if (point === 'start' && day !== null && start === null) start = day
    else if (point === 'end' && day !== null && end === null) end = day
    else if (text !== '') lines.push(`${sentence(label || `${point} date`)}: ${text}`)
  }
  const stage = entry.stage.toLowerCase().replaceAll(/[\s_-]+/g, ' ')
  const isPlanned = /^(planned|not started)$/.test(stage)
  const isOpen = isPlanned || /^(ongoing|in progress|started)$/.test(stage)
  const isDone = /^completed?$/.test(stage)
  if (stage !== '' && !isOpen && !isDone) lines.push(`Status: ${entry.stage}`)
  const written = dayOf(entry.published) ?? dayOf(entry.updated)
  const isWrittenOnce = !LASTING.has(entry.type) && entry.dates.length === 0
  let completed = isOpen ? null : (end ?? (isDone || isWrittenOnce ? written : null))
  let started = isPlanned ? null : start
  if (started !== null && completed !== null && completed < started) {
    if (end === null) completed = started
    else started = null
  }
  if (start !== null && started === null) lines.push(`Start date: ${start}`)
  if (end !== null && completed === null) lines.push(`End date: ${end}`)
  const status = completed !== null ? 'completed' : !isPlanned && (isOpen || started !== null) ? 'in progress' : 'not started'
  if (completed === null && written !== null && stage === '' && !LASTING.has(entry.type)) lines.push(`Written: ${written}`)
  return { started, completed, status, lines }
}

/** Categories by which a Cairn says what Leap2A has no words for; ours. */
export const OWN_SCHEME = '/leap2a/'
const ownScheme = (scheme: string): string | null => /\/leap2a\/(type|personal-credits|impact-credits)#$/.exec(scheme)?.[1] ?? null
/** They say how the feed is built, which what becomes of the entry shows. */
const OF_THE_FEED = new Set(['resource_type', 'selection_type', 'person_type'])

/** The type it has here where its own words leave no doubt, and tags for what would be lost otherwise. */
export function typeAndTagsOf(entry: FeedEntry): {
  type: ItemType | null
  tags: string[]
  personal: string
  impact: string
  lines: string[]
} {
  const tags: string[] = []
  const lines: string[] = []
  const own = new Map<string, string>()
  const terms = new Map<string, Set<string>>()
  for (const { scheme, term, label } of entry.categories) {
    const ours = ownScheme(scheme)
    if (ours !== null) own.set(ours, term)
    else if (scheme === '') tags.push(label || term)
    else {
      const name = lastWord(scheme)
      terms.set(name, (terms.get(name) ?? new Set()).add(term.toLowerCase()))
      if (!OF_THE_FEED.has(name)) lines.push(`${sentence(name)}: ${label && label !== term ? `${term} (${label})` : term}`)
    }
  }
  const said = own.get('type')
  const known = TYPES.find((type) => type === said && !GIVEN_TYPES.has(type))
  const type = known ?? guessed()
  if (said !== undefined && known === undefined) tags.push(sentence(said))
  if (said === undefined && type === null && !['entry', 'resource', 'selection'].includes(entry.type)) tags.push(entryWord(entry.type))
  return { type: type ?? null, tags, personal: own.get('personal-credits') ?? '', impact: own.get('impact-credits') ?? '', lines }

  function guessed(): ItemType | null {
    if (entry.type === 'meeting') return 'meeting'
    if (entry.type === 'activity' && terms.get('life_area')?.has('education')) return 'course'
    if (entry.type === 'resource' && terms.get('resource_type')?.has('course')) return 'course'
    if (entry.type === 'entry' && entry.links.some(({ rel }) => lastWord(rel) === 'reflects_on')) return 'reflection'
    return null
  }
}
