import { expect, test } from 'vitest'
import {
  changeEmail,
  changePassword,
  confirmEmail,
  demoMailbox,
  register,
  requestReset,
  resendConfirmation,
  resetPassword,
  signIn,
} from '#domain/accounts/contract.ts'
import { readProfile } from '#domain/accounts/profile-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD, type Person } from '../../../tests/support/person.ts'
import { resetPassword as resetAt } from './passwords.ts'
import { register as registerAt, type AccountParts } from './registration.ts'

/** What somebody else can do to an account by knowing its email, or its old password. */
const at = house()
let people = 0
const newEmail = () => `stranger-${people++}@example.org`
const NEW = 'a wholly new password'

const mailsTo = async (email: string) => (await at.nobody().ask(demoMailbox)).messages.filter((mail) => mail.to === email)
const lastToken = async (email: string) => /token=([\w-]+)/.exec((await mailsTo(email))[0]!.text)![1]!
const enrol = (email: string, password: string) => at.nobody().send(register, { body: { name: 'Dr Stranger', email, password } })
const tryPassword = (email: string, password: string) => at.nobody().send(signIn, { body: { email, password } })
const rowsOf = async (ownerId: string) => {
  const { rows } = await at.house.pool.query<{ links: number; acts: number; mails: number }>(
    `select (select count(*) from auth.verification where value like '%' || $1 || '%')::int as links,
            (select count(*) from audit where owner_id = $1::uuid)::int as acts,
            (select count(*) from message where owner_id = $1::uuid)::int as mails`,
    [ownerId],
  )
  return rows[0]!
}

test('A2: registering an email and then signing in with that password never tells whether the email had an account', async () => {
  const said = async (email: string) => {
    const answers = [await enrol(email, NEW)]
    for (let n = 0; n < 7; n++) answers.push(await tryPassword(email, NEW))
    const { rows } = await at.house.pool.query('select failures from sign_in_wait order by next_try_at desc limit 1')
    return {
      answers: answers.map(({ statusCode, body, headers }) => ({ statusCode, body, headers: { ...headers, date: null } })),
      waits: rows,
    }
  }
  const known = await said((await at.clinician()).email)
  const unknown = await said(newEmail())
  expect(unknown).toEqual(known)
  expect(unknown.answers.map((answer) => answer.statusCode)).toEqual([200, 400, 400, 400, 400, 400, 429, 429])
})

test('A2: who confirms after trying to sign in too early waits no longer', async () => {
  const email = newEmail()
  await enrol(email, PASSWORD)
  for (let n = 0; n < 7; n++) await tryPassword(email, PASSWORD)
  await at.nobody().ask(confirmEmail, { body: { token: await lastToken(email) } })
  expect((await tryPassword(email, PASSWORD)).statusCode).toBe(200)
})

const reset = async (person: Person) => {
  await at.nobody().ask(requestReset, { body: { email: person.email } })
  await at.nobody().ask(resetPassword, { body: { token: await lastToken(person.email), password: NEW } })
}
const change = (person: Person) => person.ask(changePassword, { body: { current: PASSWORD, password: NEW } })

test.each([
  ['reset', reset],
  ['change', change],
])('A2, A5: a %s of the password voids a change of email that somebody with the old one asked for', async (_, setNew) => {
  const person = await at.clinician()
  const theirs = newEmail()
  await person.ask(changeEmail, { body: { email: theirs, password: PASSWORD } })
  const token = await lastToken(theirs)
  await setNew(person)
  await at.nobody().refused(confirmEmail, { body: { token } }, 'link_expired')
  const owner = await at.house.db.selectFrom('person').where('owner_id', '=', person.id).selectAll().executeTakeFirstOrThrow()
  expect(owner).toMatchObject({ pending_email: null, pending_until: null })
  expect((await rowsOf(person.id)).links).toBe(0)
  expect((await tryPassword(person.email, NEW)).statusCode).toBe(200)
})

test('A2: a password that was replaced while it was being proved changes nothing', async () => {
  const person = await at.clinician()
  const theirs = newEmail()
  const [asked] = await Promise.all([person.send(changeEmail, { body: { email: theirs, password: PASSWORD } }), endWhileProving(person)])
  expect(asked.json()).toMatchObject({ code: 'not_signed_in' })
  const owner = await at.house.db.selectFrom('person').where('owner_id', '=', person.id).select('pending_email').executeTakeFirstOrThrow()
  expect(owner.pending_email).toBeNull()
})

/** Ends the session once the try was counted: the password is being looked at then. */
async function endWhileProving(person: Person): Promise<void> {
  const counted = () => at.house.pool.query('select from sign_in_wait where next_try_at > $1', [began])
  const began = new Date(Date.now() - 20)
  while ((await counted()).rowCount === 0);
  await at.house.pool.query('delete from auth.session where user_id = $1', [person.id])
}

test('A2: asking again and again for links leaves no more rows than the mails that go', async () => {
  const person = await at.clinician()
  const before = await rowsOf(person.id)
  for (let n = 0; n < 12; n++) await at.nobody().ask(requestReset, { body: { email: person.email } })
  expect(await rowsOf(person.id)).toEqual({ links: 8, acts: before.acts + 8, mails: before.mails + 8 })

  const email = newEmail()
  for (let n = 0; n < 6; n++) {
    await enrol(email, PASSWORD)
    await at.nobody().ask(resendConfirmation, { body: { email } })
  }
  const { id } = await at.house.db.selectFrom('auth.user').where('email', '=', email).select('id').executeTakeFirstOrThrow()
  expect(await rowsOf(id)).toEqual({ links: 8, acts: 1, mails: 8 })
}, 30_000)

test('A2: however many register at once, two passwords are hashed at a time; a link that is none costs no hash', async () => {
  let running = 0
  let most = 0
  let hashes = 0
  const hash = async () => {
    hashes++
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 20))
    running--
    return 'a hash'
  }
  const context = { password: { hash }, internalAdapter: { findVerificationValue: async () => null } }
  const parts = { ...at.house, accounts: { auth: { $context: Promise.resolve(context) } } } as unknown as AccountParts
  const wanted = () => ({ name: 'Dr Many', email: newEmail(), password: PASSWORD, timeZone: 'Europe/London' })
  await Promise.all(Array.from({ length: 8 }, () => registerAt(parts, wanted())))
  expect({ most, hashes }).toEqual({ most: 2, hashes: 8 })

  await expect(resetAt(parts, 'no token', NEW)).rejects.toMatchObject({ code: 'link_expired' })
  expect(hashes).toBe(8)
})

test('N1: half an emoji or a NUL in a name or a token is no fault of the server', async () => {
  const email = newEmail()
  expect((await at.nobody().send(register, { body: { name: 'Dr \0Half \ud83d', email, password: PASSWORD } })).statusCode).toBe(200)
  const { name } = await at.house.db.selectFrom('auth.user').where('email', '=', email).select('name').executeTakeFirstOrThrow()
  expect(name).toBe('Dr Half \ufffd')
  for (const token of ['a\0b', '\ud83d']) {
    await at.nobody().refused(confirmEmail, { body: { token } }, 'link_expired')
    await at.nobody().refused(resetPassword, { body: { token, password: NEW } }, 'link_expired')
  }
  await at.nobody().refused(signIn, { body: { email: '\0', password: '\0\ud83d' } }, 'invalid_input')
  expect((await tryPassword(email, 'a\0b\ud83d')).json()).toMatchObject({ code: 'wrong_password' })
})

test('A5: a change of email shows as waiting only while its link can work', async () => {
  const person = await at.clinician()
  await person.ask(changeEmail, { body: { email: newEmail(), password: PASSWORD } })
  await change(person)
  expect((await person.ask(readProfile)).pendingEmail).toBeNull()
})
