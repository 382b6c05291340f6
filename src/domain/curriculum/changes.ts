import { editWords } from './edit-words.ts'

/** One part of a curriculum that is different, as a person reads it. */
export interface CurriculumChange {
  readonly field: string
  readonly before: string
  readonly after: string
}

type Path = readonly string[]

/** What is different between two editions; parts with a code are found by it, wherever they stand. */
export function changesBetween(before: unknown, after: unknown): CurriculumChange[] {
  const changes: CurriculumChange[] = []
  // A part taken out is found by its words where it stood.
  const found: Found = (path, was, is, wasTakenOut = false) => {
    const whole = wasTakenOut ? before : after
    changes.push({ field: sayPlace(whole, path), before: shown(was), after: shown(is) })
  }
  compare(before, after, [], found)
  return changes
}

type Found = (path: Path, was: unknown, is: unknown, wasTakenOut?: boolean) => void

function compare(was: unknown, is: unknown, path: Path, found: Found): void {
  if (isList(was) && isList(is) && was.every(isCoded) && is.every(isCoded)) {
    for (const [at, part] of is.entries())
      compare(
        was.find(({ code }) => code === part.code),
        part,
        [...path, String(at)],
        found,
      )
    for (const [at, part] of was.entries())
      if (!is.some(({ code }) => code === part.code)) found([...path, String(at)], part, undefined, true)
    return
  }
  if (isRecord(was) && isRecord(is)) {
    for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) compare(was[name], is[name], [...path, name], found)
    return
  }
  if (canonical(was) !== canonical(is)) found(path, was, is)
}

const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) => (isRecord(part) ? sorted(part) : part))
const sorted = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isCoded = (value: unknown): value is { readonly code: string } => isRecord(value) && typeof value['code'] === 'string'

const LONGEST = 300
function shown(value: unknown): string {
  if (value === undefined || value === '' || (isList(value) && value.length === 0)) return editWords.nothing
  const text = textOf(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text
}
function textOf(value: unknown): string {
  if (isList(value)) return value.map(textOf).join('; ')
  if (!isRecord(value)) return value === true ? 'yes' : String(value)
  if (typeof value['from'] === 'string' && typeof value['to'] === 'string') return `${value['from']} → ${value['to']}`
  const { code, title } = value
  if (typeof code === 'string') return [code, title].filter((one) => typeof one === 'string').join(' ')
  return Object.entries(value)
    .map(([name, part]) => `${nameOf(name)}: ${textOf(part)}`)
    .join('; ')
}

const NAMES: Readonly<Record<string, string>> = {
  trainingYears: 'training year',
  alsoCalled: 'also called',
  progressionPoint: 'progression point',
  scales: 'scale',
  levels: 'level',
  ruleOfThumb: 'rule of thumb',
  meter: 'meter',
  none: 'no evidence',
  one: 'one piece',
  twoOrThree: 'two or three pieces',
  more: 'more than three pieces',
  suitableEvidence: 'suitable evidence',
  expected: 'expected level',
  maintained: 'kept up',
  codesAreOurs: 'the codes are ours',
  wordsAreOurs: 'the words are ours',
  needsReason: 'needs a reason',
  validFrom: 'valid from',
  validTo: 'valid to',
  atLeast: 'at least',
  byDifferentAssessors: 'by different assessors',
  counted: 'what is counted',
  counts: 'what it counts',
  perYear: 'in the year',
  inAll: 'in all',
  tips: 'tips',
  replaces: 'takes the place of',
  map: 'what becomes what',
  list: '',
  text: '',
  groups: '',
  items: '',
}
const nameOf = (name: string): string => NAMES[name] ?? name

/** Where something stands in a curriculum, in words: 'C1 Operating › expected level › Y1 › level'. */
export function sayPlace(document: unknown, path: Path): string {
  const words: string[] = []
  let at: unknown = document
  for (const [depth, step] of path.entries()) {
    const inList = isList(at)
    at = isList(at) ? at[Number(step)] : isRecord(at) ? at[step] : undefined
    if (!inList) words.push(nameOf(step))
    else if (isCoded(at)) {
      const { title } = at as { title?: unknown }
      // An item says enough for its group.
      if (path[depth + 1] !== 'items') words.push(typeof title === 'string' && title.length <= 60 ? `${at.code} ${title}` : at.code)
    } else words.push(String(Number(step) + 1))
  }
  return words.filter((word) => word !== '').join(' › ')
}
