import type { FieldFault } from '#domain/errors.ts'
import { sayPlace } from './changes.ts'
import { CurriculumFile, faultsOfSuccession } from './curriculum-file.ts'
import { editWords as say } from './edit-words.ts'

type Group = CurriculumFile['groups'][number]

/**
 * What is wrong with a curriculum as it was typed, at its fields; by the very schema the catalogue's files are read with (T10).
 * @param all every curriculum there is, of which this takes the place of its own
 */
export function readTyped(typed: unknown, all: readonly CurriculumFile[]): { curriculum: CurriculumFile } | { faults: FieldFault[] } {
  const read = CurriculumFile.safeParse(typed)
  if (!read.success) {
    return {
      faults: read.error.issues.map((issue) => ({
        path: issue.path.map(String).join('.'),
        message: sentence(issue.code === 'unrecognized_keys' ? say.unknownKeys(issue.keys) : issue.message),
      })),
    }
  }
  const others = all.filter(({ id }) => id !== read.data.id)
  const faults = faultsOfSuccession([...others, read.data])
    .filter(({ file }) => file.id === read.data.id || file.replaces?.curriculum === read.data.id)
    .map(({ file, path, message }) =>
      file === read.data
        ? { path: path.join('.'), message: sentence(message) }
        : { path: 'id', message: say.followedBy(file.title, file.version, message) },
    )
  return faults.length > 0 ? { faults } : { curriculum: read.data }
}

/** The schema's messages go on from a field's name: 'must not be empty'. */
const sentence = (message: string): string => {
  const text = /^(must|is|needs|leads)\b/.test(message) ? `This ${message}` : message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/**
 * What may not be changed in place, for evidence and sign-offs refer to it (T10): codes, and what they stand for. Words, levels
 * expected, suitable evidence and what is added may.
 */
export function faultsOfEdit(before: CurriculumFile, after: CurriculumFile): FieldFault[] {
  const faults: FieldFault[] = []
  const refuse = (path: string, message: string) => faults.push({ path, message })
  if (after.id !== before.id) refuse('id', say.idStays)
  if (after.replaces?.curriculum !== before.replaces?.curriculum) refuse('replaces.curriculum', say.replacesStays)

  for (const { code } of missing(before.trainingYears, after.trainingYears)) refuse('trainingYears', say.gone('training year', code))
  if (isMoved(before.trainingYears, after.trainingYears)) refuse('trainingYears', say.yearsMoved)
  for (const scale of before.scales) {
    const at = after.scales.findIndex(({ code }) => code === scale.code)
    if (at === -1) {
      refuse('scales', say.gone('scale', scale.code))
      continue
    }
    const levels = after.scales[at]!.levels
    for (const { code } of missing(scale.levels, levels)) refuse(`scales.${at}.levels`, say.gone('level', code))
    if (isMoved(scale.levels, levels)) refuse(`scales.${at}.levels`, say.levelsMoved)
  }

  const now = new Map(
    after.groups.flatMap((group, g) => group.items.map((item, i) => [item.code, { group, item, path: `groups.${g}.items.${i}` }])),
  )
  for (const group of before.groups) {
    const g = after.groups.findIndex(({ code }) => code === group.code)
    if (g === -1) refuse('groups', say.gone('group', group.code))
    else if (after.groups[g]!.kind !== group.kind) refuse(`groups.${g}.kind`, say.kindStays(group.code))
    for (const item of group.items) {
      const found = now.get(item.code)
      if (found === undefined) refuse(g === -1 ? 'groups' : `groups.${g}.items`, say.gone('item', item.code))
      else if (found.group.code !== group.code) refuse(`${found.path}.code`, say.groupStays(item.code))
      else if (scaleOf(found.group, found.item) !== scaleOf(group, item)) refuse(`${found.path}.scale`, say.scaleStays(item.code))
    }
  }
  return faults
}

const scaleOf = (group: Group, item: Group['items'][number]): string => item.scale ?? group.scale

interface Coded {
  readonly code: string
}

/** Whether those that stayed stand in another order. */
function isMoved(before: readonly Coded[], after: readonly Coded[]): boolean {
  const [was, is] = [before, after].map((parts) => parts.map(({ code }) => code))
  const kept = is!.filter((code) => was!.includes(code))
  return was!.filter((code) => kept.includes(code)).some((code, at) => code !== kept[at])
}

const missing = (before: readonly Coded[], after: readonly Coded[]): readonly Coded[] =>
  before.filter(({ code }) => !after.some((one) => one.code === code))

/** Where in a curriculum a fault stands, in words for the list above the form. */
export const placeOfFault = (document: unknown, path: string): string => sayPlace(document, path.split('.'))
