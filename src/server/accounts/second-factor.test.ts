import { afterEach, expect, test, vi } from 'vitest'
import { closeAccount } from '#domain/accounts/closing-contract.ts'
import { auditTrail, changePassword, currentSession, demoMailbox, requestReset, resetPassword } from '#domain/accounts/contract.ts'
import {
  offerSecondFactor,
  passSecondStep,
  readSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
  turnOnSecondFactor,
} from '#domain/accounts/second-factor-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD } from '../../../tests/support/person.ts'
import { Authenticator, begun, holdTimeStep, passed, turnedOn } from '../../../tests/support/second-factor.ts'
import { eraseAccount } from './erasing.ts'
import { takeOffSecondFactor } from './second-factor-operator.ts'
import { codesHash } from './wrong-passwords.ts'

const at = house()
afterEach(() => void vi.useRealTimers())

const inDatabase = (statement: string, values: unknown[] = []) => at.house.pool.query(statement, values)
const mailsTo = async (email: string) => (await at.nobody().ask(demoMailbox)).messages.filter((mail) => mail.to === email)
const actsOf = async (ownerId: string) =>
  (await inDatabase('select act from audit where owner_id = $1 order by id', [ownerId])).rows.map(({ act }) => act as string)
const sessionsOf = async (ownerId: string) => (await inDatabase('select 1 from auth.session where user_id = $1', [ownerId])).rows.length

test('A3: it is turned on by the password and a first code; from then on signing in takes both, and there is no session before', async () => {
  holdTimeStep()
  const ada = await at.clinician()
  expect(await ada.ask(readSecondFactor)).toEqual({ onSince: null, codesLeft: 0 })
  await ada.refused(offerSecondFactor, { body: { password: 'not the password' } }, 'wrong_password')
  const { key, uri, offer } = await ada.ask(offerSecondFactor, { body: { password: PASSWORD } })
  expect(key).toMatch(/^[A-Z2-7]{32}$/)
  expect(uri).toBe(`otpauth://totp/Cairn:${encodeURIComponent(ada.email)}?secret=${key}&issuer=Cairn&digits=6&period=30`)
  const app = new Authenticator(key)
  // An offer alone turns nothing on.
  const elsewhere = await at.again(ada)
  await ada.refused(turnOnSecondFactor, { body: { offer, code: await app.wrongCode() } }, 'wrong_code')
  await ada.refused(turnOnSecondFactor, { body: { offer, code: 'aaaaa-bbbbb' } }, 'invalid_input')
  const { recoveryCodes } = await ada.ask(turnOnSecondFactor, { body: { offer, code: await app.code() } })
  expect(new Set(recoveryCodes).size).toBe(10)
  // What the password alone had opened is shut.
  await elsewhere.refused(readSecondFactor, {}, 'not_signed_in')
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
  holdTimeStep()
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
  holdTimeStep()
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
  holdTimeStep()
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

test('A3: who runs the server takes it off by address; it stands in the trail, and the owner is told', async () => {
  const ada = await at.clinician()
  const { recoveryCodes } = await turnedOn(ada)
  const waiting = await begun(ada)
  expect(await takeOffSecondFactor(at.house, 'nobody-here@example.org')).toBe('no account')
  expect(await takeOffSecondFactor(at.house, ` ${ada.email.toUpperCase()}`)).toBe('taken off')
  expect(await takeOffSecondFactor(at.house, ada.email)).toBe('is off')
  await waiting.refused(passSecondStep, { body: { code: recoveryCodes[0]! } }, 'link_expired')
  await at.again(ada)
  const [mail] = await mailsTo(ada.email)
  expect(mail!.text).toContain('took the second step of signing in off your account')
  const { entries } = await ada.ask(auditTrail)
  expect(entries.find(({ act }) => act === 'accounts.second_factor_taken_off')).toMatchObject({ by: 'Cairn', byOwner: false })
})

test('A3: an account that closes is signed in to by both steps, and is erased with its key, codes and waits', async () => {
  holdTimeStep()
  const ada = await at.clinician()
  const { app } = await turnedOn(ada, -1)
  await (await begun(ada)).refused(passSecondStep, { body: { code: await app.wrongCode() } }, 'wrong_code')
  await ada.ask(closeAccount, { body: { password: PASSWORD, word: 'close' } })
  const browser = await begun(ada)
  const answer = await browser.send(passSecondStep, { body: { code: await app.code() } })
  expect(answer.json<{ person: { closesOn: string } }>().person.closesOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  await (await begun(ada)).refused(passSecondStep, { body: { code: await app.wrongCode() } }, 'wrong_code')
  const waits = async () =>
    (await inDatabase('select 1 from sign_in_wait where email_hash = $1', [codesHash(at.house.config, ada.id)])).rows.length
  expect(await waits()).toBe(1)
  vi.setSystemTime(Date.now() + 31 * 24 * 60 * 60_000)
  expect(await eraseAccount(at.house, ada.id)).toBe(true)
  for (const table of ['second_factor', 'recovery_code'])
    expect((await inDatabase(`select 1 from ${table} where owner_id = $1`, [ada.id])).rows, table).toEqual([])
  expect(await waits()).toBe(0)
})

test('A3: neither the key nor a recovery code can be read in the database', async () => {
  holdTimeStep()
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
