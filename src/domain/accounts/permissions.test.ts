import { expect, test } from 'vitest'
import { ACTS, PERMISSIONS, RECORD_KINDS, type Act, type RecordKind, type State } from './permission-table.ts'
import { may, type Answer, type Standing, type Where } from './permissions.ts'
import { AGREED, isAgreed } from './permissions.test-data.ts'
import { PHASES, RELATIONS, type Phase, type Relation } from './relations.ts'

const reasonOf = (answer: Answer): string => (answer.allowed ? '' : answer.reason)
const as = (relation: Relation, phase: Phase = 'during'): readonly Standing[] => [{ relation, phase }]

/** Sections and states are those of the kind, which the compiler cannot follow through a loop over all kinds. */
const asked = (standings: readonly Standing[], act: Act, kind: RecordKind, where: { section?: string; state?: State | undefined }) =>
  may(standings, act, kind, where as Where<RecordKind>)

const statesOf = (kind: RecordKind): readonly (State | undefined)[] => {
  const { states } = PERMISSIONS[kind]
  return states.length === 0 ? [undefined] : states
}

const CELLS = RECORD_KINDS.flatMap((kind) =>
  Object.keys(PERMISSIONS[kind].sections).flatMap((section) => statesOf(kind).map((state) => ({ kind, section, state }))),
)

test('A8: every kind and section stands in the matrix as it was agreed', () => {
  expect([...AGREED.keys()].sort()).toEqual([...new Set(CELLS.map(({ kind, section }) => `${kind}.${section}`))].sort())
})

test('A8: every relation, phase, kind, section, state and act has its answer, and each refusal its reason', () => {
  let answered = 0
  for (const { kind, section, state } of CELLS) {
    for (const relation of RELATIONS) {
      for (const phase of PHASES) {
        for (const act of ACTS) {
          const answer = asked(as(relation, phase), act, kind, { section, state })
          const name = `${relation} ${phase} ${act} ${kind}.${section} ${state}`
          expect(answer.allowed, name).toBe(isAgreed({ relation, phase }, act, { kind, section, state }))
          if (!answer.allowed) expect(answer.reason, name).toMatch(/^[A-Z].{15,}\.$/)
          answered++
        }
      }
    }
  }
  expect(answered).toBe(CELLS.length * RELATIONS.length * PHASES.length * ACTS.length)
})

test('A8: a refusal has words of its own for each act, and says who may or that nobody may', () => {
  for (const { kind, section, state } of CELLS) {
    for (const relation of RELATIONS) {
      const refusals = ACTS.filter((act) => act !== 'read')
        .map((act) => reasonOf(asked(as(relation), act, kind, { section, state })))
        .filter((reason) => reason !== '')
      expect(new Set(refusals).size, `${relation} ${kind}.${section} ${state}`).toBe(refusals.length)
      for (const reason of refusals) expect(reason).toMatch(/Only |[Nn]obody|by itself/)
    }
  }
})

test('A8: the reason names who may, as the one who asks knows them', () => {
  expect(reasonOf(may(as('owner'), 'write', 'sign_off', { state: 'new' }))).toBe(
    'Only your clinical supervisor or your educational supervisor can write this.',
  )
  expect(reasonOf(may(as('tutor'), 'sign', 'sign_off', { state: 'new' }))).toBe(
    'Only the clinical supervisor or the educational supervisor can sign this.',
  )
  expect(reasonOf(may(as('owner'), 'write', 'placement'))).toBe('Only your programme’s coordinator can write this.')
  expect(reasonOf(may(as('educational supervisor'), 'write', 'self_assessment', { state: 'new' }))).toBe('Only the trainee can write this.')
  expect(reasonOf(may(as('owner'), 'sign', 'placement'))).toBe('Nobody can sign a placement.')
  expect(reasonOf(may(as('owner'), 'write', 'audit'))).toBe(
    'The record of who looked and what changed is kept as it is. Nobody can change it.',
  )
})

test('A8: of notes between supervisors the trainee is told that they exist, not what they say', () => {
  expect(may(as('owner'), 'read', 'supervisor_note', { section: 'status' }).allowed).toBe(true)
  expect(may(as('owner'), 'read', 'supervisor_note', { section: 'text' }).allowed).toBe(false)
})

test('T4: details of health are for the educational supervisor, the director and the panel', () => {
  const readers = RELATIONS.filter((relation) => may(as(relation), 'read', 'declaration', { section: 'health' }).allowed)
  expect(readers).toEqual(['owner', 'educational supervisor', 'programme director', 'panel member'])
})

test('A5: date of birth and equality details are the owner’s alone', () => {
  expect(RELATIONS.filter((relation) => may(as(relation), 'read', 'profile', { section: 'equality' }).allowed)).toEqual(['owner'])
})

test('P24: what is not linked or shared is the owner’s alone', () => {
  for (const kind of ['item', 'file', 'tag', 'report', 'learning'] as const) {
    for (const act of ACTS) expect(RELATIONS.filter((relation) => may(as(relation), act, kind).allowed).join(), kind).toMatch(/^(owner)?$/)
  }
  expect(RELATIONS.filter((relation) => may(as(relation), 'read', 'library_file', { section: 'private' }).allowed)).toEqual(['owner'])
})

test('T1: a frozen record is read as before and written by nobody', () => {
  for (const kind of RECORD_KINDS.filter((kind) => (PERMISSIONS[kind].states as readonly State[]).includes('frozen'))) {
    for (const section of Object.keys(PERMISSIONS[kind].sections)) {
      for (const relation of RELATIONS) {
        const reads = (state: State) => asked(as(relation), 'read', kind, { section, state }).allowed
        expect(reads('frozen')).toBe(reads('begun'))
        for (const act of ACTS.slice(1)) expect(asked(as(relation), act, kind, { section, state: 'frozen' }).allowed).toBe(false)
      }
    }
  }
  expect(reasonOf(may(as('owner'), 'write', 'self_assessment', { state: 'frozen' }))).toBe(
    'This training record is frozen until you are enrolled. It can be read, but until then nobody can write this.',
  )
  expect(reasonOf(may(as('educational supervisor'), 'sign', 'sign_off', { state: 'frozen' }))).toBe(
    'This training record is frozen until the trainee is enrolled. It can be read, but until then nobody can sign this.',
  )
})

test('T2: in the days of grace a supervisor reads, and finishes what was begun', () => {
  const past = as('clinical supervisor', 'grace')
  expect(may(past, 'read', 'self_assessment').allowed).toBe(true)
  expect(may(past, 'sign', 'sign_off', { state: 'begun' }).allowed).toBe(true)
  expect(reasonOf(may(past, 'sign', 'sign_off', { state: 'new' }))).toBe(
    'Your time as supervisor is over. You can still read, and finish what you began, but not sign anything new.',
  )
})

test('A11: before and after its dates a relation is none, and nothing is there', () => {
  for (const phase of ['before', 'after'] as const) {
    expect(may(as('educational supervisor', phase), 'read', 'profile', { section: 'contact' })).toEqual({
      allowed: false,
      code: 'not_found',
      reason: 'There is nothing here.',
    })
  }
  expect(may([], 'read', 'profile')).toMatchObject({ code: 'not_found' })
})

test('A7: of several relations one that allows it is enough, and the nearest refusal is told', () => {
  const both = [...as('tutor'), ...as('educational supervisor', 'grace')]
  expect(may(both, 'sign', 'sign_off', { state: 'begun' }).allowed).toBe(true)
  expect(reasonOf(may(both, 'sign', 'sign_off', { state: 'new' }))).toMatch(/^Your time as supervisor is over/)
  expect(may([...as('clinical supervisor', 'after'), ...as('tutor')], 'sign', 'sign_off', { state: 'begun' }).allowed).toBe(false)
})

test('A8: a section or a state that is not named stands for all of them', () => {
  expect(may(as('educational supervisor'), 'read', 'profile').allowed).toBe(false)
  expect(may(as('owner'), 'read', 'profile').allowed).toBe(true)
  expect(may(as('educational supervisor'), 'sign', 'sign_off').allowed).toBe(false)
})
