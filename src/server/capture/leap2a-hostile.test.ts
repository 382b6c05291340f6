import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { ZipFile } from 'yazl'
import { describe, expect, test, vi } from 'vitest'
import { bringIn } from '#domain/capture/import-contract.ts'
import { plainOfHtml } from '#domain/capture/leap2a-text.ts'
import { leap2aWords } from '#domain/capture/leap2a-words.ts'
import { MOST_BYTES_PER_PERSON } from '#domain/portfolio/file-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { imported, settled } from '../../../tests/support/importing.ts'
import { entryOf, feedOf, link, packageOf } from '../../../tests/support/leap2a.ts'
import { storedOf } from '../../../tests/support/uploading.ts'
import { beginImport } from './import-commands.ts'
import { FileFault } from './import-reading.ts'
import { readFeed } from './leap2a-feed.ts'
import { isLeap2a, openPackage } from './leap2a-package.ts'

const at = house({ listening: true })

/** Why a feed is not read; one that is fails the test. */
async function whyNot(feed: string | Buffer | Iterable<string>): Promise<string> {
  const pieces = typeof feed === 'string' || Buffer.isBuffer(feed) ? [Buffer.from(feed as string)] : feed
  async function* bytes() {
    for (const piece of pieces) yield Buffer.from(piece as string)
  }
  return reasonOf(() => readFeed(bytes(), { begin: () => undefined, entry: () => undefined }))
}

async function reasonOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
  } catch (fault) {
    if (fault instanceof FileFault) return fault.message
    throw fault
  }
  throw new Error('It was read.')
}

async function whyNotPackage(bytes: Buffer): Promise<string> {
  const name = `${uuidv7()}/imports/${uuidv7()}`
  await at.house.files.put(name, bytes)
  return reasonOf(async () => {
    const source = await openPackage(at.house.files, name, bytes.length)
    await readFeed(source.feed(), { begin: () => undefined, entry: () => undefined })
  })
}

const FEED = feedOf([entryOf({ id: 'a', title: 'Asthma' })])
const behind = (doctype: string) => FEED.replace('?>', `?>${doctype}`)
const utf16 = (text: string) => Buffer.from(`\ufeff${text.replace('utf-8', 'utf-16')}`, 'utf16le')

describe('feeds that strangers write', () => {
  test.each([
    ['a document type', behind('<!DOCTYPE feed>')],
    ['a billion laughs', behind('<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>').replace('Asthma', '&b;')],
    ['an entity from outside', behind('<!DOCTYPE feed [<!ENTITY f SYSTEM "file:///etc/passwd">]>').replace('Asthma', '&f;')],
    ['definitions from outside', behind('<!DOCTYPE feed SYSTEM "http://127.0.0.1/x.dtd">')],
    ['a document type in UTF-16', utf16(behind('<!DOCTYPE feed [<!ENTITY a "ha">]>'))],
  ])('K5: Leap2A with %s is refused', async (_what, feed) => {
    expect(await whyNot(feed)).toContain('defines entities or a document type')
  })

  test.each([
    ['an entity that nobody defined', FEED.replace('Asthma', '&nbsp;'), 'damaged'],
    ['an end too early', FEED.slice(0, -20), 'damaged'],
    ['a tag that is not closed', FEED.replace('</title>', ''), 'damaged'],
    ['two roots', `${FEED}${FEED.replace(/^.*\n/, '')}`, 'damaged'],
    ['no Leap2A', '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title></feed>', 'no portfolio'],
    ['a page', '<html xmlns="http://www.w3.org/1999/xhtml"/>', 'no portfolio'],
    ['bytes that are no UTF-8', Buffer.from(FEED.replace('Asthma', 'Caf\xe9'), 'latin1'), 'letters of this file'],
    ['letters that nobody knows', FEED.replace('utf-8', 'ebcdic-x'), 'letters of this file'],
    ['nothing in it', '', 'damaged'],
  ])('K5: Leap2A with %s is refused', async (_what, feed, why) => {
    expect(await whyNot(feed)).toContain(why)
  })

  test('K5: Leap2A is bounded in depth, in attributes, in what is written at once and in entries', async () => {
    const deep = '<leap2:x>'.repeat(5000)
    expect(await whyNot(FEED.replace('</entry>', deep))).toContain('deeper')
    const many = Array.from({ length: 3000 }, (_, n) => ` a${n}="x"`).join('')
    expect(await whyNot(FEED.replace('<entry>', `<entry${many}>`))).toContain('longer')
    function* endless(start: string) {
      yield FEED.slice(0, FEED.indexOf('<entry>')) + start
      for (let n = 0; n < 64; n++) yield 'x'.repeat(1024 * 1024)
    }
    expect(await whyNot(endless('<entry><title a="'))).toContain('longer')
    expect(await whyNot(endless('<entry><title>'))).toContain('longer')
    expect(await whyNot(endless('<!--'))).toContain('longer')
    function* crowd() {
      yield FEED.slice(0, FEED.indexOf('<entry>'))
      for (let n = 0; n < 100_000; n++) yield `<entry><id>${n}</id></entry>`
    }
    expect(await whyNot(crowd())).toContain('more than 50,000 entries')
  })

  test('K5: a page in an entry becomes plain text, whatever is written in it, in a time that grows with its length alone', () => {
    const plain = (html: string) => plainOfHtml(html, 200_000).text
    expect(plain('<p>One<br>two</p><ul><li>a<li>b &amp; c</ul><script>alert(1)</script><a href="https://x.example">x</a>')).toBe(
      'One\ntwo\n\n- a\n- b & c\nx (https://x.example)',
    )
    expect(plain('<img src=x onerror=alert(1) alt="A scan">1 < 2 <b')).toBe('[A scan] 1 < 2 <b'.replace('] 1', ']1'))
    expect(plain('<a href="javascript:alert(1)">x</a><!-- y -->&#0;&#xd800;&#x1F600;')).toBe('x&#0;&#xd800;😀')
    for (const part of ['<', '<a ', '<!--', '&', '<script>', '<p>x</p>', '</'])
      expect(plain(part.repeat(300_000)).length).toBeLessThan(200_001)
    expect(plain('<style></stylex>unseen</STYLE >Kept')).toBe('Kept')
    expect(plain(`${'İ'.repeat(23)}<style>x</style>Kept words`)).toBe(`${'İ'.repeat(23)}Kept words`)
  })

  test.each(['<style></stylex>', '', '<p>', '<a>'])(
    'K5: what is looked through of a page that begins %j and goes on with signs that are no tags grows with its length alone',
    (start) => {
      const html = `${start}${'<'.repeat(20_000)}>`
      const search = String.prototype.indexOf
      let steps = 0
      const spy = vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, wanted: string, from = 0) {
        const found = search.call(this, wanted, from)
        steps += (found < 0 ? this.length : found) - from
        return found
      })
      try {
        plainOfHtml(html, 200_000)
      } finally {
        spy.mockRestore()
      }
      expect(steps).toBeLessThan(4 * html.length)
    },
  )
})

describe('packages that strangers make', () => {
  /** Yazl refuses such names, so they are written in their place. */
  const renamed = async (name: string) => {
    const good = 'x'.repeat(name.length)
    const bytes = await packageOf(FEED, { [good]: Buffer.from('x') })
    return Buffer.from(bytes.toString('latin1').replaceAll(good, name), 'latin1')
  }
  test.each(['../../etc/passwd', '/etc/passwd', 'files/../../a', 'files\\..\\a', 'C:/windows/a'])(
    'K5: a ZIP of Leap2A with %s is refused',
    async (name) => {
      expect(await whyNotPackage(await renamed(name))).toContain('outside its folder')
    },
  )

  test('K5: a ZIP of Leap2A that unpacks to far more, is cut short or says another size than it has is refused', async () => {
    const zip = new ZipFile()
    zip.addBuffer(Buffer.from(FEED), 'leap2a.xml')
    for (let n = 0; n < 3; n++) zip.addReadStream(Readable.from(zeros(64)), `files/${n}`)
    zip.end()
    expect(await whyNotPackage(await buffer(zip.outputStream))).toContain('unpacks to far more')
    const bytes = await packageOf(FEED)
    expect(await whyNotPackage(bytes.subarray(0, bytes.length - 30))).toContain('ZIP is damaged')
    const lying = Buffer.from(bytes)
    const directory = lying.indexOf('PK\x01\x02', 0, 'latin1')
    lying.writeUInt32LE(10, directory + 24)
    expect(await whyNotPackage(lying)).toContain('ZIP is damaged')
    expect(await whyNotPackage(await packageOf(FEED, {}, 'other.xml'))).toContain('no portfolio')
  })

  test('K5: a file that many entries have is judged once, and is no more than one person can keep, whatever its copies come to', async () => {
    const ada = await at.clinician()
    const file = link('enclosure', 'files/a.txt')
    const entries = (many: number) =>
      feedOf(Array.from({ length: many }, (_, n) => entryOf({ id: `${n}`, title: `Entry ${n}`, more: file })))
    const reads = vi.spyOn(at.house.files, 'read')
    const few = await imported(ada, await packageOf(entries(40), { 'files/a.txt': Buffer.from('One file') }), 'few.zip')
    expect(few).toMatchObject({ state: 'ready', counts: { fresh: 40 } })
    expect(reads.mock.calls.length).toBeLessThan(40)
    reads.mockRestore()
    const many = await imported(ada, await packageOf(entries(50), { 'files/a.txt': Buffer.alloc(45 * 1024 * 1024, 'A file ') }), 'many.zip')
    expect(many.state).toBe('failed')
    expect(many.reason).toContain('once for each row they belong to')
  })

  test('K5: where there is no room for all files of an import, not one of them is written', async () => {
    const ada = await at.clinician()
    const feed = feedOf(['a', 'b'].map((id) => entryOf({ id, title: id, more: link('enclosure', 'files/a.txt') })))
    const one = await imported(ada, await packageOf(feed, { 'files/a.txt': Buffer.alloc(1000, 'A file ') }), 'two.zip')
    const before = await storedOf(at.house.files, ada)
    const item = await ada.record({ title: 'Large' })
    await sql`insert into file (owner_id, id, item_id, name, media_type, size_bytes, sha256, stored_as)
      values (${ada.id}, ${uuidv7()}, ${item.id}, 'a.txt', 'text/plain', ${MOST_BYTES_PER_PERSON - 1500}, ${'0'.repeat(64)}, 'none')`.execute(
      at.house.db,
    )
    const put = vi.spyOn(at.house.files, 'put')
    await ada.ask(bringIn, { params: { importId: one.id } })
    expect(await settled(ada, one.id)).toMatchObject({ state: 'ready', reason: leap2aWords.room })
    expect(put).not.toHaveBeenCalled()
    put.mockRestore()
    expect(await storedOf(at.house.files, ada)).toEqual(before)
  })

  test('K5: reading Leap2A is bounded in time', async () => {
    const ada = await at.clinician()
    let minutes = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (minutes += 20) * 60_000)
    try {
      const slow = await imported(ada, await packageOf(feedOf(['a', 'b', 'c'].map((id) => entryOf({ id, title: id })))), 'slow.zip')
      expect(slow).toMatchObject({ state: 'failed', reason: leap2aWords.file.slow })
    } finally {
      clock.mockRestore()
    }
  })

  test('K5: a gigabyte that begins as XML is refused as it comes, and nothing of it stays; kinds are told by content', async () => {
    const ada = await at.clinician()
    let sent = 0
    function* gigabyte() {
      yield Buffer.from(FEED)
      for (; sent < 1024; sent++) yield Buffer.alloc(1024 * 1024, ' ')
    }
    const seen = { ownerId: ada.id, viewerId: ada.id } as never
    const refused = beginImport(at.house, seen, uuidv7(), 'leap2a.xml', Readable.from(gigabyte()))
    await expect(refused).rejects.toMatchObject({ code: 'too_large' })
    expect(sent).toBeLessThan(100)
    expect(await storedOf(at.house.files, ada)).toEqual([])
    const is = async (bytes: Buffer) => {
      const name = `${ada.id}/imports/${uuidv7()}`
      await at.house.files.put(name, bytes)
      return isLeap2a(at.house.files, name, bytes.length)
    }
    expect(await is(Buffer.from(FEED))).toBe(true)
    expect(await is(utf16(FEED))).toBe(true)
    expect(await is(await packageOf(FEED, {}, 'my export/leap2a.xml'))).toBe(true)
    expect(await is(await packageOf(FEED, {}, 'xl/workbook.xml'))).toBe(false)
    expect(await is(Buffer.from('Title,Date\n<feed,2025-01-01\n'))).toBe(false)
  })
})

function* zeros(pieces: number) {
  for (let n = 0; n < pieces; n++) yield Buffer.alloc(1024 * 1024)
}
