import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'

export interface Article {
  readonly title: string
  /** HTML. */
  readonly body: string
}

/** A site of somebody else's, of another origin, whose pages let nothing in and nothing out. */
export class OtherSite {
  readonly articles = new Map<string, Article>()
  #server: Server | null = null

  get url(): string {
    const { port } = this.#server!.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  async open(): Promise<void> {
    this.#server = createServer((request, response) => {
      const article = this.articles.get(new URL(request.url ?? '/', 'http://other.test').pathname)
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.setHeader('content-security-policy', "default-src 'none'")
      response.statusCode = article === undefined ? 404 : 200
      response.end(
        `<!doctype html><html lang="en"><title>${escaped(article?.title ?? '')}</title><body>${article?.body ?? ''}</body></html>`,
      )
    })
    await new Promise<void>((done) => this.#server!.listen(0, '127.0.0.1', done))
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise((done) => this.#server?.close(done))
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Opens the site before the tests of a file and closes it after them. */
export function otherSite(): OtherSite {
  const site = new OtherSite()
  beforeAll(() => site.open())
  afterAll(() => site.close())
  return site
}
