import { findIdentifiers } from '../src/domain/guard.ts'
import { clean, planted } from '../src/domain/guard.test-data.ts'
import { median, milliseconds, type Figure } from './figure.ts'
import type { Ground } from './ground.ts'

/** What the fourth goal of forms allows for 1,000 words. */
const MOST_MS = 5

/** The guard over 1,000 words and over 10,000: it may grow with the text and no faster (P18). */
export async function guard(ground: Ground): Promise<Figure[]> {
  const words = [...planted.map(({ text }) => text), ...clean].join(' ').split(/\s+/)
  const some = (many: number) => Array.from({ length: many }, (_, at) => words[at % words.length]).join(' ')
  const [thousand, tenThousand] = [some(1000), some(10_000)]
  const timeOf = (text: string) => {
    const before = performance.now()
    findIdentifiers(text, { kind: 'clinical writing', today: '2026-11-28' })
    return performance.now() - before
  }
  const rounds = Array.from({ length: ground.quick ? 40 : 200 }, () => ({ one: timeOf(thousand), ten: timeOf(tenThousand) })).slice(10)
  const one = median(rounds.map((round) => round.one))
  const growth = median(rounds.map((round) => round.ten)) / one
  return [
    { name: 'The guard: 10,000 words / 1,000', value: growth.toFixed(1), goal: 'under 15', met: growth < 15 },
    {
      name: 'The guard over 1,000 words / 5 ms',
      value: (one / MOST_MS).toFixed(2),
      goal: 'under 1',
      met: one < MOST_MS,
      note: `1,000 words take ${milliseconds(one)}`,
    },
  ]
}
