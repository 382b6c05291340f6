import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { downloadProof, downloadVerifier, readChain } from '#domain/accounts/chain-contract.ts'
import { headLine } from '#domain/accounts/chain-words.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { proofWords, readRecord } from '#domain/accounts/proof-words.ts'
import type { Proof } from '#domain/accounts/proof.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { chainKeyOf, chainOf, newestLink, signedHeadOf } from './chain-queries.ts'
import { namesOf, programmesToday } from './owner-queries.ts'
import { seenBy } from './seen.ts'

const KEY_PLACE = '__CHAIN_KEY__'
const SERVER_PLACE = '__SERVER__'

/** What was signed, and the proof of it to take away (A9). */
export const chainRoutes: FastifyPluginCallbackZod<Parts> = (app, { db, config, webFolder }, done) => {
  const key = chainKeyOf(config)
  const nameOf = async (ownerId: string) => (await namesOf(db, [ownerId])).get(ownerId) ?? ''

  app.route({
    ...readChain,
    handler: async (request) => {
      const { ownerId } = request.params
      const seen = await seenBy(db, viewerOf(request), ownerId, 'chain', 'read', { section: 'head' })
      const whole = seen.may('read', 'chain', { section: 'whole' })
      const [name, newest, chain] = await Promise.all([
        nameOf(ownerId),
        newestLink(db, ownerId),
        whole.allowed ? chainOf(db, ownerId) : null,
      ])
      const texts = new Map(chain?.records.map(({ number, text }) => [number, text]))
      return {
        name,
        head:
          newest === undefined
            ? null
            : {
                number: newest.number,
                at: newest.at.toISOString(),
                line: headLine(signedHeadOf(key, { ownerId, number: newest.number, hash: newest.hash })),
              },
        signed:
          chain === null
            ? null
            : chain.links.toReversed().map(({ number, kind, at }) => {
                const text = texts.get(number)
                return {
                  number,
                  kind,
                  at,
                  erased: text === undefined,
                  ...(text === undefined ? { says: null, by: null } : readRecord(text)),
                }
              }),
        publicKey: key.publicKey,
        can: { download: mayOf(whole) },
      }
    },
  })

  app.route({
    ...downloadProof,
    handler: async (request, reply) => {
      const viewer = viewerOf(request)
      const { ownerId } = request.params
      await seenBy(db, viewer, ownerId, 'chain', 'read', { section: 'whole' })
      const [name, chain] = await Promise.all([nameOf(ownerId), chainOf(db, ownerId)])
      const newest = chain.links.at(-1)
      if (newest === undefined) throw notFound()
      const proof: Proof = {
        cairn: 'proof of a chain',
        madeAt: new Date(Date.now()).toISOString(),
        name,
        server: config.url,
        publicKey: key.publicKey,
        head: signedHeadOf(key, { ownerId, number: newest.number, hash: newest.hash }),
        chain: { ...chain, links: [...chain.links], records: [...chain.records] },
      }
      await audit(db, { ownerId, personId: viewer.personId, act: 'accounts.proof_downloaded', recordKind: 'chain' })
      const fileName = proofWords.fileName(programmesToday())
      return reply
        .headers({ 'content-type': 'application/json; charset=utf-8', 'content-disposition': `attachment; filename="${fileName}"` })
        .send(JSON.stringify(proof, null, 2))
    },
  })

  app.route({
    ...downloadVerifier,
    handler: async (_request, reply) => {
      const page = await readFile(join(webFolder, 'verifier.html'), 'utf8').catch(() => null)
      if (page === null) throw new Refusal('overloaded', 'The verifier has not been built yet.')
      return reply
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'content-disposition': 'attachment; filename="cairn-verifier.html"',
          'content-security-policy': "default-src 'none'; sandbox",
        })
        .send(page.replace(KEY_PLACE, key.publicKey).replace(SERVER_PLACE, () => encodeURI(config.url)))
    },
  })
  done()
}
