import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify'
import type { Parts } from './parts.ts'
import type { FindViewer } from './viewer.ts'

const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** What a page needs before it can show anything: the built file that draws it, by Vite's name, and the addresses it asks for first. */
export type FirstNeeds = (path: string, search: string, personId: string | null) => { file: string | null; addresses: readonly string[] }

interface PagesParts extends Pick<Parts, 'webFolder'> {
  readonly findViewer: FindViewer
  readonly firstNeeds: FirstNeeds
}

/**
 * The web's files as Vite built them, and for every other address the page that starts it: with a nonce of its own and, to spare a
 * phone its round trips (N3), with the answers it would ask for first and links to the files it would find out late.
 */
export const servePages: FastifyPluginAsync<PagesParts> = async (app, { webFolder, findViewer, firstNeeds }) => {
  await app.register(fastifyStatic, { root: webFolder, serve: false, preCompressed: true, cacheControl: true })

  const isFile = async (path: string): Promise<boolean> => {
    const full = resolve(webFolder, path)
    if (!full.startsWith(webFolder + sep) || path === 'index.html' || /\.(br|gz)$/.test(path)) return false
    return (await stat(full).catch(() => null))?.isFile() ?? false
  }

  app.get<{ Params: { '*': string } }>('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.params['*']
    if (path === 'api' || path.startsWith('api/')) return reply.callNotFound()
    if (path !== '' && (await isFile(path))) {
      return path.startsWith('assets/') ? reply.sendFile(path, { maxAge: YEAR_MS, immutable: true }) : reply.sendFile(path, { maxAge: 0 })
    }
    // A file that is gone must not come back as a page, or a browser would keep the page under its name.
    if (path.startsWith('assets/')) return reply.callNotFound()
    const search = /\?.*/s.exec(request.url)?.[0] ?? ''
    const viewer = await findViewer(request).catch(() => null)
    const { file, addresses } = firstNeeds(`/${path}`, search, viewer?.personId ?? null)
    const [page, chunks, answers] = await Promise.all([
      readFile(join(webFolder, 'index.html'), 'utf8').catch(() => null),
      readFile(join(webFolder, 'chunks.json'), 'utf8').catch(() => '{}'),
      answersTo(app, addresses, request.headers.cookie ?? ''),
    ])
    reply.header('cache-control', 'no-store')
    if (page === null)
      return reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send('Cairn’s pages have not been built yet. Run `npm run build`, then reload.\n')
    const links = file === null ? '' : linksTo(file, JSON.parse(chunks) as Chunks, page)
    return sendPage(reply, page.replace('</head>', `${links}</head>`), answers)
  })
}

/** Asked at our own routes with the person's cookie, so that doors, contracts and audit stay in one place. A refusal is left out: the page asks again. */
async function answersTo(app: FastifyInstance, addresses: readonly string[], cookie: string): Promise<string> {
  const entries = await Promise.all(
    addresses.map(async (url) => {
      const { statusCode, payload } = await app.inject({ method: 'GET', url, headers: { cookie } })
      return statusCode === 200 ? [`${JSON.stringify(url)}:${payload}`] : []
    }),
  )
  return `{${entries.flat().join(',')}}`
}

/** Vite's manifest: each file with its name, the styles that go with it, and the keys of the files it imports. */
type Chunks = Readonly<Record<string, { file: string; name?: string; css?: string[]; imports?: string[] }>>

/** Links to a file and all it needs, where the page does not name them by itself, so that the browser fetches them all at once. */
function linksTo(name: string, chunks: Chunks, page: string): string {
  const seen = new Set<string>()
  const collect = (key: string): string[] => {
    const chunk = chunks[key]
    if (chunk === undefined || seen.has(key)) return []
    seen.add(key)
    return [...(chunk.imports ?? []).flatMap(collect), ...(chunk.css ?? []), chunk.file]
  }
  const key = Object.keys(chunks).find((one) => chunks[one]?.name === name)
  return [...new Set(key === undefined ? [] : collect(key))]
    .filter((file) => !page.includes(`/${file}"`))
    .map(
      (file) => `<link rel="${file.endsWith('.css') ? 'stylesheet' : 'modulepreload'}" crossorigin href="/${file}" nonce="__CSP_NONCE__">`,
    )
    .join('')
}

function sendPage(reply: FastifyReply, page: string, answers: string) {
  const nonce = randomBytes(16).toString('base64')
  const first = `<script type="application/json" id="first-answers">${answers.replaceAll('<', '\\u003c')}</script>`
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policyWith(nonce))
    .send(page.replaceAll('__CSP_NONCE__', nonce).replace('<!--first-answers-->', () => first))
}

const policyWith = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "worker-src 'self'",
    "manifest-src 'self'",
  ].join('; ')
