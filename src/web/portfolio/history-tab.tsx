import { Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { HistoryEntry, Item } from '#domain/portfolio/contract.ts'
import { sayFault } from '#web/platform/call.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { sayAct, sayField, sayValue } from './history-words.ts'
import styles from './item-window.module.css'
import { useLens } from './lens.ts'
import { historyQuery } from './portfolio-queries.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const say = windowWords.history
const MOST_SHOWN = 300
const MOST_AT_FIRST = 100
const LINES_AT_FIRST = 4

/** What changed, when and by whom (A9), newest first. */
export function HistoryTab({ item }: { readonly item: Item }) {
  const { data, error } = useQuery(historyQuery(item.ownerId, item.id, item.version))
  const zone = useZone()
  if (error !== null) return <Text role="alert">{sayFault(error)}</Text>
  if (data === undefined) {
    return (
      <Stack role="status" aria-label={words.loading}>
        <Skeleton height={14} width="60%" />
        <Skeleton height={14} width="40%" />
      </Stack>
    )
  }
  if (data.entries.length === 0) return <Text c="dimmed">{say.none}</Text>
  return (
    <ol className={styles.history} aria-label={say.list}>
      {data.entries.map((entry) => (
        <li key={entry.id}>
          <Text size="sm" fw={550} component="span">
            {sayAct(entry.act)}
          </Text>
          <div className={styles.quiet}>
            <time dateTime={entry.at}>{sayMoment(entry.at, zone)}</time> · <bdi>{entry.by}</bdi>
          </div>
          <Changes entry={entry} />
        </li>
      ))}
    </ol>
  )
}

/** An item's first values are a few short lines, the rest of them folded away; of later changes all is shown. */
function Changes({ entry: { act, changes } }: { readonly entry: HistoryEntry }) {
  const { unit } = useLens()
  if (act !== 'item.recorded' && act !== 'item.copied') {
    return changes.map(({ field, before, after }) => (
      <p key={field} className={styles.change}>
        {sayField(field, unit)}: {before !== '' && <Old text={sayValue(field, before, MOST_SHOWN)} />}{' '}
        {before !== '' && after !== '' && '→ '}
        {after === '' ? (
          say.emptied
        ) : (
          <ins>
            <bdi>{sayValue(field, after, MOST_SHOWN)}</bdi>
          </ins>
        )}
      </p>
    ))
  }
  const first = changes.filter(({ after }) => after !== '')
  const line = ({ field, after }: HistoryEntry['changes'][number]) => (
    <p key={field} className={styles.change}>
      {sayField(field, unit)}: <bdi>{sayValue(field, after, MOST_AT_FIRST)}</bdi>
    </p>
  )
  return (
    <>
      {first.slice(0, LINES_AT_FIRST).map(line)}
      {first.length > LINES_AT_FIRST && (
        <details className={styles.change}>
          <summary>{say.rest(first.length - LINES_AT_FIRST)}</summary>
          {first.slice(LINES_AT_FIRST).map(line)}
        </details>
      )}
    </>
  )
}

const Old = ({ text }: { readonly text: string }) => (
  <del>
    <bdi>{text}</bdi>
  </del>
)
