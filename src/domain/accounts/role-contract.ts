import { z } from 'zod'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { Email, Token } from './contract.ts'
import { PHASES, PROGRAMME_ROLES } from './relations.ts'

/** What a system administrator makes others (A7). */
export const CAIRN_ROLES = ['college administrator', 'publisher', 'system administrator'] as const
export type CairnRole = (typeof CAIRN_ROLES)[number]

const holder = {
  id: z.uuid(),
  /** Empty where the account is closed. */
  name: z.string(),
  email: z.string(),
  from: PlainDate,
  until: PlainDate.nullable(),
  phase: z.enum(PHASES),
}
export const ProgrammeRoleHolder = z.object({ ...holder, role: z.enum(PROGRAMME_ROLES) })
export type ProgrammeRoleHolder = z.infer<typeof ProgrammeRoleHolder>
export const RoleHolder = z.object({ ...holder, role: z.enum(CAIRN_ROLES) })
export type RoleHolder = z.infer<typeof RoleHolder>

/* All under /api/administration/ asks for the role of system administrator before anything else. */

export const listRoles = {
  method: 'GET',
  url: '/api/administration/roles',
  schema: {
    summary: 'Who administers and publishes in this Cairn, and who did',
    response: { 200: z.object({ holders: z.array(RoleHolder) }) },
  },
} as const satisfies Endpoint

export const giveCairnRole = {
  method: 'POST',
  url: '/api/administration/roles',
  schema: {
    summary: 'Make somebody, found by their exact address, an administrator or a publisher (A7)',
    body: z.object({ email: Email, role: z.enum(CAIRN_ROLES), from: PlainDate, until: PlainDate.nullable() }),
    response: { 201: z.object({ id: z.uuid() }) },
  },
} as const satisfies Endpoint

export const endCairnRole = {
  method: 'POST',
  url: '/api/administration/roles/:roleId/end',
  schema: {
    summary: 'Set the last day of a role, or take it back',
    params: z.object({ roleId: z.uuid() }),
    body: z.object({ until: PlainDate }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

/** By the link printed in the terminal at the start, which works once (A7). Fault: `link_expired`. */
export const becomeFirstAdministrator = {
  method: 'POST',
  url: '/api/people/:ownerId/first-administrator',
  schema: {
    summary: 'Become the first system administrator by the one-time link (A7)',
    params: OwnerParams,
    body: z.object({ token: Token }),
    response: { 200: Done },
  },
} as const satisfies Endpoint
