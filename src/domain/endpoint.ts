import { z } from 'zod'
import './plain-faults.ts'
import { writeQuery } from './query-string.ts'

/**
 * An endpoint as plain data: the server spreads it into a route, the page passes it to `call()`.
 * Who is not signed in is refused unless `public` says otherwise.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly public?: true
  /** Open to the owner of an account that closes, to whom all else is shut (A10). */
  readonly whileClosing?: true
  readonly schema: {
    readonly summary: string
    readonly params?: z.ZodType
    readonly querystring?: z.ZodType
    readonly body?: z.ZodType
    readonly response: { readonly [status: number]: z.ZodType }
  }
}

/** The address of an endpoint, for asking, links, pictures and downloads. */
export function addressOf(
  endpoint: Endpoint,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const path = endpoint.url
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    .replace('*', () => encodeURI(params['*'] ?? ''))
  return path + writeQuery(query)
}

/** The address of a record names its owner, so that no look-up asks every shard. */
export const OwnerParams = z.object({ ownerId: z.uuid() })

/** The answer of a command that has nothing to say. */
export const Done = z.object({ done: z.literal(true) })

/** An answer that is a stream of bytes; its type is set by its content. */
export const Bytes = z.unknown()
