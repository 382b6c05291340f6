import { expect, test } from 'vitest'
import { meetingsDue, type Held } from './meetings-due.ts'

const YEAR = { from: '2026-08-05', until: '2027-08-03' }
const POST = { from: '2026-08-05', until: '2026-12-01', post: 'Cardiology' }
const SHORT = { from: '2026-12-02', until: '2027-01-31', post: 'Take' }
const held = (form: string, on: string, isSigned = true, post = ''): Held => ({ id: `${form} ${on}`, form, on, isSigned, post })
const said = (today: string, meetings: readonly Held[] = [], posts = [POST]) =>
  meetingsDue(today, YEAR, posts, meetings).map(({ form, by, standing }) => `${form} ${by} ${standing}`)

test('T12: a year asks for its induction within four weeks, each post for its three meetings, a review every four months, and a report', () => {
  expect(said('2026-08-10')).toEqual([
    'post-induction 2026-08-19 due',
    'es-induction 2026-09-02 due',
    'mid-point 2026-10-17 to come',
    'end-of-placement 2026-12-01 to come',
    'es-review 2026-12-05 to come',
    'es-report 2027-07-03 to come',
  ])
})

test('T12: what was not signed by its day is overdue though somebody began it, and what is signed is done', () => {
  const meetings = [held('es-induction', '2026-08-12'), held('post-induction', '2026-08-13', false)]
  expect(said('2026-09-10', meetings).slice(0, 2)).toEqual(['post-induction 2026-08-19 overdue', 'es-induction 2026-09-02 done'])
  expect(said('2026-08-15', meetings)[0]).toBe('post-induction 2026-08-19 begun')
})

test('T12: the next review is four months after the last that was signed', () => {
  expect(said('2026-12-20', [held('es-review', '2026-11-01')], [])).toEqual([
    'es-induction 2026-09-02 overdue',
    'es-review 2026-11-01 done',
    'es-review 2027-03-01 to come',
    'es-report 2027-07-03 to come',
  ])
})

test('T12: a post of under three months has no mid-point, and who is in no year has nothing due', () => {
  expect(said('2026-12-02', [], [SHORT]).filter((one) => one.startsWith('mid-point'))).toEqual([])
  expect(meetingsDue('2026-12-02', null, [SHORT], [])).toEqual([])
})

test('T12: a meeting answers for one post: that which it names, else that of its day, else the one before', () => {
  const ends = (meeting: Held, posts = [POST, SHORT]) =>
    meetingsDue('2026-12-10', YEAR, posts, [meeting]).flatMap(({ form, post, id }) => (form === meeting.form && id !== null ? [post] : []))
  expect(ends(held('end-of-placement', '2026-12-05', true, 'Cardiology'))).toEqual(['Cardiology'])
  expect(ends(held('end-of-placement', '2026-12-05', true, 'Take'))).toEqual(['Take'])
  expect(ends(held('post-induction', '2026-12-05'))).toEqual(['Take'])
  expect(ends(held('post-induction', '2026-12-05', true, 'As it was called once'))).toEqual(['Take'])
  expect(ends(held('end-of-placement', '2026-12-05'), [POST])).toEqual(['Cardiology'])
  expect(ends(held('end-of-placement', '2026-12-30'), [POST])).toEqual([])
  const again = { ...SHORT, post: 'Cardiology' }
  expect(ends(held('post-induction', '2026-12-03', true, 'Cardiology'), [POST, again])).toEqual(['Cardiology'])
})

test('T12: a late end of placement answers for the post of the year before, which asks for it while it can be late', () => {
  const before = { from: '2026-02-04', until: '2026-08-04', post: 'Renal' }
  const ends = (today: string, meetings: readonly Held[]) =>
    meetingsDue(today, YEAR, [POST], meetings, [before]).flatMap(({ form, post, standing }) =>
      form === 'end-of-placement' ? [`${post} ${standing}`] : [],
    )
  expect(ends('2026-08-10', [])).toEqual(['Renal overdue', 'Cardiology to come'])
  expect(ends('2026-08-10', [held('end-of-placement', '2026-08-10', true, 'Renal')])).toEqual(['Cardiology to come'])
  expect(ends('2026-11-28', [held('end-of-placement', '2026-08-10', true, 'Renal')])).toEqual(['Cardiology due'])
  expect(ends('2026-09-10', [])).toEqual(['Cardiology to come'])
})

test('T12: a report of the first weeks is that of the year before', () => {
  expect(said('2026-09-10', [held('es-report', '2026-08-20')], []).at(-1)).toBe('es-report 2027-07-03 to come')
  expect(said('2027-06-20', [held('es-report', '2027-06-10')], []).at(-1)).toBe('es-report 2027-07-03 done')
})
