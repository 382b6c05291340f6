import { beforeAll, expect, test } from 'vitest'
import {
  amendProgramme,
  endProgrammeRole,
  giveProgrammeRole,
  inviteDoctors,
  listInvitations,
  listNotEnrolled,
  listProgrammeRoles,
  listProgrammes,
  makeProgramme,
  sendInvitationAgain,
  withdrawInvitation,
} from '#domain/training/college-contract.ts'
import { lookAtInvitation, readTrainingContacts } from '#domain/training/enrolment-contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { appoint, inDays, train } from '../../../tests/support/related.ts'

const at = house()
let college: Person
beforeAll(async () => {
  college = await at.clinician({ name: 'College Office' })
  await appoint(at.house, college.id, 'college administrator', '', { until: null })
})

const FIELDS = {
  title: 'Internal medicine, North',
  curriculumId: 'imt-stage-1-2019',
  contactName: 'The college',
  contactEmail: 'imt@college.example',
  contactPhone: '020 1234',
  toldAfterMonths: 2,
  frozenAfterMonths: 3,
  graceDays: 28,
  keptYears: 6,
}
const made = async () => (await college.ask(makeProgramme, { body: FIELDS })).id
const line = (email: string, more = {}) => ({ email, trainingYear: 'IMY1', startsOn: inDays(30), feeNote: '', ...more })
const mailsTo = (recipient: string) =>
  at.house.db.selectFrom('message').where('recipient', '=', recipient).select(['subject', 'body_text']).orderBy('id').execute()
const tokenIn = (text: string) => /\/enrol\?token=([\w-]+)/.exec(text)![1]!

test('T1: the college makes a programme and changes it; two at once do not overwrite each other', async () => {
  const programmeId = await made()
  const { programmes, curricula } = await college.ask(listProgrammes)
  expect(programmes.find(({ id }) => id === programmeId)).toEqual({
    ...FIELDS,
    paceFollowsAbsence: true,
    paceFollowsFraction: true,
    id: programmeId,
    version: 1,
    trainees: 0,
    notEnrolled: 0,
    openInvitations: 0,
  })
  expect(curricula[0]!.years.map(({ code }) => code)).toEqual(['IMY1', 'IMY2', 'IMY3'])
  await college.ask(amendProgramme, { params: { programmeId }, body: { ...FIELDS, frozenAfterMonths: 4, version: 1 } })
  await college.refused(amendProgramme, { params: { programmeId }, body: { ...FIELDS, version: 1 } }, 'stale_version')
  for (const [change, path] of [
    [{ curriculumId: 'none' }, 'curriculumId'],
    [{ toldAfterMonths: 4 }, 'frozenAfterMonths'],
    [{ contactEmail: 'not an address' }, 'contactEmail'],
    [{ title: ' ' }, 'title'],
  ] as const) {
    const { fields } = await college.refused(makeProgramme, { body: { ...FIELDS, ...change } }, 'invalid_input')
    expect(fields.map((fault) => fault.path)).toEqual([path])
  }
})

test('T1: doctors are invited by mail, all or nobody, with a fault for each line that cannot be', async () => {
  const programmeId = await made()
  const enrolled = await at.clinician()
  await train(at.house, enrolled.id, programmeId)
  await at.house.db
    .updateTable('trainee')
    .set({ enrolled_on: inDays(-1) })
    .where('owner_id', '=', enrolled.id)
    .execute()
  const invite = (...lines: object[]) => ({ params: { programmeId }, body: { lines } })

  await college.ask(inviteDoctors, invite(line('one@example.org', { feeNote: 'settled in August' })))
  const { fields } = await college.refused(
    inviteDoctors,
    invite(
      line('two@example.org'),
      line('three@example.org', { trainingYear: 'ST9' }),
      line('TWO@example.org'),
      line('one@example.org'),
      line(enrolled.email),
    ),
    'invalid_input',
  )
  expect(fields.map(({ path, message }) => [path, message.split(' ').slice(0, 4).join(' ')])).toEqual([
    ['lines.1', '‘ST9’ is not a'],
    ['lines.2', 'This address stands in'],
    ['lines.3', 'This address was invited'],
    ['lines.4', 'This doctor is enrolled'],
  ])
  expect(await mailsTo('two@example.org')).toEqual([])
  const [mail] = await mailsTo('one@example.org')
  expect(mail!.subject).toBe('Enrol in Internal medicine, North')
  expect(mail!.body_text).toContain('settled in August')
  const kept = await at.house.db.selectFrom('invitation').selectAll().where('programme_id', '=', programmeId).execute()
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain(tokenIn(mail!.body_text))
  expect((await college.ask(listInvitations, { params: { programmeId } })).invitations).toMatchObject([
    { email: 'one@example.org', state: 'sent', trainingYear: 'IMY1', feeNote: 'settled in August' },
  ])
})

test('T1: an invitation is sent again with a new link, and one that is withdrawn leads nowhere', async () => {
  const programmeId = await made()
  const ada = await at.clinician()
  await college.ask(inviteDoctors, { params: { programmeId }, body: { lines: [line(ada.email)] } })
  const [{ id: invitationId } = { id: '' }] = (await college.ask(listInvitations, { params: { programmeId } })).invitations
  await college.ask(sendInvitationAgain, { params: { invitationId } })
  const [first, second] = (await mailsTo(ada.email))
    .filter(({ subject }) => subject.startsWith('Enrol'))
    .map(({ body_text }) => tokenIn(body_text))
  await ada.refused(lookAtInvitation, { body: { token: first } }, 'link_expired')
  expect(await ada.ask(lookAtInvitation, { body: { token: second } })).toMatchObject({ programme: FIELDS.title, isAccepted: false })
  await college.ask(withdrawInvitation, { params: { invitationId } })
  await ada.refused(lookAtInvitation, { body: { token: second } }, 'link_expired')
  await college.refused(withdrawInvitation, { params: { invitationId } }, 'not_allowed')
  await college.refused(sendInvitationAgain, { params: { invitationId } }, 'not_allowed')
  expect((await college.ask(listInvitations, { params: { programmeId } })).invitations).toMatchObject([{ state: 'withdrawn' }])
  // Withdrawn, the address can be invited anew.
  await college.ask(inviteDoctors, { params: { programmeId }, body: { lines: [line(ada.email)] } })
})

test('T1: the college sees who trains without enrolment, and whether they are invited', async () => {
  const programmeId = await made()
  const [frozen, provisional] = await at.clinicians(2)
  await train(at.house, frozen!.id, programmeId, { from: inDays(-120) })
  await train(at.house, provisional!.id, programmeId, { from: inDays(-10) })
  await college.ask(inviteDoctors, { params: { programmeId }, body: { lines: [line(provisional!.email)] } })
  expect((await college.ask(listNotEnrolled, { params: { programmeId } })).trainees).toMatchObject([
    { ownerId: frozen!.id, enrolment: 'frozen', isInvited: false },
    { ownerId: provisional!.id, enrolment: 'provisional', isInvited: true },
  ])
  const { programmes } = await college.ask(listProgrammes)
  expect(programmes.find(({ id }) => id === programmeId)).toMatchObject({ trainees: 2, notEnrolled: 2, openInvitations: 1 })
})

test('A7, H1, N1: the college gives roles in a programme by exact address, and the trainee sees the tutor by name in Help', async () => {
  const programmeId = await made()
  const trainee = await at.clinician()
  const tutor = await at.clinician({ name: 'Dr Tess Tutor' })
  await train(at.house, trainee.id, programmeId, { from: inDays(-10) })
  const give = { email: tutor.email, role: 'tutor', from: inDays(0), until: null }
  await college.ask(giveProgrammeRole, { params: { programmeId }, body: give })
  const [held] = (await college.ask(listProgrammeRoles, { params: { programmeId } })).holders
  expect(held).toMatchObject({ name: 'Dr Tess Tutor', role: 'tutor', phase: 'during' })
  expect(await trainee.ask(readTrainingContacts)).toEqual({
    tutors: [{ name: 'Dr Tess Tutor', email: tutor.email }],
    programmes: [{ title: FIELDS.title, contact: { name: 'The college', email: 'imt@college.example', phone: '020 1234' } }],
  })
  const { fields } = await college.refused(
    giveProgrammeRole,
    { params: { programmeId }, body: { ...give, email: `${tutor.email}.uk` } },
    'invalid_input',
  )
  expect(fields).toMatchObject([{ path: 'email' }])
  const mine = await college.refused(
    giveProgrammeRole,
    { params: { programmeId }, body: { ...give, email: college.email } },
    'invalid_input',
  )
  expect(mine.fields).toEqual([{ path: 'email', message: 'Somebody else must give you this.' }])
  const late = { ...give, role: 'programme director', from: inDays(5), until: inDays(4) }
  expect((await college.refused(giveProgrammeRole, { params: { programmeId }, body: late }, 'invalid_input')).fields).toMatchObject([
    { path: 'until' },
  ])
  await college.ask(endProgrammeRole, { params: { roleId: held!.id }, body: { until: inDays(-1) } })
  expect((await trainee.ask(readTrainingContacts)).tutors).toEqual([])
  await college.refused(giveProgrammeRole, { params: { programmeId: held!.id }, body: give }, 'not_found')
})
