import { afterEach, expect, test, vi } from 'vitest'
import { changeEmail, currentSession, demoMailbox, signIn } from '#domain/accounts/contract.ts'
import { leaveSecondStep, passSecondStep, turnOffSecondFactor } from '#domain/accounts/second-factor-contract.ts'
import { STEP_SECONDS } from '#domain/accounts/second-factor.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD } from '../../../tests/support/person.ts'
import { begun, holdTimeStep, passed, turnedOn } from '../../../tests/support/second-factor.ts'

const at = house()
const underHttps = house({ config: { url: 'https://cairn.test' } })
afterEach(() => void vi.useRealTimers())

const inDatabase = (statement: string, values: unknown[] = []) => at.house.pool.query(statement, values)
const mailsTo = async (email: string) => (await at.nobody().ask(demoMailbox)).messages.filter((mail) => mail.to === email)
const sessionsOf = async (ownerId: string) => (await inDatabase('select 1 from auth.session where user_id = $1', [ownerId])).rows.length
/** So that a slow machine does not outwait a wait of a second. Returns after how many tries there is one. */
const waitLonger = async () =>
  (await inDatabase(`update sign_in_wait set next_try_at = now() + interval '15 minutes' where failures >= 5 returning failures`)).rows[0]
    ?.failures as number
const waitNoMore = () => inDatabase('update sign_in_wait set next_try_at = now() where next_try_at > now()')

test('A3: a wrong password and one of an account with a second factor are told apart by the right password alone', async () => {
  const ada = await at.clinician()
  await turnedOn(ada)
  const wrong = await at.nobody().send(signIn, { body: { email: ada.email, password: 'not the password' } })
  const other = await at.nobody().send(signIn, { body: { email: 'nobody-here@example.org', password: 'not the password' } })
  expect([wrong.statusCode, wrong.body, wrong.cookies]).toEqual([other.statusCode, other.body, other.cookies])
})

test('A3: the cookie of the step is for this browser and ten minutes; a device marked mine stays so', async () => {
  holdTimeStep()
  const ada = await at.clinician()
  const { app } = await turnedOn(ada, -1)
  const nobody = at.nobody()
  const answer = await nobody.send(signIn, { body: { email: ada.email, password: PASSWORD, deviceIsMine: true } })
  expect(String(answer.headers['set-cookie'])).toMatch(/^cairn\.second_step=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
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
  holdTimeStep()
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
  vi.setSystemTime(Date.now() + STEP_SECONDS * 1000)
  await (await begun(ada)).refused(passSecondStep, { body: { code: await app.code() } }, 'wrong_code')
  vi.setSystemTime(Date.now() + 2 * STEP_SECONDS * 1000)
  await passed(await begun(ada), await app.code(-1))
})

test('A3: of one code given twice at the same moment, one gets in', async () => {
  holdTimeStep()
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
  holdTimeStep()
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
