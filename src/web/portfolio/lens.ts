import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import type { Totals } from '#domain/portfolio/contract.ts'
import { unitsThrough, type UnitWords } from '#domain/portfolio/words.ts'
import { preferencesQuery, useCatalogue, usePreferences } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { itemsChanged } from './portfolio-queries.ts'

/** What credits are seen through (C1), and the words for the numbers (C7). */
export interface Lens {
  readonly accreditorId: string | null
  /** The organisation's name; null with None. */
  readonly name: string | null
  /** The person's word: credits or hours. */
  readonly unit: UnitWords
  /** The word on the organisation's own awards; points stay points whatever is chosen. */
  readonly awardUnit: UnitWords
}

export function useLens(): Lens {
  const { accreditorId, unit } = usePreferences()
  const catalogue = useCatalogue()
  const accreditor = catalogue && accreditorById(catalogue, accreditorId)
  const { own, awards } = unitsThrough(accreditor ?? null, unit)
  return {
    accreditorId,
    name: accreditorId === null ? null : (accreditor?.name ?? accreditorId),
    unit: own,
    awardUnit: awards,
  }
}

/**
 * Totals under the name they were taken through (C6). Where the organisation was changed in another window meanwhile, null
 * until both are of the same one again.
 */
export function useTotals(totals: Totals | null): Totals | null {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const { accreditorId } = usePreferences()
  const through = totals?.accreditorId
  const differs = through !== undefined && through !== accreditorId
  useEffect(() => {
    if (!differs || client.isMutating({ mutationKey: ['preferences'] }) > 0) return
    const learn = async () => {
      const now = await client.fetchQuery({ ...preferencesQuery(ownerId), staleTime: 0 })
      if (now.accreditorId !== through) await itemsChanged(client, ownerId)
    }
    learn().catch(() => undefined)
  }, [client, ownerId, differs, through])
  return differs ? null : totals
}
