import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { readBrief } from '#domain/assessments/brief-contract.ts'
import { beginEntry, commentOnEntry, readEntry, saveEntryPart, takeEntryStep } from '#domain/assessments/contract.ts'
import { closeRound, extendRound, openReplies, readRound, setRoundAside } from '#domain/assessments/msf-contract.ts'
import { saveDraft } from '#domain/accounts/profile-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { meetingWith } from '../../../tests/support/meetings.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { openRound } from '../../../tests/support/round.ts'
import { inDays, relate } from '../../../tests/support/related.ts'

const at = house()
afterEach(() => void vi.useRealTimers())

const ENDED = 'Your time as supervisor is over. You can still read, and finish what you began, but not'
const DISCUSSION = { progress: 'Good', 'to-develop': 'Letters', 'pdp-discussed': true, concerns: false }
const PREPARED = { preparation: { 'going-well': 'Rounds', 'going-less-well': 'Letters' } }

/** A trainee whose clinical supervisor's last day is today, and how to come to tomorrow. */
async function changing() {
  const programme = await aProgramme(at)
  const ownerId = programme.trainee.id
  await relate(at.house, programme.clinical.id, 'clinical supervisor', ownerId, { until: inDays(0) })
  await relate(at.house, programme.educational.id, 'educational supervisor', ownerId)
  const tomorrow = () => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 })
  return { ...programme, ownerId, tomorrow }
}

test('T2, A8: a supervisor whose dates are over finishes no meeting that another began, and comments on nothing new', async () => {
  const { trainee, clinical, educational, ownerId, tomorrow } = await changing()
  const id = await meetingWith(trainee, 'mid-point', PREPARED)
  const params = { ownerId, itemId: id }
  const sign = { params: { ...params, step: 'submit' as const }, body: { answers: { discussion: DISCUSSION } } }
  expect((await clinical.ask(readBrief, { params })).toSign).toHaveLength(1)
  tomorrow()
  const entry = await clinical.ask(readEntry, { params })
  expect(entry.can.write['discussion']).toBe(`${ENDED} write anything new.`)
  expect(entry.can.step?.may).toBe(`${ENDED} sign anything new.`)
  expect(entry.can.comment).toBe(`${ENDED} comment on anything new.`)
  const save = { params: { ...params, section: 'discussion' }, body: { answers: DISCUSSION, version: 0 } }
  expect((await clinical.refused(saveEntryPart, save, 'not_allowed')).title).toBe(`${ENDED} write anything new.`)
  await clinical.refused(takeEntryStep, sign, 'not_allowed')
  await clinical.refused(commentOnEntry, { params, body: { id: uuidv7(), text: 'Well done.' } }, 'not_allowed')
  expect((await clinical.ask(readBrief, { params })).toSign).toEqual([])
  await educational.ask(takeEntryStep, sign)
})

test('T2: what they began, were asked for or were writing before, they finish and comment on', async () => {
  const { trainee, clinical, ownerId, tomorrow } = await changing()
  const begun = await meetingWith(clinical, 'mid-point', undefined, ownerId)
  const written = await meetingWith(trainee, 'mid-point', PREPARED)
  const typed = await meetingWith(trainee, 'mid-point', PREPARED)
  const asked = uuidv7()
  await trainee.ask(beginEntry, { body: { id: asked, form: 'mid-point', eventOn: inDays(0), askedId: clinical.id } })
  await trainee.ask(takeEntryStep, { params: { itemId: begun, step: 'prepare' }, body: { answers: PREPARED } })
  await trainee.ask(takeEntryStep, { params: { itemId: asked, step: 'prepare' }, body: { answers: PREPARED } })
  await clinical.ask(saveEntryPart, {
    params: { ownerId, itemId: written, section: 'discussion' },
    body: { answers: { progress: 'Good' }, version: 0 },
  })
  await clinical.ask(saveDraft, { params: { '*': `entry/${ownerId}/${typed}` }, body: { draft: { discussion: { progress: 'Good' } } } })
  const late = await meetingWith(trainee, 'mid-point', PREPARED)
  tomorrow()
  await clinical.ask(saveDraft, { params: { '*': `entry/${ownerId}/${late}` }, body: { draft: { discussion: { progress: 'Good' } } } })
  for (const itemId of [begun, written, typed, asked]) {
    const params = { ownerId, itemId }
    await clinical.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body: { answers: { discussion: DISCUSSION } } })
  }
  await clinical.ask(commentOnEntry, { params: { ownerId, itemId: begun }, body: { id: uuidv7(), text: 'Well done.' } })
  const no = { params: { ownerId, itemId: late, step: 'submit' as const }, body: { answers: { discussion: DISCUSSION } } }
  await clinical.refused(takeEntryStep, no, 'not_allowed')
})

test('T2, F5: an educational supervisor whose dates are over reads a round that another began, and neither closes nor opens it', async () => {
  const { trainee, educational, params, raters, answer } = await openRound(at)
  for (const index of raters.keys()) await answer(index)
  await at.house.db
    .updateTable('relation')
    .set({ until_on: inDays(0) })
    .where('owner_id', '=', trainee.id)
    .where('person_id', '=', educational.id)
    .execute()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 })
  const { can } = await educational.ask(readRound, { params })
  expect([can.close, can.extend, can.open, can.setAside]).toEqual(Array.from({ length: 4 }, () => `${ENDED} write anything new.`))
  for (const [endpoint, body] of [
    [closeRound, {}],
    [extendRound, { closesOn: inDays(100) }],
    [openReplies, {}],
    [setRoundAside, { reason: 'Too few kinds.' }],
  ] as const)
    await educational.refused(endpoint, { params, body }, 'not_allowed')
  await trainee.ask(closeRound, { params, body: {} })
  await educational.refused(openReplies, { params, body: {} }, 'not_allowed')
})
