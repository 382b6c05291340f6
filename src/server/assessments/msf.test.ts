import { v4 as uuidv4 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { readBrief } from '#domain/assessments/brief-contract.ts'
import { entryPdf, listEntries, readEntry, saveEntryPart, takeEntryStep } from '#domain/assessments/contract.ts'
import {
  askRaters,
  closeRound,
  declineFeedback,
  extendRound,
  leaveOutRemark,
  listRounds,
  openReplies,
  readFeedback,
  readReplies,
  readRound,
  remindRaters,
  saveFeedbackDraft,
  sendFeedback,
  setRoundAside,
  takeRaterBack,
} from '#domain/assessments/msf-contract.ts'
import { readCounts } from '#domain/assessments/ticket-contract.ts'
import { myTrainees } from '#domain/training/roster-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { house } from '../../../tests/support/house.ts'
import { inDays, relate } from '../../../tests/support/related.ts'
import {
  asking,
  colleagues,
  DISCUSSION,
  FOURTEEN,
  lockSelf,
  openRound,
  rated,
  readRoundOf,
  release,
  replying,
  roundPeople,
} from '../../../tests/support/round.ts'
import { closeFeedback, remindLateRaters } from './msf-jobs.ts'

const at = house()
afterEach(() => void vi.useRealTimers())
const later = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 24 * 60 * 60_000 })

const lettersTo = (ownerId: string, email: string) =>
  at.house.db.selectFrom('message').where('owner_id', '=', ownerId).where('recipient', '=', email).select('subject').execute()
const rowsOf = async (ownerId: string) => ({
  replies: await at.house.db.selectFrom('msf_reply').where('owner_id', '=', ownerId).selectAll().execute(),
  raters: await at.house.db.selectFrom('msf_rater').where('owner_id', '=', ownerId).selectAll().execute(),
  drafts: await at.house.db.selectFrom('msf_draft').where('owner_id', '=', ownerId).selectAll().execute(),
})

test('F5: a round from the trainee’s own assessment to its release by the educational supervisor, which signs it', async () => {
  const { trainee, params } = await roundPeople(at)
  const raters = colleagues(FOURTEEN)
  await trainee.ask(askRaters, { params, body: { raters } })
  await trainee.ask(askRaters, { params, body: { raters } })
  // Nobody is written to before the trainee has said how they see themselves.
  expect(await lettersTo(trainee.id, raters[0]!.email)).toEqual([])
  expect(await trainee.ask(readRound, { params })).toMatchObject({ state: 'preparing', asked: 14, answered: 0, closesOn: null })
  await lockSelf(trainee, params, { 'done-well': 'I listen.' })
  expect(await lettersTo(trainee.id, raters[0]!.email)).toEqual([{ subject: 'Dr Ada Okafor asks for your feedback' }])
  await trainee.refused(saveEntryPart, { params: { ...params, section: 'self' }, body: { answers: {}, version: 1 } }, 'not_allowed')

  const round = await openRound(at)
  for (const index of round.raters.keys()) await round.answer(index, { 'done-well': `Word ${index}` }, index % 2 ? 'good' : 'excellent')
  const open = await round.trainee.ask(readRound, { params: round.params })
  expect(open).toMatchObject({ state: 'open', asked: 14, answered: 14, isEnough: true, summary: null })
  // While colleagues can answer, it waits for them and for no supervisor.
  const owner = { params: { ownerId: round.trainee.id } }
  const waits = async () => (await round.trainee.ask(listEntries, { ...owner, query: { family: [] } })).entries.map((one) => one.waitsFor)
  const toSign = async () => (await round.educational.ask(readBrief, owner)).toSign.length
  const glance = async () => (await round.educational.ask(myTrainees)).trainees[0]!.waits.find(({ what }) => what === 'to sign')?.count
  expect([await waits(), await toSign(), await glance()]).toEqual([['raters'], 0, undefined])
  await round.trainee.ask(closeRound, { params: round.params, body: {} })
  expect([await waits(), await toSign(), await glance()]).toEqual([['educational supervisor'], 1, 1])
  await round.educational.ask(openReplies, { params: round.params, body: {} })
  const { summary } = await round.educational.ask(readReplies, { params: round.params })
  expect(summary).toMatchObject({ asked: 14, answered: 14, others: 0 })
  expect(summary.kinds.map(({ answered }) => answered)).toEqual([4, 3, 4, 3])
  expect(summary.questions[0]!.all!.levels.map(({ count }) => count)).toEqual([0, 0, 7, 7, 0])
  const remarks = summary.words.find(({ id }) => id === 'done-well')!.texts
  expect(remarks).toHaveLength(14)
  // Two pages of which neither knows what the other leaves out.
  const leaveOut = (at: number, isOut: boolean) =>
    round.educational.ask(leaveOutRemark, { params: round.params, body: { key: remarks[at]!.key, isOut } })
  for (const index of [0, 2, 0]) await leaveOut(index, true)
  expect((await round.educational.ask(readReplies, { params: round.params })).leftOut.toSorted()).toEqual(
    [remarks[0]!.key, remarks[2]!.key].toSorted(),
  )
  await leaveOut(2, false)
  const nobodys = { params: round.params, body: { key: 'nobodys', isOut: true } }
  await round.educational.refused(leaveOutRemark, nobodys, 'invalid_input')
  expect(await release(round)).toEqual({ state: 'submitted' })
  expect(await release(round)).toEqual({ state: 'submitted' })

  for (const reader of [round.trainee, round.educational, round.clinical, round.tutor]) {
    const entry = await reader.ask(readEntry, { params: round.params })
    const said = JSON.stringify(entry.answers['summary'])
    expect(said).toContain('Good 7, Excellent 7')
    expect(said).toContain(remarks[1]!.text)
    expect(said).not.toContain(`"${remarks[0]!.text}"`)
    expect(said).toContain('left out one remark')
  }
  const after = await round.trainee.ask(readRound, { params: round.params })
  expect(after).toMatchObject({ state: 'released', asked: 14, answered: 14, raters: [], summary: { leftOut: 1 } })
  expect(await rowsOf(round.trainee.id)).toEqual({ replies: [], raters: [], drafts: [] })
  expect(await lettersTo(round.trainee.id, round.raters[0]!.email)).toEqual([])
  expect((await verifyChain(await chainOf(at.house.db, round.trainee.id))).faults).toEqual([])
  const { minima } = await round.trainee.ask(readCounts, { params: { ownerId: round.trainee.id } })
  expect(minima.find(({ code }) => code === 'msf')).toMatchObject({ done: 1, need: 1, standing: 'met' })
})

test('F5: eleven replies, or two consultants, are refused: no summary is read or released', async () => {
  for (const wish of [
    { consultant: 3, nurse: 8 },
    { consultant: 2, nurse: 12 },
  ]) {
    const { trainee, educational, params, raters, answer } = await openRound(at, wish)
    for (const index of raters.keys()) await answer(index)
    await trainee.refused(closeRound, { params, body: {} }, 'not_allowed')
    later(91)
    expect(await trainee.ask(readRound, { params })).toMatchObject({ state: 'closed', isEnough: false })
    await educational.refused(openReplies, { params, body: {} }, 'not_allowed')
    await educational.refused(readReplies, { params }, 'not_allowed')
    const problem = await educational.refused(
      takeEntryStep,
      { params: { ...params, step: 'submit' }, body: { answers: { discussion: DISCUSSION } } },
      'not_allowed',
    )
    expect(problem.title).toContain('not enough replies')
    // As the server alone could bring it about: read by mistake, and still not released.
    await at.house.db.updateTable('msf_round').set({ read_at: new Date(), salt: 'x' }).where('owner_id', '=', trainee.id).execute()
    await educational.refused(
      takeEntryStep,
      { params: { ...params, step: 'submit' }, body: { answers: { discussion: DISCUSSION } } },
      'not_allowed',
    )
    vi.useRealTimers()
  }
})

test('F5: without the trainee’s own assessment nobody is asked, and nothing is released', async () => {
  const { trainee, educational, params } = await roundPeople(at)
  const lacking = await trainee.refused(takeEntryStep, { params: { ...params, step: 'prepare' }, body: {} }, 'invalid_input')
  expect(lacking.fields).toHaveLength(9)
  await trainee.ask(askRaters, { params, body: { raters: colleagues({ consultant: 3 }) } })
  await educational.refused(
    takeEntryStep,
    { params: { ...params, step: 'submit' }, body: { answers: { discussion: DISCUSSION } } },
    'not_allowed',
  )
  expect(await lettersTo(trainee.id, colleagues({ consultant: 1 })[0]!.email)).toEqual([])
  await educational.refused(saveEntryPart, { params: { ...params, section: 'summary' }, body: { answers: {}, version: 0 } }, 'not_allowed')
})

test('F5: nobody reads before the round is closed; then the educational supervisor alone, until it is released', async () => {
  const round = await openRound(at)
  const { trainee, educational, clinical, tutor, params } = round
  for (const index of round.raters.keys()) await round.answer(index, { 'done-well': 'Plantedword' })
  await educational.refused(readReplies, { params }, 'not_allowed')
  await educational.refused(openReplies, { params, body: {} }, 'not_allowed')
  await trainee.ask(closeRound, { params, body: {} })
  await trainee.refused(openReplies, { params, body: {} }, 'not_allowed')
  await educational.refused(readReplies, { params }, 'not_allowed')
  await educational.ask(openReplies, { params, body: {} })
  const talk = { params: { ...params, section: 'discussion' }, body: { answers: { discussed: 'Plantedword came up.' }, version: 0 } }
  await educational.ask(saveEntryPart, talk)
  expect(JSON.stringify(await educational.ask(readEntry, { params }))).toContain('Plantedword')
  for (const other of [trainee, clinical, tutor]) {
    await other.refused(readReplies, { params }, 'not_found')
    expect(JSON.stringify(await other.ask(readEntry, { params }))).not.toContain('Plantedword')
    expect((await other.send(entryPdf, { params })).statusCode).not.toBe(500)
  }
  for (const other of [clinical, tutor]) await other.refused(readRound, { params }, 'not_found')
  await clinical.refused(
    takeEntryStep,
    { params: { ...params, step: 'submit' }, body: { answers: { discussion: DISCUSSION } } },
    'not_allowed',
  )
  await trainee.refused(
    takeEntryStep,
    { params: { ...params, step: 'submit' }, body: { answers: { discussion: DISCUSSION } } },
    'not_allowed',
  )
  await educational.ask(readReplies, { params })
  const reads = await at.house.db
    .selectFrom('audit')
    .where('owner_id', '=', trainee.id)
    .where('act', '=', 'msf_replies.read')
    .where('person_id', '=', educational.id)
    .select('id')
    .execute()
  // The two that were refused asked too.
  expect(reads).toHaveLength(3)
})

test('F5: what was read is not opened again, so that no reply can be told by what it changes', async () => {
  const round = await openRound(at, { consultant: 4, nurse: 9 })
  for (const index of [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]) await round.answer(index)
  const { educational, trainee, params } = round
  await educational.ask(closeRound, { params, body: {} })
  await trainee.ask(extendRound, { params, body: { closesOn: inDays(120) } })
  await educational.ask(closeRound, { params, body: {} })
  await educational.ask(openReplies, { params, body: {} })
  await educational.ask(openReplies, { params, body: {} })
  await educational.refused(extendRound, { params, body: { closesOn: inDays(130) } }, 'not_allowed')
  await trainee.refused(askRaters, { params, body: { raters: [asking('Late One', 'nurse')] } }, 'not_allowed')
  expect(await at.nobody().ask(readFeedback, round.link(3))).toMatchObject({ state: 'over', form: null })
  const problem = await at.nobody().refused(sendFeedback, { ...round.link(3), body: replying('consultant') }, 'link_expired')
  expect(problem.title).toContain('closed for good')
  expect((await rowsOf(trainee.id)).replies).toHaveLength(12)
})

test('F5: a reply sent twice is one, and nobody can answer once more', async () => {
  const { trainee, params, link } = await openRound(at)
  const body = replying('consultant')
  const nobody = at.nobody()
  await Promise.all([nobody.ask(sendFeedback, { ...link(0), body }), nobody.ask(sendFeedback, { ...link(0), body })])
  await nobody.ask(sendFeedback, { ...link(0), body })
  expect(await trainee.ask(readRound, { params })).toMatchObject({ answered: 1 })
  const again = await nobody.refused(sendFeedback, { ...link(0), body: { ...body, id: uuidv4() } }, 'not_allowed')
  expect(again.title).toContain('answered already')
  expect(await nobody.ask(readFeedback, link(0))).toMatchObject({ state: 'answered', form: null, draft: null })
  expect((await rowsOf(trainee.id)).replies).toHaveLength(1)
  // Two devices that hold one link, and know nothing of each other.
  const devices = [1, 2].map(() => at.nobody().send(sendFeedback, { ...link(1), body: replying('consultant') }))
  expect((await Promise.all(devices)).map(({ statusCode }) => statusCode).toSorted((one, other) => one - other)).toEqual([200, 403])
  expect((await rowsOf(trainee.id)).replies).toHaveLength(2)
})

test('F5, P20: a draft is given back on another device, sealed with the link alone, and gone once it is sent', async () => {
  const { trainee, link, codes } = await openRound(at)
  const half = { role: 'consultant', answers: { self: { 'done-well': 'Plantedword so far' } }, version: 0 }
  expect(await at.nobody().ask(saveFeedbackDraft, { ...link(0), body: half })).toEqual({ version: 1, late: null })
  expect((await at.nobody().ask(readFeedback, link(0))).draft).toMatchObject({ role: 'consultant', answers: half.answers, version: 1 })
  expect((await at.nobody().ask(readFeedback, link(1))).draft).toMatchObject({ answers: {}, version: 0 })
  await at.nobody().refused(saveFeedbackDraft, { ...link(0), body: half }, 'stale_version')
  const { drafts, raters } = await rowsOf(trainee.id)
  expect(JSON.stringify({ drafts, raters })).not.toContain('Plantedword')
  for (const code of codes) expect(JSON.stringify({ drafts, raters })).not.toContain(code.slice(32))
  await at.nobody().ask(sendFeedback, { ...link(0), body: replying('consultant') })
  expect((await rowsOf(trainee.id)).drafts).toEqual([])
})

test('F5: a round that closes while somebody writes: their words are kept and that is told, and they can be sent once it is opened again', async () => {
  const { trainee, params, link } = await openRound(at)
  const nobody = at.nobody()
  await nobody.ask(saveFeedbackDraft, { ...link(0), body: { answers: { self: { 'done-well': 'First' } }, version: 0 } })
  later(91)
  const late = (words: string, version: number) =>
    nobody.ask(saveFeedbackDraft, { ...link(0), body: { answers: { self: { 'done-well': words } }, version } })
  expect(await late('First and', 1)).toEqual({ version: 2, late: expect.stringContaining('kept for you') })
  expect(await late('First and second', 2)).toMatchObject({ version: 3 })
  await trainee.ask(extendRound, { params, body: { closesOn: inDays(5) } })
  const back = await nobody.ask(readFeedback, link(0))
  expect(back.draft).toMatchObject({ answers: { self: { 'done-well': 'First and second' } }, version: 3 })
  later(6)
  const sent = replying('consultant', { 'done-well': 'First, second and third' })
  expect((await nobody.refused(sendFeedback, { ...link(0), body: sent }, 'link_expired')).title).toContain('kept for you')
  expect(await nobody.ask(readFeedback, link(0))).toMatchObject({ state: 'closed', form: null })
  expect(await late('First, second and third', 3)).toMatchObject({ version: 4 })
  await trainee.ask(extendRound, { params, body: { closesOn: inDays(20) } })
  const opened = await nobody.ask(readFeedback, link(0))
  expect(opened.draft).toMatchObject({ answers: { self: { 'done-well': 'First, second and third' } } })
  await nobody.ask(sendFeedback, { ...link(0), body: sent })
  expect(await trainee.ask(readRound, { params })).toMatchObject({ state: 'open', answered: 1 })
})

test('F5: a scanner that opens every link of every letter changes nothing', async () => {
  const { trainee, codes } = await openRound(at)
  const before = await rowsOf(trainee.id)
  for (const code of codes) {
    for (const address of [`/api/feedback/${code}`, `/api/feedback/${code}/photo`, `/feedback/${code}`])
      await at.house.app.inject({ method: 'GET', url: address })
    await at.house.app.inject({ method: 'HEAD', url: `/api/feedback/${code}` })
  }
  expect(await rowsOf(trainee.id)).toEqual(before)
})

test('F5: who is asked: nobody twice, not the trainee, not who releases it; a fault names the row and adds nobody', async () => {
  const { trainee, educational, params } = await openRound(at, { consultant: 1 })
  const body = (email: string) => ({ raters: [asking('Somebody New', 'nurse'), { ...asking('Somebody Else', 'nurse'), email }] })
  for (const email of [
    trainee.email.toUpperCase(),
    educational.email,
    'rater.consultant.1+again@trust.example',
    'somebody.new@trust.example',
  ]) {
    const problem = await trainee.refused(askRaters, { params, body: body(email) }, 'invalid_input')
    expect(problem.fields.map(({ path }) => path)).toEqual(['raters.1.email'])
  }
  expect((await trainee.ask(readRound, { params })).raters).toHaveLength(1)
  expect((await educational.ask(readRound, { params })).raters).toMatchObject([{ name: 'Rater consultant 1', isFreeMail: false }])
  await educational.refused(askRaters, { params, body: body('a.third@trust.example') }, 'not_allowed')
})

test('F5: taking somebody back is answered the same whether they have answered or not, and so are the numbers', async () => {
  const { trainee, params, raters, answer, link } = await openRound(at)
  await answer(0)
  const before = await trainee.ask(readRound, { params })
  const told = await Promise.all([
    trainee.send(takeRaterBack, { params: { ...params, raterId: raters[0]!.id } }),
    trainee.send(takeRaterBack, { params: { ...params, raterId: raters[1]!.id } }),
  ])
  expect(new Set(told.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
  const { asked, answered, raters: left } = await trainee.ask(readRound, { params })
  expect({ asked, answered }).toEqual({ asked: before.asked, answered: before.answered })
  expect(left).toHaveLength(12)
  for (const index of [0, 1]) await at.nobody().refused(readFeedback, link(index), 'link_expired')
  // Asked again: who has answered is not written to, and cannot answer twice.
  const again = [0, 1].map((index) => ({ ...raters[index]!, id: asking('x', 'nurse').id }))
  await trainee.ask(askRaters, { params, body: { raters: again } })
  const letters = await Promise.all([0, 1].map((index) => lettersTo(trainee.id, raters[index]!.email)))
  expect(letters.map(({ length }) => length)).toEqual([1, 2])
  expect(await at.nobody().ask(readFeedback, link(0))).toMatchObject({ state: 'answered' })
  expect(await at.nobody().ask(readFeedback, link(1))).toMatchObject({ state: 'open' })
})

test('F5: reminders go to who has not answered, by hand once a week and once by themselves, and the answer does not tell to whom', async () => {
  const { trainee, params, raters, answer, link } = await openRound(at)
  await answer(0)
  await at.nobody().ask(declineFeedback, { ...link(1), body: {} })
  await at.nobody().ask(declineFeedback, { ...link(1), body: {} })
  await trainee.refused(remindRaters, { params, body: {} }, 'not_allowed')
  later(8)
  expect(await trainee.ask(remindRaters, { params, body: {} })).toEqual({ done: true })
  await trainee.refused(remindRaters, { params, body: {} }, 'not_allowed')
  const count = async () => Promise.all([0, 1, 2].map(async (index) => (await lettersTo(trainee.id, raters[index]!.email)).length))
  expect(await count()).toEqual([1, 1, 2])
  later(7)
  await remindLateRaters(at.house)
  await remindLateRaters(at.house)
  expect(await count()).toEqual([1, 1, 3])
  expect(await at.nobody().ask(readFeedback, link(2))).toMatchObject({ state: 'open' })
})

test('F5: a round whose day is over is closed by itself, and trainee and educational supervisor are told once, without numbers', async () => {
  const { trainee, educational, params, answer } = await openRound(at)
  await answer(0)
  await closeFeedback(at.house)
  expect(await trainee.ask(readRound, { params })).toMatchObject({ state: 'open' })
  later(91)
  await closeFeedback(at.house)
  await closeFeedback(at.house)
  for (const { id, email } of [trainee, educational])
    expect((await lettersTo(id, email)).map(({ subject }) => subject)).toEqual(['Feedback for Dr Ada Okafor has closed'])
  expect(await trainee.ask(listRounds)).toMatchObject({ rounds: [{ state: 'closed', asked: 14, answered: 1 }] })
  await trainee.refused(extendRound, { params, body: { closesOn: inDays(-1) } }, 'invalid_input')
  await trainee.refused(extendRound, { params, body: { closesOn: inDays(181) } }, 'invalid_input')
})

test('F5: a new round is needed: the reason is kept, the replies are not, and nothing is released', async () => {
  const round = await readRoundOf(at, () => ({ 'done-well': 'Plantedword' }))
  const { trainee, educational, params } = round
  await trainee.refused(setRoundAside, { params, body: { reason: 'I do not like it.' } }, 'not_allowed')
  await educational.refused(setRoundAside, { params, body: { reason: ' ' } }, 'invalid_input')
  await educational.ask(setRoundAside, { params, body: { reason: 'Too few kinds of colleagues.' } })
  expect(await trainee.ask(readRound, { params })).toMatchObject({
    state: 'set aside',
    setAsideBecause: 'Too few kinds of colleagues.',
    asked: 14,
    answered: 14,
    raters: [],
    summary: null,
  })
  expect(await rowsOf(trainee.id)).toEqual({ replies: [], raters: [], drafts: [] })
  await educational.refused(
    takeEntryStep,
    { params: { ...params, step: 'submit' }, body: { answers: { discussion: DISCUSSION } } },
    'not_allowed',
  )
})

test('F5, P18: words that could tell a patient are refused at their field, and nothing is kept', async () => {
  const { trainee, link } = await openRound(at)
  const problem = await at
    .nobody()
    .refused(
      sendFeedback,
      { ...link(0), body: replying('consultant', { 'done-better': 'Slow with NHS number 943 476 5919.' }) },
      'invalid_input',
    )
  expect(problem.fields.map(({ path }) => path)).toEqual(['done-better'])
  expect(JSON.stringify(problem)).not.toContain('943 476 5919')
  expect((await rowsOf(trainee.id)).replies).toEqual([])
  const unable = await at.nobody().refused(sendFeedback, { ...link(0), body: replying('consultant', {}, 'unable') }, 'invalid_input')
  expect(unable.title).toContain('at least 5')
  const lacking = { ...replying('consultant'), answers: { self: rated('concern') } as never }
  expect((await at.nobody().refused(sendFeedback, { ...link(0), body: lacking }, 'invalid_input')).fields.length).toBeGreaterThan(9)
})

test('F5: the trainee’s own session answers for nobody, and reads no colleague’s draft', async () => {
  const { trainee, link } = await openRound(at)
  await trainee.refused(readFeedback, link(0), 'not_allowed')
  await trainee.refused(sendFeedback, { ...link(0), body: replying('consultant') }, 'not_allowed')
  await trainee.refused(saveFeedbackDraft, { ...link(0), body: { answers: {}, version: 0 } }, 'not_allowed')
})

test('F5: who becomes the educational supervisor answers no more, is not asked, and does not read a round they were asked in', async () => {
  const { trainee, tutor, educational, params, answer, raters, link } = await openRound(at)
  for (const index of raters.keys()) if (index > 0) await answer(index)
  // As if the tutor had been asked before anybody knew that they would supervise, from next month on.
  await at.house.db.updateTable('msf_rater').set({ mailbox: tutor.email }).where('id', '=', raters[0]!.id).execute()
  await relate(at.house, tutor.id, 'educational supervisor', trainee.id, { from: inDays(20), until: inDays(200) })
  await at.nobody().refused(sendFeedback, { ...link(0), body: replying('consultant') }, 'not_allowed')
  await trainee.refused(askRaters, { params, body: { raters: [{ ...asking('New One', 'nurse'), email: tutor.email }] } }, 'invalid_input')
  await educational.ask(closeRound, { params, body: {} })
  later(21)
  const refused = await tutor.refused(openReplies, { params, body: {} }, 'not_allowed')
  expect(refused.title).toContain('one of those who are asked')
  await educational.ask(openReplies, { params, body: {} })
})
