import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compressAnswers } from './compress.ts'
import { answerErrors } from './error-answers.ts'
import { servePages, type FirstNeeds } from './pages.ts'
import type { FindViewer } from './viewer.ts'

let webFolder = ''
const findViewer: FindViewer = async ({ headers }) =>
  headers.cookie === undefined ? null : { personId: headers.cookie, sessionId: 'one', deviceIsMine: false }
const firstNeeds: FirstNeeds = (path, search, personId) => ({
  file: path === '/portfolio' ? 'pages' : null,
  addresses: ['/api/session', ...(personId === null ? [] : [`/api/list${search}`, '/api/refused'])],
})
const app = Fastify()
beforeAll(async () => {
  webFolder = await mkdtemp(join(tmpdir(), 'cairn-pages-'))
  await mkdir(join(webFolder, 'assets'))
  await writeFile(
    join(webFolder, 'index.html'),
    '<head><link href="/assets/base.js"></head><meta nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script><!--first-answers-->',
  )
  await writeFile(join(webFolder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(webFolder, 'assets/main-1.js'), 'plain')
  await writeFile(join(webFolder, 'assets/main-1.js.gz'), gzipSync('plain'))
  await writeFile(
    join(webFolder, 'chunks.json'),
    JSON.stringify({
      '_base.js': { file: 'assets/base.js', name: 'base' },
      '_parts.js': { file: 'assets/parts.js', name: 'parts', css: ['assets/parts.css'], imports: ['_base.js', '_pages.js'] },
      '_pages.js': { file: 'assets/pages.js', name: 'pages', css: ['assets/pages.css'], imports: ['_base.js', '_parts.js'] },
    }),
  )
  answerErrors(app)
  compressAnswers(app)
  app.get('/api/list', (request, reply) => reply.send({ asked: request.query, rows: 'x'.repeat(3000) }))
  app.get('/api/session', (request, reply) => reply.send({ person: request.headers.cookie ?? null, about: "</script> $& $'" }))
  await app.register(servePages, { webFolder, findViewer, firstNeeds })
})
afterAll(async () => {
  await app.close()
  await rm(webFolder, { recursive: true, force: true })
})
const get = (url: string, headers = {}) => app.inject({ method: 'GET', url, headers })

test('N1: every page comes with a fresh nonce and a policy that knows it', async () => {
  const [first, second] = [await get('/portfolio?tags=a'), await get('/')]
  const nonce = /<script nonce="([^"]+)">/.exec(first.body)![1]!
  expect(first.body).not.toContain('__CSP_NONCE__')
  expect(first.headers['content-security-policy']).toContain(`script-src 'self' 'nonce-${nonce}'`)
  expect(first.headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(second.body).not.toContain(nonce)
  expect(first.headers['cache-control']).toBe('no-store')
})

const answersIn = (body: string) =>
  JSON.parse(/<script type="application\/json" id="first-answers">(.*?)<\/script>/.exec(body)![1]!) as object

test('N3: the page carries the answers it would ask for first, and nothing in them can end its script', async () => {
  expect(answersIn((await get('/')).body)).toEqual({ '/api/session': { person: '', about: "</script> $& $'" } })
  const { body } = await get('/portfolio?tags=a&tags=b', { cookie: 'a=b' })
  expect(answersIn(body)).toEqual({
    '/api/session': { person: 'a=b', about: "</script> $& $'" },
    '/api/list?tags=a&tags=b': { asked: { tags: ['a', 'b'] }, rows: expect.any(String) },
  })
})

test('N3: the page links the files it would find out late, once each', async () => {
  const { body } = await get('/portfolio')
  const links = [...body.split('</head>')[0]!.matchAll(/rel="(\w+)" crossorigin href="([^"]+)"/g)].map(([, rel, href]) => `${rel} ${href}`)
  expect(links).toEqual([
    'stylesheet /assets/parts.css',
    'modulepreload /assets/parts.js',
    'stylesheet /assets/pages.css',
    'modulepreload /assets/pages.js',
  ])
  expect((await get('/')).body).not.toContain('pages.js')
})

test('N3: pages and long answers are sent compressed to whoever can read that', async () => {
  const plain = (await get('/api/list')).payload
  const asked = (way: string) => get('/api/list', { 'accept-encoding': way })
  const [br, gzip, none] = [await asked('gzip, br'), await asked('gzip'), await get('/api/session', { 'accept-encoding': 'br' })]
  expect([br.headers['content-encoding'], gzip.headers['content-encoding'], none.headers['content-encoding']]).toEqual([
    'br',
    'gzip',
    undefined,
  ])
  expect(brotliDecompressSync(br.rawPayload).toString()).toBe(plain)
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain)
  expect(br.headers['vary']).toBe('accept-encoding')
  expect(br.rawPayload.length).toBe(Number(br.headers['content-length'] ?? br.rawPayload.length))
  const page = await get('/portfolio', { cookie: 'a=b', 'accept-encoding': 'br' })
  expect(answersIn(brotliDecompressSync(page.rawPayload).toString())).toHaveProperty('/api/list')
})

test('N3: built files are kept a year and sent compressed; what is not there is no page', async () => {
  const asset = await get('/assets/main-1.js', { 'accept-encoding': 'gzip' })
  expect(asset.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'public, max-age=31536000, immutable' })
  expect((await get('/icon.svg')).headers['content-type']).toContain('image/svg+xml')
  expect((await get('/index.html')).body).toContain('first-answers')
  for (const gone of ['/assets/gone.js', '/api/gone']) expect((await get(gone)).json()).toMatchObject({ code: 'not_found' })
  expect((await get('/..%2f..%2fetc/passwd')).body).not.toContain('root:')
})

test('A copy whose pages are not built says so', async () => {
  const bare = Fastify()
  bare.get('/api/session', (_request, reply) => reply.send({}))
  await bare.register(servePages, { webFolder: join(webFolder, 'none'), findViewer, firstNeeds })
  const answer = await bare.inject({ method: 'GET', url: '/' })
  expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('npm run build')])
  await bare.close()
})
