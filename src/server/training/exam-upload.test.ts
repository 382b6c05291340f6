import { v7 as uuidv7 } from 'uuid'
import { expect, test, vi } from 'vitest'
import { auditTrail } from '#domain/accounts/contract.ts'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { examTemplate, previewExamUpload, uploadExams } from '#domain/training/college-exams-contract.ts'
import { listExams } from '#domain/training/papers-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { house } from '../../../tests/support/house.ts'
import { appoint, inDays, programme, train } from '../../../tests/support/related.ts'
import { verifiedFor } from './verified-queries.ts'

const at = house()
const HEAD = 'Professional number,Name,Exam,Diet,Date,Result,Candidate number'
const csv = (...lines: string[]) => ({ body: { text: [HEAD, ...lines].join('\r\n') } })
let numbers = 7_000_000

async function trainee(name: string, enrolledOn: string | null = inDays(-60)) {
  const programmeId = await programme(at.house, { frozenAfterMonths: 1 })
  const person = await at.clinician({ name })
  const number = String((numbers += 1))
  await at.house.db.updateTable('person').set({ professional_number: number }).where('owner_id', '=', person.id).execute()
  await train(at.house, person.id, programmeId, { from: inDays(-60), until: inDays(300) })
  await at.house.db.updateTable('trainee').set({ enrolled_on: enrolledOn }).where('owner_id', '=', person.id).execute()
  return { person, number }
}
async function college() {
  const person = await at.clinician({ name: 'College Administrator' })
  await appoint(at.house, person.id, 'college administrator', uuidv7())
  return person
}

test('T5: a line that matches nobody by number and name is reported, and nothing of the file is loaded; put right, all of it is', async () => {
  const admin = await college()
  const ada = await trainee('Dr Zoë Lovelace')
  const bob = await trainee('Bob Brown')
  const right = `${ada.number.slice(0, 3)} ${ada.number.slice(3)},Zoe LOVELACE,MRCP (UK) Part 1,2026/1,${inDays(-20)},Pass,C-1`
  const wrong = csv(right, `${bob.number},=Bobby Brown,MRCP(UK) PACES,,${inDays(-9)},Fail,`)
  const preview = await admin.ask(previewExamUpload, wrong)
  expect(preview.counts).toEqual({ fresh: 1, there: 0, corrects: 0, faults: 1 })
  expect(preview.lines[0]).toMatchObject({ line: 3, state: 'fault', fault: expect.stringContaining('The name is not') })
  expect(preview.report).toContain(`'=Bobby Brown`)
  await admin.refused(uploadExams, wrong, 'invalid_input')
  expect((await ada.person.ask(listExams)).exams).toEqual([])

  const file = csv(right, `${bob.number},Bob Brown,MRCP(UK) PACES,,${inDays(-9)},Fail,`)
  await Promise.all([admin.ask(uploadExams, file), admin.ask(uploadExams, file)])
  const { exams, required } = await ada.person.ask(listExams)
  expect(exams).toMatchObject([
    {
      itemCode: 'E1',
      result: 'passed',
      source: 'college',
      verification: { by: 'College Administrator', saw: 'college' },
      can: { write: expect.any(String) },
    },
  ])
  expect(required[0]).toMatchObject({ code: 'E1', state: 'met' })
  expect((await verifiedFor(at.house.db, ada.person.id, 'imt-stage-1-2019')).has('E1')).toBe(true)
  expect((await ada.person.ask(auditTrail)).entries.map(({ act }) => act)).toContain('exam_result.uploaded')
  const chain = await chainOf(at.house.db, ada.person.id)
  expect([chain.links.length, (await verifyChain(chain)).faults]).toEqual([1, []])
  const mails = await at.house.db.selectFrom('message').select(['subject', 'body_text']).where('owner_id', '=', ada.person.id).execute()
  expect(mails.filter(({ subject }) => subject.includes('exam result'))).toHaveLength(1)
  expect(mails.map(({ body_text }) => body_text).join()).not.toMatch(/pass/i)
  expect((await admin.ask(uploadExams, file)).counts).toEqual({ fresh: 0, there: 2, corrects: 0, faults: 0 })

  const corrected = await admin.ask(uploadExams, csv(`${bob.number},Bob Brown,MRCP(UK) PACES,,${inDays(-9)},Pass,`))
  expect(corrected.counts.corrects).toBe(1)
  const after = (await bob.person.ask(listExams)).exams
  expect(after.map(({ result, isCorrected }) => `${result} ${isCorrected}`).toSorted()).toEqual(['not passed true', 'passed false'])
})

test('T5: who does not train here, whose record is frozen, or who shares a number and name gets nothing', async () => {
  const admin = await college()
  const cold = await trainee('Cold Record', null)
  const twin = await trainee('Same Name')
  const other = await trainee('Same Name')
  await at.house.db.updateTable('person').set({ professional_number: twin.number }).where('owner_id', '=', other.person.id).execute()
  const stranger = await at.clinician({ name: 'No Trainee' })
  await at.house.db.updateTable('person').set({ professional_number: '1234567' }).where('owner_id', '=', stranger.id).execute()
  const line = (number: string, name: string) => `${number},${name},MRCP(UK) Part 1,,${inDays(-9)},Pass,`
  const { lines } = await admin.ask(
    previewExamUpload,
    csv(line(cold.number, 'Cold Record'), line(twin.number, 'Same Name'), line('1234567', 'No Trainee')),
  )
  expect(lines.map(({ fault }) => fault)).toEqual([
    expect.stringContaining('frozen'),
    expect.stringContaining('More than one account'),
    expect.stringContaining('Nobody in training'),
  ])
})

test('T5, A8: only the college uploads; what is no such file is refused in words', async () => {
  const ada = await at.clinician()
  for (const endpoint of [previewExamUpload, uploadExams]) await ada.refused(endpoint, csv('1,2,3,4,5,6,7'), 'not_allowed')
  await ada.refused(examTemplate, {}, 'not_allowed')
  const admin = await college()
  expect((await admin.send(examTemplate)).body).toContain(HEAD)
  const fault = async (text: string) => (await admin.refused(previewExamUpload, { body: { text } }, 'invalid_input')).fields[0]?.message
  expect(await fault('Name,Exam')).toContain('‘Professional number’ is missing')
  expect(await fault(HEAD)).toContain('no line below')
  expect(await fault(`${HEAD}\n"never closed`)).toContain('not a CSV')
  expect(await fault(`${HEAD}\n${'1,a,b,,2026-01-01,Pass,\n'.repeat(10_001)}`)).toContain('10,000')
})

test('T5, N1: a file with tabs or semicolons between its columns is read like one with commas', async () => {
  const admin = await college()
  for (const separator of [',', ';', '\t']) {
    const text = [HEAD, '1234567,Dr Nobody,MRCP(UK) Part 1,,2026-01-01,Pass,'].join('\r\n').replaceAll(',', separator)
    const { lines } = await admin.ask(previewExamUpload, { body: { text } })
    expect(lines).toMatchObject([{ professionalNumber: '1234567', exam: 'MRCP(UK) Part 1', takenOn: '2026-01-01' }])
  }
})

test('N4, T5: an upload that breaks half way leaves nothing', async () => {
  const admin = await college()
  const ada = await trainee('Ada Half')
  const spy = vi.spyOn(Map, 'groupBy').mockImplementation(() => {
    throw new Error('broken')
  })
  const answer = await admin.send(uploadExams, csv(`${ada.number},Ada Half,MRCP(UK) Part 1,,${inDays(-9)},Pass,`))
  spy.mockRestore()
  expect(answer.statusCode).toBe(500)
  expect((await ada.person.ask(listExams)).exams).toEqual([])
  expect((await chainOf(at.house.db, ada.person.id)).links).toEqual([])
})

test('T5: a college administrator who trains too uploads no result of their own', async () => {
  const { person, number } = await trainee('Dr Ida Both')
  await appoint(at.house, person.id, 'college administrator', uuidv7())
  const own = csv(`${number},Ida Both,MRCP(UK) Part 1,2026/1,${inDays(-20)},Pass,C-9`)
  const { lines } = await person.ask(previewExamUpload, own)
  expect(lines[0]).toMatchObject({ state: 'fault', fault: 'Nobody verifies what they entered themselves.' })
  await person.refused(uploadExams, own, 'invalid_input')
  expect((await person.ask(listExams)).exams).toEqual([])
})
