import type { FastifyInstance } from 'fastify'
import type { Payload } from '#domain/connections/payload.ts'
import type { Account, Accounts } from './accounts.ts'
import type { Attachments } from './attachments.ts'
import type { Grants } from './grants.ts'
import { html, page, PAGE_HEADERS, type Html } from './page.ts'
import { CLIENT_NAME } from './provider.ts'
import type { Attachment, CpdRecord, Records } from './records.ts'
import { signedIn } from './session.ts'

const PAGE_SIZE = 50

interface Parts {
  readonly accounts: Accounts
  readonly records: Records
  readonly attachments: Attachments
  readonly grants: Grants
}

/** What the owner sees of what has arrived, and where they withdraw the permission to add more. */
export function cpdPages(app: FastifyInstance, { accounts, records, attachments, grants }: Parts): void {
  app.get('/', (_request, reply) => reply.redirect('/cpd', 302))

  app.get<{ Querystring: { page?: string } }>('/cpd', (request, reply) => {
    const account = signedIn(accounts, request)
    if (account === null) return reply.redirect('/sign-in?next=/cpd', 303)
    const count = records.countOf(account.id)
    const last = Math.max(1, Math.ceil(count / PAGE_SIZE))
    const at = Math.min(Math.max(1, Math.trunc(Number(request.query.page)) || 1), last)
    const shown = records.pageOf(account.id, { limit: PAGE_SIZE, offset: (at - 1) * PAGE_SIZE })
    const rows = shown.map((record) => row(record, records.filesOf(record.id).length))
    return reply.headers(PAGE_HEADERS).send(listPage(account, { count, at, last, rows, allowed: grants.countOf(account.id) > 0 }))
  })

  app.get<{ Params: { recordId: string } }>('/cpd/:recordId', (request, reply) => {
    const account = signedIn(accounts, request)
    const { recordId } = request.params
    if (account === null) return reply.redirect(`/sign-in?next=/cpd/${encodeURIComponent(recordId)}`, 303)
    const record = records.find(account.id, recordId)
    if (record === null) return reply.callNotFound()
    return reply.headers(PAGE_HEADERS).send(recordPage(account, record, records.filesOf(recordId)))
  })

  app.get<{ Params: { recordId: string; position: string } }>('/cpd/:recordId/files/:position', (request, reply) => {
    const account = signedIn(accounts, request)
    const record = account && records.find(account.id, request.params.recordId)
    const file = record && records.filesOf(record.id)[Number(request.params.position)]
    if (!file) return reply.callNotFound()
    return reply
      .headers({
        'content-type': /^[\w.+-]+\/[\w.+-]+$/.test(file.mediaType) ? file.mediaType : 'application/octet-stream',
        'content-length': file.sizeBytes,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
      })
      .send(attachments.read(file.fileId))
  })

  app.post('/withdraw', (request, reply) => {
    const account = signedIn(accounts, request)
    if (account !== null) grants.revokeAllOf(account.id)
    return reply.redirect('/cpd', 303)
  })
}

interface List {
  readonly count: number
  readonly at: number
  readonly last: number
  readonly rows: readonly Html[]
  readonly allowed: boolean
}

function listPage(account: Account, { count, at, last, rows, allowed }: List): string {
  return page({
    title: 'My CPD',
    account,
    wide: true,
    body: html`<p class="lead">${count === 1 ? '1 record' : `${count} records`}${count > 0 && ', newest first'}</p>
      ${count === 0 && html`<p class="card">Nothing has arrived yet. What Cairn sends will stand here.</p>`}
      ${
        rows.length > 0 &&
        html`<ol class="records">
          ${rows}
        </ol>`
      }
      ${
        last > 1 &&
        html`<nav class="pages" aria-label="Pages">
          ${at > 1 && html`<a href="/cpd?page=${at - 1}">Newer</a>`} <span>Page ${at} of ${last}</span>
          ${at < last && html`<a href="/cpd?page=${at + 1}">Older</a>`}
        </nav>`
      }
      <section class="card" aria-labelledby="access">
        <h2 id="access">Who may add here</h2>
        ${
          allowed
            ? html`<p>${CLIENT_NAME} may add learning here. It cannot read anything.</p>
                <form method="post" action="/withdraw"><button>Withdraw ${CLIENT_NAME}’s access</button></form>`
            : html`<p>Nobody but you.</p>`
        }
      </section>`,
  })
}

function row({ id, item, revision }: CpdRecord, files: number): Html {
  const facts = [
    item.completedOn && html`<time datetime="${item.completedOn}">${item.completedOn}</time>`,
    item.credits && html`${creditsOf(item.credits)}`,
    item.type && html`${item.type}`,
    item.provider && html`${item.provider}`,
    files > 0 && html`${files === 1 ? '1 file' : `${files} files`}`,
    revision > 1 && html`revision ${revision}`,
  ].filter((fact) => fact instanceof Object)
  return html`<li><a href="/cpd/${id}">${item.title}</a><span class="facts">${facts.map((fact) => html`<span>${fact}</span>`)}</span></li>`
}

function creditsOf({ amount, unit, accreditor, basis }: NonNullable<Payload['credits']>): string {
  return [`${amount} ${unit}`, accreditor, basis].filter((part) => part !== null).join(' · ')
}

function recordPage(account: Account, { id, item, revision, storedAt, changedAt }: CpdRecord, files: readonly Attachment[]): string {
  const { impact } = item
  return page({
    title: item.title,
    account,
    wide: true,
    body: html`<p><a href="/cpd">Back to My CPD</a></p>
      <dl class="card facts-table">
        ${fact('Started', item.startedOn && html`<time datetime="${item.startedOn}">${item.startedOn}</time>`)}
        ${fact('Completed', item.completedOn && html`<time datetime="${item.completedOn}">${item.completedOn}</time>`)}
        ${fact('Credits', item.credits && creditsOf(item.credits))} ${fact('Type', item.type)} ${fact('Provider', item.provider)}
        ${fact('Link', item.address && link(item.address))}
        ${fact(
          'Tags',
          item.tags.length > 0 &&
            html`<ul class="tags">
              ${item.tags.map((tag) => html`<li>${tag}</li>`)}
            </ul>`,
        )}
        ${fact('Notes', item.notes && html`<span class="words">${item.notes}</span>`)} ${fact('Impact credits', impact?.credits ?? null)}
        ${fact('How it was before', impact && html`<span class="words">${impact.before}</span>`)}
        ${fact('How it is now', impact && html`<span class="words">${impact.after}</span>`)}
        ${fact('What changed', impact && html`<span class="words">${impact.changes}</span>`)}
        ${fact(
          'Files',
          files.length > 0 &&
            html`<ul class="files">
              ${files.map((file, at) => html`<li><a href="/cpd/${id}/files/${at}" download>${file.name}</a> <span class="size">${sizeOf(file)}</span></li>`)}
            </ul>`,
        )}
        ${fact('Revision', revision)} ${fact('Arrived', instant(storedAt))}
        ${fact('Last changed', changedAt > storedAt && instant(changedAt))}
      </dl>`,
  })
}

/** Nothing where there is nothing to say. */
function fact(term: string, value: Html | string | number | null | false): Html | null {
  return value === null || value === false || value === ''
    ? null
    : html`<div>
        <dt>${term}</dt>
        <dd>${value}</dd>
      </div>`
}

function link(address: string): Html {
  return /^https?:\/\//.test(address) ? html`<a href="${address}" rel="noreferrer">${address}</a>` : html`${address}`
}

function sizeOf({ sizeBytes, mediaType }: Attachment): string {
  const size =
    sizeBytes < 1000
      ? `${sizeBytes} bytes`
      : sizeBytes < 1_000_000
        ? `${Math.round(sizeBytes / 1000)} kB`
        : `${(sizeBytes / 1_000_000).toFixed(1)} MB`
  return `${mediaType}, ${size}`
}

function instant(at: number): Html {
  const text = new Date(at).toISOString()
  return html`<time datetime="${text}">${text.slice(0, 10)} ${text.slice(11, 19)} UTC</time>`
}
