import { expect, test } from 'vitest'
import { loggerOptions } from './logger.ts'

test('F3, F5: the code of a ticket, by which anybody could sign, and that of feedback, which tells who it is, stand in no log', () => {
  const options = loggerOptions({ mode: 'production' })
  const { serializers } = options as { serializers: { req: (request: object) => { path: string } } }
  const logged = (url: string) => serializers.req({ method: 'GET', url, id: '1' }).path
  expect(logged('/api/tickets/CODE/submit?x=1')).toBe('/api/tickets/…/submit')
  expect(logged('/ticket/CODE')).toBe('/ticket/…')
  expect(logged('/api/feedback/CODE/reply')).toBe('/api/feedback/…/reply')
  expect(logged('/feedback/CODE')).toBe('/feedback/…')
  expect(logged('/api/people/me/items?q=secret')).toBe('/api/people/me/items')
})
