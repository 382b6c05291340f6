/** Every code the server can answer with. Stable: pages, tests and other programs rely on them. */
export const ERROR_CODES = [
  'not_signed_in',
  'not_found',
  'not_allowed',
  'account_closing',
  'invalid_input',
  'stale_version',
  'already_exists',
  'wrong_password',
  'wrong_code',
  'link_expired',
  'try_later',
  'too_large',
  'quota_passed',
  'file_type_refused',
  'foreign_origin',
  'overloaded',
  'disk_full',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** What is wrong with one field of a form. `path` is dotted, as the form names its fields. */
export interface FieldFault {
  readonly path: string
  readonly message: string
}

/**
 * A refusal in words the person can act on. Thrown by rules and commands; it knows no HTTP.
 * `fields` puts the message at the field; `details` travels to the page beside the code.
 */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly fields: readonly FieldFault[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    more: { fields?: readonly FieldFault[]; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.fields = more.fields ?? []
    this.details = more.details ?? {}
  }
}

/** A refusal at one field. */
export const refuseField = (path: string, message: string): Refusal =>
  new Refusal('invalid_input', message, { fields: [{ path, message }] })

/** What a stranger is told of a row that is not theirs: that there is none (A11). */
export const notFound = (): Refusal => new Refusal('not_found', 'There is nothing here.')
