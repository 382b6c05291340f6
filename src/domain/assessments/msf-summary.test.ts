import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AssessorRole } from './form-file.ts'
import { faultsOfReply, keptReply } from './msf-questions.ts'
import { summaryAnswers, summaryOf, tellable, withoutRemarks, type Reply } from './msf-summary.ts'
import { SMALL } from './msf.test-data.ts'

const ROLES = ['consultant', 'nurse', 'pharmacist', 'manager', 'other'] as const satisfies readonly AssessorRole[]
const LEVELS = ['low', 'high', 'unable'] as const

const reply = (role: AssessorRole, team: string, care = team, words = '', worry = false): Reply => ({
  role,
  answers: {
    team: { level: team, comment: words },
    care: { level: care, comment: '' },
    worry,
    ...(words === '' ? {} : { well: `${words} well` }),
  },
})
const keyOf = (id: string, text: string) => `${id} ${[...text].toReversed().join('')}`
const summary = (replies: readonly Reply[], asked = replies.length) => summaryOf(SMALL, { asked, replies, self: {}, keyOf })
const many = (count: number, role: AssessorRole, level = 'high'): Reply[] => Array.from({ length: count }, () => reply(role, level))

/**
 * Which sets of kinds somebody can compute who knows what all said and what each told kind said: those made of told kinds, and those that
 * are left when told kinds are taken from all.
 */
function computable(kinds: readonly AssessorRole[], told: ReadonlySet<AssessorRole>): AssessorRole[][] {
  const sets = kinds.reduce<AssessorRole[][]>((some, kind) => [...some, ...some.map((set) => [...set, kind])], [[]])
  return sets.filter(
    (set) =>
      set.length > 0 &&
      (set.every((kind) => told.has(kind)) || kinds.filter((kind) => !set.includes(kind)).every((kind) => told.has(kind))),
  )
}

test('F5: from what is told nobody can compute what a group of fewer than three said, by kind, by subtraction or by who could not say', () => {
  const oneReply = fc.record({
    role: fc.constantFrom(...ROLES),
    team: fc.constantFrom(...LEVELS),
    care: fc.constantFrom(...LEVELS),
    worry: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(oneReply, { minLength: 1, maxLength: 24 }), (some) => {
      const replies = some.map(({ role, team, care, worry }) => reply(role, team, care, '', worry))
      const made = summary(replies)
      const sizeOf = (set: readonly AssessorRole[], of: readonly Reply[]) => of.filter(({ role }) => set.includes(role)).length
      const kindsIn = (of: readonly Reply[]) => ROLES.filter((role) => sizeOf([role], of) > 0)
      const smallest = (of: readonly Reply[], told: ReadonlySet<AssessorRole>) =>
        Math.min(Infinity, ...computable(kindsIn(of), told).map((set) => sizeOf(set, of)))
      if (made.kinds.length > 0) expect(smallest(replies, new Set(made.kinds.map(({ role }) => role)))).toBeGreaterThanOrEqual(3)
      for (const question of made.questions) {
        const level = ({ answers: { [question.id]: said } }: Reply) =>
          typeof said === 'boolean' ? (said ? 'yes' : 'no') : (said as { level: string }).level
        const rated = replies.filter((one) => level(one) !== 'unable')
        const told = new Set(question.kinds.map(({ role }) => role))
        if (question.all === null) {
          expect(told.size).toBe(0)
          continue
        }
        expect(smallest(rated, told)).toBeGreaterThanOrEqual(3)
        // With those who could not comment counted as an answer too: how many a told kind has is told.
        const isToldWhole = new Set([...told].filter((role) => made.kinds.some((kind) => kind.role === role)))
        expect(isToldWhole).toEqual(told)
        if (told.size > 0) expect(smallest(replies, told)).toBeGreaterThanOrEqual(3)
        for (const { role, counts } of question.kinds) expect(counts.rated).toBe(sizeOf([role], rated))
        expect(question.all.rated).toBe(rated.length)
        // Whoever chose a level that is explained in words stands among three of a kind who did, or among others who did.
        const explained = question.id === 'worry' ? ['yes', 'no'] : ['low']
        if (told.size > 0)
          for (const code of explained) {
            const chose = replies.filter((one) => level(one) === code)
            const groups = Map.groupBy(chose, ({ role }) => (told.has(role) ? role : 'untold'))
            for (const [, { length }] of groups) expect(length).toBeGreaterThanOrEqual(3)
          }
        if (question.id === 'worry') expect(told.size).toBe(0)
      }
    }),
    { numRuns: 2000 },
  )
})

test('F5: a kind of fewer than three is told only among all others, and takes another with it where it would be known by subtraction', () => {
  const one = summary([...many(4, 'consultant'), ...many(5, 'nurse'), ...many(3, 'pharmacist'), ...many(2, 'manager')])
  // Two managers alone would be what is left: the pharmacists go with them.
  expect(one.kinds).toEqual([
    { role: 'consultant', answered: 4 },
    { role: 'nurse', answered: 5 },
  ])
  expect(one.others).toBe(5)
  const even = summary([...many(4, 'consultant'), ...many(5, 'nurse'), ...many(3, 'pharmacist')])
  expect(even.kinds.map(({ role }) => role)).toEqual(['consultant', 'nurse', 'pharmacist'])
  expect(tellable(new Map([['nurse', 11]]), 12, 3)).toEqual([])
})

test('F5: who cannot comment shrinks a group, question by question', () => {
  const made = summary([
    ...many(2, 'consultant').map((one): Reply => one),
    reply('consultant', 'high', 'unable'),
    ...many(5, 'nurse'),
    ...many(4, 'pharmacist'),
  ])
  const [team, care] = made.questions
  expect(team!.kinds.map(({ role }) => role)).toEqual(['consultant', 'nurse', 'pharmacist'])
  // Two consultants are left who could say: nobody tells them apart, and nobody can subtract them.
  expect(care!.kinds.map(({ role }) => role)).toEqual(['nurse'])
  expect(care!.all).toMatchObject({ rated: 11 })
  const few = summary([...many(10, 'nurse', 'unable'), ...many(2, 'consultant')])
  expect(few.questions[0]).toMatchObject({ all: null, kinds: [] })
  expect(JSON.stringify(summaryAnswers(SMALL, few))).toContain('Fewer than 3 could comment')
})

test('F5: free words stand without kind, in an order of their own that is the same whoever answered first', () => {
  const replies = [
    ...many(6, 'nurse'),
    reply('consultant', 'low', 'high', 'Late'),
    reply('manager', 'high', 'high', 'Kind'),
    ...many(4, 'other'),
  ]
  const made = summary(replies)
  expect(summary(replies.toReversed())).toEqual(made)
  expect(made.words.map(({ id, texts }) => [id, texts.map(({ text }) => text)])).toEqual([
    ['team', ['Kind', 'Late']],
    ['well', ['Kind well', 'Late well']],
  ])
  const left = withoutRemarks(made, [made.words[0]!.texts[1]!.key])
  expect(left.leftOut).toBe(1)
  expect(left.words[0]!.texts.map(({ text }) => text)).toEqual(['Kind'])
  expect(JSON.stringify(summaryAnswers(SMALL, left))).toContain('left out one remark')
})

test('F5: whose words a worry or a concern has cannot be told from a split by kind', () => {
  const kinds = (replies: readonly Reply[]) => Object.fromEntries(summary(replies).questions.map(({ id, kinds }) => [id, kinds.length]))
  expect(kinds([...many(6, 'nurse'), ...many(6, 'consultant')])).toEqual({ team: 2, care: 2, worry: 0 })
  const one = reply('consultant', 'low', 'high', 'Late', true)
  expect(kinds([...many(6, 'nurse'), ...many(5, 'consultant'), one])).toEqual({ team: 0, care: 2, worry: 0 })
  // By subtraction too: the only concern is of somebody of no told kind.
  const other = reply('manager', 'high', 'low', 'Late')
  expect(kinds([...many(6, 'nurse'), ...many(2, 'pharmacist'), other])).toEqual({ team: 1, care: 0, worry: 0 })
  expect(kinds([...many(6, 'nurse'), ...many(3, 'consultant', 'low')])).toEqual({ team: 2, care: 2, worry: 0 })
})

test('F5: two who wrote the same are two', () => {
  const made = summary([...many(10, 'nurse'), reply('other', 'high', 'high', 'Kind'), reply('other', 'high', 'high', 'Kind')])
  const [team] = made.words
  expect(new Set(team!.texts.map(({ key }) => key)).size).toBe(2)
  expect(withoutRemarks(made, [team!.texts[0]!.key]).words[0]!.texts).toHaveLength(1)
})

test('F5: a reply rates enough, says why where the scale asks, and keeps only what was asked', () => {
  const of = (team: object, care: object, more: object = {}) => ({ self: { team, care }, worries: { worry: false, ...more } }) as never
  const [high, unable] = [
    { level: 'high', comment: '' },
    { level: 'unable', comment: '' },
  ]
  expect(faultsOfReply(SMALL, of(high, unable))).toEqual([])
  expect(faultsOfReply(SMALL, of(unable, unable))).toMatchObject([{ path: 'team', message: expect.stringContaining('decline') }])
  expect(faultsOfReply(SMALL, of({ level: 'low', comment: ' ' }, high)).map(({ path }) => path)).toEqual(['team'])
  expect(faultsOfReply(SMALL, { self: { team: high } }).map(({ path }) => path)).toEqual(['care', 'worry'])
  expect(faultsOfReply(SMALL, of(high, high, { unasked: 'x' })).map(({ path }) => path)).toEqual(['unasked'])
  expect(keptReply(SMALL, of(high, high))).toEqual({ team: high, care: high, worry: false })
})
