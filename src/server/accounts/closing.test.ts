import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { closeAccount, keepAccount, readClosing } from '#domain/accounts/closing-contract.ts'
import { currentSession, register, signIn } from '#domain/accounts/contract.ts'
import { readProfile, saveDraft } from '#domain/accounts/profile-contract.ts'
import { listItems } from '#domain/portfolio/contract.ts'
import { listKept, readKept } from '#domain/training/kept-contract.ts'
import { readProgramme } from '#domain/training/roster-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { MatrixRecord } from '../../../tests/support/matrix/record.ts'
import { PASSWORD, Person } from '../../../tests/support/person.ts'
import { appoint, programme, relate, train } from '../../../tests/support/related.ts'
import { closingJobs } from './closing-jobs.ts'
import { ERASED, ERASED_AT_ONCE, ERASED_LAST, KEPT } from './erased-tables.ts'
import { eraseAccount } from './erasing.ts'

const lines: string[] = []
const at = house({ logTo: { write: (line: string) => void lines.push(line) } })
afterEach(() => void vi.useRealTimers())

const DAY_MS = 24 * 60 * 60 * 1000
const inDaysTime = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * DAY_MS })
const closing = { body: { password: PASSWORD, word: 'close' } }
const closeDue = () => closingJobs(at.house)['accounts.close_due']!({}, {} as never)

/** Every row of every table of every schema of ours in which one of these words stands. */
async function whereFound(words: readonly string[]): Promise<string[]> {
  const { rows } = await at.house.pool.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema in ('public', 'auth', 'graphile_worker') and table_type = 'BASE TABLE'`,
  )
  const found: string[] = []
  for (const { schema, name } of rows) {
    for (const word of words) {
      const { rows: hits } = await at.house.pool.query(
        `select 1 from "${schema}"."${name}" as one where one::text ilike '%' || $1 || '%' limit 1`,
        [word],
      )
      if (hits.length > 0) found.push(`${schema}.${name}: ${word}`)
    }
  }
  return found
}

async function filesOf(ownerId: string): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of at.house.files.list('')) if (name.includes(ownerId)) names.push(name)
  return names
}

test('A10: each owner-scoped table has its place: erased, or kept with a reason; what refers to a row goes before it', async () => {
  const { rows } = await at.house.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'owner_id' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  )
  const placed = [...ERASED, ...ERASED_LAST, ...Object.keys(KEPT)]
  expect(placed.toSorted()).toEqual(rows.map(({ name }) => name))
  const keys = await at.house.pool.query<{ child: string; parent: string }>(
    `select distinct c.relname as child, p.relname as parent from pg_constraint k join pg_class c on c.oid = k.conrelid
     join pg_class p on p.oid = k.confrelid where k.contype = 'f' and c.relnamespace = 'public'::regnamespace`,
  )
  const order: readonly string[] = [...ERASED, ...ERASED_LAST]
  for (const { child, parent } of keys.rows) {
    if (child === parent) expect(ERASED_AT_ONCE, child).toContain(child)
    else if (order.includes(parent)) expect(order.indexOf(child), `${child} before ${parent}`).toBeLessThan(order.indexOf(parent))
  }
})

test('A10: password and word are asked for; then only the way back is open, at every device, until the account is kept', async () => {
  const ada = await at.clinician({ name: 'Dr Ada Okafor' })
  const other = await at.again(ada)
  await ada.record({ title: 'Ward round' })
  expect((await ada.refused(closeAccount, { body: { ...closing.body, word: 'shut' } }, 'invalid_input')).fields[0]!.path).toBe('word')
  expect((await ada.refused(closeAccount, { body: { ...closing.body, password: 'not mine' } }, 'wrong_password')).fields[0]!.path).toBe(
    'password',
  )
  const { closesOn } = await ada.ask(closeAccount, closing)
  expect(await ada.ask(closeAccount, closing).catch((fault: Error) => fault.message)).toContain('account_closing')
  await ada.refused(listItems, {}, 'account_closing')
  await ada.refused(readProfile, {}, 'account_closing')
  await other.refused(listItems, {}, 'not_signed_in')
  expect((await ada.ask(currentSession)).person).toMatchObject({ closesOn })
  expect(await ada.ask(readClosing)).toMatchObject({ closesOn })
  const again = await at.again(ada)
  await again.refused(listItems, {}, 'account_closing')
  await again.ask(keepAccount)
  await again.ask(keepAccount)
  expect((await again.list()).items.map(({ title }) => title)).toEqual(['Ward round'])
  expect((await again.ask(currentSession)).person).toMatchObject({ closesOn: null })
  const mails = await at.house.db.selectFrom('message').where('recipient', '=', ada.email).select('subject').execute()
  expect(mails.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['Your Cairn account is closing', 'Your Cairn account stays']))
})

test('A10: told three days before, once; not erased a moment too early; erased by the job, and the address registers anew', async () => {
  const ada = await at.clinician({ name: 'Dr Zebedee Quillon' })
  await ada.record({ title: 'zebedeetitle', notes: 'zebedeenotes' })
  await ada.ask(closeAccount, closing)
  const letters = async () =>
    (await at.house.db.selectFrom('message').where('recipient', '=', ada.email).select('subject').execute()).map(({ subject }) => subject)
  inDaysTime(26)
  await closeDue()
  expect((await letters()).filter((one) => one.includes('is erased on'))).toEqual([])
  inDaysTime(1.5)
  await closeDue()
  await closeDue()
  expect((await letters()).filter((one) => one.includes('is erased on'))).toHaveLength(1)
  expect(await eraseAccount(at.house, ada.id)).toBe(false)
  inDaysTime(3)
  await closeDue()
  expect(await letters()).toEqual(['Your Cairn account is erased'])
  expect(await whereFound(['zebedee', ada.id])).toEqual(['public.message: zebedee'])
  await at.house.db.deleteFrom('message').where('recipient', '=', ada.email).execute()
  expect(await whereFound([ada.email, 'zebedee', ada.id])).toEqual([])
  await at.nobody().refused(signIn, { body: { email: ada.email, password: PASSWORD } }, 'wrong_password')
  await at.nobody().ask(register, { body: { name: 'Dr New Start', email: ada.email, password: PASSWORD } })
  expect(await letters()).toEqual(['Confirm your email for Cairn'])
})

test('A10: of a whole training record nothing is found anywhere but what is declared, whatever step a crash interrupts', async () => {
  const programmeId = await programme(at.house, { title: 'Deanery of markers' })
  const bystander = await at.clinician({ name: 'Dr Berta Bystander' })
  const record = await MatrixRecord.make(at, programmeId, bystander)
  const { owner } = record
  await at.house.db
    .updateTable('person')
    .set({ name: 'Dr Quill Wanderer', professional_number: '7654321' })
    .where('owner_id', '=', owner.id)
    .execute()
  await record.entry('cbd-2023', bystander.id)
  await record.reflection(['supervisors'])
  await record.offer()
  await record.invitation()
  await record.objective()
  await record.proposal()
  await record.placement()
  await owner.ask(saveDraft, { params: { '*': 'new-item' }, body: { draft: { title: 'quilllast' } } })
  const links = await at.house.db.selectFrom('chain_link').where('owner_id', '=', owner.id).select('hash').execute()
  expect((await filesOf(owner.id)).length).toBeGreaterThan(3)

  await owner.ask(closeAccount, closing)
  await bystander.refused(readProfile, { params: { ownerId: owner.id } }, 'not_found')
  inDaysTime(31)
  // Each step is the last before a crash, once.
  const steps: string[] = []
  for (let crashed = true; crashed;) {
    const passed = new Set(steps)
    crashed = await eraseAccount(at.house, owner.id, (step) => {
      if (passed.has(step)) return
      steps.push(step)
      throw new Error('crashed')
    }).then(
      () => false,
      (fault: Error) => {
        expect(fault.message).toBe('crashed')
        return true
      },
    )
  }
  expect(steps).toEqual(['begun', 'others', ...ERASED, 'files'])

  expect(await filesOf(owner.id)).toEqual([])
  await at.house.db.deleteFrom('message').where('subject', '=', 'Your Cairn account is erased').execute()
  const found = await whereFound([owner.id, owner.email, 'quill', '07700 900123', '7654321', 'Wanderer'])
  const kept = new Set(['public.chain_link', 'public.signed_record', 'public.kept_record'])
  expect(found.filter((one) => !kept.has(one.split(':')[0]!))).toEqual([])
  expect(await at.house.db.selectFrom('chain_link').where('owner_id', '=', owner.id).select('hash').execute()).toEqual(links)
  expect(lines.join('\n')).not.toMatch(/quill|Wanderer|07700 900123/)
  expect(await at.house.db.selectFrom('kept_record').where('owner_id', '=', owner.id).select(['name', 'programme_id']).execute()).toEqual([
    { name: 'Dr Quill Wanderer', programme_id: programmeId },
  ])

  // Six years on, the programme's period is over as well.
  inDaysTime(6 * 366)
  await closeDue()
  expect((await whereFound(['quill', '7654321', 'Wanderer'])).filter((one) => !one.startsWith('public.message'))).toEqual([])
  expect(await at.house.db.selectFrom('chain_link').where('owner_id', '=', owner.id).select('hash').execute()).toEqual(links)
})

test('A10: who supervises others ends today and is told of; the trails of others still say who it was', async () => {
  const programmeId = await programme(at.house)
  const [trainee, esme, tutor] = [
    await at.clinician({ name: 'Dr Tara' }),
    await at.clinician({ name: 'Dr Esme Gone' }),
    await at.clinician(),
  ]
  await train(at.house, trainee.id, programmeId)
  await appoint(at.house, tutor.id, 'tutor', programmeId)
  await appoint(at.house, esme.id, 'programme coordinator', programmeId)
  await relate(at.house, esme.id, 'educational supervisor', trainee.id)
  await esme.ask(readProfile, { params: { ownerId: trainee.id } })
  await esme.ask(closeAccount, closing)
  const told = await at.house.db.selectFrom('message').where('recipient', '=', tutor.email).select(['subject', 'body_text']).execute()
  expect(told.map(({ subject }) => subject)).toEqual(['Dr Esme Gone is leaving Cairn'])
  expect(told[0]!.body_text).toContain('Dr Tara')
  const again = await at.again(esme)
  await again.ask(keepAccount)
  inDaysTime(1)
  await again.refused(readProgramme, { params: { programmeId } }, 'not_found')
  vi.useRealTimers()
  const back = await at.again(esme)
  await back.ask(closeAccount, closing)
  inDaysTime(31)
  await closeDue()
  const { namesOf } = await import('./owner-queries.ts')
  expect((await namesOf(at.house.db, [esme.id])).get(esme.id)).toBe('Dr Esme Gone')
})

test('A10: the only system administrator cannot close, with the reason; of two one can, and then the other cannot', async () => {
  const [root, second] = await at.clinicians(2)
  await appoint(at.house, root!.id, 'system administrator', '', { until: null })
  const refused = await root!.refused(closeAccount, closing, 'not_allowed')
  expect(refused.title).toContain('only system administrator')
  expect((await root!.ask(readClosing)).can.close).toBe(refused.title)
  await appoint(at.house, second!.id, 'system administrator', '', { until: null })
  await root!.ask(closeAccount, closing)
  await second!.refused(closeAccount, closing, 'not_allowed')
})

test('A10: whoever is not signed in, or is somebody else, closes nothing', async () => {
  const [ada, bob] = await at.clinicians(2)
  await new Person(at.house, null).refused(closeAccount, { params: { ownerId: ada!.id }, ...closing }, 'not_signed_in')
  await bob!.refused(closeAccount, { params: { ownerId: ada!.id }, ...closing }, 'not_found')
  await bob!.refused(keepAccount, { params: { ownerId: uuidv7() } }, 'not_found')
})

test('A10: what was signed is read by the programme’s own people alone, in full by whom the living show it to', async () => {
  const programmeId = await programme(at.house)
  const bystander = await at.clinician()
  const { owner } = await MatrixRecord.make(at, programmeId, bystander)
  const [tutor, coordinator, college, elsewhere] = await at.clinicians(4)
  await appoint(at.house, tutor!.id, 'tutor', programmeId, { until: null })
  await appoint(at.house, coordinator!.id, 'programme coordinator', programmeId, { until: null })
  await appoint(at.house, college!.id, 'college administrator', programmeId, { until: null })
  await appoint(at.house, elsewhere!.id, 'tutor', await programme(at.house), { until: null })
  await owner.ask(closeAccount, closing)
  inDaysTime(31)
  await closeDue()
  const [tutorNow, coordinatorNow, collegeNow, elsewhereNow] = await Promise.all(
    [tutor!, coordinator!, college!, elsewhere!].map((person) => at.again(person)),
  )
  const params = { programmeId, doctorId: owner.id }
  const { people } = await tutorNow!.ask(listKept, { params })
  expect(people).toMatchObject([{ ownerId: owner.id, name: 'Dr Tara Inglis' }])
  const { records } = await tutorNow!.ask(readKept, { params })
  expect(records.length).toBeGreaterThan(3)
  expect(records.map(({ text }) => text).join('')).toContain('quillprobity')
  expect(JSON.stringify(records)).not.toContain('quillhealth')
  const seen = await coordinatorNow!.ask(readKept, { params })
  expect(seen.records.map(({ says }) => says)).toEqual(records.map(({ says }) => says))
  expect(seen.records.map(({ text }) => text).join('')).toBe('')
  await collegeNow!.refused(readKept, { params }, 'not_allowed')
  await elsewhereNow!.refused(readKept, { params }, 'not_found')
  const trail = await at.house.db
    .selectFrom('audit')
    .where('owner_id', '=', tutor!.id)
    .where('act', '=', 'kept_record.read')
    .selectAll()
    .execute()
  expect(trail).toMatchObject([{ record_id: owner.id, person_id: tutor!.id }])
  // The period is the programme's, and over at its end.
  inDaysTime(6 * 366)
  expect((await (await at.again(tutor!)).ask(listKept, { params })).people).toEqual([])
})
