import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { chooseDataFolder, DataFolderError, isHeld, openDataFolder, refuseSecondCopy, type Opening } from './data-folder.ts'
import { DiskFull, PortInUse } from './plain-error.ts'
import { refuseUsedPort } from './port.ts'

const opening: Opening = { address: 'http://127.0.0.1:7420', postgresMajor: 18, patienceMs: 200 }
const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step()
})

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-test-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function refusal(path: string, how: Opening = opening): Promise<string> {
  const before = existsSync(path) ? readdirSync(path) : null
  const error: unknown = await openDataFolder(path, how).then(
    (folder) => folder.close(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).name).toMatch(/^(DataFolderError|DiskFull|PlainError)$/)
  expect(existsSync(path) ? readdirSync(path) : null, 'nothing is harmed').toEqual(before)
  return (error as Error).message
}

test('a new folder is made, kept private, and opened again with the same secret', async () => {
  const path = join(place(), 'deep/er/data')
  const first = await openDataFolder(path, opening)
  const secret = first.secret()
  first.close()
  const again = await openDataFolder(path, opening)
  expect(again.secret()).toBe(secret)
  expect(secret).toMatch(/^[\da-f]{64}$/)
  expect(statSync(join(path, 'secret')).mode & 0o777).toBe(0o600)
  expect(statSync(path).mode & 0o007).toBe(0)
  expect(readFileSync(join(path, 'VERSION'), 'utf8')).toBe('{"cairn":1,"postgresql":18}\n')
  again.close()
})

test('a folder of another version is refused, older or newer', async () => {
  for (const [cairn, which] of [
    [0, 'an older'],
    [2, 'a newer'],
  ] as const) {
    const path = place()
    writeFileSync(join(path, 'VERSION'), JSON.stringify({ cairn, postgresql: 18 }))
    expect(await refusal(path)).toContain(`was written by ${which} Cairn`)
  }
})

test('a database of another PostgreSQL is refused, with the way out', async () => {
  const path = place()
  writeFileSync(join(path, 'VERSION'), JSON.stringify({ cairn: 1, postgresql: 17 }))
  expect(await refusal(path)).toMatch(/PostgreSQL 17, and this Cairn brings PostgreSQL 18.*npm run backup/)
})

test('a folder of something else is refused', async () => {
  const path = place()
  writeFileSync(join(path, 'thesis.docx'), '')
  expect(await refusal(path)).toContain('not a data folder of Cairn (it holds thesis.docx)')
  await expect(openDataFolder(join(path, 'thesis.docx'), opening)).rejects.toThrow('is not a folder')
  writeFileSync(join(path, 'VERSION'), 'of the thesis: 7')
  expect(await refusal(path)).toContain('is not one that Cairn wrote')
})

test('a second copy is told where the first one is, and the first goes on', async () => {
  const path = place()
  const first = await openDataFolder(path, opening)
  expect(await refusal(path)).toContain(`already runs on the data folder ${path} (process ${process.pid}, http://127.0.0.1:7420)`)
  expect(isHeld(path)).toBe(true)
  await expect(refuseSecondCopy(path, 100)).rejects.toBeInstanceOf(DataFolderError)
  first.close()
  await refuseSecondCopy(path, 100)
})

test('N4: the lock of a copy that was killed is free at once', async () => {
  const path = place()
  const child = fork(join(import.meta.dirname, 'data-folder.test-holder.ts'), [path])
  await once(child, 'message')
  expect(await refusal(path)).toContain(`process ${child.pid}`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  ;(await openDataFolder(path, opening)).close()
})

test('with the database elsewhere several servers share the folder', async () => {
  const path = place()
  const shared = { ...opening, postgresMajor: null }
  const folders = [await openDataFolder(path, shared), await openDataFolder(path, shared)]
  for (const folder of folders) folder.close()
})

test('a disk that is nearly full is refused before anything is written', async () => {
  const path = join(place(), 'data')
  const words = await refusal(path, { ...opening, minimumFreeBytes: 2 ** 60 })
  expect(words).toMatch(/has \d+ MB free/)
  expect(existsSync(path)).toBe(false)
  await expect(openDataFolder(path, { ...opening, minimumFreeBytes: 2 ** 60 })).rejects.toBeInstanceOf(DiskFull)
})

test('a port in use is said, with how to name another', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  undo.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const tried = refuseUsedPort('127.0.0.1', port)
  await expect(tried).rejects.toBeInstanceOf(PortInUse)
  await expect(tried).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use by another program. Name another with CAIRN_PORT`)
  await refuseUsedPort('127.0.0.1', 0)
})

test.runIf(process.getuid?.() === 0)(
  'as root, a folder PostgreSQL cannot reach is refused if it was named, and replaced if it was not',
  () => {
    const shut = place()
    mkdirSync(join(shut, 'cairn'))
    const named = readConfig({ CAIRN_DATA: join(shut, 'cairn/data'), CAIRN_RUN_AS: 'nobody' })
    expect(() => chooseDataFolder(named, () => {})).toThrow(`nobody may not enter ${shut}, which is on the way`)
    const lines: string[] = []
    expect(chooseDataFolder({ ...named, dataFolderNamed: false }, (line) => lines.push(line))).toMatch(/^\/var\/lib\/cairn\/[\da-f]{8}$/)
    expect(lines.join()).toContain(`may not enter ${shut}`)
    expect(chooseDataFolder({ ...named, databaseUrl: 'postgres://elsewhere/cairn' }, () => {})).toBe(named.dataFolder)
    expect(() => chooseDataFolder({ ...named, runAs: 'nobody-such' }, () => {})).toThrow('whom this computer does not know')
  },
)
