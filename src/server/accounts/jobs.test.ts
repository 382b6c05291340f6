import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestReset } from '#domain/accounts/contract.ts'
import { saveDraft } from '#domain/accounts/profile-contract.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import { house } from '../../../tests/support/house.ts'
import { accountJobs } from './jobs.ts'

const at = house()
const received: string[] = []
let refusing = false
let smtp: SMTPServer
let jobs: ReturnType<typeof accountJobs>

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, answer) {
      let text = ''
      stream.on('data', (piece: Buffer) => (text += piece.toString()))
      stream.on('end', () => {
        if (refusing) return answer(Object.assign(new Error('the mailbox is full'), { responseCode: 452 }))
        received.push(text)
        return answer()
      })
    },
  })
  await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', listening))
  const { port } = smtp.server.address() as AddressInfo
  const mail = { smtpUrl: `smtp://127.0.0.1:${port}`, from: 'cairn@example.org' }
  jobs = accountJobs({ ...at.house, config: { ...at.house.config, mail } })
})
afterAll(() => new Promise<void>((closed) => smtp.close(closed)))

const run = (name: string, payload: unknown = {}) => jobs[name]!(payload, {} as never)
const messagesOf = async (ownerId: string) =>
  at.house.db
    .selectFrom('message')
    .where('owner_id', '=', ownerId)
    .select(['id', 'sent_at', 'attempts', 'claimed_until', 'fault'])
    .execute()

test('A2: mail goes by the queue: the request only writes it down, in the transaction that causes it', async () => {
  const person = await at.clinician()
  await at.nobody().ask(requestReset, { body: { email: person.email } })
  const [waiting] = await messagesOf(person.id)
  expect(waiting).toMatchObject({ sent_at: null, attempts: 0 })
  const { rows } = await at.house.pool.query(`select payload from graphile_worker._private_jobs where payload->>'id' = $1`, [waiting!.id])
  expect(rows).toEqual([{ payload: { ownerId: person.id, id: waiting!.id } }])

  await run('accounts.send_message', { ownerId: person.id, id: waiting!.id })
  await run('accounts.send_message', { ownerId: person.id, id: waiting!.id })
  expect((await messagesOf(person.id))[0]).toMatchObject({ attempts: 1, fault: null })
  expect(received.filter((text) => text.includes(person.email))).toHaveLength(1)
  expect(received.at(-1)).toMatch(/Message-ID: <[\w-]+@cairn\.test>/)
})

test('N4: what a worker that died had claimed, and what the mail server refused, goes later', async () => {
  const person = await at.clinician()
  const send = (subject: string) =>
    sendMail(at.house.db, {
      category: 'account',
      ownerId: person.id,
      recipient: person.email,
      ...writeLetter({ subject, greeting: 'Hello,', paragraphs: ['Words'] }),
    })
  await send('Claimed')
  await at.house.db
    .updateTable('message')
    .set({ claimed_until: new Date(Date.now() + 60_000) })
    .where('owner_id', '=', person.id)
    .execute()
  await run('accounts.send_waiting')
  expect((await messagesOf(person.id))[0]!.sent_at).toBeNull()

  const passTime = () =>
    at.house.db
      .updateTable('message')
      .set({ claimed_until: new Date(Date.now() - 1) })
      .where('owner_id', '=', person.id)
      .execute()
  await passTime()
  refusing = true
  await run('accounts.send_waiting')
  refusing = false
  expect((await messagesOf(person.id))[0]).toMatchObject({
    sent_at: null,
    attempts: 1,
    fault: expect.stringContaining('mailbox is full') as string,
  })
  await run('accounts.send_waiting')
  expect((await messagesOf(person.id))[0]).toMatchObject({ sent_at: null, attempts: 1 })
  await passTime()
  await run('accounts.send_waiting')
  expect((await messagesOf(person.id))[0]).toMatchObject({ sent_at: expect.any(Date) as Date, attempts: 2, fault: null })
})

test('A2: sessions and links that are over are removed, and nothing that still counts', async () => {
  const [ada, bob] = await at.clinicians(2)
  await at.house.pool.query(`update auth.session set expires_at = now() - interval '1 minute' where user_id = $1`, [ada!.id])
  await run('accounts.remove_expired')
  const { rows } = await at.house.pool.query('select user_id from auth.session where user_id = any($1)', [[ada!.id, bob!.id]])
  expect(rows).toEqual([{ user_id: bob!.id }])
})

test('A2: outside the demo a letter that was sent or given up keeps no link', async () => {
  const { config } = at.house
  const mail = { smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, from: 'cairn@example.org' }
  const inEarnest = accountJobs({ ...at.house, config: { ...config, mode: 'production', mail } })
  const bodies = async (ownerId: string) =>
    at.house.db.selectFrom('message').where('owner_id', '=', ownerId).select(['body_text', 'body_html']).execute()
  const [sent, given, shown] = await at.clinicians(3)
  for (const person of [sent!, given!, shown!]) await at.nobody().ask(requestReset, { body: { email: person.email } })
  const keyOf = async (ownerId: string) => ({ ownerId, id: (await messagesOf(ownerId))[0]!.id })

  await inEarnest['accounts.send_message']!(await keyOf(sent!.id), {} as never)
  expect(received.at(-1)).toContain('token=')
  expect(await bodies(sent!.id)).toEqual([{ body_text: '', body_html: '' }])

  await run('accounts.send_message', await keyOf(shown!.id))
  expect((await bodies(shown!.id))[0]!.body_text).toContain('token=')

  await at.house.pool.query(`update message set created_at = now() - interval '73 hours' where owner_id = $1`, [given!.id])
  await run('accounts.remove_expired')
  expect((await bodies(given!.id))[0]!.body_text).toContain('token=')
  await inEarnest['accounts.remove_expired']!({}, {} as never)
  expect(await bodies(given!.id)).toEqual([{ body_text: '', body_html: '' }])
})

test('P20: a draft nobody came back to for 90 days is removed, a younger one stays', async () => {
  const person = await at.clinician()
  for (const [form, days] of [
    ['old', 91],
    ['young', 89],
  ] as const) {
    await person.ask(saveDraft, { params: { '*': form }, body: { draft: { title: form } } })
    await at.house.pool.query(`update draft set saved_at = now() - $3 * interval '1 day' where owner_id = $1 and form = $2`, [
      person.id,
      form,
      days,
    ])
  }
  await run('accounts.remove_expired')
  const { rows } = await at.house.pool.query('select form from draft where owner_id = $1', [person.id])
  expect(rows).toEqual([{ form: 'young' }])
})

test('A letter says the same in text and in HTML, and what a person typed stays words', () => {
  const letter = writeLetter({
    subject: 'S',
    greeting: 'Hello <b>Eve</b>,',
    paragraphs: ['One & two', 'Three'],
    link: { label: 'Go', url: 'https://cairn.test/a?b=1&c=2' },
  })
  expect(letter.text).toContain('Go:\nhttps://cairn.test/a?b=1&c=2')
  expect(letter.html).toContain('Hello &lt;b&gt;Eve&lt;/b&gt;,')
  expect(letter.html).toContain('href="https://cairn.test/a?b=1&amp;c=2"')
})
