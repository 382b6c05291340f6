import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type Accounts } from './accounts.ts'
import { html, page, PAGE_HEADERS, type Html } from './page.ts'
import { signIn, signOut } from './session.ts'

/** Where somebody may be sent on to after signing in: nowhere but here. */
const ONWARD = /^\/(cpd|interaction)(\/[\w-]+)?$/
const LEAST_PASSWORD = 8

type Form = Readonly<Record<string, string | undefined>>

interface Faulty {
  readonly field: 'email' | 'password' | 'name'
  readonly message: string
}

/** Signing in, creating an account, signing out. */
export function signInPages(app: FastifyInstance, accounts: Accounts): void {
  app.get<{ Querystring: Form }>('/sign-in', (request, reply) => show(reply, signInForm(onward(request.query), '', null)))
  app.post<{ Body: Form }>('/sign-in', (request, reply) => {
    const { email = '', password = '' } = request.body
    const account = accounts.findByPassword(email, password)
    if (account === null) {
      const faulty: Faulty = { field: 'password', message: 'This e-mail address and password do not belong together.' }
      return show(reply.code(400), signInForm(onward(request.body), email, faulty))
    }
    signIn(accounts, reply, account)
    return reply.redirect(onward(request.body), 303)
  })

  app.get<{ Querystring: Form }>('/create-account', (request, reply) => show(reply, accountForm(onward(request.query), {}, null)))
  app.post<{ Body: Form }>('/create-account', (request, reply) => {
    const refuse = (faulty: Faulty) => show(reply.code(400), accountForm(onward(request.body), request.body, faulty))
    const { name = '', email = '', password = '' } = request.body
    if (name.trim() === '') return refuse({ field: 'name', message: 'Write your name.' })
    if (!/^[^\s@]+@[^\s@]+$/.test(email.trim()))
      return refuse({ field: 'email', message: 'Write an e-mail address, such as ada@otherfolio.example.' })
    if (password.length < LEAST_PASSWORD)
      return refuse({ field: 'password', message: `Choose a password of ${LEAST_PASSWORD} or more characters.` })
    const account = accounts.create(email, name, password)
    if (account === null) return refuse({ field: 'email', message: 'This address has an account already. Sign in instead.' })
    signIn(accounts, reply, account)
    return reply.redirect(onward(request.body), 303)
  })

  app.post<{ Body: Form }>('/sign-out', (request: FastifyRequest<{ Body: Form }>, reply) => {
    signOut(accounts, request, reply)
    const next = onward(request.body)
    return reply.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303)
  })
}

function show(reply: FastifyReply, text: string): FastifyReply {
  return reply.headers(PAGE_HEADERS).send(text)
}

function onward(given: Form | null | undefined): string {
  const next = given?.['next'] ?? ''
  return ONWARD.test(next) ? next : '/cpd'
}

function signInForm(next: string, email: string, faulty: Faulty | null): string {
  const asked = next.startsWith('/interaction/')
  return page({
    title: 'Sign in',
    body: html`${asked && html`<p>Cairn wants to add learning to your portfolio here. Sign in first; then you decide.</p>`} ${fault(faulty)}
      <form method="post" action="/sign-in" class="card">
        <input type="hidden" name="next" value="${next}" />
        ${field({ name: 'email', label: 'E-mail address', type: 'email', value: email, autocomplete: 'username', faulty })}
        ${field({ name: 'password', label: 'Password', type: 'password', value: '', autocomplete: 'current-password', faulty })}
        <button class="main">Sign in</button>
      </form>
      <p>No account here? <a href="/create-account?next=${encodeURIComponent(next)}">Create an account</a></p>
      ${asked && html`<form method="post" action="${next}/refuse"><button class="quiet">Go back without connecting</button></form>`}
      <section class="aside" aria-labelledby="demo">
        <h2 id="demo">For the demo</h2>
        <p>
          ${DEMO_ACCOUNTS.map((account, at) => html`${at > 0 && ' or '}<code>${account.email}</code>`)},<br />password
          <code>${DEMO_PASSWORD}</code>
        </p>
      </section>`,
  })
}

function accountForm(next: string, given: Form, faulty: Faulty | null): string {
  return page({
    title: 'Create an account',
    body: html`${fault(faulty)}
      <form method="post" action="/create-account" class="card">
        <input type="hidden" name="next" value="${next}" />
        ${field({ name: 'name', label: 'Your name', type: 'text', value: given['name'] ?? '', autocomplete: 'name', faulty })}
        ${field({ name: 'email', label: 'E-mail address', type: 'email', value: given['email'] ?? '', autocomplete: 'username', faulty })}
        ${field({ name: 'password', label: `Password, ${LEAST_PASSWORD} or more characters`, type: 'password', value: '', autocomplete: 'new-password', faulty })}
        <button class="main">Create the account</button>
      </form>
      <p>Have one? <a href="/sign-in?next=${encodeURIComponent(next)}">Sign in</a></p>`,
  })
}

function fault(faulty: Faulty | null): Html | null {
  return faulty && html`<p class="fault" role="alert" id="fault">${faulty.message}</p>`
}

interface Field {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly value: string
  readonly autocomplete: string
  readonly faulty: Faulty | null
}

function field({ name, label, type, value, autocomplete, faulty }: Field): Html {
  const wrong = faulty?.field === name
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="${autocomplete}"
      required
      ${wrong && html`aria-invalid="true" aria-describedby="fault" autofocus`}
    />
  </div>`
}
