import { Skeleton, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Totals } from '#domain/portfolio/contract.ts'
import { ItemFilters, NO_FILTERS } from '#domain/portfolio/filters.ts'
import { totalsThrough } from '#domain/portfolio/overview-contract.ts'
import { sayFigure } from '#domain/hundredths.ts'
import { readQuery } from '#domain/query-string.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import classes from './settings-window.module.css'
import { words } from './settings-words.ts'

/** What the total would become through another organisation, before the change is confirmed (C11). */
export function LensPreview({ from, to }: { readonly from: string | null; readonly to: string | null }): ReactNode {
  const onPortfolio = useRouterState({ select: ({ location }) => location.pathname === '/portfolio' })
  const address = useRouterState({ select: ({ location }) => location.searchStr })
  const read = ItemFilters.safeParse(onPortfolio ? readQuery(address) : {})
  const filters = read.success ? read.data : NO_FILTERS
  const now = useTotals(filters, from)
  const then = useTotals(filters, to)
  const fault = now.error ?? then.error
  if (fault !== null) return <Text role="alert">{sayFault(fault)}</Text>
  return (
    <>
      <Text component="h3" size="sm" fw={600}>
        {words.becomes}
      </Text>
      <Text className={classes['quiet'] ?? ''}>{onPortfolio ? words.becomesFor : words.becomesForAll}</Text>
      {now.data === undefined || then.data === undefined ? (
        <Skeleton h={120} mt="xs" role="status" aria-label={words.loading} />
      ) : (
        <Comparison now={now.data} then={then.data} />
      )}
      <Text className={classes['quiet'] ?? ''} mt={4}>
        {words.nothingAltered}
      </Text>
    </>
  )
}

function useTotals(filters: ItemFilters, accreditorId: string | null) {
  const ownerId = usePerson().id
  return useQuery({
    queryKey: [ownerId, 'totals-through', filters, accreditorId],
    queryFn: ({ signal }) =>
      call(totalsThrough, { params: { ownerId }, query: { ...filters, accreditor: accreditorId ?? undefined }, signal }),
  })
}

function Comparison({ now, then }: { readonly now: Totals; readonly then: Totals }): ReactNode {
  const rows = [
    { name: words.counted, of: ({ counted }: Totals) => counted },
    { name: words.impact, of: ({ impact }: Totals) => impact },
    { name: words.total, of: ({ counted, impact }: Totals) => counted + impact, strong: true },
    { name: words.notCounted, of: ({ notCounted }: Totals) => notCounted },
  ]
  return (
    <Table
      mt="xs"
      verticalSpacing={4}
      withRowBorders={false}
      aria-label={words.becomes}
      maw={360}
      style={{ fontVariantNumeric: 'tabular-nums' }}
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th scope="col" ta="end">
            {words.now}
          </Table.Th>
          <Table.Th scope="col" ta="end">
            {words.afterwards}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, of, strong }) => (
          <Table.Tr key={name} fw={strong === true ? 650 : undefined}>
            <Table.Th scope="row" fw="inherit">
              {name}
            </Table.Th>
            <Table.Td ta="end">{sayFigure(of(now))}</Table.Td>
            <Table.Td ta="end">{sayFigure(of(then))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
