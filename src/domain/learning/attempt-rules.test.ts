import { expect, test } from 'vitest'
import { awardsOn, isExpired, modulePossibilities, scoreOf, statusAfterSubmission, unanswered } from './attempt-rules.ts'
import type { Accreditation, Question } from './module-file.ts'

const question = (id: string, right = 0): Question => ({
  id,
  stem: 'Which?',
  options: [0, 1, 2, 3].map((index) => ({
    text: `Option ${index}`,
    why: 'Because.',
    ...(index === right ? { right: true as const } : {}),
  })),
  explanation: 'So.',
})
const questions = Array.from({ length: 10 }, (_, index) => question(`q${index + 1}`, index % 4))
const answers = (right: number) => new Map(questions.map((one, index) => [one.id, index < right ? index % 4 : (index + 1) % 4] as const))

test('L5: the pass mark itself passes, one answer less does not', () => {
  expect(scoreOf(questions, answers(7), 70)).toEqual({ right: 7, of: 10, percent: 70, passed: true })
  expect(scoreOf(questions, answers(6), 70)).toEqual({ right: 6, of: 10, percent: 60, passed: false })
})

test('L5: a score is never rounded up to the pass mark', () => {
  const three = questions.slice(0, 3)
  const two = new Map([
    ['q1', 0],
    ['q2', 1],
    ['q3', 0],
  ])
  expect(scoreOf(three, two, 67)).toMatchObject({ percent: 66, passed: false })
  expect(scoreOf(three, two, 66)).toMatchObject({ percent: 66, passed: true })
})

test('L5: what was not answered is not right, and is named', () => {
  const some = new Map([['q1', 0]])
  expect(scoreOf(questions, some, 10)).toMatchObject({ right: 1 })
  expect(unanswered(questions, some).map((one) => one.id)).toEqual(questions.slice(1).map((one) => one.id))
})

test('L6, L7: a first attempt completes the row, passed or not; a failed retake leaves it in progress', () => {
  expect(statusAfterSubmission(true, false)).toBe('completed')
  expect(statusAfterSubmission(false, false)).toBe('completed')
  expect(statusAfterSubmission(false, true)).toBe('in progress')
  expect(statusAfterSubmission(true, true)).toBe('completed')
})

test('C2: an organisation gives credits from its first day to its last, both included', () => {
  const rcgp: Accreditation = {
    accreditor: 'rcgp',
    amount: 50,
    basis: 'self-assessed',
    certainty: 'checked',
    from: '2026-03-01',
    to: '2026-03-31',
  }
  const open: Accreditation = { ...rcgp, accreditor: 'racgp', amount: 75, from: '2026-03-10', to: undefined }
  const ids = (day: string) => awardsOn([rcgp, open], day).map((one) => one.accreditorId)
  expect(ids('2026-02-28')).toEqual([])
  expect(ids('2026-03-01')).toEqual(['rcgp'])
  expect(ids('2026-03-31')).toEqual(['rcgp', 'racgp'])
  expect(ids('2026-04-01')).toEqual(['racgp'])
})

test('L1: a module is on offer up to and on its last day', () => {
  expect(isExpired({ expiresOn: '2026-11-25' }, '2026-11-25')).toBe(false)
  expect(isExpired({ expiresOn: '2026-11-25' }, '2026-11-26')).toBe(true)
})

const standing = { status: null, hasOpenAttempt: false, isSubmitted: false, hasRow: false, onOffer: true } as const

test('L2, L3: what was never begun can be added and started; what is under way can be gone on with, even past its date', () => {
  expect(modulePossibilities(standing)).toEqual({ add: true, start: true, retake: false, takeAgain: false })
  expect(modulePossibilities({ ...standing, onOffer: false })).toEqual({ add: false, start: false, retake: false, takeAgain: false })
  const underWay = { ...standing, status: 'in progress', hasOpenAttempt: true, hasRow: true } as const
  expect(modulePossibilities(underWay)).toEqual({ add: false, start: true, retake: false, takeAgain: false })
  expect(modulePossibilities({ ...underWay, onOffer: false })).toMatchObject({ start: true })
})

test('L7: what was finished can be retaken; another row only beside one that is completed', () => {
  const finished = { ...standing, status: 'completed', isSubmitted: true, hasRow: true } as const
  expect(modulePossibilities(finished)).toEqual({ add: false, start: false, retake: true, takeAgain: true })
  expect(modulePossibilities({ ...finished, status: 'in progress' })).toEqual({ add: false, start: false, retake: true, takeAgain: false })
  expect(modulePossibilities({ ...finished, status: 'in progress', hasOpenAttempt: true })).toMatchObject({ start: true, retake: false })
})
