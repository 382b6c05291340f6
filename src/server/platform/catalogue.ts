import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { z } from 'zod'
import { AccreditorFile, SchemeFile, TagSet } from '#domain/catalogue/contract.ts'
import type { Catalogue } from '#domain/catalogue/contract.ts'
import { CurriculumFile, faultsOfSuccession } from '#domain/curriculum/curriculum-file.ts'
import { FormFile } from '#domain/assessments/form-file.ts'
import { MinimaFile } from '#domain/assessments/minima-file.ts'
import { DeclarationFile } from '#domain/training/declaration-file.ts'
import { sayIssue } from '#domain/plain-faults.ts'

/** What is wrong with the catalogue: one line a fault, `catalogue/tag-sets/x.yaml:12:5 label is missing`. */
export class CatalogueError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The catalogue cannot be used:\n${faults.join('\n')}`)
    this.name = 'CatalogueError'
    this.faults = faults
  }
}

/** The catalogue as the server holds it. Curricula are large, and asked for one at a time. */
export interface LoadedCatalogue extends Catalogue {
  readonly curricula: readonly CurriculumFile[]
  /** The texts people sign (T4). */
  readonly declarations: readonly DeclarationFile[]
  /** Forms to fill in (F1, F2, T12), every version of each. */
  readonly forms: readonly FormFile[]
  /** How many of them a curriculum asks for in a year. */
  readonly minima: readonly MinimaFile[]
}

/**
 * Reads and checks all of `folder` (`accreditors/`, `tag-sets/`, `schemes/`, `curricula/`, `declarations/`, `forms/`, `minima/`; one YAML file an entry).
 * @throws {CatalogueError} naming every fault found, not only the first
 */
export async function loadCatalogue(folder: string): Promise<LoadedCatalogue> {
  const [accreditors, tagSets, schemes, curricula, declarations, forms, minima] = await Promise.all([
    entriesIn(folder, 'accreditors', AccreditorFile),
    entriesIn(folder, 'tag-sets', TagSet),
    entriesIn(folder, 'schemes', SchemeFile),
    entriesIn(folder, 'curricula', CurriculumFile),
    entriesIn(folder, 'declarations', DeclarationFile),
    entriesIn(folder, 'forms', FormFile),
    entriesIn(folder, 'minima', MinimaFile),
  ])
  const faults = [accreditors, tagSets, schemes, curricula, declarations, forms, minima].flatMap((read) => read.faults)
  // A version before that cannot be read would be told as missing.
  if (curricula.faults.length === 0) {
    for (const { file, path, message } of faultsOfSuccession(curricula.entries)) {
      faults.push(`${curricula.placeOf(file, path)} ${message}`)
    }
  }
  if (faults.length > 0) throw new CatalogueError(faults)
  return {
    accreditors: accreditors.entries,
    tagSets: tagSets.entries,
    schemes: schemes.entries,
    curricula: curricula.entries,
    declarations: declarations.entries,
    forms: forms.entries,
    minima: minima.entries,
  }
}

interface Reading<T> {
  readonly entries: T[]
  readonly faults: string[]
  /** File and line of a part of an entry. */
  readonly placeOf: (entry: T, path: readonly PropertyKey[]) => string
}

async function entriesIn<T extends { id: string }>(root: string, kind: string, schema: z.ZodType<T>): Promise<Reading<T>> {
  const shownFolder = `${basename(root)}/${kind}`
  const names = await readdir(join(root, kind)).catch((fault: NodeJS.ErrnoException) => fault)
  const placesOf = new Map<T, (path: readonly PropertyKey[]) => string>()
  const placeOf = (entry: T, path: readonly PropertyKey[]) => placesOf.get(entry)?.(path) ?? `${shownFolder}:1:1`
  if (names instanceof Error) {
    return { entries: [], faults: [`${shownFolder}:1:1 cannot be read (${names.code ?? names.message})`], placeOf }
  }

  const faults: string[] = []
  const entries: T[] = []
  const placeOfId = new Map<string, string>()
  for (const name of names.filter((file) => /\.ya?ml$/.test(file)).sort()) {
    const file = readYaml(`${shownFolder}/${name}`, await readFile(join(root, kind, name), 'utf8'), schema)
    faults.push(...file.faults)
    if (file.entry !== undefined) {
      entries.push(file.entry)
      placesOf.set(file.entry, file.placeOf)
    }
    if (file.id === undefined) continue
    const first = placeOfId.get(file.id.value)
    if (first === undefined) placeOfId.set(file.id.value, file.id.place)
    else faults.push(`${file.id.place} id '${file.id.value}' is taken by ${first}`)
  }
  entries.sort((a, b) => (a.id < b.id ? -1 : 1))
  return { entries, faults, placeOf }
}

export interface YamlReading<T> {
  readonly entry?: T
  /** File and line of what stands at `path`, or of the nearest above it. */
  readonly placeOf: (path: readonly PropertyKey[]) => string
  /** Told even where the rest is at fault, so that a doubled id is found in the same reading. */
  readonly id?: { readonly value: string; readonly place: string }
  readonly faults: readonly string[]
}

/**
 * YAML by its schema. `linesBefore` is how many lines of the file stand before the text, so that a fault names the file's own line:
 * `catalogue/modules/x/questions.yaml:12:5 stem is missing`.
 */
export function readYaml<T>(shownPath: string, text: string, schema: z.ZodType<T>, linesBefore = 0): YamlReading<T> {
  const lines = new LineCounter()
  // The core schema has no timestamps: 2024-01-30 stays the text it is.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${shownPath}:${line + linesBefore}:${col}`
  }
  const placeOf = (path: readonly PropertyKey[]) => at(offsetOf(document, path))
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) return { placeOf, faults: broken.map((fault) => `${at(fault.pos[0])} is not YAML: ${fault.message}`) }
  if (document.contents === null) return { placeOf, faults: [`${at(0)} is empty`] }

  const idNode = document.getIn(['id'], true)
  const id = isScalar(idNode) && typeof idNode.value === 'string' ? { id: { value: idNode.value, place: at(startOf(idNode)) } } : {}
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return { entry: parsed.data, placeOf, ...id, faults: [] }
  const found = parsed.error.issues.flatMap((issue) => faultsOf(document, issue))
  found.sort((a, b) => a.offset - b.offset)
  return { placeOf, ...id, faults: found.map(({ offset, reason }) => `${at(offset)} ${reason}`) }
}

interface Fault {
  readonly offset: number
  readonly reason: string
}

/** One Zod issue as faults a person can mend: several unknown keys are several faults, each at its own key. */
function faultsOf(document: Document, issue: z.core.$ZodIssue): Fault[] {
  const name = nameOf(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      offset: offsetOfKey(document, issue.path, key),
      reason: `'${key}' is not a key known here`,
    }))
  }
  if (issue.path.length > 0 && !document.hasIn(issue.path)) {
    return [{ offset: offsetOf(document, issue.path), reason: `${name} is missing` }]
  }
  return [{ offset: offsetOf(document, issue.path), reason: `${name} ${reasonOf(issue)}`.trim() }]
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be ${issue.values.join(' or ')}`
  // Without an `error` of its own in the schema, Zod's sentence speaks of types.
  if (issue.code === 'invalid_type' && issue.message === sayIssue({ ...issue, input: null }))
    return `must be ${WORD_FOR[issue.expected] ?? issue.expected}`
  return issue.message
}

const WORD_FOR: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
}

function nameOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1)
  if (last === undefined) return ''
  return typeof last === 'number' ? `${nameOf(path.slice(0, -1))} ${last + 1}` : String(last)
}

/** Where the value at `path` stands, or the nearest that stands above it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node)) return startOf(node)
  }
  return startOf(document.contents)
}

function offsetOfKey(document: Document, path: readonly PropertyKey[], key: string): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true)
  const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key) : undefined
  return isScalar(pair?.key) ? startOf(pair.key) : offsetOf(document, path)
}

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0)
