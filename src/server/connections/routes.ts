import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  beginConnecting,
  changeConnection,
  checkConnection,
  deliveriesOfItems,
  deliveryLog,
  disconnect,
  finishConnecting,
  listConnections,
  previewDelivery,
  switchDelivery,
  tryAllNow,
} from '#domain/connections/contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import { openTypstPool } from '#server/platform/typst-pool.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as connecting from './connect-commands.ts'
import type { DeliveryHouse } from './claim.ts'
import { sendableOf } from './payload-queries.ts'
import { connectionOf, connectionsOf, deliveriesOf, logOf } from './queries.ts'
import * as switches from './switch-commands.ts'

export const connectionRoutes: FastifyPluginCallbackZod<DeliveryHouse> = (app, house, done) => {
  const { db, connectors } = house
  const typst = openTypstPool()
  app.addHook('onClose', async () => typst.close())
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'connection', 'read')
  const writing = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'connection', 'write')

  app.route({ ...listConnections, handler: async (request) => connectionsOf(db, connectors, await reading(request)) })
  app.route({
    ...beginConnecting,
    handler: async (request) => connecting.beginConnecting(house, await writing(request), request.body.connectorId),
  })
  app.route({
    ...finishConnecting,
    handler: async (request) => connecting.finishConnecting(house, await writing(request), request.body.search),
  })
  app.route({
    ...changeConnection,
    handler: async (request) => switches.changeConnection(house, await writing(request), request.params.connectionId, request.body),
  })
  app.route({
    ...disconnect,
    handler: async (request) => {
      await connecting.disconnect(house, await writing(request), request.params.connectionId)
      return { done: true } as const
    },
  })
  app.route({
    ...checkConnection,
    handler: async (request) => switches.checkConnection(house, await writing(request), request.params.connectionId),
  })
  app.route({
    ...tryAllNow,
    handler: async (request) => ({ tried: await switches.tryAllNow(house, await writing(request), request.params.connectionId) }),
  })
  app.route({
    ...deliveriesOfItems,
    handler: async (request) => ({ deliveries: await deliveriesOf(db, connectors, await reading(request), request.query.items) }),
  })
  app.route({
    ...switchDelivery,
    handler: async (request) => {
      const { connectionId, itemId } = request.params
      return switches.switchDelivery(house, await writing(request), connectionId, itemId, request.body.act)
    },
  })
  app.route({
    ...previewDelivery,
    handler: async (request) => {
      const seen = await reading(request)
      const { connectionId, itemId } = request.params
      const { sendNotes, sendImpact } = await connectionOf(db, connectors, seen, connectionId)
      const { payload } = await sendableOf(house, typst, seen, itemId, { connectionId, revision: 1, sendNotes, sendImpact })
      return payload
    },
  })
  app.route({
    ...deliveryLog,
    handler: async (request) => logOf(db, await reading(request), request.params.connectionId, request.query.after),
  })
  done()
}
