import { z } from 'zod'
import type { Answers } from '#domain/assessments/answers.ts'
import { filledOf } from '#domain/assessments/filled.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { isPlainDate, longDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { elsewhereWords as words } from './words.ts'

/** What a record says, question by question, or name by name where this Cairn does not know its form. */
export const Pair = z.object({ label: z.string().max(200), lines: z.array(z.string().max(4000)).max(50) })
export type Pair = z.infer<typeof Pair>

const MOST_PAIRS = 150
const MOST_LABEL = 200
const MOST_LINES = 50
const MOST_LINE = 4000
const MOST_SIGNS = 30_000
const DEEPEST = 6

/** Pairs up to a bound that every record of Cairn's forms keeps; what is beyond it is cut, and said to be. */
export class Pairs {
  readonly pairs: Pair[] = []
  isCut = false
  #left = MOST_SIGNS

  /** Nothing more goes in. */
  get isFull(): boolean {
    return this.pairs.length >= MOST_PAIRS || this.#left <= 0
  }

  add(label: string, lines: readonly string[]): void {
    const kept = lines.map((line) => wellFormed(line).trim()).filter((line) => line !== '')
    if (kept.length === 0) return
    if (this.isFull) {
      this.isCut = true
      return
    }
    const cut = kept.slice(0, MOST_LINES).map((line) => line.slice(0, Math.max(0, Math.min(MOST_LINE, this.#left))).toWellFormed())
    this.isCut ||= kept.length > MOST_LINES || cut.some((line, at) => line !== kept[at])
    this.#left -= cut.reduce((sum, { length }) => sum + length, 0)
    this.pairs.push({ label: wellFormed(label).slice(0, MOST_LABEL).toWellFormed(), lines: cut })
  }
}

/** Names that tell a reader nothing: what another server calls its rows, and hashes. */
function isForMachines(name: string, value: unknown): boolean {
  if (name === 'levels') return Array.isArray(value) && value.every((one) => isRecord(one) && 'code' in one && 'title' in one)
  if (isRecord(value) || Array.isArray(value)) return false
  if (/^(id|hash|salt|sha256|corrects|version)$/.test(name)) return true
  return name.endsWith('Id') && (typeof value !== 'string' || /^[0-9a-f-]{16,}$/i.test(value))
}

const inWords = (name: string): string => {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase()
    .trim()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A day or a moment as people write it. */
function inDays(text: string): string {
  const day = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(\.\d+)?Z)?$/.exec(text)?.[1]
  return day !== undefined && isPlainDate(day) ? longDate(day) : text
}

const plain = (value: unknown): string =>
  typeof value === 'string'
    ? inDays(value)
    : typeof value === 'number'
      ? String(value)
      : typeof value === 'boolean'
        ? words.yesNo(value)
        : ''

/** One row of several, as a line. What of it is left out is told to `into`. */
function lineOf(into: Pairs, value: unknown, depth: number): string {
  if (!isRecord(value) && !Array.isArray(value)) return plain(value)
  const parts = Object.entries(value)
  const most = Array.isArray(value) ? MOST_LINES : MOST_PAIRS
  if (parts.length > (depth > DEEPEST ? 0 : most)) into.isCut = true
  if (depth > DEEPEST) return ''
  if (Array.isArray(value))
    return value
      .slice(0, most)
      .map((one) => lineOf(into, one, depth + 1))
      .filter(Boolean)
      .join(', ')
  return parts
    .slice(0, most)
    .filter(([name, one]) => !isForMachines(name, one))
    .flatMap(([name, one]) => {
      const said = lineOf(into, one, depth + 1)
      return said === '' ? [] : [`${inWords(name)}: ${said}`]
    })
    .join('; ')
}

/** Adds whatever a value holds, by the names it has there. */
export function addAll(into: Pairs, value: unknown, label = '', depth = 0): void {
  if (Array.isArray(value))
    return into.add(
      label,
      value.slice(0, MOST_LINES + 1).map((one) => lineOf(into, one, depth + 1)),
    )
  if (!isRecord(value)) return into.add(label, [plain(value)])
  if (depth > DEEPEST) {
    into.isCut = true
    return
  }
  const named = label === '' ? [] : ['code', 'title'].filter((name) => typeof value[name] === 'string')
  if (named.length > 0) into.add(label, [named.map((name) => value[name] as string).join(' ')])
  for (const [name, one] of Object.entries(value)) {
    if (isForMachines(name, one) || named.includes(name)) continue
    if (into.isFull) {
      into.isCut = true
      return
    }
    addAll(into, one, label === '' ? inWords(name) : `${label}: ${inWords(name).toLowerCase()}`, depth + 1)
  }
}

/**
 * The answers of a form that this Cairn has, under its questions; what its edition here does not ask, by the names it has there. False where
 * they are not as the form asks, or a part of it is not known here.
 */
export function addFilled(into: Pairs, form: FormFile, answers: unknown): boolean {
  if (!isRecord(answers)) return false
  const sections = new Map(form.sections.map((section) => [section.id, section]))
  if (Object.keys(answers).some((id) => !sections.has(id))) return false
  try {
    for (const section of filledOf(form, answers as Record<string, Answers>).sections)
      for (const { label, lines } of section.answers) into.add(label, lines)
    for (const { id, title, scratch, restricted, fields } of form.sections) {
      const given = answers[id]
      if (scratch === true || restricted === true || !isRecord(given)) continue
      const asked = new Set(fields.map((field) => field.id))
      for (const [name, one] of Object.entries(given)) if (!asked.has(name)) addAll(into, one, `${title}: ${inWords(name).toLowerCase()}`)
    }
    return true
  } catch {
    return false
  }
}
