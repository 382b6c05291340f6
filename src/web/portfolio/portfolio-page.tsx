import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import IconChartBar from '@tabler/icons-react/dist/esm/icons/IconChartBar.mjs'
import IconTags from '@tabler/icons-react/dist/esm/icons/IconTags.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { lazy, Suspense, useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { usePreferences } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { ExportButton } from '#web/reports/export-button.tsx'
import { ShareButton } from '#web/reviews/share-button.tsx'
import { Page } from '#web/ui/page.tsx'
import { patiently } from '#web/ui/patiently.ts'
import { ChosenFilters } from './chosen-filters.tsx'
import { DateRange } from './date-range.tsx'
import { focusIfLost, inTheList } from './focus-if-lost.ts'
import { useTotals } from './lens.ts'
import { EmptyList, FaultyAddress, ListFault, TableSkeleton } from './list-states.tsx'
import { ItemsTable } from './items-table.tsx'
import { NewItemButton } from './new-item-button.tsx'
import { useView } from './portfolio-search.ts'
import { addressWith, isNarrowed, readView, type PortfolioView } from './read-view.ts'
import { isOfAnotherOrder, itemQuery, itemsQuery, rowsOf, totalsOf } from './portfolio-queries.ts'
import styles from './portfolio-page.module.css'
import { SearchBox } from './search-box.tsx'
import { TotalBar } from './total-bar.tsx'
import { words } from './words.ts'

const BulkBar = lazy(patiently(async () => ({ default: (await import('./bulk-bar.tsx')).BulkBar })))
const loadWindow = patiently(() => import('./item-window.tsx'))
const ItemWindow = lazy(loadWindow)
const Photograph = lazy(patiently(async () => ({ default: (await import('./photograph.tsx')).Photograph })))
const loadPanel = patiently(() => import('./tags-panel.tsx'))
const TagsPanel = lazy(loadPanel)
const loadCharts = patiently(() => import('./charts-panel.tsx'))
const ChartsPanel = lazy(loadCharts)

/** The portfolio. The address bar is its state: what is on screen can be bookmarked, shared and exported as it stands (P9). */
export function PortfolioPage(): ReactNode {
  const { read, change } = useView()
  if ('fault' in read) {
    return (
      <Page title={words.portfolio} helpPage="portfolio">
        <FaultyAddress fault={read.fault} />
      </Page>
    )
  }
  return <Portfolio view={read} change={change} />
}

function Portfolio({ view, change }: { view: PortfolioView; change: ReturnType<typeof useView>['change'] }): ReactNode {
  const { filters } = view
  const ownerId = usePerson().id
  const client = useQueryClient()
  const { columns, accreditorId } = usePreferences()
  const wide = useMediaQuery('(min-width: 62em)') ?? true
  const touch = useMediaQuery('(pointer: coarse)') ?? false
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const list = useInfiniteQuery(itemsQuery(ownerId, filters))
  const rows = rowsOf(list.data)
  const counted = totalsOf(list.data)
  const totals = useTotals(counted)
  const all = counted?.items ?? rows.length
  const chosen = rows.filter((row) => selected.has(row.id))

  // A window opened from this page is one step in the browser's history, and closing it goes back.
  const openedHere = useRef(false)
  useEffect(() => {
    if (view.item === undefined) openedHere.current = false
  }, [view.item])
  const open = useCallback(
    (id: string) => {
      const over = readView(window.location.search)
      const replace = !('fault' in over) && over.item !== undefined
      if (!replace) openedHere.current = true
      change({ item: id, tab: undefined }, { replace })
    },
    [change],
  )
  const close = () => {
    if (openedHere.current) window.history.back()
    else change({ item: undefined, tab: undefined }, { replace: true })
  }
  const intent = useCallback(
    (id: string) => {
      void loadWindow()
      void client.prefetchQuery({ ...itemQuery(ownerId, id), staleTime: 10_000 })
    },
    [client, ownerId],
  )
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = list
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  const anew = isFetchNextPageError && isOfAnotherOrder(list.error)
  useEffect(() => {
    if (anew) void refetch()
  }, [anew, refetch])

  const panel = view.panel && (
    <Suspense fallback={null}>
      <TagsPanel
        filters={filters}
        wide={wide}
        onFilters={(changed) => change({ filters: changed })}
        onClose={() => change({ panel: false })}
      />
    </Suspense>
  )

  return (
    <Page
      title={filters.bin ? words.bin.title : words.portfolio}
      helpPage="portfolio"
      left={
        <>
          <NewItemButton onOpen={open} />
          {touch && (
            <Suspense fallback={null}>
              <Photograph onOpen={open} size="compact-md" fz="sm" h={36} />
            </Suspense>
          )}
          <Button
            variant={view.panel ? 'light' : 'default'}
            size="compact-md"
            fz="sm"
            h={36}
            px="sm"
            leftSection={<IconTags size={17} aria-hidden />}
            aria-expanded={view.panel}
            onPointerEnter={() => void loadPanel()}
            onClick={() => change({ panel: !view.panel })}
          >
            {words.tags}
          </Button>
        </>
      }
      right={
        <>
          {filters.bin ? null : <ShareButton filters={filters} columns={columns} />}
          <ExportButton filters={filters} columns={columns} rows={all} />
        </>
      }
    >
      <div className={styles.head}>
        {filters.bin ? (
          <div className={styles.binHead}>
            <p>{words.bin.explain}</p>
            <Button variant="subtle" size="compact-sm" onClick={() => change({ filters: { bin: false } })}>
              {words.bin.back}
            </Button>
          </div>
        ) : (
          <>
            <div className={styles.totalLine} data-tour="total">
              <TotalBar totals={totals} />
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconChartBar size={16} aria-hidden />}
                aria-expanded={view.chart}
                onPointerEnter={() => void loadCharts()}
                onClick={() => change({ chart: !view.chart }, { replace: true })}
              >
                {view.chart ? words.charts.hide : words.charts.show}
              </Button>
            </div>
            <div className={styles.filters} data-tour="narrow">
              <DateRange filters={filters} onChange={(range) => change({ filters: range })} />
              <div className={styles.search}>
                <SearchBox search={filters.search} onSearch={(search) => change({ filters: { search } }, { replace: true })} />
              </div>
            </div>
          </>
        )}
        <ChosenFilters filters={filters} onFilters={(changed) => change({ filters: changed })} />
      </div>
      {view.chart && !filters.bin && (
        <Suspense fallback={<div className={styles.chartSpace} />}>
          <ChartsPanel filters={filters} onFilters={(changed) => change({ filters: changed })} />
        </Suspense>
      )}
      <div className={styles.body} data-panel={(view.panel && wide) || undefined}>
        {panel}
        <div className={styles.list} data-tour="list">
          {list.isPending ? (
            <TableSkeleton />
          ) : list.isError && rows.length === 0 ? (
            <ListFault fault={list.error} onRetry={() => void list.refetch()} />
          ) : rows.length === 0 ? (
            <EmptyList bin={filters.bin} narrowed={isNarrowed(filters)} onClear={() => change({ filters: NOTHING })} onOpen={open} />
          ) : (
            <ItemsTable
              rows={rows}
              all={all}
              columns={columns}
              filters={filters}
              lensed={accreditorId !== null}
              address={addressWith(view, { item: undefined })}
              openId={view.item}
              selected={selected}
              onSelected={setSelected}
              onSort={(sort, order) => change({ filters: { sort, order } }, { replace: true })}
              onOpen={open}
              onIntent={intent}
              hasMore={hasNextPage}
              fetchingMore={isFetching || anew}
              moreFault={isFetchNextPageError ? list.error : null}
              onMore={more}
              stale={list.isPlaceholderData}
            />
          )}
          {!filters.bin && (
            <Button
              className={styles.binLink ?? ''}
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconTrash size={15} aria-hidden />}
              onClick={() => change({ filters: { ...NOTHING, bin: true }, item: undefined })}
            >
              {words.bin.show}
            </Button>
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        <BulkBar
          rows={chosen}
          bin={filters.bin}
          filters={filters}
          columns={columns}
          onClear={() => {
            setSelected(new Set())
            focusIfLost(inTheList)
          }}
        />
      </Suspense>
      {view.item !== undefined && (
        <Suspense fallback={null}>
          <ItemWindow
            key={view.item}
            id={view.item}
            tab={view.tab}
            rows={rows}
            onTab={(tab) => change({ tab }, { replace: true })}
            onGo={(id) => change({ item: id }, { replace: true })}
            onClose={close}
          />
        </Suspense>
      )}
    </Page>
  )
}

const NOTHING = {
  from: undefined,
  to: undefined,
  tags: [],
  type: undefined,
  status: undefined,
  withoutCredits: false,
  search: '',
  bin: false,
}
