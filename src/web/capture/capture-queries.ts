import { queryOptions } from '@tanstack/react-query'
import { captured } from '#domain/capture/contract.ts'
import { isWebAddress } from '#domain/portfolio/item.ts'
import { call } from '#web/platform/call.ts'

/** The row of a page that is in the portfolio already (K3). Not asked for what is no address. */
export const capturedQuery = (ownerId: string, address: string) =>
  queryOptions({
    queryKey: [ownerId, 'captured', address],
    queryFn: async ({ signal }) => (await call(captured, { params: { ownerId }, query: { address }, signal })).item,
    enabled: isWebAddress(address) && address.length <= 2000,
    staleTime: 0,
  })
