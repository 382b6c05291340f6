import { DEMO_PASSWORD } from './accounts.ts'

/** Somebody with a browser at the stand-in, for tests that need none of the page: cookies are kept, redirects within it followed. */
export class Visitor {
  readonly url: string
  readonly #cookies = new Map<string, string>()

  /** `url` is the stand-in's. */
  constructor(url: string) {
    this.url = url
  }

  /** Follows redirects as long as they stay here. An answer that leads elsewhere is given as it is. */
  async open(address: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    let at = new URL(address, this.url)
    let body = form === undefined ? null : new URLSearchParams(form)
    for (;;) {
      const answer = await fetch(at, {
        method: body === null ? 'GET' : 'POST',
        redirect: 'manual',
        headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...(body && { origin: this.url }) },
        body,
      })
      for (const line of answer.headers.getSetCookie()) this.#keep(line)
      const onward = answer.headers.get('location')
      if (onward === null || new URL(onward, at).origin !== new URL(this.url).origin) return answer
      await answer.body?.cancel()
      at = new URL(onward, at)
      body = null
    }
  }

  async signIn(email: string, password = DEMO_PASSWORD): Promise<Response> {
    return this.open('/sign-in', { email, password })
  }

  /** Goes to an address of authorisation, signed in, and answers the question there. Returns the address that the browser is sent back to. */
  async decide(authorisation: string, choice: 'allow' | 'refuse'): Promise<URL> {
    const question = await this.open(authorisation)
    const action = new RegExp(`action="(/interaction/[\\w-]+/${choice})"`).exec(await question.text())?.[1]
    if (action === undefined) throw new Error(`No question was asked at ${question.url}`)
    const answer = await this.open(action, {})
    const back = answer.headers.get('location')
    if (back === null) throw new Error(`The browser is not sent back, but shown ${answer.status}: ${await answer.text()}`)
    return new URL(back)
  }

  #keep(line: string): void {
    const [pair, ...attributes] = line.split(';')
    const at = pair!.indexOf('=')
    const [name, value] = [pair!.slice(0, at), pair!.slice(at + 1)]
    const over = attributes.some((attribute) => /^\s*expires=.*1970/i.test(attribute))
    if (over) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}
