import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../scripts/demo/random.ts'
import { readDraft, readPreferences, readProfile, saveDraft, savePreferences } from '../src/domain/accounts/profile-contract.ts'
import { binItems, itemById, listItems, type ItemPage } from '../src/domain/portfolio/contract.ts'
import {
  checkCertificate,
  keepPlace,
  listCertificates,
  myModule,
  readAttempt,
  readResult,
  submitAttempt,
} from '../src/domain/learning/contract.ts'
import { downloadFile } from '../src/domain/portfolio/file-contract.ts'
import { startPostgres, type Postgres } from '../src/server/platform/embedded-postgres.ts'
import { until } from '../src/server/platform/processes.ts'
import { halvesIn } from './support/halves.ts'
import { RealServer } from './support/real-server.ts'
import { answerAll, shippedModules } from './support/studying.ts'
import { makeTrainingRecord, trainingRecordOf } from './support/training-record.ts'
import { Visitor } from './support/visitor.ts'
import { Writer } from './support/writer.ts'

const MINUTE = 60_000
const EMAILS = ['one', 'two', 'three', 'four'].map((name) => `${name}@example.org`)
const DRAFT = { '*': 'new-item' }

let place: string
let tar: string
let source: RealServer
let embedded: RealServer
let elsewhere: RealServer
let outside: Postgres
/** What nobody touched while the backup was made: it must come back as it was. */
let settled: Portfolio[]
let trained: unknown
/** What was acknowledged amid the writing, before the backup began. */
let acknowledged: { email: string; ids: string[] }[]

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'cairn-backup-'))
  // Started by root, the database runs as another user, who passes through here.
  await chmod(place, 0o711)
  tar = join(place, 'cairn.tar')
  source = await RealServer.at(join(place, 'source'))
  await source.start()
  await source.register(EMAILS)
  const visitors = await Promise.all(EMAILS.map((email) => Visitor.signedIn(source.url, email)))
  await writeBefore(visitors)
  await makeTrainingRecord(source, training(visitors))
  settled = await Promise.all(visitors.map(portfolioOf))
  trained = await trainingRecordOf(source, training(visitors))
  acknowledged = await backUpAmidWrites(visitors)
  await source.stop()
}, 4 * MINUTE)
afterAll(async () => {
  await source?.end()
  await embedded?.end()
  await elsewhere?.end()
  await outside?.stop()
  await rm(place, { recursive: true, force: true })
}, 2 * MINUTE)

test('N8: a backup that was tampered with is refused, and the folder stays empty', { timeout: 3 * MINUTE }, async () => {
  embedded = await RealServer.at(join(place, 'embedded'))
  const bytes = readFileSync(tar)
  const at = bytes.indexOf('%PDF-1.7\n% settled')
  expect(at).toBeGreaterThan(0)
  bytes[at + 12] = bytes[at + 12]! ^ 1
  const tampered = join(place, 'tampered.tar')
  writeFileSync(tampered, bytes)
  const { code, said } = await embedded.run('restore', tampered)
  expect(said).toContain('is damaged')
  expect(code).toBe(1)
  expect(existsSync(join(embedded.dataFolder, 'files/stored'))).toBe(false)
})

test(
  'N8, T9, A9: restored into an empty data folder it is the same portfolio and training record, files included',
  { timeout: 3 * MINUTE },
  async () => {
    const { code, said } = await embedded.run('restore', tar)
    expect(code, said).toBe(0)
    await embedded.start()
    await expectTheSame(embedded)
  },
)

test(
  'N8, T9, A9: restored into a PostgreSQL elsewhere it is the same portfolio and training record, files included',
  { timeout: 3 * MINUTE },
  async () => {
    const cluster = join(place, 'outside')
    await mkdir(cluster)
    outside = await startPostgres({ dataFolder: cluster, onProgress: () => undefined })
    elsewhere = await RealServer.at(join(place, 'elsewhere'), outside.url)
    const { code, said } = await elsewhere.run('restore', tar)
    expect(code, said).toBe(0)
    await elsewhere.start()
    await expectTheSame(elsewhere)
  },
)

test('N8: a Cairn that holds something is not restored over, running or not, and stays as it is', { timeout: 3 * MINUTE }, async () => {
  for (const server of [embedded, elsewhere]) {
    const running = await server.run('restore', tar)
    expect(running.said).toMatch(/already runs on|not empty|There are files/)
    expect(running.code).toBe(1)
  }
  await embedded.stop()
  const stopped = await embedded.run('restore', tar)
  expect(stopped.said).toMatch(/not empty|There are files/)
  expect(stopped.code).toBe(1)
  await embedded.start()
  await expectTheSame(embedded)
  await expectTheSame(elsewhere)
})

test(
  'N8: a backup is not written over one that is there, and one of a Cairn that is stopped can be made',
  { timeout: 3 * MINUTE },
  async () => {
    const copy = join(place, 'copy.tar')
    copyFileSync(tar, copy)
    await embedded.stop()
    const refused = await embedded.run('backup', copy)
    expect(refused.said).toContain('is already there')
    expect(refused.code).toBe(1)
    expect(readFileSync(copy).equals(readFileSync(tar))).toBe(true)
    const made = await embedded.run('backup', join(place, 'second.tar'))
    expect(made.code, made.said).toBe(0)
  },
)

/** Portfolios with items, tags and files, settings of their own, a draft, and something in the bin. */
async function writeBefore(visitors: readonly Visitor[]): Promise<void> {
  const writers = visitors.map((visitor, index) => new Writer(visitor, `settled ${index + 1}`, randomFrom(index)))
  await Promise.all(writers.map((writer) => writer.write(() => writer.acknowledged >= 40)))
  for (const [index, writer] of writers.entries()) {
    const { visitor } = writer
    expect(await writer.faults()).toEqual([])
    await visitor.ask(savePreferences, { body: { unit: 'hours', theme: 'dark', accreditorId: 'rcgp', yearlyTarget: 5000 + index } })
    await visitor.ask(saveDraft, { params: DRAFT, body: { draft: { title: `Half typed ${index}`, notes: 'Zoë’s\n\tnote \\N' } } })
    await visitor.ask(binItems, { body: { items: writer.recorded.slice(0, 2) } })
    await study(visitor)
  }
}

/** One module passed, and another left at its third page with all answers given. */
async function study(visitor: Visitor): Promise<void> {
  const [first, second] = await shippedModules()
  await visitor.ask(submitAttempt, { params: { attemptId: await answerAll(visitor, first!, true) }, body: {} })
  await visitor.ask(keepPlace, { params: { attemptId: await answerAll(visitor, second!, true) }, body: { page: 2 } })
}

/** What the learning side knows of somebody. */
async function learningOf(visitor: Visitor) {
  const [first, second] = await shippedModules()
  const [passed, begun] = await Promise.all([first!, second!].map(({ id }) => visitor.ask(myModule, { params: { moduleId: id } })))
  const { certificates } = await visitor.ask(listCertificates)
  return {
    passed,
    begun,
    certificates,
    check: await visitor.ask(checkCertificate, { params: { code: certificates[0]!.code } }),
    result: await visitor.ask(readResult, { params: { attemptId: passed!.last!.attemptId } }),
    attempt: await visitor.ask(readAttempt, { params: { attemptId: begun!.open!.attemptId } }),
  }
}

/** Makes the backup while four write, by the same command as an administrator. */
async function backUpAmidWrites(visitors: readonly Visitor[]): Promise<{ email: string; ids: string[] }[]> {
  let over = false
  const writers = visitors.map((visitor, index) => new Writer(visitor, `meanwhile ${index + 1}`, randomFrom(100 + index)))
  const sum = () => writers.reduce((count, writer) => count + writer.acknowledged, 0)
  const writing = Promise.all(writers.map((writer) => writer.write(() => over)))
  try {
    await until(() => sum() >= 40, MINUTE)
    const before = writers.map((writer, index) => ({ email: EMAILS[index]!, ids: writer.recorded }))
    const from = sum()
    const { code, said } = await source.run('backup', tar)
    expect(code, said).toBe(0)
    console.log(`${sum() - from} writes were acknowledged while the backup was made`)
    expect(sum()).toBeGreaterThan(from)
    return before
  } finally {
    over = true
    await writing
  }
}

const training = ([trainee, supervisor, college]: readonly Visitor[]) => ({
  trainee: trainee!,
  supervisor: supervisor!,
  college: college!,
})

interface Portfolio {
  readonly items: ReadonlyMap<string, unknown>
  readonly own: unknown
}

/** All that the owner can see, with a checksum of each file's bytes. */
async function portfolioOf(visitor: Visitor): Promise<Portfolio> {
  const items = new Map<string, unknown>()
  for (const id of await idsOf(visitor)) {
    const item = await visitor.ask(itemById, { params: { id } })
    const files: string[] = []
    for (const file of item.files) {
      const bytes = await visitor.bytes(downloadFile, { params: { id, fileId: file.id } })
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      // A file is never there without all of its bytes.
      expect([bytes.length, sha256]).toEqual([file.sizeBytes, file.sha256])
      files.push(sha256)
    }
    // What an amendment changes comes together: each writer's notes begin with the title.
    if (item.kind === 'own') {
      expect(item.notes.startsWith(`${item.title}: `)).toBe(true)
      expect(item.tags.length).toBeGreaterThan(0)
    }
    items.set(id, { ...item, sha256: files })
  }
  const own = {
    preferences: await visitor.ask(readPreferences),
    draft: await visitor.ask(readDraft, { params: DRAFT }),
    profile: await visitor.ask(readProfile),
    learning: await learningOf(visitor),
  }
  return { items, own }
}

async function idsOf(visitor: Visitor): Promise<string[]> {
  const ids: string[] = []
  for (const bin of [false, true]) {
    let after: string | undefined
    do {
      const page: ItemPage = await visitor.ask(listItems, { query: { bin, after } })
      ids.push(...page.items.map((item) => item.id))
      after = page.next ?? undefined
    } while (after !== undefined)
  }
  return ids
}

async function expectTheSame(server: RealServer): Promise<void> {
  // By the password of before.
  const visitors = await Promise.all(EMAILS.map((email) => Visitor.signedIn(server.url, email)))
  await Promise.all(
    visitors.map(async (visitor, index) => {
      const { items, own } = await portfolioOf(visitor)
      const before = settled[index]!
      expect(own).toEqual(before.own)
      expect(Object.fromEntries([...items].filter(([id]) => before.items.has(id)))).toEqual(Object.fromEntries(before.items))
      expect(acknowledged[index]!.ids.filter((id) => !items.has(id))).toEqual([])
    }),
  )
  expect(await trainingRecordOf(server, training(visitors))).toEqual(trained)
  expect(await halvesIn(server.databaseUrl)).toEqual([])
}
