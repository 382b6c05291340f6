import { z } from 'zod'
import { fold } from '#domain/fold.ts'

/** What a column of a file can mean. Any number of columns can be notes; of the others each at most one. */
export const IMPORT_FIELDS = [
  'title',
  'type',
  'status',
  'started',
  'completed',
  'credits',
  'impact',
  'notes',
  'changes',
  'tags',
  'link',
] as const
export const ImportField = z.enum(IMPORT_FIELDS)
export type ImportField = z.infer<typeof ImportField>

export const MOST_COLUMNS = 100

/** What the columns mean, in their order, null for one that is left; and how '03/04/2025' is read. */
export const Mapping = z.object({
  columns: z.array(ImportField.nullable()).max(MOST_COLUMNS),
  dateOrder: z.enum(['day', 'month']),
  /** The cells were written by a program that read them elsewhere: nothing of them is tidied, and tags stand one a line. */
  exact: z.literal(true).optional(),
})
export type Mapping = z.infer<typeof Mapping>

/** Header words as exports and people write them, folded; the earlier a word stands, the surer it is. Ours, gathered from common exports. */
const HEADERS: Readonly<Record<ImportField, readonly string[]>> = {
  title: [
    'title',
    'activity title',
    'activity',
    'name of activity',
    'activity name',
    'name',
    'course title',
    'course',
    'event',
    'module',
    'topic',
    'subject',
    'summary',
  ],
  type: ['type', 'activity type', 'type of activity', 'category', 'kind'],
  status: ['status', 'state', 'progress'],
  started: ['started', 'start date', 'date started', 'started on', 'start', 'from', 'from date', 'date from', 'begin date'],
  completed: [
    'completed',
    'date completed',
    'completed on',
    'completion date',
    'date of completion',
    'end date',
    'date',
    'activity date',
    'date of activity',
    'finished',
    'end',
    'to',
    'to date',
    'date to',
    'when',
  ],
  credits: [
    'credits',
    'cpd credits',
    'cpd points',
    'points',
    'hours',
    'cpd hours',
    'credit',
    'personal credits',
    'credits claimed',
    'points claimed',
    'number of credits',
    'cpd',
    'duration (hours)',
    'time (hours)',
  ],
  impact: ['impact credits', 'impact points', 'impact hours', 'impact'],
  notes: [
    'notes',
    'note',
    'description',
    'details',
    'comments',
    'comment',
    'reflection',
    'reflections',
    'reflective notes',
    'learning points',
    'what did you learn',
    'learning outcomes',
    'outcome',
  ],
  changes: [
    'changes to practice',
    'changes to my practice',
    'change to practice',
    'impact on practice',
    'how will this change my practice',
  ],
  tags: ['tags', 'tag', 'labels', 'label', 'keywords', 'categories'],
  link: ['link', 'url', 'web address', 'website', 'web link', 'address'],
}

const wordsOf = (header: string): string =>
  fold(header)
    .replace(/[*:_?]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** 'Credits (hours)' and 'Credits (RCP)' are credits too. */
const withoutBrackets = (words: string): string => words.replace(/\s*\([^)]*\)/g, '').trim()

/** How sure a header's meaning is: lower is surer; null where it is not known as that field. */
function rank(header: string, field: ImportField): number | null {
  const words = wordsOf(header)
  const whole = HEADERS[field].indexOf(words)
  if (whole >= 0) return whole
  const inside = HEADERS[field].indexOf(withoutBrackets(words))
  return inside < 0 ? null : inside + 100
}

export const isKnownHeader = (header: string): boolean => IMPORT_FIELDS.some((field) => rank(header, field) !== null)

/** Whether most of what stands in a column are amounts. */
const areAmounts = (cells: readonly string[]): boolean => {
  const filled = cells.filter((cell) => cell.trim() !== '')
  return filled.length > 0 && filled.filter((cell) => /^\d*[.,]?\d+$/.test(cell.trim())).length * 2 > filled.length
}

/**
 * What the columns are likely to mean, by their header words, and for 'impact' by what stands below them in `samples`, the first lines.
 * Of two that could be the same the surer is taken. What is not known is left.
 */
export function guessColumns(headers: readonly string[], samples: readonly (readonly string[])[]): (ImportField | null)[] {
  const taken: (ImportField | null)[] = headers.map(() => null)
  for (const field of IMPORT_FIELDS) {
    const ranked = headers
      .map((header, column) => ({ column, at: rank(header, field) }))
      .filter(({ column, at }) => at !== null && taken[column] === null)
      .sort((one, other) => one.at! - other.at!)
    for (const { column } of field === 'notes' ? ranked : ranked.slice(0, 1)) taken[column] = field
  }
  const impact = taken.indexOf('impact')
  if (impact >= 0 && !areAmounts(samples.map((cells) => cells[impact] ?? '')))
    taken[impact] = taken.includes('changes') ? 'notes' : 'changes'
  return taken
}

/** What makes the header words of two files the same, for the mapping that is remembered. */
export const headersKey = (headers: readonly string[]): string => headers.map(wordsOf).join('\n')

/** The order of day and month that the dates of these cells show; null where they could be read either way. */
export function orderShown(cells: readonly string[]): 'day' | 'month' | null {
  for (const cell of cells) {
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b/.exec(cell.trim())
    if (match === null) continue
    if (Number(match[1]) > 12) return 'day'
    if (Number(match[2]) > 12) return 'month'
  }
  return null
}
