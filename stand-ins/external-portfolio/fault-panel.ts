import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Accounts } from './accounts.ts'
import { MODES, FaultSettings, type Call, type Faults } from './faults.ts'
import type { Grants } from './grants.ts'
import { html, page, PAGE_HEADERS, type Html } from './page.ts'

const MODE_WORDS: Readonly<Record<FaultSettings['mode'], string>> = {
  none: 'Nothing goes wrong',
  down: 'Down: every call is cut',
  slow: 'Slow: it answers after a while',
  '429': '429: too many requests, with Retry-After',
  '500': '500: out of order',
  'half-answer': 'Half an answer: stored, then cut amid the answer',
  'drop-after-storing': 'No answer: stored, then cut',
  random: 'Any of these and 401, at random',
}
const CALLS_SHOWN = 20
/** Not the pages of the stand-in itself, which fill the log. */
const FROM_OUTSIDE = /^\/(oauth|\.well-known|api\/(?!faults))/

type Form = Readonly<Record<string, string | undefined>>

const Whose = z.object({ email: z.string() })

interface Parts {
  readonly faults: Faults
  readonly accounts: Accounts
  readonly grants: Grants
}

/** For demo and tests, without signing in: what is to go wrong, and what was called. */
export function faultPanel(app: FastifyInstance, { faults, accounts, grants }: Parts): void {
  const revoke = (email: string) => {
    const account = accounts.findByEmail(email)
    return account === null ? null : grants.revokeAllOf(account.id)
  }

  app.get('/api/faults', () => faults.settings)
  app.put('/api/faults', (request, reply) => {
    const change = FaultSettings.partial().safeParse(request.body)
    if (!change.success) return reply.code(422).send({ title: 'Not as it must be', detail: z.prettifyError(change.error) })
    return faults.set(change.data as Partial<FaultSettings>)
  })
  app.post('/api/faults/revoke', (request, reply) => {
    const whose = Whose.safeParse(request.body)
    const revoked = whose.success ? revoke(whose.data.email) : null
    return revoked === null ? reply.code(404).send({ title: 'There is no such account' }) : { revoked }
  })
  app.get('/api/faults/log', () => faults.calls)
  app.delete('/api/faults/log', (_request, reply) => {
    faults.forgetCalls()
    return reply.code(204).send()
  })

  const show = (said: string | null) =>
    page({
      title: 'Faults',
      wide: true,
      body: panel(
        faults.settings,
        faults.calls,
        accounts.all().map(({ email }) => email),
        said,
      ),
    })
  app.get<{ Querystring: Form }>('/faults', (request, reply) =>
    reply.headers(PAGE_HEADERS).send(show(SAID[request.query['said'] ?? ''] ?? null)),
  )
  app.post<{ Body: Form }>('/faults', (request, reply) => {
    const form = request.body
    const number = (name: string) => Number(form[name])
    const change = FaultSettings.safeParse({
      mode: form['mode'],
      slowMs: number('slowMs'),
      retryAfterSeconds: number('retryAfterSeconds'),
      probability: number('probability'),
      seed: number('seed'),
      honoursKeys: form['honoursKeys'] === 'on',
      tokenDown: form['tokenDown'] === 'on',
    })
    if (!change.success)
      return reply
        .code(422)
        .headers(PAGE_HEADERS)
        .send(show(`Not set. ${z.prettifyError(change.error)}`))
    faults.set(change.data)
    return reply.redirect('/faults?said=set', 303)
  })
  app.post<{ Body: Form }>('/faults/revoke', (request, reply) => {
    revoke(request.body['email'] ?? '')
    return reply.redirect('/faults?said=withdrawn', 303)
  })
}

const SAID: Readonly<Record<string, string>> = {
  set: 'Set. It counts from the next delivery on.',
  withdrawn: 'Withdrawn: the API answers 401, and a refresh invalid_grant.',
}

function panel(settings: FaultSettings, calls: readonly Call[], emails: readonly string[], said: string | null): Html {
  const checked = (yes: boolean) => yes && html`checked`
  return html`<p class="lead">What goes wrong when something is delivered here.</p>
    ${said !== null && html`<p class="said" role="status">${said}</p>`}
    <form method="post" action="/faults" class="card">
      <fieldset>
        <legend>A delivery</legend>
        ${MODES.map(
          (mode) =>
            html`<div class="choice">
              <input type="radio" id="mode-${mode}" name="mode" value="${mode}" ${checked(settings.mode === mode)} />
              <label for="mode-${mode}">${MODE_WORDS[mode]}</label>
            </div>`,
        )}
      </fieldset>
      <div class="numbers">
        ${number('slowMs', 'Slow by (milliseconds)', settings.slowMs, '1')}
        ${number('retryAfterSeconds', 'Retry-After (seconds)', settings.retryAfterSeconds, '1')}
        ${number('probability', 'Random: how likely, 0 to 1', settings.probability, 'any')}
        ${number('seed', 'Random: seed', settings.seed, '1')}
      </div>
      <div class="choice">
        <input type="checkbox" id="honoursKeys" name="honoursKeys" ${checked(settings.honoursKeys)} />
        <label for="honoursKeys">Honour keys: what comes twice is recorded once</label>
      </div>
      <div class="choice">
        <input type="checkbox" id="tokenDown" name="tokenDown" ${checked(settings.tokenDown)} />
        <label for="tokenDown">The token endpoint is down</label>
      </div>
      <button class="main">Set</button>
    </form>
    <form method="post" action="/faults/revoke" class="card">
      <div class="field">
        <label for="email">Withdraw all that was allowed by</label>
        <select id="email" name="email">
          ${emails.map((email) => html`<option>${email}</option>`)}
        </select>
      </div>
      <button>Withdraw access</button>
    </form>
    <h2 id="calls">The last calls from outside</h2>
    ${callTable(
      calls
        .filter(({ path }) => FROM_OUTSIDE.test(path))
        .slice(-CALLS_SHOWN)
        .toReversed(),
    )}`
}

function number(name: string, label: string, value: number, step: string): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label
    ><input id="${name}" name="${name}" type="number" min="0" step="${step}" value="${value}" required />
  </div>`
}

function callTable(calls: readonly Call[]): Html {
  return html`<div class="scroll" role="region" aria-labelledby="calls" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">When (UTC)</th>
          <th scope="col">Call</th>
          <th scope="col">Answer</th>
          <th scope="col">Fault</th>
          <th scope="col">Key</th>
        </tr>
      </thead>
      <tbody>
        ${calls.map(
          ({ at, method, path, status, fault, key }) =>
            html`<tr>
              <td>${at.slice(11, 19)}</td>
              <td><code>${method} ${path}</code></td>
              <td>${status ?? 'under way'}</td>
              <td>${fault}</td>
              <td>${key}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
