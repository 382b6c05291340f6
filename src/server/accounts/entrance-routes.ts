import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  chainKey,
  confirmEmail as confirmEmailEndpoint,
  currentSession,
  register as registerEndpoint,
  requestReset as requestResetEndpoint,
  resendConfirmation as resendEndpoint,
  resetPassword as resetPasswordEndpoint,
  signIn as signInEndpoint,
  signOut as signOutEndpoint,
} from '#domain/accounts/contract.ts'
import {
  leaveSecondStep as leaveSecondStepEndpoint,
  passSecondStep as passSecondStepEndpoint,
} from '#domain/accounts/second-factor-contract.ts'
import { viewerIfAny } from '#server/platform/viewer.ts'
import { chainKeyOf } from './chain-queries.ts'
import { requestReset, resetPassword } from './passwords.ts'
import { confirmEmail, register, resendConfirmation, type AccountParts } from './registration.ts'
import { leaveSecondStep, owesSecondStep, passSecondStep } from './second-step.ts'
import { whoIs } from './signed-in.ts'
import { signIn, signOut } from './signing-in.ts'

const done = { done: true } as const
const version = process.env['npm_package_version'] ?? '0.1.0'

/** Asking by email is answered after so many milliseconds or twice, three times as many: the clock tells no more than the answer (A2). */
const STEP = 400

async function inSteps(work: Promise<void>): Promise<void> {
  const began = performance.now()
  await work
  await wait(STEP - ((performance.now() - began) % STEP))
}

/** What is open to everybody: registering, signing in and out, links from mails. */
export const entranceRoutes: FastifyPluginAsyncZod<AccountParts> = async (app, parts) => {
  const house = { version, demo: parts.config.mode === 'demo', support: parts.config.support }

  app.route({
    ...currentSession,
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const person = await whoIs(parts.db, viewerIfAny(request))
      return { person, house, secondStep: person === null && (await owesSecondStep(parts, request)) }
    },
  })
  app.route({
    ...chainKey,
    handler: async (_request, reply) => {
      // A verifier is a page from elsewhere, or a file on somebody's disk.
      reply.header('access-control-allow-origin', '*')
      return { algorithm: 'Ed25519' as const, publicKey: chainKeyOf(parts.config).publicKey }
    },
  })
  app.route({
    ...registerEndpoint,
    handler: async (request) => {
      await inSteps(register(parts, request.body))
      return done
    },
  })
  app.route({
    ...resendEndpoint,
    handler: async (request) => {
      await inSteps(resendConfirmation(parts, request.body.email))
      return done
    },
  })
  app.route({ ...confirmEmailEndpoint, handler: async (request) => ({ email: await confirmEmail(parts, request.body.token) }) })
  app.route({ ...signInEndpoint, handler: async (request, reply) => ({ person: await signIn(parts, request, reply, request.body) }) })
  app.route({
    ...passSecondStepEndpoint,
    handler: async (request, reply) => ({ person: await passSecondStep(parts, request, reply, request.body) }),
  })
  app.route({
    ...leaveSecondStepEndpoint,
    handler: async (request, reply) => {
      await leaveSecondStep(parts, request, reply)
      return done
    },
  })
  app.route({
    ...signOutEndpoint,
    handler: async (request, reply) => {
      await signOut(parts, request, reply)
      return done
    },
  })
  app.route({
    ...requestResetEndpoint,
    handler: async (request) => {
      await inSteps(requestReset(parts, request.body.email))
      return done
    },
  })
  app.route({
    ...resetPasswordEndpoint,
    handler: async (request) => {
      await resetPassword(parts, request.body.token, request.body.password)
      return done
    },
  })
}
