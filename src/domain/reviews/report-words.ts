import { longDate, type PlainDate } from '#domain/plain-date.ts'
import { sayCount } from '#domain/portfolio/words.ts'

/** The words of an appraisal report (R5). */
export const reportWords = {
  title: 'Appraisal report',
  year: 'Appraisal year',
  state: 'State',
  states: { open: 'Open', prepared: 'Prepared', discussed: 'Discussed', closed: 'Closed' },
  discussed: 'Discussed',
  discussedOn: (day: PlainDate, name: string): string => `${longDate(day)}${name === '' ? '' : `, with ${name}`}`,
  credits: 'Credits',
  own: 'Given by the owner',
  through: (name: string): string => `As awarded by ${name}`,
  target: 'Target',
  reduced: (target: string, full: string, { days, ofDays, leave }: { days: number; ofDays: number; leave: readonly unknown[] }): string =>
    `${target} (${full}${days < ofDays ? ` for ${ofDays} days, of which this year has ${days}` : ''}${leave.length === 0 ? '' : ', less leave'})`,
  madeOn: 'Made on',
  totals: 'Totals',
  onlyCompleted: 'Only completed items count towards the totals.',
  objectives: 'Objectives',
  noObjectives: 'There are no objectives in this year.',
  by: (day: PlainDate): string => `by ${longDate(day)}`,
  outcome: 'What came of it',
  linked: 'Worked on by',
  domains: (set: string): string => `By domain: ${set}`,
  domainsText: 'An item stands under each domain it is tagged with.',
  noDomain: 'Without a domain',
  information: 'By kind of supporting information',
  informationText: 'The six kinds for appraisal and revalidation, as items are tagged with them.',
  noInformation: 'Without a kind of supporting information',
  nothing: 'Nothing.',
  columns: ['Title', 'Type', 'Date', 'Credits', 'Impact'] as const,
  items: (n: number): string => sayCount(n, 'item', 'items'),
  comments: 'Comments of appraisers',
  noComments: 'None.',
  onWhole: 'On the whole',
  agreements: 'Agreed credits',
  agreed: (name: string, amount: string, rows: number): string => `${name} agreed ${amount}, ${sayCount(rows, 'row', 'rows')}`,
  changed: (n: number): string => `${sayCount(n, 'of these rows has', 'of these rows have')} changed since.`,
  keptNote:
    'The year is closed. Totals, objectives, comments and agreed credits are those of the day it was closed; the items are as they stand now.',
  broughtNote:
    'The year was closed in another account, and came from there with an archive. What it came to was reckoned there; what appraisers said and agreed to did not come with it.',
  chain: 'For checking what was signed',
  footer: (name: string): string => `${name} · Appraisal report`,
  fileName: (from: PlainDate, to: PlainDate): string => `cairn-appraisal-${from}-to-${to}.pdf`,
  tooMany: (most: string): string =>
    `This year holds more than ${most} items, which is the most an appraisal report lists. Use ‘Export report’ in your portfolio.`,
  page: 'Page',
} as const
