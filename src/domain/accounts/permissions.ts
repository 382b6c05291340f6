import type { ErrorCode } from '#domain/errors.ts'
import { PERMISSIONS, type Act, type RecordKind, type Section, type State } from './permission-table.ts'
import { permissionWords } from './permission-words.ts'
import { RELATIONS, type Phase, type Relation } from './relations.ts'

/** What a viewer is to an owner on a day, and where the day stands to the relation's dates. */
export interface Standing {
  readonly relation: Relation
  readonly phase: Phase
}

/** Which part of a record, and how far it is. */
export interface Where<K extends RecordKind> {
  readonly section?: Section<K>
  readonly state?: State
}

export type Answer = { readonly allowed: true } | { readonly allowed: false; readonly code: ErrorCode; readonly reason: string }

const YES: Answer = { allowed: true }
const no = (reason: string): Answer => ({ allowed: false, code: 'not_allowed', reason })

/** Who stands in no relation to the owner is told that there is nothing (A11). */
const STRANGER: Answer = { allowed: false, code: 'not_found', reason: permissionWords.nothingHere }

/**
 * Whether somebody may do this (A8). Of several relations one that allows it is enough. A section or a state that is not named stands
 * for all of them: what hangs on them is refused until they are named. Before and after its dates a relation is none (T2).
 */
export function may<K extends RecordKind>(standings: readonly Standing[], act: Act, kind: K, where: Where<K> = {}): Answer {
  const present = standings.filter(({ phase }) => phase === 'during' || phase === 'grace')
  if (present.length === 0) return STRANGER
  const { sections, states } = PERMISSIONS[kind]
  for (const section of where.section === undefined ? Object.keys(sections) : [where.section]) {
    for (const state of where.state === undefined && states.length > 0 ? states : [where.state]) {
      const answers = present.map((standing) => ofOne(standing, act, kind, section, state))
      if (answers.some(({ allowed }) => allowed)) continue
      return answers[nearest(present, act, kind, section)]!
    }
  }
  return YES
}

const LETTERS: Readonly<Record<Act, string>> = { read: 'R', write: 'W', sign: 'S', comment: 'C', verify: 'V' }

function holds(relation: Relation, act: Act, kind: RecordKind, section: string): boolean {
  const row = (PERMISSIONS[kind].sections as Readonly<Record<string, readonly string[]>>)[section]
  return row?.[RELATIONS.indexOf(relation)]?.includes(LETTERS[act]) ?? false
}

/** Of several refusals the one that tells most: of the relation that could, were it not for the state or the dates. */
const nearest = (present: readonly Standing[], act: Act, kind: RecordKind, section: string): number =>
  Math.max(
    0,
    present.findIndex(({ relation }) => holds(relation, act, kind, section)),
  )

function ofOne({ relation, phase }: Standing, act: Act, kind: RecordKind, section: string, state: State | undefined): Answer {
  if (!holds(relation, act, kind, section)) return no(whyNot(relation, act, kind, section))
  if (act === 'read') return YES
  if (state === 'frozen') return no(permissionWords.frozen(act, askerOf(relation)))
  if (state === 'locked') return no(permissionWords.locked(act))
  if (phase === 'grace' && state !== 'begun') return no(permissionWords.grace(act))
  return YES
}

const askerOf = (relation: Relation) => (relation === 'owner' ? 'owner' : 'another')

function whyNot(asker: Relation, act: Act, kind: RecordKind, section: string): string {
  const who = RELATIONS.filter((relation) => holds(relation, act, kind, section))
  if (who.length > 0) return permissionWords.only(who, act, askerOf(asker))
  if (kind === 'audit' && act === 'write') return permissionWords.auditIsKept
  if (section === 'status' && act === 'write') return permissionWords.statusFollows
  return permissionWords.nobody(kind, act)
}
