import { queryOptions } from '@tanstack/react-query'
import { readGuide, type Topic } from '#domain/help/contract.ts'
import { fold } from '#domain/fold.ts'
import { call } from '#web/platform/call.ts'

export const guideQuery = queryOptions({
  queryKey: ['guide'],
  queryFn: async ({ signal }) => {
    const { topics } = await call(readGuide, { signal })
    return topics.toSorted((a, b) => a.order - b.order)
  },
  staleTime: Infinity,
})

/** The topic a page's help opens at: the one of that name, else the one that names the page earliest. */
export function topicOfPage(topics: readonly Topic[], page: string): Topic | undefined {
  const named = topics.find(({ topic }) => topic === page)
  if (named !== undefined) return named
  const rank = ({ pages }: Topic) => (pages.includes(page) ? pages.indexOf(page) : Infinity)
  return topics.filter((topic) => rank(topic) < Infinity).sort((a, b) => rank(a) - rank(b) || a.order - b.order)[0] ?? topics[0]
}

/** Finds topics by words, the last one half typed, with room for a slip of the finger. */
export async function searchIn(topics: readonly Topic[]): Promise<(query: string) => Topic[]> {
  const { default: Search } = await import('minisearch')
  const index = new Search<Topic>({
    idField: 'topic',
    fields: ['title', 'markdown'],
    processTerm: (term) => fold(term),
    searchOptions: { boost: { title: 4 }, prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : false), combineWith: 'AND' },
  })
  index.addAll([...topics])
  const byId = new Map(topics.map((topic) => [topic.topic, topic]))
  return (query) => index.search(query).flatMap(({ id }) => byId.get(String(id)) ?? [])
}
