import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import IconMoodSearch from '@tabler/icons-react/dist/esm/icons/IconMoodSearch.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { useEffect, useRef, type ReactNode } from 'react'
import { LENGTHS, type ModuleFilters } from '#domain/learning/contract.ts'
import { FORMATS, type Specialty } from '#domain/learning/module-file.ts'
import { FORMAT_WORDS, SPECIALTY_WORDS } from '#domain/learning/words.ts'
import { sayFault } from '#web/platform/call.ts'
import { useCatalogue } from '#web/platform/queries.ts'
import { State } from '#web/ui/state.tsx'
import { SearchBox } from '#web/portfolio/search-box.tsx'
import { modulesQuery } from './learning-queries.ts'
import styles from './catalogue.module.css'
import { ModuleCard } from './module-card.tsx'
import { isNarrowed } from './read-filters.ts'
import type { useFilters } from './use-filters.ts'
import { words } from './words.ts'

const say = words.catalogue

interface CatalogueProps {
  readonly filters: ModuleFilters
  readonly onChange: ReturnType<typeof useFilters>['change']
}

/** The modules on offer (L1). */
export function Catalogue({ filters, onChange }: CatalogueProps): ReactNode {
  const list = useInfiniteQuery(modulesQuery(filters))
  const first = list.data?.pages[0]
  const modules = list.data?.pages.flatMap((page) => page.modules) ?? []
  const grid = useRef<HTMLUListElement>(null)
  const before = useRef<number | null>(null)
  useEffect(() => {
    if (before.current === null || modules.length <= before.current) return
    grid.current?.children[before.current]?.querySelector('a')?.focus()
    before.current = null
  }, [modules.length])
  const clear = () => onChange({ search: '', specialty: undefined, format: undefined, upTo: undefined, accreditor: undefined })
  return (
    <section aria-labelledby="catalogue">
      <div className={styles.head}>
        <h2 id="catalogue">{say.title}</h2>
        <span className={styles.count} role="status">
          {first === undefined ? '' : say.count(first.count)}
        </span>
        {isNarrowed(filters) && (
          <Button variant="subtle" size="compact-sm" onClick={clear}>
            {say.clear}
          </Button>
        )}
      </div>
      <Narrowing filters={filters} onChange={onChange} specialties={first?.specialties ?? []} accreditorIds={first?.accreditorIds ?? []} />
      {list.isPending ? (
        <div className={styles.grid} role="status" aria-label={words.loading}>
          {[1, 2, 3].map((n) => (
            <Skeleton key={n} height={232} radius="md" />
          ))}
        </div>
      ) : list.isError && modules.length === 0 ? (
        <State alert icon={<IconPlugConnectedX size={28} />} title={say.failed} text={sayFault(list.error)}>
          <Button onClick={() => void list.refetch()}>{words.retry}</Button>
        </State>
      ) : modules.length === 0 ? (
        <State icon={<IconMoodSearch size={28} />} title={say.none} text={say.noneText}>
          <Button variant="default" onClick={clear}>
            {say.clear}
          </Button>
        </State>
      ) : (
        <ul className={styles.grid} ref={grid} data-stale={list.isPlaceholderData || undefined}>
          {modules.map((module) => (
            <ModuleCard key={module.id} module={module} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className={styles.foot}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => {
              // One goes on at the first that comes.
              before.current = modules.length
              void list.fetchNextPage()
            }}
          >
            {say.showMore}
          </Button>
        </div>
      )}
    </section>
  )
}

interface NarrowingProps extends CatalogueProps {
  readonly specialties: readonly Specialty[]
  readonly accreditorIds: readonly string[]
}

function Narrowing({ filters, onChange, specialties, accreditorIds }: NarrowingProps): ReactNode {
  const catalogue = useCatalogue()
  const nameOf = (id: string) => catalogue?.accreditors.find((one) => one.id === id)?.name ?? id
  // What was chosen by an address stays in the list, whether anything of it is on offer or not.
  const withChosen = <Value extends string>(all: readonly Value[], chosen: Value | undefined) =>
    chosen === undefined || all.includes(chosen) ? all : [...all, chosen]
  const set = (name: keyof ModuleFilters) => (event: { readonly currentTarget: { readonly value: string } }) =>
    onChange({ [name]: event.currentTarget.value || undefined })
  const accreditors = withChosen(accreditorIds, filters.accreditor)
    .map((value) => ({ value, label: nameOf(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB'))
  return (
    <div className={styles.filters}>
      <div className={styles.search}>
        <SearchBox
          search={filters.search}
          onSearch={(search) => onChange({ search }, { replace: true })}
          label={say.search}
          placeholder={say.placeholder}
        />
      </div>
      <NativeSelect
        label={say.specialty}
        value={filters.specialty ?? ''}
        onChange={set('specialty')}
        data={[
          { value: '', label: say.anySpecialty },
          ...withChosen(specialties, filters.specialty).map((value) => ({ value, label: SPECIALTY_WORDS[value] })),
        ]}
      />
      <NativeSelect
        label={say.format}
        value={filters.format ?? ''}
        onChange={set('format')}
        data={[{ value: '', label: say.anyFormat }, ...FORMATS.map((value) => ({ value, label: FORMAT_WORDS[value] }))]}
      />
      <NativeSelect
        label={say.length}
        value={filters.upTo ?? ''}
        onChange={set('upTo')}
        data={[{ value: '', label: say.anyLength }, ...LENGTHS.map((value) => ({ value, label: say.upTo(value) }))]}
      />
      <NativeSelect
        label={say.accreditor}
        value={filters.accreditor ?? ''}
        onChange={set('accreditor')}
        data={[{ value: '', label: say.anyAccreditor }, ...accreditors]}
      />
    </div>
  )
}
