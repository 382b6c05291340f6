import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { demoMailbox, demoPeople } from '#domain/accounts/contract.ts'
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people.ts'
import type { AccountParts } from './registration.ts'

const MOST_SHOWN = 100

/** The demo's mailbox and its people; registered in the demo alone. */
export const demoRoutes: FastifyPluginAsyncZod<AccountParts> = async (app, { db }) => {
  app.route({
    ...demoMailbox,
    handler: async (_request, reply) => {
      reply.header('cache-control', 'no-store')
      const rows = await db
        .selectFrom('message')
        .selectAll()
        .where('withheld_at', 'is', null)
        .orderBy('id', 'desc')
        .limit(MOST_SHOWN)
        .execute()
      return {
        messages: rows.map((row) => ({
          id: row.id,
          to: row.recipient,
          subject: row.subject,
          text: row.body_text,
          html: row.body_html,
          sentAt: (row.sent_at ?? row.created_at).toISOString(),
        })),
      }
    },
  })
  app.route({
    ...demoPeople,
    handler: async () => ({
      people: DEMO_PEOPLE.map(({ name, role, group, email }) => ({ name, role, group, email, password: DEMO_PASSWORD })),
    }),
  })
}
