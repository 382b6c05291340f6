import type { FastifyServerOptions } from 'fastify'
import type { Config } from './config.ts'

/** Takes one line of the log. */
export interface LogTo {
  write(line: string): void
}

/**
 * The code of a ticket is all that is needed to sign by it (F3), that of a calendar to read it (H3); that of feedback tells who it is (F5);
 * that of a share leads to what an appraiser reads (P25).
 */
const CODE_IN_PATH = /^(\/api\/tickets|\/ticket|\/api\/shared|\/shared|\/api\/feedback|\/feedback|\/api\/calendars)\/[^/]+/

/** Logs hold no bodies, no query strings (searches are private), no cookies, and of a fault not the row it was about. They go to standard output unless told where. */
export function loggerOptions(config: Pick<Config, 'mode'>, logTo?: LogTo): NonNullable<FastifyServerOptions['logger']> {
  return {
    ...(logTo === undefined ? {} : { stream: logTo }),
    level: process.env['CAIRN_LOG'] ?? (config.mode === 'production' ? 'info' : 'error'),
    serializers: {
      req: (request: { method: string; url: string; id: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?')[0]!.replace(CODE_IN_PATH, '$1/…'),
      }),
      // The driver hangs the whole connection on a fault, and PostgreSQL the values of the row.
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        message: error.message,
        stack: error.stack ?? '',
        ...(error.code === undefined ? {} : { code: error.code }),
      }),
    },
  }
}
