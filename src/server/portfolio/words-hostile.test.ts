import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { docx, pdfOf, pdfWith, zipOf } from '../../../tests/support/documents.ts'
import { house } from '../../../tests/support/house.ts'
import { upload } from '../../../tests/support/uploading.ts'
import { WordsCutShort, wordsReader } from './words-commands.ts'
import { wordsApart, type WordsRead } from './words-reading.ts'

const at = house()

const bytesOf = (buffer: Buffer) => async () => new Uint8Array(buffer)
const LIMITS = { milliseconds: 3_000, heapMiB: 64, besideMiB: 64 }
const MIB = 1024 * 1024

async function withFiles(names: readonly string[]) {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Grand round' })
  for (const name of names) await upload(ada, id, name, Buffer.from(`word${name.split('.')[0]}`))
  return { ada, id }
}

const filesOf = (ownerId: string) =>
  at.house.db
    .selectFrom('file')
    .select(['name', 'words', 'text_read_at', 'text_tries'])
    .where('owner_id', '=', ownerId)
    .orderBy('name')
    .execute()

describe('P9: hostile files take bounded time and memory', () => {
  test('P9: a page of a PDF that unpacks to far more than it is, is given up; the pages before it are kept', async () => {
    const bomb = pdfWith([
      Buffer.from('BT /F1 12 Tf 40 780 Td (Before) Tj ET'),
      Buffer.alloc(160 * MIB, ' '),
      Buffer.from('BT /F1 12 Tf 40 780 Td (After) Tj ET'),
    ])
    expect(bomb.length).toBeLessThan(MIB)
    const before = process.memoryUsage.rss()
    const { words, lack } = await wordsApart(bytesOf(bomb), 'pdf', LIMITS)
    expect(words).toEqual(['before'])
    expect(['memory', 'time']).toContain(lack)
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * MIB)
  })

  test('P9: a document that unpacks to more than any has ends there; one text of 120 MiB ends its reading', async () => {
    const head = '<w:document xmlns:w="x"><w:p><w:r><w:t>Before</w:t></w:r></w:p>'
    const spaces = await docx([], { 'word/document.xml': `${head}${`<w:p>${' '.repeat(MIB)}</w:p>`.repeat(300)}<w:t>After</w:t>` })
    const one = await docx([], { 'word/document.xml': `${head}<w:p><w:t>${'a'.repeat(120 * MIB)}</w:t></w:p>` })
    for (const bomb of [spaces, one]) {
      expect(bomb.length).toBeLessThan(MIB)
      const { words } = await wordsApart(bytesOf(bomb), 'office', LIMITS)
      expect(words).toEqual(['before'])
    }
  })

  test('P9: entities are not unfolded, nothing outside is read, and depth has an end', async () => {
    const laughs = await docx([], {
      'word/document.xml': `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(1000)}"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><w:document><w:p><w:t>&b;&f;</w:t></w:p></w:document>`,
      'word/footer1.xml': '<w:ftr><w:p><w:t>Afoot</w:t></w:p></w:ftr>',
    })
    expect(await wordsApart(bytesOf(laughs), 'office', LIMITS)).toEqual({ words: ['afoot'], lack: null })
    const deep = await docx([], { 'word/document.xml': '<w:p>'.repeat(4_000_000) })
    const { words, lack } = await wordsApart(bytesOf(deep), 'office', LIMITS)
    expect(words).toEqual([])
    expect(['memory', 'time']).toContain(lack)
  })

  test('P9: noise, a locked document and half a file have no words, and no fault ends the server', async () => {
    const noise = randomBytes(200_000)
    const locked = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), randomBytes(2000)])
    const half = (await docx([['Whole']])).subarray(0, 200)
    for (const [bytes, kind] of [
      [noise, 'pdf'],
      [pdfOf([['Half']]).subarray(0, 120), 'pdf'],
      [noise, 'office'],
      [locked, 'office'],
      [half, 'office'],
    ] as const) {
      const { words } = await wordsApart(bytesOf(Buffer.from(bytes)), kind, LIMITS)
      expect(words).toEqual([])
    }
  })

  test('P9: a file of half a million different words has as many as are kept', async () => {
    const many = Array.from({ length: 500_000 }, (_, n) => `x${n.toString(36)}`).join(' ')
    const { words } = await wordsApart(bytesOf(await zipOf({ 'word/document.xml': `<a><t>${many}</t></a>` })), 'office')
    expect(words.join(' ').length).toBeLessThanOrEqual(60_000)
    expect(words.length).toBeGreaterThan(8_000)
  })
})

test('P9: a file that is too heavy is told once without its name, and never read again; the next one is', async () => {
  const { ada } = await withFiles(['a.txt', 'heavy.txt', 'b.txt'])
  const asked: number[] = []
  const reader = wordsReader(at.house, async (bytes): Promise<WordsRead> => {
    const text = Buffer.from(await bytes()).toString()
    asked.push(1)
    return text.includes('heavy') ? { words: [], lack: 'memory' } : { words: [text], lack: null }
  })
  const fault = await reader().catch((thrown: unknown) => thrown)
  expect(fault).toBeInstanceOf(WordsCutShort)
  expect(String(fault)).not.toContain('heavy')
  await reader()
  expect(asked).toHaveLength(3)
  expect((await filesOf(ada.id)).map(({ words }) => words)).toEqual(['worda', 'wordb', ''])
})

test('P9, N4: a reader that was killed leaves the file to the next; one that kills each reader is given up', async () => {
  const { ada, id } = await withFiles(['deadly.txt'])
  let begun = 0
  const killed = async (): Promise<WordsRead> => {
    begun++
    throw new Error('as if killed')
  }
  const leaseEnds = () =>
    at.house.db
      .updateTable('file')
      .set({ text_claimed_until: new Date(0) })
      .where('owner_id', '=', ada.id)
      .where('text_read_at', 'is', null)
      .execute()
  await wordsReader(at.house, killed)().catch(() => undefined)
  // Under the lease nobody else begins.
  await wordsReader(at.house, killed)()
  expect(begun).toBe(1)
  expect((await filesOf(ada.id))[0]).toMatchObject({ text_read_at: null })
  for (let again = 0; again < 4; again++) {
    await leaseEnds()
    await wordsReader(at.house, killed)().catch(() => undefined)
  }
  expect(begun).toBe(3)
  expect((await filesOf(ada.id))[0]).toMatchObject({ words: '', text_read_at: expect.any(Date) as Date })
  await upload(ada, id, 'later.txt', Buffer.from('afterwards'))
  await wordsReader(at.house, killed)().catch(() => undefined)
  await leaseEnds()
  await wordsReader(at.house)()
  expect((await ada.list({ search: 'afterwards' })).items).toHaveLength(1)
})

test('P9, N4: of two servers each file is read by one; what comes meanwhile is read too', async () => {
  const { ada, id } = await withFiles(['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt', 'f.txt'])
  const asked: string[] = []
  const slow = async (bytes: () => Promise<Uint8Array<ArrayBuffer>>): Promise<WordsRead> => {
    const text = Buffer.from(await bytes()).toString()
    asked.push(text)
    await wait(20)
    return { words: [text], lack: null }
  }
  const [one, other] = [wordsReader(at.house, slow), wordsReader(at.house, slow)]
  const all = Promise.all([one(), other(), one()])
  await upload(ada, id, 'g.txt', Buffer.from('wordg'))
  await all
  await one()
  expect(asked.toSorted()).toEqual(['worda', 'wordb', 'wordc', 'wordd', 'worde', 'wordf', 'wordg'])
  expect((await ada.list({ search: 'worda wordf wordg' })).items).toHaveLength(1)
})
