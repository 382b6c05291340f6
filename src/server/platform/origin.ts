import type { FastifyInstance } from 'fastify'
import { Refusal } from '#domain/errors.ts'
import type { Config } from './config.ts'

/**
 * Writes from other sites are refused, whatever cookies they bring: the browser says where a request comes from
 * in `Origin` and `Sec-Fetch-Site`. Programs that send neither carry no cookies of a person's browser.
 */
export function refuseForeignWrites(app: FastifyInstance, config: Pick<Config, 'mode' | 'url'>): void {
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return
    const { origin, 'sec-fetch-site': site } = request.headers
    if (origin !== undefined && origin !== config.url && !(config.mode === 'demo' && isThisComputer(origin, config.url))) throw foreign()
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreign()
  })
}

/** In the demo the same computer may be called localhost as well. */
function isThisComputer(origin: string, own: string): boolean {
  const [given, ours] = [URL.parse(origin), new URL(own)]
  return (
    given !== null && given.protocol === 'http:' && given.port === ours.port && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(given.hostname)
  )
}

const foreign = () => new Refusal('foreign_origin', 'This was sent from another site, so nothing was done.')
