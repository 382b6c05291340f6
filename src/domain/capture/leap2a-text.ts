const BLOCKS = new Set(
  'address article aside blockquote dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table tr ul'.split(
    ' ',
  ),
)
/** What is no text of the writer's. */
const UNSEEN = new Set(['script', 'style', 'template', 'head', 'noscript'])

/** Gathers what a page would show as plain text: it is only ever shown as text, so nothing of it can run. */
export class PlainText {
  readonly #pieces: string[] = []
  #length = 0
  #unseen = 0
  #before = ''
  #space = false
  /** Links do not lie in one another: a new one ends the one before. */
  #link: { readonly at: number; readonly href: string } | null = null
  readonly #most: number
  /** Whether there was more than is kept. */
  isCut = false

  constructor(most: number) {
    this.#most = most
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (UNSEEN.has(name)) this.#unseen += 1
    if (this.#unseen > 0) return
    if (name === 'br') this.#before += '\n'
    else if (name === 'li') {
      this.#line()
      this.#put('- ')
    } else if (BLOCKS.has(name)) this.#line(name === 'p' || /^h\d$/.test(name) ? '\n\n' : '\n')
    else if (name === 'td' || name === 'th') this.#space = true
    else if (name === 'img') this.#put(attribute('alt') ? `[${attribute('alt')!.trim()}]` : '')
    else if (name === 'a') this.#link = { at: this.#pieces.length, href: attribute('href') ?? '' }
  }

  close(name: string): void {
    if (UNSEEN.has(name)) this.#unseen = Math.max(0, this.#unseen - 1)
    if (this.#unseen > 0) return
    if (BLOCKS.has(name) || name === 'li') this.#line(name === 'p' ? '\n\n' : '\n')
    else if (name === 'a') {
      const link = this.#link
      this.#link = null
      if (link === null || !/^https?:/i.test(link.href)) return
      const words = this.#pieces.slice(link.at).join('').trim()
      if (words !== link.href) this.#put(words === '' ? link.href : ` (${link.href})`)
    }
  }

  /** Text of a page, in which any white space is one space. */
  flow(text: string): void {
    if (this.#unseen > 0) return
    const words = text.split(/\s+/)
    for (const [index, word] of words.entries()) {
      if (index > 0) this.#space = true
      if (word !== '') this.#put(word)
    }
  }

  /** Text as it stands. */
  plain(text: string): void {
    if (this.#unseen === 0) this.#append(text)
  }

  toString(): string {
    return this.#pieces.join('')
  }

  #line(breaks = '\n'): void {
    if (breaks.length > this.#before.length) this.#before = breaks
  }

  #put(words: string): void {
    if (words === '') return
    const isFirst = this.#length === 0
    const before = isFirst ? '' : this.#before !== '' ? this.#before : this.#space && this.#pieces.at(-1)?.endsWith(' ') !== true ? ' ' : ''
    this.#before = ''
    this.#space = false
    this.#append(before + words)
  }

  #append(words: string): void {
    const room = this.#most - this.#length
    if (words.length > room) this.isCut = true
    const piece = words.slice(0, Math.max(0, room))
    this.#length += piece.length
    if (piece !== '') this.#pieces.push(piece)
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  bull: '•',
  pound: '£',
  euro: '€',
  deg: '°',
  micro: 'µ',
  middot: '·',
  copy: '©',
  times: '×',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
}

/** Entities of a page as signs; one that is not known stays as it is written. */
const unescaped = (text: string): string =>
  text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? NAMED[name.toLowerCase()] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : whole
  })

/** HTML, well written or not, as plain text, in one walk over it. */
export function plainOfHtml(html: string, most: number): { text: string; isCut: boolean } {
  const text = new PlainText(most)
  let at = 0
  /** The first '>' behind the last tag that was looked at. */
  let close = -1
  while (at < html.length && !text.isCut) {
    const tag = html.indexOf('<', at)
    if (tag < 0) break
    text.flow(unescaped(html.slice(at, tag)))
    const isComment = html.startsWith('<!--', tag)
    if (!isComment && close < tag) close = html.indexOf('>', tag)
    const end = isComment ? html.indexOf('-->', tag + 4) : close
    const name = /^<\/?([a-z][a-z\d]*)/i.exec(html.slice(tag, tag + 30))?.[1]?.toLowerCase()
    if (end < 0 || (name === undefined && !/[!?/]/.test(html.charAt(tag + 1)))) {
      if (isComment) return { text: text.toString().trim(), isCut: text.isCut }
      text.flow('<')
      at = tag + 1
      if (end < 0) break
      continue
    }
    at = end + (isComment ? 3 : 1)
    if (name === undefined) continue
    if (html.charAt(tag + 1) === '/') text.close(name)
    else {
      const inside = html.slice(tag, end)
      text.open(name, (wanted) => attributeOf(inside, wanted))
      if (UNSEEN.has(name)) {
        const over = new RegExp(`</${name}[\\s/>]`, 'gi')
        over.lastIndex = at
        const found = over.exec(html)
        if (found === null) return { text: text.toString().trim(), isCut: text.isCut }
        at = found.index
      }
    }
  }
  if (!text.isCut) text.flow(unescaped(html.slice(at)))
  return { text: text.toString().trim(), isCut: text.isCut }
}

function attributeOf(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*'|[^\\s"'>]+)`, 'i').exec(tag.slice(0, 5000))?.[1]
  return found === undefined ? undefined : unescaped(found.replace(/^["']|["']$/g, ''))
}
