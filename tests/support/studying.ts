import { resolve } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { rightOption } from '../../src/domain/learning/attempt-rules.ts'
import { answerQuestion, myModule, retakeModule, startModule } from '../../src/domain/learning/contract.ts'
import type { ModuleEdition } from '../../src/domain/learning/module-file.ts'
import { loadModules } from '../../src/server/learning/load-modules.ts'
import type { Visitor } from './visitor.ts'

/** The modules that ship, with their right answers. */
export async function shippedModules(): Promise<readonly ModuleEdition[]> {
  const folder = resolve(import.meta.dirname, '../../catalogue/modules')
  return (await loadModules(folder, { accreditorIds: new Set(['rcgp', 'racgp', 'federation-rcps']) })).editions
}

/** An attempt at a module with every answer given, to be submitted; a retake where it was taken before. Returns its id. */
export async function answerAll(visitor: Visitor, module: ModuleEdition, passes: boolean): Promise<string> {
  const at = { params: { moduleId: module.id } }
  const { last } = await visitor.read(myModule, at)
  const mine =
    last === null
      ? await visitor.ask(startModule, { ...at, body: { id: uuidv7() } })
      : await visitor.ask(retakeModule, { ...at, body: { id: uuidv7(), instead: last.attemptId } })
  const { attemptId } = mine.open!
  for (const question of module.questions) {
    const option = passes ? rightOption(question) : (rightOption(question) + 1) % question.options.length
    await visitor.ask(answerQuestion, { params: { attemptId, part: 'final', questionId: question.id }, body: { option } })
  }
  return attemptId
}
