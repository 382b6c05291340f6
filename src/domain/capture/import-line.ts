import type { z } from 'zod'
import { findIdentifiers, writingOf } from '#domain/guard.ts'
import { fold } from '#domain/fold.ts'
import { readHundredths } from '#domain/hundredths.ts'
import {
  EMPTY_FIELDS,
  GIVEN_TYPES,
  GUARDED_FIELDS,
  NotedText,
  Title,
  TYPES,
  WebAddress,
  type ItemFields,
  type ItemType,
  type Status,
} from '#domain/portfolio/item.ts'
import { TagLabel } from '#domain/portfolio/tag-contract.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import type { ImportField, Mapping } from './import-columns.ts'
import { readDate } from './import-dates.ts'
import { importWords } from './import-words.ts'

const words = importWords.faults

/** What is wrong with one cell. `column` counts from 0; null where no column holds what is missing. */
export interface LineFault {
  readonly column: number | null
  readonly message: string
}

/** A line as it would stand. With faults the fields at fault are empty. */
export interface ReadLine {
  readonly fields: ItemFields
  readonly tags: readonly string[]
  readonly faults: readonly LineFault[]
  readonly ambiguous: boolean
}

const MOST_TAGS = 100

/** Reads a line by what its columns mean (K5). Headers name notes that come from several columns. */
export function readLine(cells: readonly string[], headers: readonly string[], { columns, dateOrder, exact }: Mapping): ReadLine {
  const plain = exact === true ? (text: string) => text : plainCell
  const faults: LineFault[] = []
  const at = (field: ImportField) => {
    const column = columns.indexOf(field)
    return column < 0 ? null : column
  }
  const cell = (field: ImportField) => {
    const column = at(field)
    return column === null ? '' : plain(cells[column] ?? '')
  }
  const fail = (field: ImportField, message: string) => void faults.push({ column: at(field), message })
  let ambiguous = false
  const date = (field: 'started' | 'completed') => {
    const text = cell(field)
    if (text === '') return null
    const read = readDate(text, dateOrder)
    if (read === null) fail(field, words.notADate(text))
    else if (read.ambiguous) ambiguous = true
    return read?.day ?? null
  }
  const amount = (field: 'credits' | 'impact') => {
    const text = cell(field)
    const read = readHundredths(tidyNumber(text))
    if ('value' in read) return read.value
    fail(field, /^[\d.,\s]+$/.test(text) ? read.fault : words.notAnAmount(text))
    return null
  }
  const checked = (field: ImportField, schema: z.ZodType<string>, text: string, column = at(field)) => {
    const read = schema.safeParse(text)
    if (read.success) return read.data
    faults.push({ column, message: read.error.issues[0]!.message })
    return ''
  }

  const typed = cell('title')
  const title = typed.trim() === '' ? '' : checked('title', Title, typed)
  if (title === '' && faults.length === 0) fail('title', words.titleMissing)
  const type = typeOf(cell('type'))
  const startedOn = date('started')
  const completedOn = date('completed')
  const status = progressOf()
  const fields: ItemFields = {
    ...EMPTY_FIELDS,
    title,
    type: type.type,
    link: checked('link', WebAddress, cell('link')),
    notes: checked('notes', NotedText, notesOf(cells, headers, columns, plain)),
    practiceChanges: checked('changes', NotedText, cell('changes')),
    startedOn,
    completedOn,
    status,
    personal: amount('credits'),
    impact: amount('impact'),
  }
  return { fields, tags: tagsOf(), faults: [...faults, ...identifying()], ambiguous }

  function progressOf(): Status {
    const text = cell('status')
    const said = text === '' ? null : statusOf(text)
    if (said === undefined) fail('status', words.status(text))
    const dayFails = faults.some(({ column }) => column !== null && column === at('completed'))
    if (said === 'completed' && completedOn === null && !dayFails)
      faults.push({ column: at('completed') ?? at('status'), message: words.noCompleted })
    if (said && said !== 'completed' && completedOn !== null) fail('completed', words.notCompleted)
    if (startedOn !== null && completedOn !== null && completedOn < startedOn) fail('completed', words.beforeStarted)
    if (completedOn !== null) return 'completed'
    return said === 'in progress' || startedOn !== null ? 'in progress' : 'not started'
  }

  function tagsOf(): string[] {
    const text = cell('tags')
    const between = exact === true ? '\n' : /[;|\n]/.test(text) ? /[;|\n]/ : ','
    const labels = text
      .split(between)
      .map((label) => label.trim())
      .filter((label) => label !== '')
    if (type.word !== null) labels.push(type.word)
    if (labels.length > MOST_TAGS) fail('tags', words.tooManyTags)
    const tags = new Map<string, string>()
    for (const label of labels) {
      const read = TagLabel.safeParse(label)
      if (read.success) tags.set(fold(read.data) || read.data, tags.get(fold(read.data)) ?? read.data)
      else faults.push({ column: label === type.word ? at('type') : at('tags'), message: read.error.issues[0]!.message })
    }
    return [...tags.values()]
  }

  /** P18: clinical writing that would be refused where it is typed is refused here, too. */
  function identifying(): LineFault[] {
    if (writingOf({ kind: 'own', type: fields.type }) !== 'clinical writing') return []
    const places: Partial<Record<(typeof GUARDED_FIELDS)[number], ImportField>> = {
      title: 'title',
      notes: 'notes',
      practiceChanges: 'changes',
    }
    return GUARDED_FIELDS.flatMap((field) => {
      const found = findIdentifiers(fields[field], { kind: 'clinical writing' }).find(({ level }) => level === 'block')
      return found === undefined ? [] : [{ column: at(places[field] ?? 'notes'), message: words.identifies(found.what.toLowerCase()) }]
    })
  }
}

/** The apostrophe with which exports keep a spreadsheet from running a formula is not the writer's. */
const plainCell = (text: string): string => (/^'[\s"'\u200b\ufeff]*[=+\-@＝＋－＠]/.test(text) ? text.slice(1) : text).trim()

/** What a spreadsheet makes of 0.1 + 0.2, and '1.50 hours'. */
function tidyNumber(text: string): string {
  const bare = text.replace(/\s*(hours?|hrs?|h|credits?|points?|pts?)\.?$/i, '')
  return /^\d{1,3}\.\d{10,}$/.test(bare) ? String(Number(Number(bare).toPrecision(10))) : bare
}

function notesOf(
  cells: readonly string[],
  headers: readonly string[],
  columns: Mapping['columns'],
  plain: (text: string) => string,
): string {
  const filled = columns.flatMap((field, column) => {
    const text = field === 'notes' ? plain(cells[column] ?? '') : ''
    return text === '' ? [] : [{ header: (headers[column] ?? '').trim(), text }]
  })
  if (columns.filter((field) => field === 'notes').length < 2) return filled[0]?.text ?? ''
  return filled.map(({ header, text }) => (header === '' ? text : `${header}: ${text}`)).join('\n\n')
}

const TYPES_BY_WORD = new Map<string, ItemType>([
  ...TYPES.flatMap((type): [string, ItemType][] => [
    [fold(type), type],
    [fold(TYPE_WORDS[type]), type],
  ]),
  ['article', 'reading'],
  ['journal', 'reading'],
  ['journal article', 'reading'],
  ['e-learning', 'course'],
  ['elearning', 'course'],
  ['online course', 'course'],
  ['workshop', 'course'],
  ['audit', 'audit or QI'],
  ['qi', 'audit or QI'],
  ['quality improvement', 'audit or QI'],
  ['teaching', 'teaching given'],
])

/** A type that is not ours, or that nobody chooses (P13), is kept as a tag: nothing is lost. */
function typeOf(text: string): { type: ItemType | null; word: string | null } {
  if (text === '') return { type: null, word: null }
  const type = TYPES_BY_WORD.get(fold(text))
  return type === undefined || GIVEN_TYPES.has(type) ? { type: null, word: text } : { type, word: null }
}

const STATUSES = new Map<string, Status>([
  ...(Object.entries(STATUS_WORDS) as [Status, string][]).map(([status, word]): [string, Status] => [fold(word), status]),
  ['complete', 'completed'],
  ['done', 'completed'],
  ['finished', 'completed'],
  ['started', 'in progress'],
  ['planned', 'not started'],
])
const statusOf = (text: string): Status | undefined => STATUSES.get(fold(text))

/** What makes two rows the same wherever they came from; hashed by the server. */
export const rowText = ({ fields, tags }: Pick<ReadLine, 'fields' | 'tags'>): string =>
  JSON.stringify([
    fold(fields.title),
    fields.type,
    fields.startedOn,
    fields.completedOn,
    fields.status,
    fields.personal,
    fields.impact,
    fields.link,
    fields.notes,
    fields.practiceChanges,
    [...tags].map(fold).toSorted(),
  ])
