import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { Refusal, type ErrorCode, type FieldFault } from '#domain/errors.ts'

/** A new code without a status does not compile. */
const STATUS = {
  not_signed_in: 401,
  not_found: 404,
  not_allowed: 403,
  account_closing: 403,
  invalid_input: 400,
  stale_version: 409,
  already_exists: 409,
  wrong_password: 400,
  wrong_code: 400,
  link_expired: 410,
  try_later: 429,
  too_large: 413,
  quota_passed: 413,
  file_type_refused: 415,
  foreign_origin: 403,
  overloaded: 503,
  disk_full: 507,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

/** Every error leaves as `application/problem+json` with a stable `code` (N1). */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal.code === 'internal') request.log.error(error)
    return sendProblem(reply, refusal)
  })
  app.setNotFoundHandler((_request: FastifyRequest, reply) =>
    sendProblem(reply, new Refusal('not_found', 'There is nothing at this address.')),
  )
}

function sendProblem(reply: FastifyReply, refusal: Refusal) {
  if (refusal.code === 'try_later' && typeof refusal.details['seconds'] === 'number') {
    reply.header('retry-after', refusal.details['seconds'])
  }
  return reply
    .code(STATUS[refusal.code])
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send({
      type: 'about:blank',
      title: refusal.message,
      status: STATUS[refusal.code],
      code: refusal.code,
      fields: refusal.fields,
      ...(Object.keys(refusal.details).length > 0 ? { details: refusal.details } : {}),
    })
}

/** Tells the page that the same request may be sent again by itself. */
const NOTHING_DONE = { details: { nothingDone: true } } as const

function refusalOf(error: FastifyError): Refusal {
  if (error instanceof Refusal) return error
  if (isResponseSerializationError(error)) return new Refusal('internal', INTERNAL)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields: FieldFault[] = error.validation.map((fault) => ({
      path: fault.instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: fault.message ?? 'This cannot be read.',
    }))
    // An address that cannot be one of ours is nobody's, and says so like any other (A11).
    if (error.validationContext === 'params') return new Refusal('not_found', 'There is nothing here.')
    return new Refusal('invalid_input', fields[0]?.message ?? 'This cannot be read.', { fields })
  }
  if (error.statusCode === 413) return new Refusal('too_large', 'This is more than can be sent at once.')
  if (error.statusCode === 429)
    return new Refusal('try_later', 'That was a lot at once. Try again in a minute.', { details: { seconds: 60 } })
  if (error.statusCode === 503) return new Refusal('overloaded', 'Cairn is busy. Nothing was lost: try again in a moment.', NOTHING_DONE)
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new Refusal('invalid_input', 'This request cannot be read.')
  }
  const state = (error as { code?: unknown }).code
  if (typeof state === 'string') {
    if (FULL.test(state)) return new Refusal('disk_full', DISK_FULL)
    if (UNREADABLE.test(state)) return new Refusal('invalid_input', 'This holds signs that cannot be kept.')
    if (UNREACHABLE.test(state)) return new Refusal('overloaded', 'Cairn cannot reach its database just now. Try again in a moment.')
    if (state === '40001' || state === '40P01' || state === '23503')
      return new Refusal('overloaded', 'Somebody else changed this at the same moment. Try again.', NOTHING_DONE)
  }
  if (/Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)) {
    return new Refusal('overloaded', 'Cairn cannot reach its database just now. Try again in a moment.')
  }
  return new Refusal('internal', INTERNAL)
}

const INTERNAL = 'Something went wrong here, not with what you did. Try again; if it goes on, tell support.'
const DISK_FULL = 'There is no room left on the disk that Cairn keeps its data on, so this was not saved. Tell whoever runs Cairn.'
/** PostgreSQL's and the system's word for a full disk. */
const FULL = /^(53100|ENOSPC)$/
/** What PostgreSQL calls text and numbers that it cannot read. */
const UNREADABLE = /^22(021|P02|P05|007|008|003)$/
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|57P0[0-3]|08...)$/
