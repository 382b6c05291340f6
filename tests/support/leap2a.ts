import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

export const STANDARD = { leap2: 'http://terms.leapspecs.org/', categories: 'http://wiki.leapspecs.org/2A/categories/' }
/** As Mahara's last public version writes it. */
export const ARCHIVED = {
  leap2: 'https://web.archive.org/web/20100503000634/http://terms.leapspecs.org',
  categories: 'https://web.archive.org/web/20120819100914/http://wiki.leapspecs.org:80/2A/categories',
}

export const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export interface Written {
  readonly id: string
  readonly title?: string
  readonly type?: string
  /** What stands in the entry beside these, as XML. */
  readonly more?: string
  readonly text?: string
  readonly published?: string
}

export const entryOf = ({
  id,
  title = '',
  type = 'entry',
  more = '',
  text = '',
  published = '2024-03-05T10:00:00+00:00',
}: Written): string =>
  `<entry><title>${xml(title)}</title><id>portfolio:${id}</id><updated>2025-01-01T00:00:00Z</updated>` +
  `${published === '' ? '' : `<published>${published}</published>`}<content>${xml(text)}</content>` +
  `<rdf:type rdf:resource="leap2:${type}"/>${more}</entry>\n`

export const link = (rel: string, to: string): string => `<link rel="${rel}" href="${xml(to)}"/>`
export const tag = (label: string): string => `<category term="${xml(label.toLowerCase())}" label="${xml(label)}"/>`
export const category = (scheme: string, term: string): string => `<category scheme="categories:${scheme}#" term="${term}"/>`

export const feedOf = (entries: readonly string[], { leap2, categories } = STANDARD, above = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:leap2="${leap2}" xmlns:categories="${categories}"
  xmlns:portfolio="https://elsewhere.example/export/7/1700000000/" xmlns:other="https://elsewhere.example/words#">
<leap2:version>http://www.leapspecs.org/2010-07/2A/</leap2:version><id>https://elsewhere.example/export/7/1700000000</id>
<title>All of Ada</title><updated>2025-01-01T00:00:00Z</updated><generator>A portfolio</generator>${above}
${entries.join('')}</feed>`

export async function packageOf(feed: string | Buffer, files: Readonly<Record<string, Buffer>> = {}, name = 'leap2a.xml'): Promise<Buffer> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(feed as string), name)
  for (const [path, bytes] of Object.entries(files)) zip.addBuffer(bytes, path)
  zip.end()
  return buffer(zip.outputStream)
}
