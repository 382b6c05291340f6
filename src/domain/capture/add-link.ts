import { writeQuery } from '#domain/query-string.ts'

export interface LinkedPage {
  readonly title: string
  readonly address: string
}

/** The address of an add-link: opens a capture of that page in the Cairn at `base` (K2). */
export const addLink = (base: string, { title, address }: LinkedPage): string => `${base}/add${writeQuery({ title, address })}`

/** An add-link as a publisher puts it into a page: plain HTML, without any script. */
export const addLinkHtml = (base: string, page: LinkedPage, text: string): string =>
  `<a href="${escaped(addLink(base, page))}">${escaped(text)}</a>`

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!)
