import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../src/server/platform/embedded-postgres.ts'
import { migrate } from '../../src/server/platform/migrate.ts'
import { prepareQueue } from '../../src/server/platform/jobs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the template database that each test file copies. */
    templateUrl: string
  }
}

let shared: Promise<{ url: string; stop(): Promise<void> }> | null = null
let users = 0

/** One PostgreSQL for the whole run, with every migration in a template database. */
export default async function setup(project: TestProject) {
  users++
  shared ??= start()
  const { url, stop } = await shared
  project.provide('templateUrl', url)
  return async () => {
    if (--users === 0) await stop()
  }
}

async function start() {
  const dataFolder = await mkdtemp(join(tmpdir(), 'cairn-test-'))
  const postgres = await startPostgres({
    dataFolder,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    onProgress: () => undefined,
  })
  await migrate(postgres.url)
  await prepareQueue(postgres.url)
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
