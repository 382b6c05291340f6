import { longDate, type PlainDate } from '#domain/plain-date.ts'
import { showHundredths, type Hundredths } from '#domain/hundredths.ts'
import type { Totals } from '#domain/portfolio/contract.ts'
import type { ItemFilters, Sort } from '#domain/portfolio/filters.ts'
import { COLUMN_WORDS, sayCount, STATUS_WORDS, TYPE_WORDS, type UnitWords } from '#domain/portfolio/words.ts'
import type { ReportView } from './contract.ts'
import type { Through } from './through.ts'

/** A name and what is said of it: 'Dates', '1 April 2025 to 31 March 2026'. */
export type Fact = readonly [name: string, value: string]

/** One wording for the PDF, the end of the CSV, and the owner's audit trail. */
export const words = {
  title: 'Portfolio report',
  details: 'Details',
  filesInBundle: 'Files',
  empty: 'No items match these dates and filters, so there is nothing to list.',
  total: 'Total',
  chain: 'For checking what was signed',
  totals: 'Totals',
  totalsOfParts: 'Totals of all parts',
  notes: 'Notes',
  practiceBefore: 'How I treated patients before',
  practiceAfter: 'How I treat them after',
  practiceChanges: 'Changes to my practice',
  personalReason: 'Reason for the amount',
  noDetails: 'None of these items has notes or impact.',
  impact: 'Impact',
  notCounted: (own: UnitWords) => `Personal ${own.many}, not counted`,
  personal: (own: UnitWords) => `Personal ${own.many}`,
  rowNotCounted: 'personal, not counted',
  onlyCompleted: 'Only completed items count towards the totals.',
  part: (number: number, of: number) => `Part ${number} of ${of}`,
  items: (n: number) => sayCount(n, 'item', 'items'),
  partRows: (from: number, to: number, all: number) =>
    `Items ${from.toLocaleString('en-GB')} to ${to.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')}`,
} as const

export function sayDates({ from, to }: Pick<ItemFilters, 'from' | 'to'>): string {
  if (from && to) return from === to ? longDate(from) : `${longDate(from)} to ${longDate(to)}`
  if (from) return `From ${longDate(from)}`
  return to ? `Until ${longDate(to)}` : 'All dates'
}

/** What was chosen on screen, in words; `tagLabels` names the tags of the filter. */
export function factsOfView(view: ReportView, tagLabels: ReadonlyMap<string, string>): Fact[] {
  const { filters, only } = view
  const facts: Fact[] = [['Dates', sayDates(filters)]]
  const tags = filters.tags.map((id) => tagLabels.get(id)).filter((label) => label !== undefined)
  if (tags.length > 0) facts.push([tags.length === 1 ? 'Tag' : 'All of the tags', tags.join(', ')])
  if (filters.type) facts.push(['Type', TYPE_WORDS[filters.type]])
  if (filters.status) facts.push(['Status', STATUS_WORDS[filters.status]])
  if (filters.withoutCredits) facts.push(['Only', 'items without credits'])
  if (filters.search !== '') facts.push(['Search', `‘${filters.search}’`])
  if (filters.bin) facts.push(['From', 'the bin'])
  if (only) facts.push(['Chosen by hand', sayCount(only.length, 'row', 'rows')])
  facts.push(['Order', sayOrder(filters)])
  return facts
}

/** The facts only this report has: whose credits it shows, and when it was made. */
export function factsOfMaking(seen: Through, madeOn: PlainDate): Fact[] {
  return [
    [
      seen.awards.many[0]!.toUpperCase() + seen.awards.many.slice(1),
      seen.organisation === null ? words.personal(seen.own) : `As awarded by ${seen.organisation.name}`,
    ],
    ['Made on', longDate(madeOn)],
  ]
}

const DATES: ReadonlySet<Sort> = new Set(['learned', 'started', 'completed'])
const AMOUNTS: ReadonlySet<Sort> = new Set(['credits', 'impact', 'files'])

function sayOrder({ sort, order }: Pick<ItemFilters, 'sort' | 'order'>): string {
  const up = order === 'asc'
  const name = sort === 'learned' ? 'Learning date' : COLUMN_WORDS[sort]
  if (DATES.has(sort)) return `${name}, ${up ? 'oldest' : 'newest'} first`
  if (AMOUNTS.has(sort)) return `${name}, ${up ? 'smallest' : 'largest'} first`
  return `${name}, ${up ? 'first to last' : 'last to first'}`
}

export interface PartOfTotal {
  readonly name: string
  readonly amount: Hundredths
  readonly unit: UnitWords | null
}

/** The total with its parts (C6): the first is the sum of those that count. Amounts in hundredths. */
export function partsOfTotal(
  totals: Pick<Totals, 'counted' | 'impact' | 'notCounted'>,
  seen: Through,
): [total: PartOfTotal, counted: PartOfTotal, impact: PartOfTotal, ...beside: PartOfTotal[]] {
  const oneWord = seen.awards.many === seen.own.many
  return [
    { name: words.total, amount: totals.counted + totals.impact, unit: oneWord ? seen.own : null },
    { name: seen.organisation?.short ?? words.personal(seen.own), amount: totals.counted, unit: oneWord ? null : seen.awards },
    { name: words.impact, amount: totals.impact, unit: oneWord ? null : seen.own },
    ...(seen.organisation === null ? [] : [{ name: words.notCounted(seen.own), amount: totals.notCounted, unit: null }]),
  ]
}

/** '12.50 credits'; without a unit '12.50'. */
export const showAmount = (amount: Hundredths, unit: UnitWords | null): string =>
  unit === null ? showHundredths(amount) : `${showHundredths(amount)} ${amount === 100 ? unit.one : unit.many}`

/** 'cairn-2025-04-01-to-2026-03-31.csv'; without dates the day it was made, so that files sort. */
export function fileNameOf(view: ReportView, madeOn: PlainDate, ending: string): string {
  const { from, to } = view.filters
  const days = from && to ? `${from}-to-${to}` : from ? `from-${from}` : to ? `until-${to}` : madeOn
  return `cairn-${days}.${ending}`
}
