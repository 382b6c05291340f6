import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Call, Faults } from './faults.ts'
import { OAUTH, TOKEN_PATH } from './provider.ts'

const calls = new WeakMap<IncomingMessage, Call>()

/** The entry of the log that is written for a request. */
export function callOf(request: IncomingMessage): Call {
  return calls.get(request)!
}

/** One server for the OAuth library and for our own pages, which notes every call that comes, whoever answers it. */
export function serverFor(oauth: RequestListener, ours: RequestListener, faults: Faults): Server {
  return createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    const path = new URL(request.url ?? '/', 'http://stand-in').pathname
    const key = request.headers['idempotency-key']
    const call: Call = {
      method: request.method ?? '',
      path,
      at: new Date().toISOString(),
      status: null,
      key: typeof key === 'string' ? key : null,
      fault: 'none',
    }
    calls.set(request, call)
    faults.note(call)
    response.once('close', () => (call.status = response.writableFinished ? response.statusCode : 'cut'))

    if (path === TOKEN_PATH && faults.settings.tokenDown) {
      call.fault = 'down'
      request.socket.destroy()
    } else if (path.startsWith(OAUTH) || path.startsWith('/.well-known/')) oauth(request, response)
    else ours(request, response)
  })
}
