import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './accounts.ts'

/** Text that is HTML already. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | null | false | readonly Html[]

/** A template whose values are escaped, unless they were made by it themselves. Null and false show nothing. */
export function html(pieces: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(pieces.map((piece, at) => piece + (at < values.length ? shown(values[at]!) : '')).join(''))
}

function shown(value: Part): string {
  if (value === null || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(({ text }) => text).join('')
  return String(value).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

export const STYLE = ['style.css', 'controls.css'].map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('')
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#4b3a72"/>' +
  '<circle cx="16" cy="16" r="8" fill="none" stroke="#fff" stroke-width="4"/></svg>'

/** Nothing runs and nothing is fetched from elsewhere. Forms are not limited: after 'Allow' the browser is sent on to the client. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  // Not 'no-referrer': forms would then be sent with the origin 'null', which is refused.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

interface Page {
  readonly title: string
  readonly body: Html
  /** Who is signed in, where the page says so. */
  readonly account?: Account | null
  readonly wide?: boolean
}

/** A whole page, usable without script. */
export function page({ title, body, account = null, wide = false }: Page): string {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Otherfolio (stand-in)</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <div class="bar">
            <a class="brand" href="/cpd"><img src="/icon.svg" alt="" width="28" height="28" /> Otherfolio (stand-in)</a>
            ${account !== null && signedIn(account)}
          </div>
          <p class="notice">
            <span>A stand-in for demo and tests, not a real portfolio. Put nothing real in here.</span> <a href="/faults">Make it fail</a>
          </p>
        </header>
        <main id="main" tabindex="-1" class="${wide ? 'wide' : 'narrow'}">
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.text
}

function signedIn(account: Account): Html {
  return html`<nav aria-label="Account">
    <span>${account.name}</span> <a href="/cpd">My CPD</a>
    <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>
  </nav>`
}
