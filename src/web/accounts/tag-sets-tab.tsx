import { Button, Skeleton, Switch, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { TagSet } from '#domain/catalogue/contract.ts'
import { useCatalogue } from '#web/platform/queries.ts'
import classes from './settings-window.module.css'
import { words } from './settings-words.ts'

interface Props {
  readonly on: readonly string[]
  readonly onChange: (tagSets: string[]) => void
}

/** Ready-made families of tags, each switched on or off (P6). */
export function TagSetsTab({ on, onChange }: Props): ReactNode {
  const catalogue = useCatalogue()
  if (catalogue === undefined) return <Skeleton h={240} aria-label={words.loading} role="status" />
  const switched = (id: string, to: boolean) => onChange(to ? [...on, id] : on.filter((one) => one !== id))
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {words.tagSetsExplained}
      </Text>
      <ul className={classes['list']}>
        {catalogue.tagSets.map((set) => (
          <OneSet key={set.id} set={set} on={on.includes(set.id)} onSwitch={(to) => switched(set.id, to)} />
        ))}
      </ul>
    </>
  )
}

interface OneSetProps {
  readonly set: TagSet
  readonly on: boolean
  readonly onSwitch: (on: boolean) => void
}

function OneSet({ set, on, onSwitch }: OneSetProps): ReactNode {
  const [open, setOpen] = useState(false)
  const size = set.groups.reduce((sum, group) => sum + group.items.length, 0)
  const listId = `tags-of-${set.id}`
  return (
    <li className={classes['set']}>
      <div className={classes['setHead']}>
        <Switch
          className={classes['grow'] ?? ''}
          label={set.title}
          checked={on}
          onChange={(event) => onSwitch(event.currentTarget.checked)}
        />
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={open}
          aria-controls={listId}
          aria-label={`${open ? words.hideTags : words.showTags(size)}: ${set.title}`}
          onClick={() => setOpen(!open)}
        >
          {open ? words.hideTags : words.showTags(size)}
        </Button>
      </div>
      <div id={listId} hidden={!open} className={classes['tags']}>
        {open
          ? set.groups.map((group) => (
              <div key={group.code}>
                <h3>
                  {set.codesAreOurs ? null : `${group.code} `}
                  {group.label}
                </h3>
                <ul>
                  {group.items.map(({ code, label, certainty }) => (
                    <li key={code}>
                      {set.codesAreOurs ? null : <strong>{code}</strong>} {label}{' '}
                      {certainty === 'checked' ? null : <span className={classes['quiet']}>({words.mark[certainty]})</span>}
                    </li>
                  ))}
                </ul>
              </div>
            ))
          : null}
        <p className={classes['quiet']}>
          {[
            words.version(set.version),
            words.certainty[set.certainty],
            words.source(set.source),
            set.codesAreOurs ? words.ourCodes : null,
            set.note,
          ]
            .filter(Boolean)
            .map((line) => String(line).replace(/\.?$/, '.'))
            .join(' ')}
        </p>
      </div>
    </li>
  )
}
