import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { answerErrors } from './error-answers.ts'

async function answerTo(fault: object) {
  const app = Fastify()
  answerErrors(app)
  app.get('/', () => {
    throw Object.assign(new Error('could not extend file "base/1/2": No space left on device'), fault)
  })
  const answer = await app.inject('/')
  await app.close()
  return { status: answer.statusCode, ...answer.json<{ code: string; title: string }>() }
}

test.each([{ code: '53100' }, { code: 'ENOSPC' }])('N1: a full disk is said plainly, whoever found it full (%o)', async (fault) => {
  const answer = await answerTo(fault)
  expect(answer).toMatchObject({ status: 507, code: 'disk_full' })
  expect(answer.title).toContain('not saved')
})

test('N1: what nobody foresaw says nothing of itself and promises nothing', async () => {
  const answer = await answerTo({})
  expect(answer).toMatchObject({ status: 500, code: 'internal' })
  expect(answer.title).not.toMatch(/kept|saved|extend/)
})
