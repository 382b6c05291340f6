import { Button, NativeSelect, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs'
import { useState } from 'react'
import type { TagSet } from '#domain/catalogue/contract.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { sayFault } from '#web/platform/call.ts'
import { useCatalogue, usePreferences } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { openWindow } from '#web/ui/windows.ts'
import styles from './charts-panel.module.css'
import { coverageQuery } from './portfolio-queries.ts'
import { words } from './words.ts'

const say = words.charts

interface CoverageProps {
  readonly filters: ItemFilters
  readonly onFilters: (filters: Partial<ItemFilters>) => void
}

/** Which entries of a tag set have evidence among the rows on screen, and which have none (P16). */
export function Coverage({ filters, onFilters }: CoverageProps) {
  const { tagSets } = usePreferences()
  const sets = useCatalogue()?.tagSets.filter((set) => tagSets.includes(set.id)) ?? []
  const [chosen, setChosen] = useState('')
  const set = sets.find((one) => one.id === chosen) ?? sets[0]
  if (set === undefined) {
    return (
      <div className={styles.none}>
        <p>{say.noSets}</p>
        <Button size="compact-sm" variant="light" onClick={() => openWindow({ name: 'settings', tab: 'tag-sets' })}>
          {say.settings}
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.coverage}>
      <NativeSelect
        size="sm"
        label={say.set}
        value={set.id}
        maw={360}
        data={sets.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
      <Entries set={set} filters={filters} onFilters={onFilters} />
    </div>
  )
}

function Entries({ set, filters, onFilters }: CoverageProps & { readonly set: TagSet }) {
  const { data, error } = useQuery(coverageQuery(usePerson().id, set.id, filters))
  if (error !== null) return <Text role="alert">{sayFault(error)}</Text>
  if (data === undefined) return <Skeleton height={180} />
  const found = new Map(data.entries.map((entry) => [entry.code, entry]))
  const all = set.groups.flatMap((group) => group.items)
  const covered = all.filter(({ code }) => (found.get(code)?.items ?? 0) > 0).length
  return (
    <>
      <Text size="sm" fw={550}>
        {say.covered(covered, all.length)}
      </Text>
      {set.groups.map((group) => (
        <section key={group.code}>
          <h2>{group.label}</h2>
          <ul className={styles.entries}>
            {group.items.map(({ code, label }) => {
              const entry = found.get(code)
              const n = entry?.items ?? 0
              const tagId = entry?.tagId ?? null
              const inside = (
                <>
                  {n > 0 ? <IconCircleCheckFilled size={15} aria-hidden /> : <IconCircleDashed size={15} aria-hidden />}
                  <span className={styles.entryLabel}>
                    <span className={styles.entryCode}>{code}</span> {label}
                  </span>
                  <span className={styles.entryCount}>{n > 0 ? say.has(n) : say.hasNone}</span>
                </>
              )
              return (
                <li key={code}>
                  {n > 0 && tagId !== null ? (
                    <button
                      type="button"
                      className={styles.entry}
                      data-has
                      aria-pressed={filters.tags.includes(tagId)}
                      onClick={() =>
                        onFilters({
                          tags: filters.tags.includes(tagId) ? filters.tags.filter((one) => one !== tagId) : [...filters.tags, tagId],
                        })
                      }
                    >
                      {inside}
                    </button>
                  ) : (
                    <div className={styles.entry}>{inside}</div>
                  )}
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </>
  )
}
