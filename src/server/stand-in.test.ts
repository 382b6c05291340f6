import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#server/platform/processes.ts'
import { freePort } from '../../tests/support/house.ts'
import { standInPort, startStandIn } from './stand-in.ts'

let dataFolder = ''
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'cairn-stand-in-'))
})
afterAll(() => rm(dataFolder, { recursive: true, force: true }))

const configAt = async () => {
  const port = await freePort()
  return { secret: 'a secret for tests only, nothing more', url: `http://127.0.0.1:${port}`, port, dataFolder }
}
const answers = (url: string) =>
  fetch(`${url}/.well-known/openid-configuration`).then(
    ({ ok }) => ok,
    () => false,
  )

test('X14: the demo starts a stand-in of its own beside it, says how to sign in there, and ends it', async () => {
  const config = await configAt()
  const said: string[] = []
  const standIn = (await startStandIn(config, (line) => said.push(line)))!
  const url = standIn.env['CAIRN_OTHERFOLIO_ISSUER']!
  expect(url).toBe(`http://127.0.0.1:${config.port + 10}`)
  expect(await answers(url)).toBe(true)
  expect(standIn.waysIn.join('\n')).toMatch(new RegExp(`${url}[^]*ada@otherfolio\\.example.*password: .`))
  await standIn.close()
  expect(await until(async () => !(await answers(url)), 5000)).toBe(true)
  expect(said).toEqual([])
})

test('X14: a port in use is said plainly, and Cairn goes on without', async () => {
  const config = await configAt()
  const other = createServer()
  await new Promise<void>((done) => other.listen(standInPort(config.port), '127.0.0.1', done))
  const said: string[] = []
  expect(await startStandIn(config, (line) => said.push(line))).toBeNull()
  expect(said).toEqual([expect.stringContaining(`port ${config.port + 10} is in use by another program`)])
  other.close()
})

test('X14: a stand-in whose port would be none stands below', () => {
  expect(standInPort(65_530)).toBe(65_520)
})
