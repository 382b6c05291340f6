import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLIENT, itemOf, TestClient, type Tokens } from './stand-in.test-client.ts'
import { openStandIn, type StandIn } from './stand-in.ts'
import { Visitor } from './visitor.ts'

const ADA = 'ada@otherfolio.example'
const BOB = 'bob@otherfolio.example'

const folder = mkdtempSync(join(tmpdir(), 'otherfolio-oauth-'))
let at: StandIn
let client: TestClient
beforeAll(async () => {
  at = await openStandIn({ folder, port: 0, clients: [CLIENT] })
  await at.listen()
  client = new TestClient(at.url)
})
afterAll(async () => {
  await at?.close()
  rmSync(folder, { recursive: true, force: true })
})

const signedIn = async (email: string) => {
  const visitor = new Visitor(at.url)
  await visitor.signIn(email)
  return visitor
}
const subject = ({ id_token: token }: Tokens) =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: string }).sub
const errorOf = async (answer: Response) => ((await answer.json()) as { error: string }).error
const delivered = async (token: string, key: string) => (await client.deliver(token, key, itemOf(key))).status

describe('signing in', () => {
  test('X1: a wrong password is refused, and says so', async () => {
    const answer = await new Visitor(at.url).signIn(ADA, 'not the password')
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('do not belong together')
  })

  test('X1: who has no account is asked to sign in, can create one, and is asked what was asked before', async () => {
    const visitor = new Visitor(at.url)
    const page = await (await visitor.open(client.authorisation().address)).text()
    const [, next] = /href="\/create-account\?next=([^"]+)"/.exec(page)!
    const question = await visitor.open('/create-account', {
      name: 'Cy <New>',
      email: 'cy@otherfolio.example',
      password: 'eight or more',
      next: decodeURIComponent(next!),
    })
    const text = await question.text()
    expect(text).toContain('Allow Cairn?')
    expect(text).toContain('Cy &#60;New&#62;')
    const again = { name: 'Other', email: 'CY@otherfolio.example', password: 'eight or more' }
    expect((await new Visitor(at.url).open('/create-account', again)).status).toBe(400)
  })

  test('nobody is sent on to another place after signing in', async () => {
    const answer = await new Visitor(at.url).open('/sign-in', {
      email: ADA,
      password: 'otherfolio demo password',
      next: '//elsewhere.example/cpd',
    })
    expect(answer.url).toBe(`${at.url}/cpd`)
  })

  test('a form sent from another page in the browser does nothing', async () => {
    const form = { method: 'POST', body: new URLSearchParams({ email: ADA }) }
    expect((await fetch(`${at.url}/faults/revoke`, { ...form, headers: { origin: 'http://127.0.0.1:7420' } })).status).toBe(403)
  })
})

describe('allowing', () => {
  test('X1: allowing gives tokens for what was asked, and the way back names state and issuer', async () => {
    const { address, verifier } = client.authorisation()
    const visitor = await signedIn(ADA)
    const question = await (await visitor.open(address)).text()
    expect(question).toContain('Cairn may add learning to your portfolio. It cannot read anything here.')
    const back = await visitor.decide(address, 'allow')
    expect(Object.fromEntries(back.searchParams)).toEqual({ code: expect.any(String), state: 'the-state', iss: at.url })
    const answer = await client.exchange(back.searchParams.get('code')!, verifier)
    expect(answer.status).toBe(200)
    const tokens = (await answer.json()) as Tokens
    expect(tokens).toMatchObject({ scope: 'openid offline_access cpd:write', expires_in: 600, refresh_token: expect.any(String) })
    expect(await delivered(tokens.access_token, 'allowed')).toBe(201)
  })

  test('X1: refusing comes back as access_denied, without a code', async () => {
    const back = await (await signedIn(ADA)).decide(client.authorisation().address, 'refuse')
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 'the-state', iss: at.url })
    expect(back.searchParams.has('code')).toBe(false)
  })

  test('X10: an account has one subject for ever, and another account another', async () => {
    const [first, second, other] = [await client.connect(ADA), await client.connect(ADA), await client.connect(BOB)]
    expect(subject(second)).toBe(subject(first))
    expect(subject(other)).not.toBe(subject(first))
  })

  test('X10: in one browser, who signs in as somebody else allows for that one', async () => {
    const visitor = await signedIn(ADA)
    await visitor.decide(client.authorisation().address, 'allow')
    await visitor.signIn(BOB)
    const { address, verifier } = client.authorisation()
    const back = await visitor.decide(address, 'allow')
    const tokens = (await (await client.exchange(back.searchParams.get('code')!, verifier)).json()) as Tokens
    expect(subject(tokens)).toBe(subject(await client.connect(BOB)))
  })

  test('without PKCE, or with an address to go back to that is not known, nothing is asked', async () => {
    const visitor = await signedIn(ADA)
    const bare = await visitor.open(client.authorisation({ code_challenge: null, code_challenge_method: null }).address)
    expect(new URL(bare.headers.get('location')!).searchParams.get('error')).toBe('invalid_request')
    const plain = await visitor.open(client.authorisation({ code_challenge_method: 'plain' }).address)
    expect(new URL(plain.headers.get('location')!).searchParams.get('error')).toBe('invalid_request')
    const foreign = await visitor.open(client.authorisation({ redirect_uri: 'http://127.0.0.1:9/back' }).address)
    expect([foreign.status, foreign.headers.get('location')]).toEqual([400, null])
  })

  test('a code is worth nothing with a wrong verifier, a wrong secret, or a second time', async () => {
    const visitor = await signedIn(ADA)
    const codeFor = async (address: string) => (await visitor.decide(address, 'allow')).searchParams.get('code')!
    const one = client.authorisation()
    const wrong = await client.exchange(await codeFor(one.address), client.authorisation().verifier)
    expect([wrong.status, await errorOf(wrong)]).toEqual([400, 'invalid_grant'])

    const two = client.authorisation()
    const code = await codeFor(two.address)
    const form = { grant_type: 'authorization_code', code, code_verifier: two.verifier, redirect_uri: CLIENT.redirectUris[0]! }
    const headers = { authorization: `Basic ${btoa('cairn:guessed')}` }
    expect((await fetch(`${at.url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) })).status).toBe(401)
    expect((await client.exchange(code, two.verifier)).status).toBe(200)
    expect((await client.exchange(code, two.verifier)).status).toBe(400)
  })
})

describe('tokens', () => {
  test('a refresh token is replaced when used, and using a spent one ends the permission', async () => {
    const first = await client.connect(ADA)
    const second = (await (await client.refresh(first.refresh_token)).json()) as Tokens
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(await delivered(second.access_token, 'refreshed')).toBe(201)
    expect(await errorOf(await client.refresh(first.refresh_token))).toBe('invalid_grant')
    expect(await errorOf(await client.refresh(second.refresh_token))).toBe('invalid_grant')
    expect(await delivered(second.access_token, 'after-reuse')).toBe(401)
  })

  test('of two workers that spend one refresh token at the same moment one gets an answer, and the permission ends', async () => {
    const { refresh_token: token } = await client.connect(ADA)
    const answers = await Promise.all([client.refresh(token), client.refresh(token)])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400])
    const { access_token: access } = (await answers.find(({ ok }) => ok)!.json()) as Tokens
    expect(await delivered(access, 'two-at-once')).toBe(401)
  })

  test('X6: revoking the refresh token ends access at once', async () => {
    const tokens = await client.connect(ADA)
    expect(await delivered(tokens.access_token, 'before-revoking')).toBe(201)
    expect((await client.revoke(tokens.refresh_token)).status).toBe(200)
    expect(await delivered(tokens.access_token, 'after-revoking')).toBe(401)
    expect(await errorOf(await client.refresh(tokens.refresh_token))).toBe('invalid_grant')
  })

  test('X10: access withdrawn there is refused from then on, of that account only', async () => {
    const [ada, bob] = [await client.connect(ADA), await client.connect(BOB)]
    await (await signedIn(ADA)).open('/withdraw', {})
    expect(await delivered(ada.access_token, 'withdrawn')).toBe(401)
    expect(await errorOf(await client.refresh(ada.refresh_token))).toBe('invalid_grant')
    expect(await delivered(bob.access_token, 'not-withdrawn')).toBe(201)
  })

  test('a token without the scope, or a made-up one, delivers nothing', async () => {
    const { access_token: narrow } = await client.connect(ADA, { scope: 'openid offline_access' })
    expect(await delivered(narrow, 'narrow')).toBe(403)
    expect(await delivered('made-up', 'made-up')).toBe(401)
    expect(at.store.records.allOf('otherfolio-ada').map(({ key }) => key)).not.toContain('narrow')
  })

  test('X4: nothing can be read with a token', async () => {
    const { access_token: token } = await client.connect(ADA)
    const headers = { authorization: `Bearer ${token}` }
    const discovered = Object.keys((await (await fetch(`${at.url}/.well-known/openid-configuration`)).json()) as object)
    expect(discovered.filter((name) => name.endsWith('_endpoint'))).toEqual([
      'authorization_endpoint',
      'token_endpoint',
      'revocation_endpoint',
    ])
    for (const path of ['/api/cpd-items', '/api/me', '/oauth/userinfo', '/me'])
      expect((await fetch(at.url + path, { headers })).status).toBe(404)
    expect((await fetch(`${at.url}/cpd`, { headers, redirect: 'manual' })).status).toBe(303)
  })
})

test('an access token ends when its time is over', async () => {
  const short = mkdtempSync(join(tmpdir(), 'otherfolio-short-'))
  const hasty = await openStandIn({ folder: short, port: 0, clients: [CLIENT], accessTokenSeconds: 1 })
  try {
    await hasty.listen()
    const there = new TestClient(hasty.url)
    const tokens = await there.connect(ADA)
    expect(tokens.expires_in).toBe(1)
    await new Promise((done) => setTimeout(done, 2100))
    expect((await there.deliver(tokens.access_token, 'late', itemOf('late'))).status).toBe(401)
    expect((await there.refresh(tokens.refresh_token)).status).toBe(200)
  } finally {
    await hasty.close()
    rmSync(short, { recursive: true, force: true })
  }
})
