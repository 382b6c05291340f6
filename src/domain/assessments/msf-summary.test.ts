import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AssessorRole } from './form-file.ts'
import { faultsOfReply, keptReply } from './msf-questions.ts'
import { summaryAnswers, summaryOf, tellable, withoutRemarks, type Reply } from './msf-summary.ts'
import { SMALL } from './msf.test-data.ts'

const ROLES = ['consultant', 'nurse', 'pharmacist', 'manager', 'other'] as const satisfies readonly AssessorRole[]
const LEVELS = ['low', 'high', 'unable'] as const

const reply = (role: AssessorRole, team: string, care = team, words = ''): Reply => ({
  role,
  answers: {
    team: { level: team, comment: words },
    care: { level: care, comment: '' },
    worry: false,
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
  const oneReply = fc.record({ role: fc.constantFrom(...ROLES), team: fc.constantFrom(...LEVELS), care: fc.constantFrom(...LEVELS) })
  fc.assert(
    fc.property(fc.array(oneReply, { minLength: 1, maxLength: 24 }), (some) => {
      const replies = some.map(({ role, team, care }) => reply(role, team, care))
      const made = summary(replies)
      const sizeOf = (set: readonly AssessorRole[], of: readonly Reply[]) => of.filter(({ role }) => set.includes(role)).length
      const kindsIn = (of: readonly Reply[]) => ROLES.filter((role) => sizeOf([role], of) > 0)
      const smallest = (of: readonly Reply[], told: ReadonlySet<AssessorRole>) =>
        Math.min(Infinity, ...computable(kindsIn(of), told).map((set) => sizeOf(set, of)))
      if (made.kinds.length > 0) expect(smallest(replies, new Set(made.kinds.map(({ role }) => role)))).toBeGreaterThanOrEqual(3)
      for (const question of made.questions.filter(({ id }) => id !== 'worry')) {
        const level = ({ answers }: Reply) => (answers[question.id] as { level: string }).level
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
