import { milliseconds, percentile, type Figure } from './figure.ts'
import type { Ground, Owner, OwnerSize } from './ground.ts'
import { ask, timeOf } from './load.ts'
import { COMMON_WORD, RARE_WORD } from './rows.ts'
import { SORTS } from '../src/domain/portfolio/filters.ts'

const SIZES = [500, 5000, 50_000] as const satisfies readonly OwnerSize[]
const MOST_MS = { page: 200, counts: 400 } as const
const MOST_GROWTH = 1.3

interface Question {
  readonly name: string
  readonly mostMs: number
  /** Why it can be slow. */
  readonly why?: string
  /** What is asked in turn. */
  readonly asked: readonly ((ground: Ground, owner: Owner, tags: readonly string[]) => Promise<unknown>)[]
}

const items =
  (query: (tags: readonly string[]) => Readonly<Record<string, unknown>>) => (ground: Ground, owner: Owner, tags: readonly string[]) =>
    ask(ground, owner, '/items', { query: query(tags) })

/** The page without the totals of the first one, by its cursor, from one page to the next. */
const next = new Map<string, string>()
const pageAfter = async (ground: Ground, owner: Owner) => {
  const { bytes } = await ask(ground, owner, '/items', { query: { after: next.get(owner.id) } })
  const page = JSON.parse(bytes.toString()) as { next: string | null }
  if (page.next === null) next.delete(owner.id)
  else next.set(owner.id, page.next)
}

const QUESTIONS: readonly Question[] = [
  { name: 'Page, further', mostMs: MOST_MS.page, asked: [pageAfter] },
  { name: 'Page, first, with totals', mostMs: MOST_MS.page, asked: [items(() => ({}))] },
  {
    name: 'Page, sorted by any column',
    mostMs: MOST_MS.page,
    asked: SORTS.flatMap((sort) => [items(() => ({ sort, order: 'asc' })), items(() => ({ sort, order: 'desc' }))]),
  },
  {
    name: 'Page, filtered',
    mostMs: MOST_MS.page,
    asked: [
      items((tags) => ({ tags: tags.slice(0, 1) })),
      items((tags) => ({ tags: tags.slice(0, 2) })),
      items(() => ({ type: 'course' })),
      items(() => ({ status: 'in progress' })),
      items(() => ({ from: '2024-01-01', to: '2024-12-31' })),
    ],
  },
  {
    name: 'Search, common and rare words',
    mostMs: MOST_MS.page,
    asked: [
      items(() => ({ search: COMMON_WORD })),
      items(() => ({ search: RARE_WORD })),
      items(() => ({ search: 'sepsis clin' })),
      items(() => ({ search: 'se' })),
    ],
  },
  {
    name: 'Search by one letter, which most items bear',
    mostMs: MOST_MS.page,
    why: 'the totals of nearly all rows, which no index holds together with their words: they are read from the table',
    asked: [items(() => ({ search: 'a' }))],
  },
  {
    name: 'Totals',
    mostMs: MOST_MS.counts,
    asked: [
      (ground, owner) => ask(ground, owner, '/totals', { query: { accreditor: ground.accreditorId } }),
      (ground, owner) => ask(ground, owner, '/totals'),
    ],
  },
  {
    name: 'Tag counts',
    mostMs: MOST_MS.counts,
    asked: [
      (ground, owner) => ask(ground, owner, '/tag-counts'),
      (ground, owner, tags) => ask(ground, owner, '/tag-counts', { query: { tags: tags.slice(0, 1) } }),
    ],
  },
  { name: 'Credits by month and tag', mostMs: MOST_MS.counts, asked: [(ground, owner) => ask(ground, owner, '/credits')] },
  { name: 'Home', mostMs: MOST_MS.counts, asked: [(ground, owner) => ask(ground, owner, '/home')] },
]

/** How the answers grow with the portfolio, one reader at a time: 95 of 100 come within the time said (N3). */
export async function scale(ground: Ground): Promise<Figure[]> {
  const figures: Figure[] = []
  const tagsOf = new Map<number, string[]>()
  for (const size of SIZES) {
    const { bytes } = await ask(ground, ground.owner(size), '/tag-counts')
    tagsOf.set(
      size,
      (JSON.parse(bytes.toString()) as { tags: { id: string }[] }).tags.map(({ id }) => id),
    )
  }
  for (const question of QUESTIONS) {
    const times = new Map<number, number[]>(SIZES.map((size) => [size, []]))
    const rounds = Math.max(ground.quick ? 20 : 40, 2 * question.asked.length)
    for (let round = -6; round < rounds; round += 1) {
      for (const size of SIZES) {
        const act = question.asked[(round + 6) % question.asked.length]!
        const ms = await timeOf(() => act(ground, ground.owner(size), tagsOf.get(size)!))
        if (round >= 0) times.get(size)!.push(ms)
      }
    }
    const p95 = SIZES.map((size) => percentile(times.get(size)!, 0.95))
    const most = Math.max(...p95)
    figures.push({
      name: `${question.name}: p95 at ${SIZES.map((size) => size.toLocaleString('en-GB')).join(', ')}`,
      value: p95.map(milliseconds).join(', '),
      goal: `within ${question.mostMs} ms`,
      met: most <= question.mostMs,
      ...(most > question.mostMs && question.why !== undefined ? { note: question.why } : {}),
    })
    if (question.name === 'Page, further') {
      const growth = percentile(times.get(50_000)!, 0.5) / percentile(times.get(500)!, 0.5)
      figures.push({
        name: 'Page of 50,000 items / of 500',
        value: growth.toFixed(2),
        goal: `within ${MOST_GROWTH}`,
        met: growth <= MOST_GROWTH,
      })
    }
  }
  return figures
}
