import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { agreeObjective, saveObjective } from '#domain/assessments/plan-contract.ts'
import { dropCalendarFeed, makeCalendarFeed, readCalendarFeed } from '#domain/deadlines/contract.ts'
import { house } from '../../../tests/support/house.ts'
import { supervised } from '../../../tests/support/meetings.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()

const read = (url: string) => at.house.app.inject({ method: 'GET', url: new URL(url).pathname })

/** As RFC 5545 folds its lines. */
const unfolded = (text: string) => text.replaceAll('\r\n ', '')
const basic = (day: string) => day.replaceAll('-', '')

test('H3: deadlines are a calendar for whoever holds its address, and hold no word of an objective', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const params = { ownerId, objectiveId: uuidv7() }
  const words = { objective: 'Quillwort rounds', plan: 'Quillwort plan', measure: 'Two', outcome: '', codes: [] }
  const { version } = await trainee.ask(saveObjective, { params, body: { ...words, targetOn: inDays(40), version: 0 } })
  const { url } = await trainee.ask(makeCalendarFeed, { body: {} })
  const empty = unfolded((await read(url)).body)
  expect(empty).toContain('SUMMARY:Induction meeting with the educational supervisor is due')
  expect(empty).not.toContain('Target date')
  await educational.ask(agreeObjective, { params, body: { id: uuidv7(), version, meetingId: null } })
  const answer = await read(url)
  expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
  const text = unfolded(answer.body)
  expect(text).toMatch(new RegExp(`DTSTART;VALUE=DATE:${basic(inDays(40))}[^]*?SUMMARY:Target date of an objective`))
  expect(text).toContain(`/record/${ownerId}/pdp`)
  expect(text).not.toMatch(/Quillwort/)
  expect(new Set(text.match(/^UID:.*$/gm)).size).toBe(text.match(/^BEGIN:VEVENT/gm)!.length)
  expect(unfolded((await read(url)).body).match(/^UID:.*$/gm)).toEqual(text.match(/^UID:.*$/gm))
})

test('H3: a new address ends the one before; taken back it leads nowhere, as an address that never was', async () => {
  const ada = await at.clinician()
  expect(await ada.ask(readCalendarFeed)).toEqual({ madeAt: null })
  const first = await ada.ask(makeCalendarFeed, { body: {} })
  const second = await ada.ask(makeCalendarFeed, { body: {} })
  expect((await read(second.url)).statusCode).toBe(200)
  const gone = await read(first.url)
  expect((await ada.ask(readCalendarFeed)).madeAt).not.toBeNull()
  await ada.ask(dropCalendarFeed)
  await ada.ask(dropCalendarFeed)
  const never = await read(`${first.url.slice(0, -8)}AAAA.ics`)
  for (const answer of [gone, await read(second.url), never, await read('https://x/api/calendars/x')]) {
    expect([answer.statusCode, answer.json<{ title: string }>().title]).toEqual([404, 'This calendar is not there any more.'])
  }
  const { rows } = await at.house.pool.query<{ text: string }>('select token_hash as text from calendar_feed')
  expect(JSON.stringify(rows)).not.toContain(second.url.slice(-47, -4))
})
