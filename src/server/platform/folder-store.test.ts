import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FileStore } from './files.ts'
import { openFileStore } from './folder-store.ts'

let folder = ''
let store: FileStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-files-'))
  store = await openFileStore(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const piece = (text: string) => Buffer.from(text)

test('N5: a file is there whole, with its size and checksum, and gone once removed', async () => {
  const bytes = randomBytes(300_000)
  const put = await store.put('ada/files/one', Readable.from([bytes.subarray(0, 100), bytes.subarray(100)]))
  expect(put).toEqual({ sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  expect(await buffer(store.read('ada/files/one'))).toEqual(bytes)
  expect(await buffer(store.read('ada/files/one', { start: 10, end: 19 }))).toEqual(bytes.subarray(10, 20))
  await store.remove('ada/files/one')
  expect(await store.has('ada/files/one')).toBe(false)
  await store.remove('ada/files/one')
})

test('N4: a write that breaks off leaves neither the file nor a draft of it', async () => {
  const broken = Readable.from(
    (async function* () {
      yield piece('half')
      throw new Error('the connection went')
    })(),
  )
  await expect(store.put('ada/files/one', broken)).rejects.toThrow('the connection went')
  expect(await store.has('ada/files/one')).toBe(false)
  expect(await readdir(join(folder, 'unfinished'))).toEqual([])
})

test('P11: pieces arrive in order, again, overlapping or too far on, and the upload is what was sent', async () => {
  expect(await store.sizeOfIncoming('ada/up')).toBe(0)
  expect(await store.appendIncoming('ada/up', 0, piece('hello '))).toBe(6)
  expect(await store.appendIncoming('ada/up', 0, piece('hello '))).toBe(6)
  expect(await store.appendIncoming('ada/up', 99, piece('gap'))).toBe(6)
  expect(await store.appendIncoming('ada/up', 3, piece('XXXworld'))).toBe(11)
  expect(await store.appendIncoming('ada/up', 11, piece(''))).toBe(11)
  expect((await buffer(store.readIncoming('ada/up'))).toString()).toBe('hello world')
  await store.dropIncoming('ada/up')
  expect(await store.sizeOfIncoming('ada/up')).toBe(0)
})

test('P11: the same piece sent many times at once is there once', async () => {
  const bytes = randomBytes(1_000_000)
  await Promise.all(Array.from({ length: 8 }, () => store.appendIncoming('ada/up', 0, bytes)))
  expect(await buffer(store.readIncoming('ada/up'))).toEqual(bytes)
})

test.each(['../out', 'ada/../../out', '/etc/passwd', 'ada\\up', 'ada//up', 'Ada', '', 'ada/.', 'a\0b'])(
  'N5: the name %j leads nowhere',
  async (name) => {
    await expect(store.put(name, piece('x'))).rejects.toThrow('Not a name')
    expect(() => store.read(name)).toThrow('Not a name')
    await expect(store.appendIncoming(name, 0, piece('x'))).rejects.toThrow('Not a name')
  },
)

test('N5: names are listed under a prefix', async () => {
  for (const name of ['ada/files/one', 'ada/files/two', 'bob/files/one']) await store.put(name, piece(name))
  await store.appendIncoming('ada/up', 0, piece('x'))
  const all = async (found: AsyncIterable<{ name: string }>) => {
    const names: string[] = []
    for await (const { name } of found) names.push(name)
    return names.toSorted()
  }
  expect(await all(store.list(''))).toEqual(['ada/files/one', 'ada/files/two', 'bob/files/one'])
  expect(await all(store.list('ada/'))).toEqual(['ada/files/one', 'ada/files/two'])
  expect(await all(store.list('cem/'))).toEqual([])
  expect(await all(store.listIncoming())).toEqual(['ada/up'])
})

test.runIf(process.platform === 'linux')('N1: a full disk is said in plain words, and what was there stays', async () => {
  await store.put('ada/files/one', piece('safe'))
  await mkdir(join(folder, 'incoming/ada'), { recursive: true })
  await symlink('/dev/full', join(folder, 'incoming/ada/up'))
  await expect(store.appendIncoming('ada/up', 0, piece('x'))).rejects.toMatchObject({
    code: 'overloaded',
    message: expect.stringContaining('disk of this server is full'),
  })
  expect(await store.has('ada/files/one')).toBe(true)
})

test('N4: drafts a killed process left are removed a day later, not before', async () => {
  const drafts = join(folder, 'unfinished')
  await mkdir(drafts, { recursive: true })
  await writeFile(join(drafts, 'old'), 'x')
  await writeFile(join(drafts, 'new'), 'x')
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000)
  await utimes(join(drafts, 'old'), twoDaysAgo, twoDaysAgo)
  await openFileStore(folder)
  expect(await readdir(drafts)).toEqual(['new'])
})
