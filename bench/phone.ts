import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { median, type Figure } from './figure.ts'
import type { Ground, Owner } from './ground.ts'

const ROWS = 10
const WHY_SLOW =
  'all that is left is work of the main thread: compiling the code and drawing, a fifth of a second here, four times as long on the phone'
const FOUR_MBIT = 4_000_000 / 8

/** First rows on an emulated phone (N3): a processor four times slower, 4 Mbit/s, 100 ms to the server and back. */
export async function phone(ground: Ground): Promise<Figure[]> {
  return visitsOf(ground, ground.owner(620), `the ${ROWS}th of 620 rows`, '/portfolio', `tbody tr[role="row"]:nth-child(${ROWS})`)
}

/** The same of a page of a module: until its text can be read. */
export const readableOnPhone = (ground: Ground, owner: Owner, path: string): Promise<Figure[]> =>
  visitsOf(ground, owner, 'a page of a module to read', path, 'article h2 ~ div p')

async function visitsOf(ground: Ground, owner: Owner, what: string, path: string, shown: string): Promise<Figure[]> {
  const browser = await chromium.launch({
    executablePath: process.env['CAIRN_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
  try {
    const first: Visit[] = []
    const again: Visit[] = []
    for (let round = 0; round < (ground.quick ? 3 : 7); round += 1) {
      const context = await signedIn(browser, ground, owner)
      first.push(await visit(context, ground, path, shown))
      again.push(await visit(context, ground, path, shown))
      await context.close()
    }
    return [figureOf(`${what} on the first visit`, first, 2500), figureOf(`${what} on a repeated visit`, again, 1000)]
  } finally {
    await browser.close()
  }
}

interface Visit {
  readonly ms: number
  readonly kilobytes: number
  readonly requests: number
}

function figureOf(what: string, visits: readonly Visit[], mostMs: number): Figure {
  const ms = median(visits.map((visit) => visit.ms))
  return {
    name: `Phone: ${what}`,
    value: `${(ms / 1000).toFixed(2)} s`,
    goal: `within ${mostMs / 1000} s`,
    met: ms <= mostMs,
    note: `${median(visits.map((visit) => visit.requests))} requests and ${median(visits.map((visit) => visit.kilobytes)).toFixed(0)} kB until then${ms <= mostMs ? '' : `; ${WHY_SLOW}`}`,
  }
}

async function signedIn(browser: Browser, ground: Ground, owner: Owner): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true })
  const [name, value] = owner.cookie.split(/=(.*)/s) as [string, string]
  await context.addCookies([{ name, value, url: ground.address, httpOnly: true, sameSite: 'Lax' }])
  return context
}

/** Opens a page of its own and tells when what was looked for stood there, from the moment of asking. */
async function visit(context: BrowserContext, ground: Ground, path: string, selector: string): Promise<Visit> {
  const page = await context.newPage()
  try {
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 100,
      downloadThroughput: FOUR_MBIT,
      uploadThroughput: FOUR_MBIT,
    })
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    let bytes = 0
    let requests = 0
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
      if (encodedDataLength > 0) requests += 1
    })
    await page.addInitScript((looked) => {
      const look = () => {
        const last = document.querySelector(looked)
        if (last !== null && last.getBoundingClientRect().height > 0) Object.assign(globalThis, { shownAt: performance.now() })
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }, selector)
    await page.goto(ground.address + path, { waitUntil: 'commit' })
    const shown = await page.waitForFunction(() => (globalThis as { shownAt?: number }).shownAt, undefined, {
      timeout: 30_000,
      polling: 100,
    })
    const ms = (await shown.jsonValue())!
    return { ms, kilobytes: bytes / 1000, requests }
  } finally {
    await page.close()
  }
}
