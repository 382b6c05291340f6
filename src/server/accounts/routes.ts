import type { FastifyPluginAsync } from 'fastify'
import { chainRoutes } from './chain-routes.ts'
import { administrationRoutes } from './administration-routes.ts'
import { closingRoutes } from './closing-routes.ts'
import { demoRoutes } from './demo-routes.ts'
import { entranceRoutes } from './entrance-routes.ts'
import { ownRoutes } from './own-routes.ts'
import type { AccountParts } from './registration.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'

export const accountRoutes: FastifyPluginAsync<AccountParts> = async (app, parts) => {
  await app.register(entranceRoutes, parts)
  await app.register(ownRoutes, parts)
  await app.register(secondFactorRoutes, parts)
  await app.register(closingRoutes, parts)
  await app.register(chainRoutes, parts)
  await app.register(administrationRoutes, parts)
  if (parts.config.mode === 'demo') await app.register(demoRoutes, parts)
}
