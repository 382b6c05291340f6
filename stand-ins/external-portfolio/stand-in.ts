import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import fastifyMultipart from '@fastify/multipart'
import Fastify, { type FastifyInstance } from 'fastify'
import { openAccounts } from './accounts.ts'
import { openAttachments } from './attachments.ts'
import { consentPages } from './consent-pages.ts'
import { cpdPages } from './cpd-pages.ts'
import { openDatabase } from './database.ts'
import { deliveries } from './deliveries.ts'
import { faultPanel } from './fault-panel.ts'
import { Faults } from './faults.ts'
import { openGrants } from './grants.ts'
import { html, ICON, page, PAGE_HEADERS, STYLE } from './page.ts'
import { openProvider, type Client } from './provider.ts'
import { openRecords } from './records.ts'
import { serverFor } from './server.ts'
import { signInPages } from './sign-in-pages.ts'

const HOST = '127.0.0.1'

export interface StandInOptions {
  /** Accounts, records, files, grants and keys are kept in it from one start to the next. One process at a time. */
  readonly folder: string
  /** 0: any that is free. */
  readonly port: number
  readonly clients: readonly Client[]
  readonly accessTokenSeconds?: number
}

export type StandIn = Awaited<ReturnType<typeof openStandIn>>

/**
 * 'Otherfolio (stand-in)': somebody else's portfolio, for the demo and the tests (X14). A real OAuth 2.0 server with its own sign-in, consent
 * page, CPD list and API, which fails as it is told to. It listens on the loopback only.
 */
export async function openStandIn({ folder, port: wanted, clients, accessTokenSeconds = 600 }: StandInOptions) {
  const port = wanted === 0 ? await freePort() : wanted
  const url = `http://${HOST}:${port}`
  const db = openDatabase(folder)
  const accounts = openAccounts(db)
  const attachments = openAttachments(join(folder, 'files'))
  const records = openRecords(db, attachments, url)
  const grants = openGrants(db)
  const faults = new Faults()
  const provider = openProvider({ issuer: url, clients, db, accounts, grants, accessTokenSeconds })
  const oauth = provider.callback()
  const closing = new AbortController()

  const app = Fastify({
    serverFactory: (ours) => serverFor((request, response) => void oauth(request, response), ours, faults),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  })
  await app.register(fastifyCookie)
  await app.register(fastifyMultipart)
  readForms(app)
  refuseForeignForms(app)
  answerTroubles(app, closing.signal)
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE))
  app.get('/icon.svg', (_request, reply) => reply.type('image/svg+xml').send(ICON))
  signInPages(app, accounts)
  consentPages(app, provider, accounts)
  cpdPages(app, { accounts, records, attachments, grants })
  deliveries(app, { provider, records, attachments, faults, closing: closing.signal })
  faultPanel(app, { faults, accounts, grants })

  return {
    /** Its address and OAuth issuer, without a slash at the end. */
    url,
    faults,
    store: { accounts, records, grants },
    listen: (): Promise<string> => app.listen({ host: HOST, port }),
    async close(): Promise<void> {
      closing.abort()
      await app.close()
      db.close()
    },
  }
}

function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)))
  })
  // A form with a button only, sent without a type.
  app.addHook('preValidation', async (request) => {
    request.body ??= {}
  })
}

/** Another page in the same browser must neither allow anything here nor set faults. */
function refuseForeignForms(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    if (request.method === 'GET' || origin === undefined || origin === `http://${request.host}`) return
    return reply.code(403).send({ title: 'Not from here' })
  })
}

function answerTroubles(app: FastifyInstance, closing: AbortSignal): void {
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/')) return reply.code(404).type('application/problem+json').send({ title: 'Not found', status: 404 })
    const body = html`<p>There is nothing at this address, or it is not yours.</p>
      <p><a href="/cpd">My CPD</a></p>`
    return reply
      .code(404)
      .headers(PAGE_HEADERS)
      .send(page({ title: 'Not found', body }))
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    const gone = closing.aborted || request.raw.socket.destroyed
    if (status >= 500 && !gone) console.error(error)
    return reply.code(status).type('application/problem+json').send({ type: 'about:blank', title: error.message, status })
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen({ host: HOST, port: 0 })
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port was given')
  return address.port
}
