import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import {
  answerQuestion,
  listCertificates,
  myModule,
  retakeModule,
  startModule,
  submitAttempt,
  takeModuleAgain,
} from '#domain/learning/contract.ts'
import { amendItem, itemById } from '#domain/portfolio/contract.ts'
import { house } from '../../../tests/support/house.ts'
import { accredited, aModule } from '../../../tests/support/modules.ts'
import type { Person } from '../../../tests/support/person.ts'

const at = house()
const MODULES = ['one', 'two'] as const
const LENSES = [null, 'rcgp', 'racgp', 'eaccme'] as const
const RIGHT: Readonly<Record<string, number>> = { q1: 1, q2: 2, q3: 3, q4: 0 }

/** What accredits each module today; amounts in hundredths, changed in the middle of a history. */
type Accrediting = Record<(typeof MODULES)[number], Record<string, number>>

/** One row as rules C2 to C8 and L3 to L7 say it should stand, in the plainest words there are. */
interface ModelRow {
  status: 'in progress' | 'completed'
  awards: Record<string, number>
  personal: number
  /** Credits of its certificates, and whether they stand. */
  certificates: { awards: Record<string, number>; valid: boolean }[]
  retaken: boolean
  submitted: boolean
}

type Step =
  | { act: 'take'; module: (typeof MODULES)[number]; pass: boolean }
  | { act: 'retake'; module: (typeof MODULES)[number] }
  | { act: 'again'; module: (typeof MODULES)[number] }
  | { act: 'accredit'; module: (typeof MODULES)[number]; by: string; amount: number }
  | { act: 'lens'; lens: (typeof LENSES)[number] }
  | { act: 'personal'; module: (typeof MODULES)[number]; amount: number }

const module = fc.constantFrom(...MODULES)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ act: fc.constant('take' as const), module, pass: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ act: fc.constant('retake' as const), module }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('again' as const), module }) },
    {
      weight: 2,
      arbitrary: fc.record({
        act: fc.constant('accredit' as const),
        module,
        by: fc.constantFrom('rcgp', 'racgp', 'eaccme'),
        amount: fc.constantFrom(0, 25, 50, 133),
      }),
    },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('lens' as const), lens: fc.constantFrom(...LENSES) }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('personal' as const), module, amount: fc.integer({ min: 1, max: 400 }) }) },
  ),
  { minLength: 6, maxLength: 16 },
)

const offer = (accrediting: Accrediting) =>
  at.house.shelf.offer({
    editions: MODULES.map((id) =>
      aModule(id, {
        accreditations: Object.entries(accrediting[id])
          .filter(([, amount]) => amount > 0)
          .map(([accreditor, amount]) => accredited(accreditor, amount)),
      }),
    ),
    pictures: [],
  })

class History {
  readonly person: Person
  readonly accrediting: Accrediting = { one: { rcgp: 50, racgp: 75 }, two: { rcgp: 100 } }
  readonly rows: Record<string, ModelRow[]> = { one: [], two: [] }
  lens: (typeof LENSES)[number] = null

  constructor(person: Person) {
    this.person = person
  }

  async take(step: Step): Promise<void> {
    const { person } = this
    if (step.act === 'lens') {
      this.lens = step.lens
      await person.ask(savePreferences, { body: { accreditorId: step.lens } })
      return
    }
    if (step.act === 'accredit') {
      this.accrediting[step.module][step.by] = step.amount
      await offer(this.accrediting)
      return
    }
    const of = { params: { moduleId: step.module } }
    const rows = this.rows[step.module]!
    const row = rows.at(-1)
    const mine = await person.ask(myModule, of)
    if (step.act === 'retake') {
      if (row === undefined || !row.submitted) return
      await person.ask(retakeModule, { ...of, body: { id: uuidv7(), instead: mine.last!.attemptId } })
      row.status = 'in progress'
      row.awards = {}
      for (const one of row.certificates) one.valid = false
      row.retaken = true
      row.submitted = false
      return
    }
    if (step.act === 'again') {
      if (row === undefined || !row.submitted || row.status !== 'completed') return
      await person.ask(takeModuleAgain, { ...of, body: { id: uuidv7(), after: mine.last!.attemptId } })
      rows.push({ status: 'in progress', awards: {}, personal: 0, certificates: [], retaken: false, submitted: false })
      return
    }
    if (step.act === 'personal') {
      if (row === undefined) return
      const id = mine.row!.itemId
      const { version, can } = await person.ask(itemById, { params: { id } })
      const closed = this.lens !== null && this.lens in row.awards
      expect('personal' in can.closed, 'C3').toBe(closed)
      if (closed) return
      await person.ask(amendItem, { params: { id }, body: { version, personal: step.amount } })
      row.personal = step.amount
      return
    }
    if (row?.submitted) return
    const begun = await person.ask(startModule, { ...of, body: { id: uuidv7() } })
    if (row === undefined) rows.push({ status: 'in progress', awards: {}, personal: 0, certificates: [], retaken: false, submitted: false })
    const now = rows.at(-1)!
    const { attemptId } = begun.open!
    for (const [questionId, right] of Object.entries(RIGHT)) {
      const option = step.pass ? right : (right + 1) % 4
      await person.ask(answerQuestion, { params: { attemptId, part: 'final', questionId }, body: { option } })
    }
    await person.ask(submitAttempt, { params: { attemptId }, body: {} })
    now.submitted = true
    if (step.pass || !now.retaken) now.status = 'completed'
    if (step.pass) {
      now.awards = Object.fromEntries(Object.entries(this.accrediting[step.module]).filter(([, amount]) => amount > 0))
      now.certificates.push({ awards: now.awards, valid: true })
    }
  }

  /** Rules C2 to C6 over the rows as the model has them. */
  expected() {
    const all = Object.values(this.rows).flat()
    const done = all.filter((row) => row.status === 'completed')
    const { lens } = this
    const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
    return {
      totals: {
        counted: sum(done.map((row) => (lens === null ? row.personal : (row.awards[lens] ?? 0)))),
        notCounted: lens === null ? 0 : sum(done.map((row) => (lens in row.awards ? 0 : row.personal))),
        items: all.length,
        completed: done.length,
      },
      certificates: all
        .flatMap((row) => row.certificates)
        .map(({ awards, valid }) => `${valid ? 'valid' : 'void'} ${lens === null ? 'none' : (awards[lens] ?? 'none')}`)
        .sort(),
    }
  }

  async found() {
    const [{ totals }, { certificates }] = await Promise.all([this.person.list(), this.person.ask(listCertificates)])
    const { counted, notCounted, items, completed } = totals!
    return {
      totals: { counted, notCounted, items, completed },
      certificates: certificates.map((one) => `${one.voidedOn === null ? 'valid' : 'void'} ${one.credits?.amount ?? 'none'}`).sort(),
    }
  }
}

test(
  'C2, C3, C4, C6, C8, L6, L7: totals and certificates of any history are those of a plain model of the rules, through every organisation',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const history = new History(await at.clinician())
        await offer(history.accrediting)
        for (const step of taken) {
          await history.take(step)
          expect(await history.found(), JSON.stringify(step)).toEqual(history.expected())
        }
        for (const lens of LENSES) {
          await history.take({ act: 'lens', lens })
          expect(await history.found(), `through ${lens}`).toEqual(history.expected())
        }
      }),
      { numRuns: Number(process.env['CAIRN_HISTORIES'] ?? 40) },
    )
  },
)
