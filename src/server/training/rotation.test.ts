import { beforeAll, expect, test } from 'vitest'
import { addDays } from '#domain/plain-date.ts'
import { readRecord } from '#domain/training/placement-contract.ts'
import { loadRotation, previewRotation, rotationTemplate } from '#domain/training/roster-contract.ts'
import { ROTATION_COLUMNS } from '#domain/training/rotation.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { aProgramme, lettersTo } from '../../../tests/support/programme.ts'

const at = house()
let here: Awaited<ReturnType<typeof aProgramme>>
let doctors: Person[]
beforeAll(async () => {
  here = await aProgramme(at)
  doctors = await at.clinicians(3)
})

const HEAD = ROTATION_COLUMNS.join(',')
type Cells = Partial<Record<(typeof ROTATION_COLUMNS)[number], string>>
const line = (email: string, more: Cells = {}) => {
  const cells: Cells = {
    email,
    name: 'Dr Test Person',
    'training year': 'IMY1',
    post: 'Acute medicine',
    site: 'St Elsewhere',
    from: '2027-08-04',
    until: '2027-12-07',
    'working percent': '100',
    'educational supervisor email': here.educational.email,
    'clinical supervisor email': here.clinical.email,
    ...more,
  }
  return ROTATION_COLUMNS.map((column) => cells[column] ?? '').join(',')
}
const file = (...lines: string[]) => ({ params: { programmeId: here.id }, body: { csv: [HEAD, ...lines].join('\n') } })

test('T2: a rotation shows what every line would change, loads all of it, and the same file twice changes nothing', async () => {
  const { coordinator } = here
  const whole = file(
    ...doctors.flatMap(({ email }) => [
      line(email),
      line(email, { post: 'Renal', from: '08/12/2027', until: '04/04/2028', 'clinical supervisor email': '' }),
    ]),
  )
  const preview = await coordinator.ask(previewRotation, whole)
  expect(preview).toMatchObject({ changed: 6, unchanged: 0, faulty: 0, loaded: false })
  expect(preview.lines[0]!.says).toEqual([
    'joins the programme, provisionally, on 4 August 2027',
    'IMY1, 4 August 2027 to 3 August 2028',
    'Acute medicine, 4 August 2027 to 7 December 2027',
    'Dr Esme Educational, educational supervisor, 4 August 2027 to 3 August 2028',
    'Dr Carl Clinical, clinical supervisor, 4 August 2027 to 7 December 2027',
  ])
  await doctors[0]!.refused(readRecord, { params: { ownerId: doctors[1]!.id } }, 'not_found')
  expect((await doctors[0]!.ask(readRecord)).placements).toEqual([])

  expect(await coordinator.ask(loadRotation, whole)).toMatchObject({ changed: 6, loaded: true })
  const record = await doctors[0]!.ask(readRecord)
  expect(record.placements.map(({ post, until }) => [post, until])).toEqual([
    ['Acute medicine', '2027-12-07'],
    ['Renal', '2028-04-04'],
  ])
  expect(record.supervisors).toHaveLength(2)
  expect(await lettersTo(at, doctors[0]!)).toHaveLength(1)
  expect(await coordinator.ask(loadRotation, whole)).toMatchObject({ changed: 0, unchanged: 6, loaded: false })
  expect((await doctors[0]!.ask(readRecord)).supervisors).toEqual(record.supervisors)
})

test('T2: another educational supervisor takes over from the placement’s first day, and the file is again without effect the second time', async () => {
  const { coordinator, tutor } = here
  const email = doctors[0]!.email
  const next = file(
    line(email, { post: 'Cardiology', from: '05.04.2028', until: '2028-08-03', 'educational supervisor email': tutor.email }),
  )
  expect((await coordinator.ask(previewRotation, next)).lines[0]!.says).toContain(
    'Dr Esme Educational is educational supervisor until 4 April 2028',
  )
  await coordinator.ask(loadRotation, next)
  expect((await doctors[0]!.ask(readRecord)).supervisors.filter(({ relation }) => relation === 'educational supervisor')).toMatchObject([
    { name: 'Dr Tomas Tutor', from: '2028-04-05', until: '2028-08-03' },
    { name: 'Dr Esme Educational', until: '2028-04-04' },
  ])
  expect(await coordinator.ask(loadRotation, next)).toMatchObject({ changed: 0, unchanged: 1 })
})

test('T2: one faulty line and nothing is loaded; each fault names line, column and what is wrong', async () => {
  const { coordinator } = here
  const other = await at.clinician()
  const faulty = file(
    line(other.email),
    line('nobody@example.org'),
    line(other.email, { post: 'Renal', from: '31/02/2028', until: '2028-04-04', 'working percent': '5' }),
    line(other.email, { post: 'Stroke', from: '2027-10-01', until: '2027-11-01' }),
    line(other.email, { post: 'Renal', from: '2027-12-08', until: '2028-04-04', 'training year': 'IMY2' }),
    line(doctors[0]!.email, {
      'educational supervisor email': doctors[0]!.email,
      post: 'Neurology',
      from: '2028-08-04',
      until: '2028-12-01',
    }),
  )
  for (const route of [previewRotation, loadRotation]) {
    const answer = await coordinator.ask(route, faulty)
    expect(answer).toMatchObject({ faulty: 5, loaded: false })
    expect(answer.lines.flatMap(({ line: number, faults }) => faults.map(({ column }) => [number, column]))).toEqual([
      [3, 'email'],
      [4, 'from'],
      [4, 'working percent'],
      [5, 'from'],
      [6, 'training year'],
      [7, 'educational supervisor email'],
    ])
    expect(answer.lines[1]!.faults[0]!.message).toContain('They need one first')
  }
  expect((await other.ask(readRecord)).programme).toBeNull()
})

test('T2: spreadsheets’ semicolons, marks and headings are understood, and what is no such file is said at the field', async () => {
  const { coordinator } = here
  const doctor = await at.clinician()
  const csv = `\uFEFF${[HEAD.toUpperCase(), line(doctor.email, { post: 'A post' }), ''].join('\r\n').replaceAll(',', ';')}`
  expect(await coordinator.ask(previewRotation, { ...file(), body: { csv } })).toMatchObject({ changed: 1, faulty: 0 })
  const wrong = await coordinator.refused(previewRotation, { ...file(), body: { csv: 'email,grade\na,b' } }, 'invalid_input')
  expect(wrong.fields[0]).toMatchObject({ path: 'csv', message: expect.stringContaining('‘grade’') })
  await coordinator.refused(previewRotation, file(), 'invalid_input')
  await coordinator.refused(previewRotation, { ...file(), body: { csv: `${HEAD}\n"open` } }, 'invalid_input')
  const template = await coordinator.send(rotationTemplate, { params: { programmeId: here.id } })
  expect(template.body).toBe(`\uFEFF${HEAD}\n`)
})

test('T2: two who load the same file at once load it once', async () => {
  const { coordinator } = here
  const doctor = await at.clinician()
  const once = file(line(doctor.email))
  const answers = await Promise.all([coordinator.ask(loadRotation, once), coordinator.ask(loadRotation, once)])
  expect(answers.filter(({ loaded }) => loaded)).toHaveLength(1)
  expect((await doctor.ask(readRecord)).placements).toHaveLength(1)
})

test('T2: a line that begins before the doctor does in this programme, or at an unlikely time, says so at its column', async () => {
  const { coordinator, trainee, year } = here
  const early = line(trainee.email, { from: addDays(year.from, -5), until: addDays(year.from, 5), 'training year': 'IMY2' })
  const old = line((await at.clinician()).email, { from: '1990-08-01', until: '2090-08-01' })
  const { lines } = await coordinator.ask(previewRotation, file(early, old))
  expect(lines.map(({ faults }) => faults.map(({ column }) => column))).toEqual([['from'], ['from']])
  expect(lines[0]!.faults[0]!.message).toContain('They begin in this programme on')
})
