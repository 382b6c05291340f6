import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../scripts/demo/random.ts'
import { myModule, submitAttempt } from '../src/domain/learning/contract.ts'
import type { ModuleEdition } from '../src/domain/learning/module-file.ts'
import { listItems } from '../src/domain/portfolio/contract.ts'
import { halvesIn } from './support/halves.ts'
import { RealServer } from './support/real-server.ts'
import { answerAll, shippedModules } from './support/studying.ts'
import { Unanswered, Visitor } from './support/visitor.ts'

const ROUNDS = Number(process.env['CAIRN_CRASHES'] ?? 3)
const SEED = Number(process.env['CAIRN_SEED'] ?? Math.floor(Math.random() * 1_000_000))
const random = randomFrom(SEED)
const MINUTE = 60_000

let server: RealServer
let place: string
let modules: readonly ModuleEdition[]
let visitors: Visitor[]

beforeAll(async () => {
  modules = (await shippedModules()).slice(0, 3)
  place = await mkdtemp(join(tmpdir(), 'cairn-submit-'))
  await chmod(place, 0o711)
  server = await RealServer.at(join(place, 'data'))
  await server.start()
  const emails = ['one', 'two', 'three'].map((name) => `${name}@example.org`)
  await server.register(emails)
  visitors = await Promise.all(emails.map((email) => Visitor.signedIn(server.url, email)))
})
afterAll(async () => {
  await server?.end()
  await rm(place, { recursive: true, force: true })
})

test(
  'N4, L5: kill -9 while assessments are submitted loses no result, halves none and counts none twice',
  { timeout: (ROUNDS + 1) * 2 * MINUTE },
  async () => {
    let [acknowledged, unanswered] = [0, 0]
    for (let round = 0; round < ROUNDS; round++) {
      const ready = await Promise.all(visitors.flatMap((visitor) => modules.map((module) => answered(visitor, module))))
      const submissions = ready.map(async ({ visitor, attemptId, passes }) => {
        await wait(random.whole(0, 150))
        try {
          const result = await visitor.ask(submitAttempt, { params: { attemptId }, body: {} })
          expect(result.passed).toBe(passes)
          acknowledged += 1
          return 'acknowledged'
        } catch (fault) {
          if (!(fault instanceof Unanswered)) throw fault
          unanswered += 1
          return 'unanswered'
        }
      })
      await wait(random.whole(20, 160))
      await server.kill()
      const told = await Promise.all(submissions)
      await server.start()
      for (const [index, { visitor, module, attemptId, passes }] of ready.entries()) {
        const mine = await visitor.read(myModule, { params: { moduleId: module.id } })
        if (told[index] === 'acknowledged') expect(mine.last, `CAIRN_SEED=${SEED}`).toMatchObject({ attemptId, passed: passes })
        // Sent again, as the person would, it gives the one result.
        const result = await visitor.read(submitAttempt, { params: { attemptId }, body: {} })
        expect([result.passed, result.certificate !== null], `CAIRN_SEED=${SEED}`).toEqual([passes, passes])
      }
      expect(await halvesIn(server.databaseUrl), `CAIRN_SEED=${SEED}`).toEqual([])
    }
    for (const visitor of visitors) expect((await visitor.read(listItems)).totals?.items).toBe(modules.length)
    console.log(`${ROUNDS} kills: ${acknowledged} results acknowledged, ${unanswered} not answered; CAIRN_SEED=${SEED}`)
  },
)

async function answered(visitor: Visitor, module: ModuleEdition) {
  const passes = random.chance(0.7)
  return { visitor, module, passes, attemptId: await answerAll(visitor, module, passes) }
}
