import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { FeedEntry } from '#domain/capture/leap2a-entry.ts'
import { ATOM, isLeap2, lastWord, RDF } from '#domain/capture/leap2a-names.ts'
import { MOST_ENTRY_TEXT } from '#domain/capture/leap2a-row.ts'
import { PlainText, plainOfHtml } from '#domain/capture/leap2a-text.ts'
import { leap2aWords } from '#domain/capture/leap2a-words.ts'
import { wellFormed } from '#domain/text.ts'
import { FileFault } from './import-reading.ts'
import { decoded } from './leap2a-letters.ts'

const words = leap2aWords.file
export const MOST_FEED_ENTRIES = 50_000
const MOST_FEED_BYTES = 200 * 1024 * 1024
const MOST_DEEP = 200
const MOST_ATTRIBUTES = 500
/** Signs between two tags, or within one: a picture written into a page is a long attribute. */
const MOST_AT_ONCE = 16 * 1024 * 1024
const MOST_OF_EACH = 5000
/** Of what is a word, not a text: a title, an address, a tag. */
const MOST_WORD = 4000

export interface Feed {
  readonly id: string
  readonly title: string
  readonly generator: string
  /** The entry that is the writer's own, by what the feed says of its author. */
  readonly author: string
  /** An id with the prefix it is written with spelt out. */
  readonly whole: (id: string) => string
}

export interface FeedTaker {
  /** Before the first entry, with what stands above it. */
  begin(feed: Feed): void
  /** Each is waited for. `foreign` counts parts in other programs' words. */
  entry(entry: FeedEntry, foreign: number): void | Promise<void>
}

type Open = { -readonly [Key in keyof FeedEntry]: FeedEntry[Key] extends readonly (infer One)[] ? One[] : FeedEntry[Key] } & {
  foreign: number
}

interface Field {
  readonly name: string
  readonly tag: SaxesTagNS
  /** Of Atom's content, how it is written. */
  readonly form: 'text' | 'html' | 'xhtml'
  readonly text: PlainText
  html: string[]
  length: number
}

/** Walks through a feed as its bytes come, an entry at a time. @throws FileFault with the reason */
export async function readFeed(bytes: AsyncIterable<Buffer>, taker: FeedTaker): Promise<void> {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const waiting: Open[] = []
  const head = { id: '', title: '', generator: '', author: '' }
  let prefixes: Readonly<Record<string, string>> = {}
  let path: string[] = []
  let entry: Open | null = null
  let field: Field | null = null
  let isBegun = false
  let attributes = 0
  let lastAt = 0
  let count = 0

  const stop = (reason: string): never => {
    throw new FileFault(reason)
  }
  const begin = () => {
    if (isBegun) return
    isBegun = true
    const whole = (id: string) => {
      const found = /^([A-Za-z_][\w.-]*):(?!\/\/)(.*)$/s.exec(id)
      const space = found === null || found[1] === 'xmlns' ? undefined : prefixes[found[1]!]
      return space === undefined ? id : space + found![2]!
    }
    taker.begin({ ...head, whole })
  }

  parser.on('error', () => stop(words.malformed))
  parser.on('doctype', () => stop(words.doctype))
  parser.on('attribute', () => {
    if (++attributes > MOST_ATTRIBUTES) stop(words.long)
  })
  parser.on('opentag', (tag) => {
    attributes = 0
    lastAt = parser.position
    if (path.push(tag.local) > MOST_DEEP) stop(words.deep)
    if (path.length === 1) {
      const spaces = Object.values(tag.ns)
      if (tag.uri !== ATOM || tag.local !== 'feed' || !spaces.some(isLeap2)) stop(words.notLeap)
      prefixes = { ...tag.ns }
      return
    }
    if (path.length === 2 && tag.uri === ATOM && tag.local === 'entry') {
      begin()
      if (++count > MOST_FEED_ENTRIES) stop(words.entries(MOST_FEED_ENTRIES))
      entry = emptyEntry()
      return
    }
    if (path.length === (entry === null ? 2 : 3)) field = newField(tag)
    else if (field !== null && entry === null) field = { ...field, text: new PlainText(MOST_WORD) }
    else if (field !== null && field.form !== 'text') field.text.open(tag.local.toLowerCase(), (name) => tag.attributes[name]?.value)
    else if (field !== null) field.text.plain(' ')
  })
  const say = (text: string) => {
    lastAt = parser.position
    if (field === null) return
    if (field.form === 'xhtml') return field.text.flow(text)
    if (field.form === 'text') return field.text.plain(text)
    field.length += text.length
    if (field.length > MOST_AT_ONCE) stop(words.long)
    field.html.push(text)
  }
  parser.on('text', say)
  parser.on('cdata', say)
  parser.on('comment', () => void (lastAt = parser.position))
  parser.on('processinginstruction', () => void (lastAt = parser.position))
  parser.on('closetag', (tag) => {
    lastAt = parser.position
    const depth = path.length
    path = path.slice(0, -1)
    if (depth === 2 && entry !== null) {
      waiting.push(entry)
      entry = null
    } else if (field !== null && depth === (entry === null ? 2 : 3)) {
      const text = textOf(field)
      if (entry === null) takeHead(head, field, text.text)
      else takeField(entry, field, text.text, text.isCut)
      field = null
    } else if (field !== null && field.form === 'xhtml') field.text.close(tag.local.toLowerCase())
    else if (field !== null && entry === null && field.name === 'author' && tag.local === 'uri') head.author = field.text.toString().trim()
  })

  let read = 0
  const counted = async function* () {
    for await (const chunk of bytes) {
      read += chunk.length
      if (read > MOST_FEED_BYTES) stop(words.feedTooLarge)
      yield chunk
    }
  }
  const tell = async () => {
    for (const { foreign, ...one } of waiting.splice(0)) await taker.entry(one, foreign)
  }
  for await (const letters of decoded(counted())) {
    parser.write(letters)
    if (parser.position - lastAt > MOST_AT_ONCE) stop(words.long)
    await tell()
  }
  parser.close()
  begin()
  await tell()
}

const emptyEntry = (): Open => ({
  id: '',
  type: 'entry',
  title: '',
  text: '',
  summary: '',
  published: '',
  updated: '',
  stage: '',
  source: '',
  dates: [],
  categories: [],
  links: [],
  sayings: [],
  isCut: false,
  foreign: 0,
})

function newField(tag: SaxesTagNS): Field {
  const name = tag.uri === ATOM || isLeap2(tag.uri) || tag.uri === RDF ? tag.local : ''
  const type = (tag.uri === ATOM ? plainAttribute(tag, 'type') : '').toLowerCase()
  const isPage = /^(xhtml|application\/xhtml\+xml)$/.test(type)
  const form = isPage ? 'xhtml' : /^(html|text\/html)$/.test(type) ? 'html' : 'text'
  return { name, tag, form, text: new PlainText(MOST_ENTRY_TEXT), html: [], length: 0 }
}

function textOf({ form, html, text }: Field): { text: string; isCut: boolean } {
  const read = form === 'html' ? plainOfHtml(html.join(''), MOST_ENTRY_TEXT) : { text: text.toString(), isCut: text.isCut }
  return { text: wellFormed(form === 'text' ? read.text : read.text.trim()), isCut: read.isCut }
}

/** An attribute without a namespace, or with Leap2A's. */
function plainAttribute(tag: SaxesTagNS, name: string): string {
  const found = Object.values(tag.attributes).find((one) => one.local === name && (one.uri === '' || isLeap2(one.uri)))
  return wellFormed(found?.value ?? '')
    .trim()
    .slice(0, MOST_WORD)
}

function takeHead(head: { id: string; title: string; generator: string }, { name, tag }: Field, text: string): void {
  if (tag.uri !== ATOM) return
  if (name === 'id' || name === 'title' || name === 'generator') head[name] = text.trim().slice(0, MOST_WORD)
}

function takeField(entry: Open, { name, tag }: Field, text: string, isCut: boolean): void {
  const word = text.trim().slice(0, MOST_WORD)
  const add = <One>(list: One[], one: One) => {
    if (list.push(one) > MOST_OF_EACH) throw new FileFault(words.links)
  }
  const attribute = (wanted: string) => plainAttribute(tag, wanted)
  if (name === '') return void (entry.foreign += 1)
  if (tag.uri === RDF) {
    const resource = Object.values(tag.attributes).find((one) => one.local === 'resource')?.value
    if (name === 'type' && resource !== undefined) entry.type = lastWord(resource).slice(0, 100) || 'entry'
    return
  }
  if (tag.uri === ATOM) {
    if (name === 'id' || name === 'title' || name === 'published' || name === 'updated') entry[name] = word
    else if (name === 'summary') entry.summary = text.trim()
    else if (name === 'content') {
      const type = attribute('type')
      entry.source = attribute('src')
      // What is neither text nor a page is written in a code that only a program reads.
      if (/^(|text|html|xhtml|text\/.*|application\/xhtml\+xml)$/i.test(type)) entry.text = text
      else if (word !== '') entry.foreign += 1
      entry.isCut = isCut
    } else if (name === 'link')
      add(entry.links, { rel: attribute('rel') || 'alternate', href: attribute('href'), title: attribute('title') })
    else if (name === 'category') {
      const [term, label] = [attribute('term'), attribute('label')]
      if (term !== '' || label !== '') add(entry.categories, { scheme: attribute('scheme'), term, label })
    } else if (name === 'rights' || name === 'contributor') add(entry.sayings, { name, text: word })
    return
  }
  if (name === 'date') add(entry.dates, { point: attribute('point').toLowerCase(), label: attribute('label'), text: word })
  else if (name === 'status') entry.stage = attribute('stage') || word
  else if (word !== '') add(entry.sayings, { name: attribute('label') || attribute('field') || name, text: word.replace(/\s+/g, ' ') })
}
