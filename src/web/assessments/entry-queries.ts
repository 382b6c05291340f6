import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { listEntries, listForms, readEntry } from '#domain/assessments/contract.ts'
import type { Family } from '#domain/assessments/form-file.ts'
import { call } from '#web/platform/call.ts'

export const formsQuery = queryOptions({ queryKey: ['forms'], queryFn: ({ signal }) => call(listForms, { signal }), staleTime: 300_000 })

export const entriesQuery = (ownerId: string, family: readonly Family[]) =>
  queryOptions({
    queryKey: [ownerId, 'entries', ...family],
    queryFn: ({ signal }) => call(listEntries, { params: { ownerId }, query: { family: [...family] }, signal }),
  })

export const entryQuery = (ownerId: string, itemId: string) =>
  queryOptions({
    queryKey: [ownerId, 'entry', itemId],
    queryFn: ({ signal }) => call(readEntry, { params: { ownerId, itemId }, signal }),
  })

const AFTER_A_CHANGE = new Set<unknown>([
  'entries',
  'entry',
  'item',
  'history',
  'curriculum',
  'curriculum-item',
  'tickets',
  'counts',
  'rounds',
  'round',
  'replies',
])

/** Asks again for whatever a form can be seen in. */
export const entriesChanged = (client: QueryClient, ownerId: string): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey: [owner, name] }) => owner === ownerId && AFTER_A_CHANGE.has(name) })

/** The list of the record that a form of this family stands in. */
export const listedIn = (family: Family): 'assessments' | 'meetings' =>
  family === 'supervised learning event' || family === 'assessment' ? 'assessments' : 'meetings'
