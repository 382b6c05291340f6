import { createHash, randomBytes } from 'node:crypto'
import type { Payload } from '#domain/connections/payload.ts'
import { DELIVERIES } from './deliveries.ts'
import { DELIVER, TOKEN_PATH, type Client } from './provider.ts'
import { Visitor } from './visitor.ts'

export const REDIRECT = 'http://127.0.0.1:7420/back'
export const CLIENT: Client = { clientId: 'cairn', clientSecret: 'a secret: of the tests', redirectUris: [REDIRECT] }

export interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly id_token: string
  readonly expires_in: number
  readonly scope: string
}

export interface File {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** A client of the stand-in that speaks to it by nothing but fetch, for its own tests. */
export class TestClient {
  readonly url: string
  constructor(url: string) {
    this.url = url
  }

  /** Where the browser is sent to, and what the client keeps for the way back. */
  authorisation(change: Readonly<Record<string, string | null>> = {}): { address: string; verifier: string } {
    const verifier = randomBytes(32).toString('base64url')
    const query = {
      client_id: CLIENT.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: `openid offline_access ${DELIVER}`,
      // Without it, OpenID Connect gives no refresh token.
      prompt: 'consent',
      state: 'the-state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    }
    const said = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== null)
    return { address: `${this.url}/oauth/authorize?${new URLSearchParams(said).toString()}`, verifier }
  }

  /** The whole way: sign-in, consent, code, tokens. */
  async connect(email: string, change: Readonly<Record<string, string | null>> = {}): Promise<Tokens> {
    const visitor = new Visitor(this.url)
    await visitor.signIn(email)
    const { address, verifier } = this.authorisation(change)
    const back = await visitor.decide(address, 'allow')
    return (await (await this.exchange(back.searchParams.get('code')!, verifier)).json()) as Tokens
  }

  exchange(code: string, verifier: string): Promise<Response> {
    return this.#ask(TOKEN_PATH, { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT })
  }

  refresh(token: string): Promise<Response> {
    return this.#ask(TOKEN_PATH, { grant_type: 'refresh_token', refresh_token: token })
  }

  revoke(token: string): Promise<Response> {
    return this.#ask('/oauth/revoke', { token })
  }

  deliver(token: string, key: string | null, item: unknown, files: readonly File[] = []): Promise<Response> {
    const form = new FormData()
    form.append('item', new Blob([JSON.stringify(item)], { type: 'application/json' }))
    for (const { name, bytes } of files) form.append('file', new Blob([bytes]), name)
    const headers = { authorization: `Bearer ${token}`, ...(key !== null && { 'idempotency-key': key }) }
    return fetch(`${this.url}${DELIVERIES}`, { method: 'POST', headers, body: form })
  }

  #ask(path: string, form: Record<string, string>): Promise<Response> {
    // RFC 6749 2.3.1: both halves are form-encoded before they are joined.
    const encoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length)
    const basic = btoa(`${encoded(CLIENT.clientId)}:${encoded(CLIENT.clientSecret)}`)
    return fetch(`${this.url}${path}`, { method: 'POST', headers: { authorization: `Basic ${basic}` }, body: new URLSearchParams(form) })
  }
}

/** Something learned, as it is sent. */
export function itemOf(title: string, change: Partial<Payload> = {}, files: readonly File[] = []): Payload {
  return {
    externalReference: title,
    revision: 1,
    kind: 'own',
    type: 'Reading',
    title,
    startedOn: null,
    completedOn: '2026-03-29',
    provider: null,
    address: null,
    credits: null,
    impact: null,
    notes: null,
    tags: [],
    attachments: files.map(({ name, bytes }) => ({
      name,
      mediaType: 'application/pdf',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
    ...change,
  }
}

export function fileOf(name: string, text: string): File {
  return { name, bytes: new Uint8Array(Buffer.from(text)) }
}
