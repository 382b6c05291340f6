import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { expect, test } from 'vitest'
import { rateTopic, readGuide } from '#domain/help/contract.ts'
import { house } from '../../../tests/support/house.ts'
import { readTopic } from './guide.ts'
import { helpRoutes } from './routes.ts'

const at = house()

test('H1: the guide is read by anybody, in its order, each topic with the pages it helps with', async () => {
  const { topics } = await at.nobody().ask(readGuide)
  expect(topics.length).toBeGreaterThan(5)
  expect(topics.map((topic) => topic.order)).toEqual(topics.map((topic) => topic.order).sort((a, b) => a - b))
  const first = topics.find((topic) => topic.topic === 'getting-started')!
  expect(first.pages).toContain('home')
  expect(first.markdown).not.toContain('---\ntitle')
})

test('H1: whether a topic helped is kept without who said it', async () => {
  const person = await at.clinician()
  await person.ask(rateTopic, { body: { topic: 'getting-started', helped: false, note: ' Too long ' } })
  const { rows } = await at.house.pool.query('select topic, helped, note from guide_rating')
  expect(rows).toEqual([{ topic: 'getting-started', helped: false, note: 'Too long' }])
  await person.refused(rateTopic, { body: { topic: 'no-such-topic', helped: true } }, 'not_found')
})

test('H1: a topic without its front matter is named when the guide is read', () => {
  expect(() => readTopic('a.md', '# A')).toThrow(/a\.md/)
  expect(() => readTopic('b.md', '---\ntitle: B\n---\nText')).toThrow(/b\.md.*topic/)
})

test('H1: a topic’s film and its captions are played from this server, piece by piece', async () => {
  const guideFolder = await mkdtemp(join(tmpdir(), 'cairn-guide-'))
  await mkdir(join(guideFolder, 'videos'))
  await writeFile(join(guideFolder, 'videos/tagging.mp4'), 'a film of 20 letters')
  await writeFile(join(guideFolder, 'videos/tagging.vtt'), 'WEBVTT')
  const front = 'title: Tags\ntopic: tags\norder: 1\nvideo: { file: tagging.mp4, captions: tagging.vtt, transcript: Choose Tags. }'
  await writeFile(join(guideFolder, 'tags.md'), `---\n${front}\n---\nText`)
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler)
  await app.register(helpRoutes, { ...at.house, guideFolder })
  const { topics } = (await app.inject('/api/guide')).json<{ topics: unknown[] }>()
  expect(topics).toMatchObject([{ video: { file: 'tagging.mp4', captions: 'tagging.vtt', transcript: 'Choose Tags.' } }])
  const piece = await app.inject({ url: '/guide/videos/tagging.mp4', headers: { range: 'bytes=2-5' } })
  expect([piece.statusCode, piece.body, piece.headers['content-type']]).toEqual([206, 'film', 'video/mp4'])
  expect((await app.inject('/guide/videos/tagging.vtt')).headers['content-type']).toContain('text/vtt')
  expect((await app.inject('/guide/videos/..%2ftags.md')).statusCode).not.toBe(200)
  await app.close()
  await rm(guideFolder, { recursive: true })
})

test('H1: a film that is named wrongly is told when the guide is read', () => {
  expect(() =>
    readTopic('a.md', '---\ntitle: A\ntopic: a\norder: 1\nvideo: { file: ../x.mp4, captions: x.vtt, transcript: T }\n---\nText'),
  ).toThrow(/a\.md.*video/)
})
