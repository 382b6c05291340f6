import { Button, CloseButton, Drawer, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { lazy, Suspense, useState } from 'react'
import { fold } from '#domain/fold.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import type { TagCount } from '#domain/portfolio/tag-contract.ts'
import { STATUSES } from '#domain/portfolio/item.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { useCatalogue } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { patiently } from '#web/ui/patiently.ts'
import { countsQuery } from './portfolio-queries.ts'
import styles from './tags-panel.module.css'
import { words } from './words.ts'

const ManageTags = lazy(patiently(() => import('./manage-tags.tsx')))

interface TagsPanelProps {
  readonly filters: ItemFilters
  readonly wide: boolean
  readonly onFilters: (filters: Partial<ItemFilters>) => void
  readonly onClose: () => void
}

/** Tags and types with the rows that would remain (P7, P13): beside the table, or over it where there is no room. */
export default function TagsPanel({ wide, onClose, ...rest }: TagsPanelProps) {
  if (!wide) {
    return (
      <Drawer opened onClose={onClose} title={words.panel.title} position="left" size="min(22rem, 92vw)">
        <Panel {...rest} />
      </Drawer>
    )
  }
  return (
    <aside className={styles.panel} aria-label={words.panel.title}>
      <div className={styles.head}>
        <h2>{words.panel.title}</h2>
        <CloseButton aria-label={words.panel.close} onClick={onClose} />
      </div>
      <Panel {...rest} />
    </aside>
  )
}

function Panel({ filters, onFilters }: Omit<TagsPanelProps, 'wide' | 'onClose'>) {
  const [typed, setTyped] = useState('')
  const [managing, setManaging] = useState(false)
  const ownerId = usePerson().id
  const { data, isPlaceholderData } = useQuery(countsQuery(ownerId, filters))
  const catalogue = useCatalogue()
  const wanted = fold(typed)
  const hits = (label: string) => wanted === '' || fold(label).includes(wanted)
  const toggle = (tag: TagCount) => onFilters({ tags: tag.chosen ? filters.tags.filter((id) => id !== tag.id) : [...filters.tags, tag.id] })

  const tags = data?.tags.filter((tag) => hits(tag.label)) ?? []
  const types = data?.types.filter(({ type }) => hits(TYPE_WORDS[type])) ?? []
  const setIds = [...new Set(tags.flatMap((tag) => tag.setId ?? []))]
  const nothing = data !== undefined && tags.length === 0 && types.length === 0
  return (
    <div className={styles.body} data-stale={isPlaceholderData || undefined}>
      <TextInput
        size="sm"
        type="search"
        aria-label={words.panel.find}
        placeholder={words.panel.find}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {nothing && <p className={styles.none}>{typed === '' ? words.panel.none : words.panel.noHit}</p>}
      <Section title={words.panel.own}>
        {tags
          .filter((tag) => tag.setId === null)
          .map((tag) => (
            <Choice key={tag.id} label={tag.label} items={tag.items} chosen={tag.chosen} onChoose={() => toggle(tag)} />
          ))}
      </Section>
      <Section title={words.panel.types}>
        {types.map(({ type, items, chosen }) => (
          <Choice
            key={type}
            label={TYPE_WORDS[type]}
            items={items}
            chosen={chosen}
            onChoose={() => onFilters({ type: chosen ? undefined : type })}
          />
        ))}
      </Section>
      {setIds.map((setId) => (
        <Section key={setId} title={catalogue?.tagSets.find((set) => set.id === setId)?.title ?? setId}>
          {tags
            .filter((tag) => tag.setId === setId)
            .map((tag) => (
              <Choice key={tag.id} label={tag.label} items={tag.items} chosen={tag.chosen} onChoose={() => toggle(tag)} />
            ))}
        </Section>
      ))}
      {typed === '' && (
        <Section title={words.panel.statuses}>
          {STATUSES.map((status) => (
            <Choice
              key={status}
              label={STATUS_WORDS[status]}
              chosen={filters.status === status}
              onChoose={() => onFilters({ status: filters.status === status ? undefined : status })}
            />
          ))}
        </Section>
      )}
      <Button variant="subtle" size="compact-sm" className={styles.manage ?? ''} onClick={() => setManaging(true)}>
        {words.panel.manage}
      </Button>
      {managing && (
        <Suspense fallback={null}>
          <ManageTags onClose={() => setManaging(false)} />
        </Suspense>
      )}
    </div>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: React.ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly items?: number
  readonly chosen: boolean
  readonly onChoose: () => void
}

function Choice({ label, items, chosen, onChoose }: ChoiceProps) {
  return (
    <li>
      <button type="button" className={styles.choice} aria-pressed={chosen} data-empty={items === 0 || undefined} onClick={onChoose}>
        <span>{label}</span>
        {items !== undefined && <span className={styles.count}>{items.toLocaleString('en-GB')}</span>}
      </button>
    </li>
  )
}
