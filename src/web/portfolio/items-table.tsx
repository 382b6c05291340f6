import { Button, NativeSelect, Text } from '@mantine/core'
import { useInViewport } from '@mantine/hooks'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowsSort from '@tabler/icons-react/dist/esm/icons/IconArrowsSort.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { Column } from '#domain/accounts/profile-contract.ts'
import type { ItemRow as Row } from '#domain/portfolio/contract.ts'
import { Sort, type ItemFilters } from '#domain/portfolio/filters.ts'
import { columnTitle } from '#domain/portfolio/words.ts'
import { sayFault } from '#web/platform/call.ts'
import { SyncContext, useSync } from '#web/connections/use-sync.ts'
import { syncWords } from '#web/connections/sync-words.ts'
import { todayIn, useZone } from '#web/platform/zone.ts'
import { LATEST_FIRST, NUMERIC } from './columns.tsx'
import { ItemRow } from './item-row.tsx'
import styles from './items-table.module.css'
import { useLens } from './lens.ts'
import { useTagsShown } from './tags-shown.ts'
import { words } from './words.ts'

/** What fits a screen is drawn at once (N3), the rest as soon as the page has answered to whoever uses it. */
const FIRST_ROWS = 12

interface ItemsTableProps {
  readonly rows: readonly Row[]
  readonly all: number
  readonly columns: readonly Column[]
  readonly filters: ItemFilters
  readonly lensed: boolean
  readonly address: string
  readonly openId: string | undefined
  readonly selected: ReadonlySet<string>
  readonly onSelected: (selected: ReadonlySet<string>) => void
  readonly onSort: (sort: Sort, order: 'asc' | 'desc') => void
  readonly onOpen: (id: string) => void
  readonly onIntent: (id: string) => void
  readonly hasMore: boolean
  readonly fetchingMore: boolean
  /** Why the next rows did not come. */
  readonly moreFault: unknown
  readonly onMore: () => void
  readonly stale: boolean
}

/** The portfolio: one table (P1). On a phone its rows are cards; to a screen reader they stay a table. */
export function ItemsTable(props: ItemsTableProps) {
  const { rows, all, columns, filters, selected, onSelected, hasMore, stale } = props
  const zone = useZone()
  // Only the bin counts days.
  const today = filters.bin ? todayIn(zone) : null
  const most = useDeferredValue(Infinity, FIRST_ROWS)
  const { awardUnit } = useLens()
  const table = useRef<HTMLTableElement>(null)
  const tagsShown = useTagsShown(table, columns)
  const [tagging, setTagging] = useState<string | null>(null)
  const ids = useMemo(() => rows.map((row) => row.id), [rows])
  const sync = useSync(ids, { off: filters.bin })
  const onSelect = useSelecting(rows, selected, onSelected)
  const everySelected = rows.length > 0 && rows.every((row) => selected.has(row.id))
  const said = words.table.showing(rows.length, Math.max(all, rows.length))
  return (
    <div className={styles.frame} data-stale={stale || undefined}>
      <SortChoice filters={filters} columns={columns} onSort={props.onSort} />
      <table ref={table} role="table" className={styles.table}>
        <caption className={styles.caption}>{words.table.caption(said)}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" className={styles.select}>
              <input
                ref={(box) => {
                  if (box !== null) box.indeterminate = !everySelected && selected.size > 0
                }}
                type="checkbox"
                className={styles.check}
                aria-label={words.table.selectAll}
                checked={everySelected}
                onChange={({ currentTarget }) => onSelected(new Set(currentTarget.checked ? rows.map((row) => row.id) : []))}
              />
            </th>
            {columns.map((column) => (
              <Heading key={column} column={column} filters={filters} onSort={props.onSort} />
            ))}
            {sync !== null && (
              <th role="columnheader" scope="col" data-column="sync">
                <span className={styles.heading}>{syncWords.column}</span>
              </th>
            )}
          </tr>
        </thead>
        <SyncContext value={sync}>
          <tbody role="rowgroup">
            {rows.slice(0, most).map((row) => (
              <ItemRow
                key={row.id}
                row={row}
                columns={columns}
                unit={awardUnit}
                selected={selected.has(row.id)}
                open={props.openId === row.id}
                tagging={tagging === row.id}
                lensed={props.lensed}
                synced={sync !== null}
                today={today}
                tagsShown={tagsShown}
                address={props.address}
                onSelect={onSelect}
                onOpen={props.onOpen}
                onIntent={props.onIntent}
                onTagging={setTagging}
              />
            ))}
          </tbody>
        </SyncContext>
      </table>
      <div className={styles.foot}>
        <Text size="sm" c="dimmed" role="status">
          {said}
        </Text>
        {hasMore && most > rows.length && <MoreRows fetching={props.fetchingMore} fault={props.moreFault} onMore={props.onMore} />}
      </div>
    </div>
  )
}

/** Shift takes all rows between the last chosen and this one. */
function useSelecting(rows: readonly Row[], selected: ReadonlySet<string>, onSelected: (selected: ReadonlySet<string>) => void) {
  const now = useRef({ rows, selected, last: null as string | null })
  useEffect(() => {
    now.current = { ...now.current, rows, selected }
  }, [rows, selected])
  return useCallback(
    (id: string, on: boolean, range: boolean) => {
      const { rows: shown, selected: before, last } = now.current
      const next = new Set(before)
      const [a, b] = [shown.findIndex((row) => row.id === last), shown.findIndex((row) => row.id === id)]
      const span = range && a !== -1 ? shown.slice(Math.min(a, b), Math.max(a, b) + 1).map((row) => row.id) : [id]
      for (const one of span)
        if (on) next.add(one)
        else next.delete(one)
      now.current.last = id
      onSelected(next)
    },
    [onSelected],
  )
}

interface HeadingProps {
  readonly column: Column
  readonly filters: ItemFilters
  readonly onSort: ItemsTableProps['onSort']
}

function Heading({ column, filters: { sort, order }, onSort }: HeadingProps) {
  const { awardUnit } = useLens()
  const active = sort === column
  const first = LATEST_FIRST.has(column) ? 'desc' : 'asc'
  const choose = () => {
    if (!active) onSort(column, first)
    else if (order === first) onSort(column, first === 'asc' ? 'desc' : 'asc')
    else onSort('learned', 'desc')
  }
  const Icon = active ? (order === 'asc' ? IconArrowUp : IconArrowDown) : IconArrowsSort
  const inside = (
    <>
      {columnTitle(column, awardUnit)}
      <Icon size={13} aria-hidden />
    </>
  )
  return (
    <th
      role="columnheader"
      scope="col"
      data-column={column}
      data-numeric={NUMERIC.has(column) || undefined}
      aria-sort={active ? (order === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      {column === 'tags' ? (
        // The page's button 'Tags' is the one button of that name; by a link the heading sorts as well.
        <a
          href="?sort=tags"
          className={styles.sort}
          data-active={active || undefined}
          onClick={(event) => {
            event.preventDefault()
            choose()
          }}
        >
          {inside}
        </a>
      ) : (
        <button type="button" className={styles.sort} data-active={active || undefined} onClick={choose}>
          {inside}
        </button>
      )}
    </th>
  )
}

/** Where there is no room for headings, sorting is a choice. */
function SortChoice({
  filters: { sort, order },
  columns,
  onSort,
}: {
  filters: ItemFilters
  columns: readonly Column[]
  onSort: ItemsTableProps['onSort']
}) {
  const { awardUnit } = useLens()
  const sorts: readonly Sort[] = ['learned', ...columns]
  return (
    <div className={styles.sortChoice}>
      <NativeSelect
        size="sm"
        label={words.table.sortBy}
        value={sort}
        data={[...new Set([...sorts, sort])].map((value) => ({
          value,
          label: value === 'learned' ? words.table.learned : columnTitle(value, awardUnit),
        }))}
        onChange={({ currentTarget: { value } }) => {
          const chosen = Sort.parse(value)
          onSort(chosen, chosen === 'learned' || LATEST_FIRST.has(chosen) ? 'desc' : 'asc')
        }}
      />
      <Button
        variant="default"
        size="sm"
        px="xs"
        aria-label={order === 'asc' ? words.table.descending : words.table.ascending}
        onClick={() => onSort(sort, order === 'asc' ? 'desc' : 'asc')}
      >
        {order === 'asc' ? <IconArrowUp size={16} aria-hidden /> : <IconArrowDown size={16} aria-hidden />}
      </Button>
    </div>
  )
}

/** Fetches the next rows when pressed, and by itself when scrolled to; once that failed only when pressed. */
function MoreRows({ fetching, fault, onMore }: { fetching: boolean; fault: unknown; onMore: () => void }) {
  const { ref, inViewport } = useInViewport<HTMLButtonElement>()
  const failed = fault !== null && !fetching
  useEffect(() => {
    if (inViewport && !fetching && !failed) onMore()
  }, [inViewport, fetching, failed, onMore])
  return (
    <div className={styles.more}>
      {failed && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {words.table.noMore} {sayFault(fault)}
        </Text>
      )}
      <Button ref={ref} variant="default" size="sm" flex="none" aria-disabled={fetching} onClick={onMore}>
        {fetching ? words.loading : failed ? words.retry : words.table.showMore}
      </Button>
    </div>
  )
}
