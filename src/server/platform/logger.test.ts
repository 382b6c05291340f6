import { expect, test } from 'vitest'
import { loggerOptions } from './logger.ts'

test('F3: the code of a ticket, by which anybody could sign, stands in no log', () => {
  const options = loggerOptions({ mode: 'production' })
  const { serializers } = options as { serializers: { req: (request: object) => { path: string } } }
  const logged = (url: string) => serializers.req({ method: 'GET', url, id: '1' }).path
  expect(logged('/api/tickets/CODE/submit?x=1')).toBe('/api/tickets/…/submit')
  expect(logged('/ticket/CODE')).toBe('/ticket/…')
  expect(logged('/api/people/me/items?q=secret')).toBe('/api/people/me/items')
})
