import { Button, CloseButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useLens } from './lens.ts'
import { tagsQuery } from './portfolio-queries.ts'
import styles from './chosen-filters.module.css'
import { words } from './words.ts'

interface ChosenFiltersProps {
  readonly filters: ItemFilters
  readonly onFilters: (filters: Partial<ItemFilters>) => void
}

/** What narrows the rows, each to be taken off. Dates and words have their own fields above. */
export function ChosenFilters({ filters, onFilters }: ChosenFiltersProps) {
  const any = filters.tags.length > 0 || filters.type !== undefined || filters.status !== undefined || filters.withoutCredits
  const { awardUnit } = useLens()
  const tags = useQuery({ ...tagsQuery(usePerson().id), enabled: filters.tags.length > 0 }).data?.tags
  if (!any) return null
  return (
    <div role="group" aria-label={words.panel.chosen} className={styles.chips}>
      {filters.type !== undefined && <Chip label={TYPE_WORDS[filters.type]} onRemove={() => onFilters({ type: undefined })} />}
      {filters.status !== undefined && <Chip label={STATUS_WORDS[filters.status]} onRemove={() => onFilters({ status: undefined })} />}
      {filters.withoutCredits && (
        <Chip label={words.panel.withoutCredits(awardUnit.many)} onRemove={() => onFilters({ withoutCredits: false })} />
      )}
      {filters.tags.map((id) => (
        <Chip
          key={id}
          label={tags?.find((tag) => tag.id === id)?.label ?? words.panel.unknownTag}
          onRemove={() => onFilters({ tags: filters.tags.filter((one) => one !== id) })}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => onFilters({ tags: [], type: undefined, status: undefined, withoutCredits: false })}
      >
        {words.panel.clearAll}
      </Button>
    </div>
  )
}

function Chip({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }): ReactNode {
  return (
    <span className={styles.chip}>
      {label}
      <CloseButton size="xs" aria-label={words.panel.remove(label)} onClick={onRemove} />
    </span>
  )
}
