import { afterEach, expect, test, vi } from 'vitest'
import { changeEmail, changePassword, currentSession, demoMailbox, requestReset, resetPassword, signIn } from '#domain/accounts/contract.ts'
import {
  leaveSecondStep,
  offerSecondFactor,
  passSecondStep,
  readSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
  turnOnSecondFactor,
} from '#domain/accounts/second-factor-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD, Person } from '../../../tests/support/person.ts'
import { Authenticator, turnedOn } from '../../../tests/support/second-factor.ts'

const at = house()
const underHttps = house({ config: { url: 'https://cairn.test' } })
afterEach(() => void vi.useRealTimers())

const STEP_MS = 30_000
/** In the middle of a time step, so that none ends while a test runs. */
const setTime = () => void vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / STEP_MS) * STEP_MS + STEP_MS / 2 })
const inDatabase = (statement: string, values: unknown[] = []) => at.house.pool.query(statement, values)
const mailsTo = async (email: string) => (await at.nobody().ask(demoMailbox)).messages.filter((mail) => mail.to === email)
const actsOf = async (ownerId: string) =>
  (await inDatabase('select act from audit where owner_id = $1 order by id', [ownerId])).rows.map(({ act }) => act as string)
const sessionsOf = async (ownerId: string) => (await inDatabase('select 1 from auth.session where user_id = $1', [ownerId])).rows.length
/** So that a slow machine does not outwait a wait of a second. Returns after how many tries there is one. */
const waitLonger = async () =>
  (await inDatabase(`update sign_in_wait set next_try_at = now() + interval '15 minutes' where failures >= 5 returning failures`)).rows[0]
    ?.failures as number
const waitNoMore = () => inDatabase('update sign_in_wait set next_try_at = now() where next_try_at > now()')

/** Gives the password in a new browser, which then owes the code. */
async function begun(person: Person, password = PASSWORD): Promise<Person> {
  const nobody = at.nobody()
  const answer = await nobody.send(signIn, { body: { email: person.email, password } })
  expect(answer.json(), answer.body).toEqual({ person: null })
  nobody.cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return nobody
}

/** Gives the code, and holds the session from then on. */
async function passed(browser: Person, code: string): Promise<Person> {
  const answer = await browser.send(passSecondStep, { body: { code } })
  expect(answer.statusCode, answer.body).toBe(200)
  const cookie = answer.cookies.find(({ name }) => name.endsWith('session_token'))!
  const { id, email } = answer.json<{ person: { id: string; email: string } }>().person
  return new Person(at.house, { id, email, cookie: `${cookie.name}=${encodeURIComponent(cookie.value)}` })
}

test('A3: it is turned on by the password and a first code; from then on signing in takes both, and there is no session before', async () => {
  setTime()
  const ada = await at.clinician()
  expect(await ada.ask(readSecondFactor)).toEqual({ onSince: null, codesLeft: 0 })
  await ada.refused(offerSecondFactor, { body: { password: 'not the password' } }, 'wrong_password')
  const { key, uri, offer } = await ada.ask(offerSecondFactor, { body: { password: PASSWORD } })
  expect(key).toMatch(/^[A-Z2-7]{32}$/)
  expect(uri).toBe(`otpauth://totp/Cairn:${encodeURIComponent(ada.email)}?secret=${key}&issuer=Cairn&digits=6&period=30`)
  const app = new Authenticator(key)
  // An offer alone turns nothing on.
  await at.again(ada)
  await ada.refused(turnOnSecondFactor, { body: { offer, code: await app.wrongCode() } }, 'wrong_code')
  await ada.refused(turnOnSecondFactor, { body: { offer, code: 'aaaaa-bbbbb' } }, 'invalid_input')
  const { recoveryCodes } = await ada.ask(turnOnSecondFactor, { body: { offer, code: await app.code() } })
  expect(new Set(recoveryCodes).size).toBe(10)
  expect(await ada.ask(readSecondFactor)).toEqual({ onSince: new Date().toISOString(), codesLeft: 10 })
  await ada.refused(turnOnSecondFactor, { body: { offer, code: await app.code(1) } }, 'link_expired')
  await ada.refused(offerSecondFactor, { body: { password: PASSWORD } }, 'already_exists')

  const before = await sessionsOf(ada.id)
  const browser = await begun(ada)
  expect(browser.cookie).not.toContain('session_token')
  expect(await browser.ask(currentSession)).toMatchObject({ person: null, secondStep: true })
  expect((await browser.send(readSecondFactor, { params: { ownerId: ada.id } })).statusCode).toBe(401)
  expect(await sessionsOf(ada.id)).toBe(before)
  const code = await app.code(1)
  const back = await passed(browser, ` ${code.slice(0, 3)} ${code.slice(3)} `)
  expect(await back.ask(currentSession)).toMatchObject({ person: { id: ada.id, deviceIsMine: false }, secondStep: false })
  expect(await sessionsOf(ada.id)).toBe(before + 1)
  // The step is used up with it.
  await browser.refused(passSecondStep, { body: { code: recoveryCodes[0]! } }, 'link_expired')

  expect((await mailsTo(ada.email)).map(({ subject }) => subject)).toContain('Signing in to Cairn now asks for a code')
  expect((await actsOf(ada.id)).slice(-2)).toEqual(['accounts.second_factor_on', 'accounts.signed_in'])
})

test('A3: a wrong password and one of an account with a second factor are told apart by the right password alone', async () => {
  const ada = await at.clinician()
  await turnedOn(ada)
  const wrong = await at.nobody().send(signIn, { body: { email: ada.email, password: 'not the password' } })
  const other = await at.nobody().send(signIn, { body: { email: 'nobody-here@example.org', password: 'not the password' } })
  expect([wrong.statusCode, wrong.body, wrong.cookies]).toEqual([other.statusCode, other.body, other.cookies])
})

test('A3: the cookie of the step is for this browser and ten minutes; a device marked mine stays so', async () => {
  setTime()
  const ada = await at.clinician()
  const { app } = await turnedOn(ada, -1)
  const nobody = at.nobody()
  const answer = await nobody.send(signIn, { body: { email: ada.email, password: PASSWORD, deviceIsMine: true } })
  expect(String(answer.headers['set-cookie'])).toMatch(
    /^cairn\.second_step=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  nobody.cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const done = await nobody.send(passSecondStep, { body: { code: await app.code() } })
  expect(done.json()).toMatchObject({ person: { deviceIsMine: true } })
  expect(String(done.headers['set-cookie'])).toContain('Max-Age=2592000')
  await at.nobody().refused(passSecondStep, { body: { code: '123456' } }, 'link_expired')

  const late = await begun(ada)
  vi.setSystemTime(Date.now() + 11 * 60_000)
  expect(await late.ask(currentSession)).toMatchObject({ secondStep: false })
  await late.refused(passSecondStep, { body: { code: await app.code() } }, 'link_expired')
  const left = await begun(ada)
  await left.ask(leaveSecondStep)
  await left.refused(passSecondStep, { body: { code: await app.code() } }, 'link_expired')
})

test('A3: under HTTPS the cookies of the step and of the session that follows are for HTTPS alone, and work', async () => {
  const eve = await underHttps.clinician()
  const { recoveryCodes } = await turnedOn(eve)
  const nobody = underHttps.nobody()
  const answer = await nobody.send(signIn, { body: { email: eve.email, password: PASSWORD } })
  expect(String(answer.headers['set-cookie'])).toMatch(/^__Secure-cairn\.second_step=.*; Secure/)
  nobody.cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const done = await nobody.send(passSecondStep, { body: { code: recoveryCodes[0]! } })
  nobody.cookie = done.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  expect(nobody.cookie).toContain('__Secure-cairn.session_token')
  expect((await nobody.ask(currentSession)).person?.id).toBe(eve.id)
})

test('A3: a code is good once, and so is no older one; one time step early or late is let pass, two are not', async () => {
  setTime()
  const ada = await at.clinician()
  const { app } = await turnedOn(ada, -1)
  for (const steps of [-2, 2]) {
    const problem = await (await begun(ada)).refused(passSecondStep, { body: { code: await app.code(steps) } }, 'wrong_code')
    expect(problem.fields).toEqual([{ path: 'code', message: 'This code is not right. Type the one your app shows now.' }])
  }
  // The code it was turned on by is used up, too.
  await (await begun(ada)).refused(passSecondStep, { body: { code: await app.code(-1) } }, 'wrong_code')
  await passed(await begun(ada), await app.code())
  const again = await (await begun(ada)).refused(passSecondStep, { body: { code: await app.code() } }, 'wrong_code')
  expect(again.title).toBe('This code was used already. Wait for the next one your app shows.')
  await passed(await begun(ada), await app.code(1))
  vi.setSystemTime(Date.now() + STEP_MS)
  await (await begun(ada)).refused(passSecondStep, { body: { code: await app.code() } }, 'wrong_code')
  vi.setSystemTime(Date.now() + 2 * STEP_MS)
  await passed(await begun(ada), await app.code(-1))
})

test('A3: of one code given twice at the same moment, one gets in', async () => {
  setTime()
  const ada = await at.clinician()
  const { app, recoveryCodes } = await turnedOn(ada, -1)
  for (const code of [await app.code(), recoveryCodes[3]!]) {
    const browsers = [await begun(ada), await begun(ada), await begun(ada)]
    const before = await sessionsOf(ada.id)
    const answers = await Promise.all(browsers.map((browser) => browser.send(passSecondStep, { body: { code } })))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400, 400])
    expect(await sessionsOf(ada.id)).toBe(before + 1)
    await waitNoMore()
  }
})

test('A3: after five wrong codes each next try waits, whatever else is right; the owner is told, and a right code clears it', async () => {
  setTime()
  const ada = await at.clinician()
  const { app, recoveryCodes } = await turnedOn(ada, -1)
  const browser = await begun(ada)
  for (let n = 0; n < 5; n++) await browser.refused(passSecondStep, { body: { code: await app.wrongCode() } }, 'wrong_code')
  expect(await waitLonger()).toBe(5)
  const early = await browser.refused(passSecondStep, { body: { code: recoveryCodes[0]! } }, 'try_later')
  expect(early.title).toBe('There were several wrong codes for this account. Try again in 15 minutes.')
  expect((await mailsTo(ada.email)).map(({ subject }) => subject)).toContain('Somebody knows your Cairn password, but not your code')
  // Neither the right password, nor a new one, nor a right one in a session takes the count back.
  await waitNoMore()
  await (await begun(ada)).refused(passSecondStep, { body: { code: await app.wrongCode() } }, 'wrong_code')
  await ada.ask(changeEmail, { body: { email: 'ada-elsewhere@example.org', password: PASSWORD } })
  expect(await waitLonger()).toBe(6)
  await (await begun(ada)).refused(passSecondStep, { body: { code: await app.code() } }, 'try_later')
  await ada.refused(turnOffSecondFactor, { body: { password: PASSWORD, code: await app.code() } }, 'try_later')
  await waitNoMore()
  await passed(await begun(ada), await app.code())
  await (await begun(ada)).refused(passSecondStep, { body: { code: await app.wrongCode() } }, 'wrong_code')
})

test('A3: wrong codes at the same moment get five guesses and no more', async () => {
  const ada = await at.clinician()
  const { app } = await turnedOn(ada)
  const browser = await begun(ada)
  const code = await app.wrongCode()
  const answers = await Promise.all(Array.from({ length: 12 }, () => browser.send(passSecondStep, { body: { code } })))
  const codes = answers.map((answer) => answer.json<{ code: string }>().code)
  expect(codes.filter((one) => one === 'wrong_code')).toHaveLength(5)
  expect(codes.filter((one) => one === 'try_later')).toHaveLength(7)
})

test('A3: what can be no code is refused at its field and is no try', async () => {
  const ada = await at.clinician()
  const { recoveryCodes } = await turnedOn(ada)
  const browser = await begun(ada)
  for (let n = 0; n < 6; n++) {
    const { fields } = await browser.refused(passSecondStep, { body: { code: '12345' } }, 'invalid_input')
    expect(fields).toEqual([{ path: 'code', message: 'Type the six digits your app shows, or one of your recovery codes.' }])
  }
  await passed(browser, recoveryCodes[0]!)
})

test('A3: a recovery code gets in once, in any spelling; the owner is told how many are left', async () => {
  const ada = await at.clinician()
  const { recoveryCodes } = await turnedOn(ada)
  const bob = await at.clinician()
  const ofBob = (await turnedOn(bob)).recoveryCodes
  await passed(await begun(ada), recoveryCodes[4]!.toUpperCase().replace('-', ' '))
  expect(await ada.ask(readSecondFactor)).toMatchObject({ codesLeft: 9 })
  const [mail] = await mailsTo(ada.email)
  expect(mail).toMatchObject({ subject: 'A recovery code for Cairn was used' })
  expect(mail!.text).toContain('There are 9 left.')
  expect(await actsOf(ada.id)).toContain('accounts.recovery_code_used')
  for (const code of [recoveryCodes[4]!, ofBob[0]!]) {
    const { fields } = await (await begun(ada)).refused(passSecondStep, { body: { code } }, 'wrong_code')
    expect(fields).toEqual([{ path: 'code', message: 'This is not one of your recovery codes, or it was used already.' }])
  }
})

test('A3: new recovery codes and turning off take the password and a code; the old codes are void', async () => {
  setTime()
  const ada = await at.clinician()
  const { app, recoveryCodes } = await turnedOn(ada, -1)
  for (const endpoint of [renewRecoveryCodes, turnOffSecondFactor]) {
    await ada.refused(endpoint, { body: { password: 'not the password', code: await app.code() } }, 'wrong_password')
    await ada.refused(endpoint, { body: { password: PASSWORD, code: await app.wrongCode() } }, 'wrong_code')
  }
  const renewed = (await ada.ask(renewRecoveryCodes, { body: { password: PASSWORD, code: await app.code() } })).recoveryCodes
  expect(renewed.filter((code) => recoveryCodes.includes(code))).toEqual([])
  await ada.refused(turnOffSecondFactor, { body: { password: PASSWORD, code: await app.code() } }, 'wrong_code')
  await (await begun(ada)).refused(passSecondStep, { body: { code: recoveryCodes[0]! } }, 'wrong_code')
  const waiting = await begun(ada)
  // By a recovery code, for whoever has lost the phone.
  await ada.ask(turnOffSecondFactor, { body: { password: PASSWORD, code: renewed[0]! } })
  expect(await ada.ask(readSecondFactor)).toEqual({ onSince: null, codesLeft: 0 })
  await ada.refused(turnOffSecondFactor, { body: { password: PASSWORD, code: renewed[1]! } }, 'not_found')
  await waiting.refused(passSecondStep, { body: { code: renewed[1]! } }, 'link_expired')
  await at.again(ada)
  const subjects = (await mailsTo(ada.email)).map(({ subject }) => subject)
  expect(subjects).toEqual(
    expect.arrayContaining(['You have new recovery codes for Cairn', 'Signing in to Cairn no longer asks for a code']),
  )
  expect(await actsOf(ada.id)).toEqual(expect.arrayContaining(['accounts.recovery_codes_renewed', 'accounts.second_factor_off']))
})

test('A3: a new password by a link or by the old one does not get round it, and ends a step under way', async () => {
  setTime()
  const ada = await at.clinician()
  const { app, recoveryCodes } = await turnedOn(ada, -1)
  const waiting = await begun(ada)
  await at.nobody().ask(requestReset, { body: { email: ada.email } })
  const token = /token=([\w-]+)/.exec((await mailsTo(ada.email))[0]!.text)![1]!
  await at.nobody().ask(resetPassword, { body: { token, password: 'a wholly new password' } })
  await waiting.refused(passSecondStep, { body: { code: recoveryCodes[0]! } }, 'link_expired')
  const here = await passed(await begun(ada, 'a wholly new password'), await app.code())
  const second = await begun(ada, 'a wholly new password')
  await here.ask(changePassword, { body: { current: 'a wholly new password', password: PASSWORD } })
  await second.refused(passSecondStep, { body: { code: recoveryCodes[0]! } }, 'link_expired')
  await passed(await begun(ada), recoveryCodes[0]!)
})

test('A3: an offered key is good in the session it was shown in, for an hour, and once', async () => {
  setTime()
  const ada = await at.clinician()
  const elsewhere = await at.again(ada)
  const bob = await at.clinician()
  const { key, offer } = await ada.ask(offerSecondFactor, { body: { password: PASSWORD } })
  const app = new Authenticator(key)
  for (const other of [elsewhere, bob]) await other.refused(turnOnSecondFactor, { body: { offer, code: await app.code() } }, 'link_expired')
  const two = await ada.ask(offerSecondFactor, { body: { password: PASSWORD } })
  await ada.ask(turnOnSecondFactor, { body: { offer, code: await app.code() } })
  // Another key does not take its place unasked.
  const late = new Authenticator(two.key)
  await ada.refused(turnOnSecondFactor, { body: { offer: two.offer, code: await late.code() } }, 'already_exists')
  const { key: bobs, offer: ofBob } = await bob.ask(offerSecondFactor, { body: { password: PASSWORD } })
  vi.setSystemTime(Date.now() + 61 * 60_000)
  await bob.refused(turnOnSecondFactor, { body: { offer: ofBob, code: await new Authenticator(bobs).code() } }, 'link_expired')
})

test('A3: neither the key nor a recovery code can be read in the database', async () => {
  setTime()
  const ada = await at.clinician()
  const bob = await at.clinician()
  const { key, offer } = await ada.ask(offerSecondFactor, { body: { password: PASSWORD } })
  const dump = async () =>
    JSON.stringify([
      (await inDatabase('select * from second_factor')).rows,
      (await inDatabase('select * from recovery_code')).rows,
      (await inDatabase('select * from auth.verification')).rows,
      (await inDatabase('select * from message')).rows,
      (await inDatabase('select * from audit where owner_id = $1', [ada.id])).rows,
    ])
  expect(await dump()).not.toContain(key)
  const app = new Authenticator(key)
  const { recoveryCodes } = await ada.ask(turnOnSecondFactor, { body: { offer, code: await app.code(-1) } })
  const browser = await begun(ada)
  const said = await dump()
  expect(said).not.toContain(key)
  for (const code of recoveryCodes) for (const form of [code, code.replace('-', '')]) expect(said).not.toContain(form)
  expect(said).not.toContain(browser.cookie.split('=')[1])
  // A sealed key moved to somebody else's row does not open there.
  await turnedOn(bob)
  await inDatabase(
    'update second_factor set secret = (select secret from second_factor where owner_id = $1), last_step = 0 where owner_id = $2',
    [ada.id, bob.id],
  )
  expect((await (await begun(bob)).send(passSecondStep, { body: { code: await app.code() } })).statusCode).toBe(500)
})
