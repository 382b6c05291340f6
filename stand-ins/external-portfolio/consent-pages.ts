import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import type { Account, Accounts } from './accounts.ts'
import { html, page, PAGE_HEADERS, type Html } from './page.ts'
import { CLIENT_NAME, DELIVER } from './provider.ts'
import { signedIn } from './session.ts'

type Asked = Awaited<ReturnType<Provider['interactionDetails']>>

/** In the words of the person who is asked. */
const SCOPES: Readonly<Record<string, string>> = {
  [DELIVER]: 'add learning to your portfolio, with its files, and correct what it added',
  openid: 'know again that it is you: it gets a number that stands for this account, and neither your name nor your address',
  offline_access: 'go on doing so while you are away, until you withdraw it',
}

/** What the OAuth library asks of the person: who they are, and whether they allow it. */
export function consentPages(app: FastifyInstance, provider: Provider, accounts: Accounts): void {
  const send = (reply: FastifyReply, text: string) => reply.headers(PAGE_HEADERS).send(text)

  /** Answers that the request has run out, where it has, and gives undefined then. */
  async function asked(request: FastifyRequest, reply: FastifyReply): Promise<Asked | undefined> {
    try {
      return await provider.interactionDetails(request.raw, reply.raw)
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error
      send(reply.code(400), goneAway())
    }
  }

  app.get('/interaction/:uid', async (request, reply) => {
    const details = await asked(request, reply)
    if (details === undefined) return reply
    const account = signedIn(accounts, request)
    if (account === null) return reply.redirect(`/sign-in?next=/interaction/${details.uid}`, 303)
    return send(reply, question(details, account))
  })

  app.post('/interaction/:uid/allow', async (request, reply) => {
    const details = await asked(request, reply)
    if (details === undefined) return reply
    const account = signedIn(accounts, request)
    if (account === null) return reply.redirect(`/sign-in?next=/interaction/${details.uid}`, 303)
    await forgetOlderSignIn(details)
    const grant = new provider.Grant({ accountId: account.id, clientId: String(details.params['client_id']) })
    grant.addOIDCScope(String(details.params['scope']))
    const answer = { login: { accountId: account.id, remember: false }, consent: { grantId: await grant.save() } }
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, answer), 303)
  })

  // Refusing takes no sign-in: who came here by mistake can go back.
  app.post('/interaction/:uid/refuse', async (request, reply) => {
    if ((await asked(request, reply)) === undefined) return reply
    const answer = { error: 'access_denied', error_description: 'The owner of the portfolio refused' }
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, answer), 303)
  })

  /** The library remembers who allowed something last, and would first sign out whoever is another. */
  async function forgetOlderSignIn(details: Asked): Promise<void> {
    const uid = details.session?.uid
    if (uid === undefined) return
    await (await provider.Session.findByUid(uid))?.destroy()
    delete details.session
    await details.save(details.exp - Math.floor(Date.now() / 1000))
  }
}

function question(details: Asked, account: Account): string {
  const scopes = String(details.params['scope']).split(' ')
  const mayAdd = scopes.includes(DELIVER)
  const explained: Html[] = Object.entries(SCOPES)
    .filter(([scope]) => scopes.includes(scope))
    .map(([, text]) => html`<li>${text}</li>`)
  return page({
    title: `Allow ${CLIENT_NAME}?`,
    body: html`<p class="lead">${mayAdd && html`${CLIENT_NAME} may add learning to your portfolio. `}It cannot read anything here.</p>
      <div class="card">
        <h2>${CLIENT_NAME} asks to</h2>
        <ul>
          ${explained}
        </ul>
        <p>You can withdraw this under ‘My CPD’ at any time. What was added stays.</p>
        <div class="choices">
          <form method="post" action="/interaction/${details.uid}/allow"><button class="main">Allow</button></form>
          <form method="post" action="/interaction/${details.uid}/refuse"><button>Refuse</button></form>
        </div>
      </div>
      <form method="post" action="/sign-out" class="inline">
        <input type="hidden" name="next" value="/interaction/${details.uid}" />
        You are <strong>${account.name}</strong> (${account.email}). <button class="quiet">Not you? Sign in as somebody else</button>
      </form>
      <p class="aside">Either way you go back to ${new URL(String(details.params['redirect_uri'])).host}.</p>`,
  })
}

function goneAway(): string {
  return page({
    title: 'This request has run out',
    body: html`<p>Nothing was allowed. Go back to where you came from and begin again.</p>`,
  })
}
