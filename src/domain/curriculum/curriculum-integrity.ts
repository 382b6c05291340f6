import type { z } from 'zod'

type Path = readonly (string | number)[]
type Say = (path: Path, message: string) => void

/**
 * What one part of a curriculum says about another: every code stands once, and whatever is named is there.
 * It reads parts that may have failed their schema, so that one reading finds every fault.
 */
export function checkReferences(curriculum: unknown, context: z.RefinementCtx): void {
  const say: Say = (path, message) => context.addIssue({ code: 'custom', message, path: [...path] })
  const years = partsOf(curriculum, 'trainingYears')
  const scales = partsOf(curriculum, 'scales')
  const groups = partsOf(curriculum, 'groups')

  once(years, 'training year', say)
  once(scales, 'scale', say)
  for (const scale of scales) once(partsOf(scale.value, 'levels', scale.path), 'level', say)
  const itemsOfGroup = new Map(groups.map((group) => [group, partsOf(group.value, 'items', group.path)]))
  const items = [...itemsOfGroup.values()].flat()
  once([...groups, ...items], 'item', say)

  const levelsOf = new Map(scales.map((scale) => [codeOf(scale) ?? '', codesOf(partsOf(scale.value, 'levels'))]))
  const yearCodes = codesOf(years)
  for (const [group, parts] of itemsOfGroup) {
    const groupScale = namedScale(group, levelsOf, say)
    for (const item of parts) {
      const scale = namedScale(item, levelsOf, say) ?? groupScale
      checkItem(item, { years: yearCodes, levels: scale === undefined ? undefined : levelsOf.get(scale) }, say)
    }
  }
  const counted = partsOf(curriculum, 'counted')
  once(counted, 'counted thing', say)
  for (const { value, path } of counted) {
    for (const [year] of entriesOf(fieldOf(value, 'perYear')))
      if (!yearCodes.includes(year)) say([...path, 'perYear', year], 'is not a training year of this curriculum')
  }
  checkMapping(curriculum, codesOf(items), say)
}

interface Known {
  readonly years: readonly string[]
  /** Of the item's scale; not there where the scale itself is not known. */
  readonly levels: readonly string[] | undefined
}

function checkItem(item: Part, { years, levels }: Known, say: Say): void {
  const expected = entriesOf(fieldOf(item.value, 'expected'))
  for (const [year, what] of expected) {
    const path = [...item.path, 'expected', year]
    if (!years.includes(year)) say(path, 'is not a training year of this curriculum')
    const level = fieldOf(what, 'level')
    if (typeof level === 'string' && levels !== undefined && !levels.includes(level)) {
      say([...path, 'level'], `'${level}' is not in the item's scale`)
    }
    if (fieldOf(what, 'maintained') !== true) continue
    const before = years[years.indexOf(year) - 1]
    const levelBefore = before === undefined ? undefined : fieldOf(new Map(expected).get(before), 'level')
    if (levelBefore !== level) say([...path, 'maintained'], 'needs the same level in the year before')
  }
  const provenIn = fieldOf(fieldOf(item.value, 'proof'), 'year')
  if (typeof provenIn === 'string' && !years.includes(provenIn)) {
    say([...item.path, 'proof', 'year'], `'${provenIn}' is not a training year of this curriculum`)
  }
}

function namedScale(part: Part, levelsOf: ReadonlyMap<string, unknown>, say: Say): string | undefined {
  const scale = fieldOf(part.value, 'scale')
  if (typeof scale !== 'string') return undefined
  if (!levelsOf.has(scale)) say([...part.path, 'scale'], `'${scale}' is not a scale of this curriculum`)
  return scale
}

/** An old item may become several, and several one; but no pair stands twice. */
function checkMapping(curriculum: unknown, items: readonly string[], say: Say): void {
  const replaces = fieldOf(curriculum, 'replaces')
  const replaced = fieldOf(replaces, 'curriculum')
  if (typeof replaced === 'string' && replaced === fieldOf(curriculum, 'id')) {
    say(['replaces', 'curriculum'], 'must be another curriculum than this')
  }
  const seen = new Set<string>()
  for (const pair of partsOf(replaces, 'map', ['replaces'])) {
    const [from, to] = [fieldOf(pair.value, 'from'), fieldOf(pair.value, 'to')]
    if (typeof to !== 'string') continue
    if (!items.includes(to)) say([...pair.path, 'to'], `'${to}' is not an item of this curriculum`)
    if (typeof from !== 'string') continue
    const key = JSON.stringify([from, to])
    if (seen.has(key)) say([...pair.path, 'from'], `'${from}' to '${to}' is here twice`)
    seen.add(key)
  }
}

interface Part {
  readonly value: unknown
  readonly path: Path
}

/** The entries of the list in the field named, each with its place. */
function partsOf(whole: unknown, field: string, above: Path = []): Part[] {
  const list = fieldOf(whole, field)
  return Array.isArray(list) ? list.map((value: unknown, index) => ({ value, path: [...above, field, index] })) : []
}

function fieldOf(part: unknown, field: string): unknown {
  return typeof part === 'object' && part !== null ? (part as Readonly<Record<string, unknown>>)[field] : undefined
}

const entriesOf = (part: unknown): [string, unknown][] => (typeof part === 'object' && part !== null ? Object.entries(part) : [])

const codeOf = (part: Part): string | undefined => {
  const code = fieldOf(part.value, 'code')
  return typeof code === 'string' ? code : undefined
}
const codesOf = (parts: readonly Part[]): string[] => parts.map(codeOf).filter((code) => code !== undefined)

/** Codes are told apart without regard to case, as people write them. */
function once(parts: readonly Part[], what: string, say: Say): void {
  const seen = new Set<string>()
  for (const part of parts) {
    const code = codeOf(part)
    if (code === undefined) continue
    const same = code.toLowerCase()
    if (seen.has(same)) say([...part.path, 'code'], `'${code}' is taken by another ${what}`)
    seen.add(same)
  }
}
