import { OWN_SCHEME } from '#domain/capture/leap2a-entry.ts'
import { ATOM, LEAP2, LEAP2_CATEGORIES, LEAP2_VERSION, RDF } from '#domain/capture/leap2a-names.ts'
import { wholeLink } from '#domain/portfolio/item.ts'
import { TYPE_WORDS } from '#domain/portfolio/words.ts'
import { archiveWords as say } from '#domain/reports/archive-words.ts'
import { escaped } from './archive-html.ts'
import type { ItemToShow, StoredFile } from './archive-items.ts'
import type { ArchiveSpool } from './archive-spool.ts'

/** At the top, where the programs that read Leap2A look for it, so that the whole archive is a package of theirs. */
export const LEAP2A_PATH = 'leap2a.xml'

/** Leap2A's types for ours where its definition fits without doubt; all others are entries. */
const TYPE_THERE: Readonly<Record<string, string>> = {
  meeting: 'meeting',
  certificate: 'achievement',
  exam: 'achievement',
  course: 'activity',
  conference: 'activity',
  'teaching given': 'activity',
  'teaching attended': 'activity',
  'audit or QI': 'activity',
}
const STAGES: Readonly<Record<string, string>> = { 'not started': 'planned', 'in progress': 'ongoing', completed: 'completed' }

/** What XML 1.0 cannot hold, by whatever way it is written. */
// eslint-disable-next-line no-control-regex -- They are what is looked for.
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const xml = (text: string): string => escaped(text.toWellFormed().replace(NOT_IN_XML, ''))
const urn = (id: string): string => `urn:uuid:${id}`

export interface FeedOwner {
  readonly id: string
  readonly name: string
  readonly madeAt: string
  readonly server: string
}

/** Everything in the portfolio as a feed of Leap2A (R6), an entry for each item and a resource for each of its files. */
export class Leap2aFeed {
  readonly #spool: ArchiveSpool
  readonly #of: FeedOwner

  constructor(spool: ArchiveSpool, of: FeedOwner) {
    this.#spool = spool
    this.#of = of
  }

  async begin(): Promise<void> {
    const { id, name, madeAt, server } = this.#of
    await this.#spool.begin(LEAP2A_PATH)
    await this.#spool.write(`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="${ATOM}" xmlns:rdf="${RDF}" xmlns:leap2="${LEAP2}" xmlns:categories="${LEAP2_CATEGORIES}">
<leap2:version>${LEAP2_VERSION}</leap2:version>
<id>${urn(id)}</id>
<title>${xml(say.of(name))}</title>
<updated>${madeAt}</updated>
<author><name>${xml(name === '' ? '-' : name)}</name></author>
<generator uri="${xml(server)}">Cairn</generator>
`)
  }

  /** What lies in the bin is no part of a portfolio that others read. `about` is the item a reflection is about. */
  async item(
    item: ItemToShow,
    tags: readonly string[],
    files: readonly (readonly [StoredFile, path: string])[],
    about: string | null,
  ): Promise<void> {
    if (item['binned_at'] !== null) return
    const { server } = this.#of
    const text = (column: string) => (typeof item[column] === 'string' ? item[column] : '')
    const type = text('type')
    const own = (name: string, term: string, label = term) =>
      term === '' ? '' : `<category scheme="${xml(`${server}${OWN_SCHEME}${name}#`)}" term="${xml(term)}" label="${xml(label)}"/>`
    const amount = (column: string) => (typeof item[column] === 'number' ? (item[column] / 100).toFixed(2) : '')
    const date = (column: string, point: string) =>
      text(column) === '' ? '' : `<leap2:date leap2:point="${point}">${text(column).slice(0, 10)}</leap2:date>`
    const link = wholeLink(text('link'), server)
    const changed = momentOf(item['changed_at'])
    await this.#spool.write(`<entry><title>${xml(item.title)}</title><id>${urn(item.id)}</id>
<published>${momentOf(item['added_at'])}</published><updated>${changed}</updated>
<content type="text">${xml(contentOf(text))}</content>
<rdf:type rdf:resource="leap2:${TYPE_THERE[type] ?? 'entry'}"/>
<leap2:status leap2:stage="${STAGES[text('status')] ?? ''}"/>${date('started_on', 'start')}${date('completed_on', 'end')}
${tags.map((label) => `<category term="${xml(label)}" label="${xml(label)}"/>`).join('')}${own('type', type, (TYPE_WORDS as Record<string, string>)[type])}${own('personal-credits', amount('personal'))}${own('impact-credits', amount('impact'))}
${link === '' ? '' : `<link rel="related" href="${xml(link)}"/>`}${about === null ? '' : `<link rel="leap2:reflects_on" href="${urn(about)}"/>`}${files.map(([{ id }]) => `<link rel="related" href="${urn(id)}"/>`).join('')}
</entry>
`)
    for (const [file, path] of files) await this.#file(file, path, item.id, changed)
  }

  async #file({ id, name, media_type }: StoredFile, path: string, itemId: string, changed: string): Promise<void> {
    const href = path.split('/').map(encodeURIComponent).join('/')
    await this.#spool.write(`<entry><title>${xml(name)}</title><id>${urn(id)}</id><updated>${changed}</updated><content/>
<rdf:type rdf:resource="leap2:resource"/><category scheme="categories:resource_type#" term="Offline"/>
<link rel="enclosure" type="${xml(media_type)}" href="${xml(href)}" title="${xml(name)}"/><link rel="related" href="${urn(itemId)}"/>
</entry>
`)
  }

  async end(): Promise<void> {
    await this.#spool.write('</feed>\n')
    await this.#spool.end()
  }
}

/** The notes, and what Leap2A has no place for under words of its own. */
function contentOf(text: (column: string) => string): string {
  const parts = Object.entries(say.practice).flatMap(([column, words]) => (text(column) === '' ? [] : [`${words}: ${text(column)}`]))
  return [...(text('notes') === '' ? [] : [text('notes')]), ...parts].join('\n\n')
}

const momentOf = (value: unknown): string => (value instanceof Date ? value : new Date(String(value))).toISOString()
