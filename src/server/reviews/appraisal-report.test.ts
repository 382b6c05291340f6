import { extractText, getDocumentProxy } from 'unpdf'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { auditTrail } from '#domain/accounts/contract.ts'
import { cpdYear, dayIn, longDate } from '#domain/plain-date.ts'
import { commentOnShare, openShare } from '#domain/reviews/appraiser-contract.ts'
import { makeShare, previewShare } from '#domain/reviews/share-contract.ts'
import { beginYear, readYears, yearPdf } from '#domain/reviews/year-contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()
const YEAR = cpdYear(inDays(0), 4)

async function begun(owner: Person): Promise<string> {
  await owner.ask(beginYear, { body: { id: uuidv7() } })
  return (await owner.ask(readYears)).current!.id
}

async function printed(owner: Person, yearId: string): Promise<string> {
  const answer = await owner.send(yearPdf, { params: { yearId } })
  expect(answer.headers['content-type']).toBe('application/pdf')
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(answer.rawPayload)), { mergePages: true })
  return text.replaceAll(/\s+/g, ' ')
}

/** What stands between one heading and the next of those named. */
const between = (text: string, from: string, to: string): string => {
  expect(text).toContain(from)
  return text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)))
}

test('R5: items stand under the domains of Good medical practice in force and under the six kinds of supporting information', async () => {
  const owner = await at.clinician({ name: 'Dr Ada Okafor' })
  const within = { completedOn: inDays(0), startedOn: inDays(0) }
  await owner.completed({
    title: 'Sepsis update',
    personal: 150,
    ...within,
    tags: [
      { setId: 'gmp-2024', code: '1a' },
      { setId: 'gmp-2024', code: '1b' },
      { setId: 'gmp-2024', code: '2a' },
      { setId: 'gmc-supporting-info', code: 'SI1' },
    ],
  })
  await owner.completed({ title: 'Thank you letters', ...within, tags: [{ setId: 'gmc-supporting-info', code: 'SI6' }] })
  await owner.completed({ title: 'Bare item ‘#set text(red)’', ...within })
  await owner.completed({ title: 'Years ago', startedOn: '2001-02-03', completedOn: '2001-02-03' })
  const text = await printed(owner, await begun(owner))
  const [first, second] = [
    between(text, 'Knowledge, skills and development', 'Patients, partnership'),
    between(text, 'Patients, partnership', 'Colleagues, culture'),
  ]
  expect(first).toContain('1 item')
  expect(first.match(/Sepsis update/g)).toHaveLength(1)
  expect(first).toContain('1.5')
  expect(second).toContain('Sepsis update')
  expect(between(text, 'Colleagues, culture', 'Trust and')).not.toContain('Sepsis')
  const undomained = between(text, 'Without a domain, 2 items', 'By kind of supporting information')
  for (const title of ['Thank you letters', 'Bare item ‘#set text(red)’']) expect(undomained).toContain(title)
  expect(between(text, ' CPD, ', 'Quality improvement')).toContain('Sepsis update')
  expect(between(text, 'Quality improvement', 'Compliments')).not.toMatch(/Sepsis|Thank/)
  expect(between(text, 'Compliments', 'Without a kind')).toContain('Thank you letters')
  expect(text).not.toContain('Years ago')
  expect((await owner.ask(auditTrail)).entries[0]).toMatchObject({ act: 'report.exported' })
})

test('R5 N6 P25: comments and agreements stand with the day of the owner’s zone, and with whether they were made by a link', async () => {
  const [owner, nobody] = [await at.clinician(), at.nobody()]
  const now = Date.now()
  const zone = ['Pacific/Kiritimati', 'Etc/GMT+12'].find((one) => dayIn(one, now) !== dayIn('UTC', now))!
  await at.house.db.updateTable('person').set({ time_zone: zone }).where('owner_id', '=', owner.id).execute()
  await owner.completed({ title: 'Course', personal: 100, startedOn: inDays(-3), completedOn: inDays(-3) })
  const view = { filters: {}, columns: ['title', 'credits'] }
  const rows = (await owner.ask(previewShare, { body: view })).rows.map(({ id }) => id)
  const { url } = await owner.ask(makeShare, {
    body: { ...view, id: uuidv7(), way: 'link', forName: 'Dr Noor Hale', endsOn: inDays(30), rows },
  })
  const params = { code: new URL(url).pathname.split('/').at(-1)! }
  await nobody.ask(openShare, { params, body: { name: 'Dr Noor Hale' } })
  await nobody.ask(commentOnShare, { params, body: { id: uuidv7(), itemId: null, text: 'Well done.' } })
  const text = await printed(owner, await begun(owner))
  expect(between(text, 'Comments of appraisers', 'Agreed credits')).toContain(`Dr Noor Hale, by link, ${longDate(dayIn(zone, now))}`)
})

test('R5: a year without anything is a report too; nobody else can have it', async () => {
  const [owner, other] = [await at.clinician(), await at.clinician()]
  const yearId = await begun(owner)
  const text = await printed(owner, yearId)
  expect(text).toContain('There are no objectives in this year.')
  expect(text).toContain(YEAR.from.slice(0, 4))
  expect((await other.send(yearPdf, { params: { ownerId: owner.id, yearId } })).statusCode).toBe(404)
  expect((await owner.send(yearPdf, { params: { yearId: uuidv7() } })).statusCode).toBe(404)
})
