import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { currentSession } from '#domain/accounts/contract.ts'
import { readProfile, saveProfile } from '#domain/accounts/profile-contract.ts'
import { inviteDoctors, listInvitations } from '#domain/training/college-contract.ts'
import { askForInvitation, checkStep, enrol, lookAtInvitation, readDuties, readEnrolment } from '#domain/training/enrolment-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { appoint, programme, relate, train } from '../../../tests/support/related.ts'
import { remindOfEnrolment } from './enrolment-jobs.ts'
import { trainingOf } from './queries.ts'

const at = house()

const travel = (instant: string) => vi.setSystemTime(new Date(instant))
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  travel('2027-08-04T09:00:00Z')
})
afterEach(() => void vi.useRealTimers())

/** A college administrator, and a programme of theirs. */
async function college(wish: Parameters<typeof programme>[1] = {}): Promise<{ office: Person; programmeId: string }> {
  const office = await at.clinician({ name: 'College Office' })
  await appoint(at.house, office.id, 'college administrator', '', { from: '2020-01-01', until: null })
  const programmeId = await programme(at.house, wish)
  await at.house.db
    .updateTable('programme')
    .set({ contact_name: 'Cora Office', contact_email: `office.${programmeId}@example.org` })
    .where('id', '=', programmeId)
    .execute()
  return { office, programmeId }
}

async function invited(
  office: Person,
  programmeId: string,
  email: string,
  startsOn = '2027-08-04',
  trainingYear = 'IMY1',
): Promise<string> {
  const again = await at.again(office)
  await again.ask(inviteDoctors, { params: { programmeId }, body: { lines: [{ email, trainingYear, startsOn, feeNote: 'Settled' }] } })
  return tokenIn((await mailsTo(email)).at(-1)!.body_text)
}
const mailsTo = (recipient: string) =>
  at.house.db.selectFrom('message').where('recipient', '=', recipient).select(['subject', 'body_text']).orderBy('id').execute()
const tokenIn = (text: string) => /\/enrol\?token=([\w-]+)/.exec(text)![1]!
const rowsOf = async (ownerId: string) => ({
  trainees: await at.house.db.selectFrom('trainee').selectAll().where('owner_id', '=', ownerId).execute(),
  years: await at.house.db.selectFrom('training_year').select(['code', 'from_on', 'until_on']).where('owner_id', '=', ownerId).execute(),
})
const standing = async (person: Person) => (await (await at.again(person)).ask(readEnrolment)).training
/** Whether the owner may write in the training record just now. */
const writes = async (person: Person) => {
  const viewer = { personId: person.id, sessionId: 'test', deviceIsMine: false }
  return (await seenBy(at.house.db, viewer, person.id, 'self_assessment')).may('write', 'self_assessment', { state: 'new' }).allowed
}

test('T1: an invited doctor enrols once; the link in hand twice changes nothing, and Cairn charges nothing', async () => {
  const { office, programmeId } = await college({ title: 'IMT North' })
  const ada = await at.clinician()
  expect(await ada.ask(readEnrolment)).toEqual({ training: null, invitations: [], carryOver: 0, steps: null })
  expect((await ada.ask(currentSession)).person).toMatchObject({ hasTraining: false })
  const token = await invited(office, programmeId, ada.email)
  expect((await ada.ask(readEnrolment)).invitations).toMatchObject([{ programme: 'IMT North', trainingYear: 'IMY1', feeNote: 'Settled' }])
  expect((await ada.ask(currentSession)).person).toMatchObject({ hasTraining: true })
  expect(await ada.ask(lookAtInvitation, { body: { token } })).toMatchObject({
    programme: 'IMT North',
    startsOn: '2027-08-04',
    isAccepted: false,
  })

  await Promise.all([ada.ask(enrol, { body: { token } }), ada.ask(enrol, { body: { token } })])
  const once = await rowsOf(ada.id)
  expect(once.trainees).toMatchObject([{ from_on: '2027-08-04', enrolled_on: '2027-08-04', curriculum_id: 'imt-stage-1-2019' }])
  expect(once.years).toEqual([{ code: 'IMY1', from_on: '2027-08-04', until_on: '2028-08-03' }])
  travel('2027-08-06T09:00:00Z')
  await (await at.again(ada)).ask(enrol, { body: { token } })
  expect(await rowsOf(ada.id)).toEqual(once)
  expect((await (await at.again(ada)).ask(lookAtInvitation, { body: { token } })).isAccepted).toBe(true)
  const { invitations } = await (await at.again(office)).ask(listInvitations, { params: { programmeId } })
  expect(invitations).toMatchObject([{ state: 'accepted' }])
})

test('T1: nobody enrols without an invitation, or with one that went to somebody else', async () => {
  const { office, programmeId } = await college()
  const [ada, bob] = await at.clinicians(2)
  const token = await invited(office, programmeId, ada!.email)
  const { id: invitationId } = (await ada!.ask(readEnrolment)).invitations[0]!
  await bob!.refused(enrol, { body: {} }, 'link_expired')
  await bob!.refused(enrol, { body: { token: 'guessed' } }, 'link_expired')
  await bob!.refused(enrol, { body: { invitationId } }, 'link_expired')
  const problem = await bob!.refused(enrol, { body: { token } }, 'not_allowed')
  expect(problem.title).toContain(`another address than ${bob!.email}`)
  expect(problem.title).not.toContain(ada!.email)
  await bob!.refused(lookAtInvitation, { body: { token } }, 'not_allowed')
  await bob!.refused(enrol, { params: { ownerId: ada!.id }, body: { token } }, 'not_found')
  // The college invites, and enrols nobody in their stead.
  await train(at.house, ada!.id, programmeId, { from: '2027-08-01', until: '2029-08-01' })
  await office.refused(enrol, { params: { ownerId: ada!.id }, body: { token } }, 'not_allowed')
  await at.house.db.updateTable('auth.user').set({ email_verified: false }).where('id', '=', ada!.id).execute()
  await ada!.refused(enrol, { body: { token } }, 'not_allowed')
  expect((await rowsOf(bob!.id)).trainees).toEqual([])
})

test('T1: who worked provisionally is enrolled from today, and keeps the year that their placement brought', async () => {
  const { office, programmeId } = await college()
  const ada = await at.clinician()
  await train(at.house, ada.id, programmeId, { from: '2027-08-04', until: '2030-08-03' })
  const { id: trainee_id } = (await rowsOf(ada.id)).trainees[0]!
  await at.house.db
    .insertInto('training_year')
    .values({ owner_id: ada.id, id: trainee_id, trainee_id, code: 'IMY1', from_on: '2027-08-04', until_on: '2028-08-01' })
    .execute()
  travel('2027-09-01T09:00:00Z')
  const token = await invited(office, programmeId, ada.email)
  expect(await standing(ada)).toMatchObject({ enrolment: 'provisional', isInvited: true })
  await (await at.again(ada)).ask(enrol, { body: { token } })
  const { trainees, years } = await rowsOf(ada.id)
  expect(trainees).toMatchObject([{ id: trainee_id, from_on: '2027-08-04', until_on: '2030-08-03', enrolled_on: '2027-09-01' }])
  expect(years).toEqual([{ code: 'IMY1', from_on: '2027-08-04', until_on: '2028-08-01' }])
})

test('T1: two months without an invitation: told from midnight in London whom to ask, and one button tells them, once a day', async () => {
  const { office, programmeId } = await college()
  const ada = await at.clinician({ name: 'Dr Ada Okafor' })
  await train(at.house, ada.id, programmeId, { from: '2027-08-04', until: '2030-08-03' })
  // In October London is an hour ahead of UTC.
  travel('2027-10-03T22:59:59Z')
  expect(await standing(ada)).toMatchObject({ enrolment: 'provisional', can: { ask: expect.any(String) } })
  await (await at.again(ada)).refused(askForInvitation, {}, 'not_allowed')
  travel('2027-10-03T23:00:00Z')
  expect(await standing(ada)).toMatchObject({
    enrolment: 'no invitation',
    contact: { name: 'Cora Office', email: `office.${programmeId}@example.org` },
    can: { ask: null },
  })
  await (await at.again(ada)).ask(askForInvitation)
  const [mail, ...more] = await mailsTo(`office.${programmeId}@example.org`)
  expect(more).toEqual([])
  expect(mail!.body_text).toContain(`Dr Ada Okafor (${ada.email})`)
  expect(await standing(ada)).toMatchObject({ can: { ask: 'You have told them today. You can do so again tomorrow.' } })
  await (await at.again(ada)).refused(askForInvitation, {}, 'already_exists')
  travel('2027-10-04T22:59:00Z')
  await (await at.again(ada)).refused(askForInvitation, {}, 'already_exists')
  travel('2027-10-04T23:00:00Z')
  await (await at.again(ada)).ask(askForInvitation)
  // Invited, there is nothing to ask for.
  await invited(office, programmeId, ada.email)
  expect(await standing(ada)).toMatchObject({ enrolment: 'provisional', isInvited: true })
  await (await at.again(ada)).refused(askForInvitation, {}, 'not_allowed')
  await (await at.again(office)).refused(askForInvitation, { params: { ownerId: ada.id } }, 'not_allowed')
})

test('T1: three months without enrolment: frozen from midnight on 29 February, and thawed by enrolling', async () => {
  const { office, programmeId } = await college()
  travel('2027-11-30T09:00:00Z')
  const ada = await at.clinician()
  await train(at.house, ada.id, programmeId, { from: '2027-11-30', until: '2030-08-03' })
  const token = await invited(office, programmeId, ada.email)
  travel('2028-02-28T23:59:59Z')
  expect(await standing(ada)).toMatchObject({ enrolment: 'provisional', freezesOn: '2028-02-29' })
  expect(await writes(ada)).toBe(true)
  travel('2028-02-29T00:00:00Z')
  expect(await standing(ada)).toMatchObject({ enrolment: 'frozen' })
  expect(await writes(ada)).toBe(false)
  await (await at.again(ada)).ask(enrol, { body: { token } })
  expect(await standing(ada)).toMatchObject({ enrolment: 'enrolled', enrolledOn: '2028-02-29' })
  expect(await writes(ada)).toBe(true)
})

test('T1: doctors are reminded 28 and 7 days before, each once, the invited with the way to enrol and the others with whom to ask', async () => {
  const { office, programmeId } = await college()
  const [ada, bob, eve] = await at.clinicians(3)
  for (const person of [ada!, bob!, eve!]) await train(at.house, person.id, programmeId, { from: '2027-08-04', until: '2030-08-03' })
  const token = await invited(office, programmeId, eve!.email)
  await eve!.ask(enrol, { body: { token } })
  await invited(office, programmeId, ada!.email)
  const reminded = async (person: Person) =>
    (await mailsTo(person.email)).filter(({ subject }) => /Please enrol|still missing/.test(subject))

  // The freeze is on 4 November, when London keeps UTC; four weeks before it is still an hour ahead.
  travel('2027-10-06T22:59:00Z')
  await remindOfEnrolment(at.house)
  expect(await reminded(ada!)).toEqual([])
  travel('2027-10-06T23:00:00Z')
  await Promise.all([remindOfEnrolment(at.house), remindOfEnrolment(at.house)])
  await remindOfEnrolment(at.house)
  const [mail, ...more] = await reminded(ada!)
  expect(more).toEqual([])
  expect(mail!.subject).toContain('before 4 November 2027')
  const invitationId = /\/enrol\?invitation=([\w-]+)/.exec(mail!.body_text)![1]
  expect((await reminded(bob!)).map(({ body_text }) => body_text)).toEqual([expect.stringContaining('Cora Office')])
  expect(await reminded(eve!)).toEqual([])

  travel('2027-10-28T06:00:00Z')
  await remindOfEnrolment(at.house)
  travel('2027-11-03T06:00:00Z')
  await remindOfEnrolment(at.house)
  travel('2027-11-04T06:00:00Z')
  await remindOfEnrolment(at.house)
  expect(await reminded(ada!)).toHaveLength(2)
  expect(await reminded(bob!)).toHaveLength(2)
  await (await at.again(ada!)).ask(enrol, { body: { invitationId } })
  expect(await standing(ada!)).toMatchObject({ enrolment: 'enrolled' })
})

test('T3: the first steps of a training year wait until each is done, and begin anew in the next', async () => {
  const { office, programmeId } = await college()
  const ada = await at.clinician()
  await ada.ask(enrol, { body: { token: await invited(office, programmeId, ada.email) } })
  const steps = async () => (await (await at.again(ada)).ask(readEnrolment)).steps!.filter(({ done }) => done).map(({ step }) => step)
  expect(await steps()).toEqual([])
  const check = (step: string, checked = true) => ({ params: { step }, body: { checked } })
  expect((await ada.refused(checkStep, check('details'), 'invalid_input')).title).toBe('Add a phone number to your personal details first.')
  const { email: _email, pendingEmail: _pending, hasPhoto: _photo, ...profile } = await ada.ask(readProfile)
  await ada.ask(saveProfile, { body: { ...profile, mobile: '07700 900123' } })
  for (const step of ['details', 'photo', 'certificates']) await ada.ask(checkStep, check(step))
  await ada.ask(checkStep, check('photo'))
  expect(await steps()).toEqual(['details', 'photo', 'certificates'])
  await ada.refused(checkStep, check('declarations'), 'not_found')
  await ada.ask(checkStep, check('photo', false))
  expect(await steps()).toEqual(['details', 'certificates'])
  await office.refused(checkStep, { params: { ownerId: ada.id, step: 'photo' }, body: { checked: true } }, 'not_allowed')

  const { id: trainee_id } = (await rowsOf(ada.id)).trainees[0]!
  await at.house.db
    .insertInto('training_year')
    .values({ owner_id: ada.id, id: trainee_id, trainee_id, code: 'IMY2', from_on: '2028-08-04', until_on: '2029-08-03' })
    .execute()
  travel('2028-08-04T00:00:00Z')
  expect(await steps()).toEqual([])
})

test('A7: the training page knows what one is to others', async () => {
  const { programmeId } = await college({ title: 'IMT South' })
  const [boss, ada, bob] = await at.clinicians(3)
  const days = { from: '2027-08-01', until: '2028-08-01' }
  await relate(at.house, boss!.id, 'clinical supervisor', ada!.id, days)
  await relate(at.house, boss!.id, 'educational supervisor', ada!.id, days)
  await relate(at.house, boss!.id, 'clinical supervisor', bob!.id, days)
  await appoint(at.house, boss!.id, 'tutor', programmeId, days)
  expect(await boss!.ask(readDuties)).toEqual({
    trainees: 2,
    roles: [{ role: 'tutor', programmeId, programme: 'IMT South', until: '2028-08-01' }],
  })
  expect(await ada!.ask(readDuties)).toEqual({ trainees: 0, roles: [] })
})

test('T1, T2: who is enrolled in a programme to come is in the one of today until it begins', async () => {
  const doctor = await at.clinician()
  const [now, next] = [await programme(at.house), await programme(at.house, { title: 'Cardiology, test deanery' })]
  await train(at.house, doctor.id, now, { from: '2026-08-05', until: '2029-08-01' })
  await train(at.house, doctor.id, next, { from: '2028-02-29', until: '2030-08-01' })
  const ofDay = async (instant: string) => {
    travel(instant)
    return (await trainingOf(at.house.db, doctor.id))?.programmeId
  }
  expect(await ofDay('2026-08-01T12:00:00Z')).toBe(next)
  expect(await ofDay('2028-02-28T23:59:00Z')).toBe(now)
  expect(await ofDay('2028-02-29T00:00:00Z')).toBe(next)
  expect(await ofDay('2031-01-01T00:00:00Z')).toBe(next)
})
