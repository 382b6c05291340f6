import { expect, test } from 'vitest'
import {
  changePassword,
  confirmEmail,
  currentSession,
  demoMailbox,
  endOtherSessions,
  endSession,
  listSessions,
  register,
  requestReset,
  resendConfirmation,
  resetPassword,
  signIn,
  signOut,
} from '#domain/accounts/contract.ts'
import { readDraft } from '#domain/accounts/profile-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD, Person } from '../../../tests/support/person.ts'

const at = house()
const underHttps = house({ config: { url: 'https://cairn.test' } })
let people = 0
const newEmail = () => `person-${people++}@example.org`
const NEW = 'a wholly new password'

const mailsTo = async (email: string) => (await at.nobody().ask(demoMailbox)).messages.filter((mail) => mail.to === email)
const tokenIn = (text: string) => /token=([\w-]+)/.exec(text)![1]!
const lastToken = async (email: string) => tokenIn((await mailsTo(email))[0]!.text)
const enrol = (email: string, password = PASSWORD, name = 'Dr New') => at.nobody().ask(register, { body: { name, email, password } })
const tryPassword = (email: string, password: string) => at.nobody().send(signIn, { body: { email, password } })
const inDatabase = (statement: string, values: unknown[]) => at.house.pool.query(statement, values)

test('A1: one registers, confirms by the link, and signs in; the link works once', async () => {
  const email = newEmail()
  await enrol(email.toUpperCase())
  expect((await tryPassword(email, PASSWORD)).json()).toMatchObject({ code: 'wrong_password' })

  const token = await lastToken(email)
  expect(await at.nobody().ask(confirmEmail, { body: { token } })).toEqual({ email })
  await at.nobody().refused(confirmEmail, { body: { token } }, 'link_expired')

  const person = await Person.atNewDevice(at.house, email)
  const { person: who } = await person.ask(currentSession)
  expect(who).toMatchObject({ id: person.id, name: 'Dr New', email, deviceIsMine: false, hasPhoto: false })
})

test('A1: whoever confirms gets the account as they asked for it, not as a stranger did after or before them', async () => {
  const email = newEmail()
  await enrol(email, 'the stranger was first', 'Stranger')
  await enrol(email, PASSWORD, 'Dr Owner')
  const mine = await lastToken(email)
  await enrol(email, 'the stranger came again', 'Stranger')
  await at.nobody().ask(confirmEmail, { body: { token: mine } })
  const person = await Person.atNewDevice(at.house, email)
  expect((await person.ask(currentSession)).person?.name).toBe('Dr Owner')
  expect((await tryPassword(email, 'the stranger came again')).json()).toMatchObject({ code: 'wrong_password' })
})

test('A1: the confirmation link can be sent once more', async () => {
  const email = newEmail()
  await enrol(email)
  await at.nobody().ask(resendConfirmation, { body: { email } })
  expect(await mailsTo(email)).toHaveLength(2)
  await at.nobody().ask(confirmEmail, { body: { token: await lastToken(email) } })
  await Person.atNewDevice(at.house, email)
})

test('A2: registering, asking for a link and resetting answer the same for a known and an unknown email; the owner is told by mail', async () => {
  const known = (await at.clinician()).email
  const answer = async (endpoint: typeof register | typeof requestReset | typeof resendConfirmation, email: string) => {
    const body = endpoint === register ? { name: 'Dr Other', email, password: NEW } : { email }
    const { statusCode, body: said, headers } = await at.nobody().send(endpoint, { body })
    return { statusCode, said, headers: Object.keys(headers).sort() }
  }
  for (const endpoint of [register, requestReset, resendConfirmation]) {
    expect(await answer(endpoint, known)).toEqual(await answer(endpoint, newEmail()))
  }
  expect((await mailsTo(known)).map((mail) => mail.subject).sort()).toEqual([
    'Set a new password for Cairn',
    'You already have a Cairn account',
    'Your email is confirmed already',
  ])
  await Person.atNewDevice(at.house, known)
})

test('A2: a wrong password and an unknown email get the same answer', async () => {
  const { email } = await at.clinician()
  const wrong = await tryPassword(email, 'not the password')
  const unknown = await tryPassword(newEmail(), 'not the password')
  expect([wrong.statusCode, wrong.body]).toEqual([unknown.statusCode, unknown.body])
})

test('A2: after five wrong passwords each next try for the account waits, doubling; a right one clears it', async () => {
  const { email } = await at.clinician()
  const other = await at.clinician()
  for (let n = 0; n < 5; n++) expect((await tryPassword(email, 'wrong wrong wrong')).json()).toMatchObject({ code: 'wrong_password' })
  const early = await tryPassword(email, PASSWORD)
  expect(early.json()).toMatchObject({ code: 'try_later', details: { seconds: 1 } })
  expect(early.headers['retry-after']).toBe('1')

  const waits: number[] = []
  for (let n = 0; n < 12; n++) {
    await inDatabase('update sign_in_wait set next_try_at = now() where next_try_at > now()', [])
    await tryPassword(email, 'wrong wrong wrong')
    waits.push((await tryPassword(email, 'wrong wrong wrong')).json<{ details: { seconds: number } }>().details.seconds)
  }
  // What is left of a wait when it is told: some of it has passed on a busy machine, but never half.
  const full = [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
  expect(waits.map((wait, at) => wait <= full[at]! && wait >= full[at]! / 2)).toEqual(full.map(() => true))

  await Person.atNewDevice(at.house, other.email)
  await inDatabase('update sign_in_wait set next_try_at = now()', [])
  await Person.atNewDevice(at.house, email)
  expect((await tryPassword(email, 'wrong wrong wrong')).json()).toMatchObject({ code: 'wrong_password' })
})

test.each([
  ['a known', true],
  ['an unknown', false],
])('A2: tries at the same moment for %s email get five guesses and no more', async (_, known) => {
  const email = known ? (await at.clinician()).email : newEmail()
  const answers = await Promise.all(Array.from({ length: 15 }, () => tryPassword(email, 'wrong wrong wrong')))
  const codes = answers.map((answer) => answer.json<{ code: string }>().code)
  expect(codes.filter((code) => code === 'wrong_password')).toHaveLength(5)
  expect(codes.filter((code) => code === 'try_later')).toHaveLength(10)
})

test('A2: on a device not marked mine the cookie ends with the browser and the session after 30 idle minutes', async () => {
  const { email } = await at.clinician()
  const answer = await tryPassword(email, PASSWORD)
  const cookie = String(answer.headers['set-cookie'])
  expect(cookie).toContain('HttpOnly')
  expect(cookie).toContain('SameSite=Lax')
  expect(cookie).not.toMatch(/Max-Age|Expires/)

  const person = await Person.atNewDevice(at.house, email)
  const mine = `user_id = '${person.id}'`
  await inDatabase(
    `update auth.session set updated_at = now() - interval '20 minutes', expires_at = now() + interval '10 minutes' where ${mine}`,
    [],
  )
  await person.ask(listSessions)
  const { rows } = await inDatabase(`select max(expires_at) > now() + interval '29 minutes' as moved from auth.session where ${mine}`, [])
  expect(rows[0]).toEqual({ moved: true })

  await inDatabase(`update auth.session set expires_at = now() - interval '1 second' where ${mine}`, [])
  await person.refused(listSessions, {}, 'not_signed_in')
})

test('A2: what a page does by its timers keeps no session alive', async () => {
  const person = await at.clinician()
  await inDatabase(
    `update auth.session set updated_at = now() - interval '20 minutes', expires_at = now() + interval '10 minutes' where user_id = $1`,
    [person.id],
  )
  await person.ask(readDraft, { params: { '*': 'new-item' }, headers: { 'cairn-background': '1' } })
  const { rows } = await inDatabase(`select expires_at < now() + interval '11 minutes' as stayed from auth.session where user_id = $1`, [
    person.id,
  ])
  expect(rows[0]).toEqual({ stayed: true })
})

test('A2: on a device marked mine the session lasts 30 days from signing in, and use does not lengthen it', async () => {
  const person = await at.clinician({ deviceIsMine: true })
  const days = async () =>
    (
      await inDatabase(`select round(extract(epoch from expires_at - now()) / 86400)::int as days from auth.session where user_id = $1`, [
        person.id,
      ])
    ).rows[0]
  expect(await days()).toEqual({ days: 30 })
  await inDatabase(
    `update auth.session set updated_at = now() - interval '3 days', expires_at = now() + interval '27 days' where user_id = $1`,
    [person.id],
  )
  await person.ask(listSessions)
  expect(await days()).toEqual({ days: 27 })
  const cookie = String(
    (await at.nobody().send(signIn, { body: { email: person.email, password: PASSWORD, deviceIsMine: true } })).headers['set-cookie'],
  )
  expect(cookie).toContain('Max-Age=2592000')
})

test('A2: a cookie that was not signed here is nobody’s', async () => {
  const person = await at.clinician()
  const forged = new Person(at.house, {
    id: person.id,
    email: '',
    cookie: person.cookie.replace(/\.[^.]+$/, `.${Buffer.alloc(32).toString('base64url')}`),
  })
  await forged.refused(listSessions, {}, 'not_signed_in')
})

test('A2: where Cairn is reached by https, the cookie never travels without it', async () => {
  const person = await underHttps.clinician()
  const cookie = String(
    (await underHttps.nobody().send(signIn, { body: { email: person.email, password: PASSWORD } })).headers['set-cookie'],
  )
  expect(cookie).toMatch(/^__Secure-/)
  expect(cookie).toMatch(/; Secure/)
  expect((await person.ask(listSessions)).sessions).toHaveLength(2)
})

test('A2: signing out ends this session alone; others can be seen and ended', async () => {
  const first = await at.clinician()
  const phone = await Person.atNewDevice(at.house, first.email, true)
  const library = await Person.atNewDevice(at.house, first.email)
  const { sessions } = await first.ask(listSessions)
  expect(sessions).toHaveLength(3)
  expect(sessions.filter((session) => session.here)).toHaveLength(1)

  const theirs = sessions.find((session) => session.deviceIsMine)!
  await first.ask(endSession, { params: { sessionId: theirs.id } })
  await phone.refused(listSessions, {}, 'not_signed_in')
  await library.ask(signOut)
  await library.refused(listSessions, {}, 'not_signed_in')
  await Person.atNewDevice(at.house, first.email)
  expect(await first.ask(endOtherSessions)).toEqual({ ended: 1 })
  expect((await first.ask(listSessions)).sessions).toHaveLength(1)
})

test('A11: nobody ends a stranger’s session, nor learns that there is one', async () => {
  const [ada, bob] = await at.clinicians(2)
  const { sessions } = await ada!.ask(listSessions)
  await bob!.refused(endSession, { params: { ownerId: ada!.id, sessionId: sessions[0]!.id } }, 'not_found')
  await bob!.refused(endSession, { params: { sessionId: sessions[0]!.id } }, 'not_found')
  await ada!.ask(listSessions)
})

test('A2: a forgotten password is reset by a link that works once and ends every session', async () => {
  const person = await at.clinician()
  await at.nobody().ask(requestReset, { body: { email: person.email } })
  const older = await lastToken(person.email)
  await at.nobody().ask(requestReset, { body: { email: person.email } })
  const token = await lastToken(person.email)
  await at.nobody().ask(resetPassword, { body: { token, password: NEW } })
  await at.nobody().refused(resetPassword, { body: { token, password: NEW } }, 'link_expired')
  await at.nobody().refused(resetPassword, { body: { token: older, password: NEW } }, 'link_expired')
  await person.refused(listSessions, {}, 'not_signed_in')
  expect((await tryPassword(person.email, PASSWORD)).json()).toMatchObject({ code: 'wrong_password' })
  expect((await tryPassword(person.email, NEW)).statusCode).toBe(200)
  expect((await mailsTo(person.email))[0]!.subject).toBe('Your Cairn password was changed')
})

test('A2: changing the password asks for the old one, keeps this session and ends the others', async () => {
  const person = await at.clinician()
  const other = await Person.atNewDevice(at.house, person.email)
  const problem = await person.refused(changePassword, { body: { current: 'not this one', password: NEW } }, 'wrong_password')
  expect(problem.fields[0]!.path).toBe('current')
  await person.ask(changePassword, { body: { current: PASSWORD, password: NEW } })
  await person.ask(listSessions)
  await other.refused(listSessions, {}, 'not_signed_in')
  expect((await tryPassword(person.email, NEW)).statusCode).toBe(200)
})

test('N1: a registration that cannot be is refused at its fields', async () => {
  const problem = await at.nobody().refused(register, { body: { name: ' ', email: 'nobody', password: 'short' } }, 'invalid_input')
  expect(problem.fields.map((field) => field.path).sort()).toEqual(['email', 'name', 'password'])
})
