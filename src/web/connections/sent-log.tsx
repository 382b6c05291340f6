import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs'
import { useState, type ReactNode } from 'react'
import type { Connection } from '#domain/connections/contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { isOnItsWay, logQuery, type LogEntry } from './connections-queries.ts'
import styles from './connections.module.css'
import { PayloadSaid } from './payload-said.tsx'
import { words } from './words.ts'

const say = words.log
const LOOK_MS = 3000

/** Everything that was sent or tried, newest first, and what came back. */
export function SentLog({ connection }: { readonly connection: Connection }): ReactNode {
  const ownerId = usePerson().id
  const log = useInfiniteQuery({
    ...logQuery(ownerId, connection.id),
    refetchInterval: isOnItsWay(connection) && connection.leftAloneUntil === null ? LOOK_MS : false,
  })
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? []
  const id = `log-${connection.id}`
  return (
    <section aria-labelledby={id} className={styles.log}>
      <h3 id={id}>{say.title}</h3>
      {log.isPending && <Skeleton height={60} role="status" aria-label={words.loading} />}
      {log.isError && entries.length === 0 && (
        <div role="alert">
          {say.failed}{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => void log.refetch()}>
            {words.retry}
          </Button>
        </div>
      )}
      {log.isSuccess && entries.length === 0 && <p className={styles.quiet}>{say.none}</p>}
      {entries.length > 0 && (
        <ol className={styles.entries}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {log.hasNextPage && (
        <Button variant="default" size="sm" mt="xs" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {say.more}
        </Button>
      )}
    </section>
  )
}

function Entry({ entry }: { readonly entry: LogEntry }): ReactNode {
  const zone = useZone()
  const [open, setOpen] = useState(false)
  const { title, at, outcome, reason, receipt, revision, payload } = entry
  return (
    <li>
      <div className={styles.entryHead}>
        <bdi className={styles.entryTitle}>{title}</bdi>
        <time dateTime={at} className={styles.quiet}>
          {sayMoment(at, zone)}
        </time>
      </div>
      <div className={styles.entryFoot}>
        <span className={styles.outcome} data-outcome={outcome}>
          {[
            revision > 1 ? `${say.outcome[outcome]}, ${say.update(revision)}` : say.outcome[outcome],
            ...(reason === null ? [] : [reason]),
          ].join('. ')}
        </span>
        {receipt !== null && receipt.address !== null && (
          <a href={receipt.address} target="_blank" rel="noopener noreferrer" aria-label={say.receiptOf(title)}>
            {say.receipt} <IconExternalLink size={13} aria-hidden />
          </a>
        )}
        <button
          type="button"
          className={styles.textButton}
          aria-expanded={open}
          aria-label={say.exactlyOf(title)}
          onClick={() => setOpen(!open)}
        >
          {say.exactly}
        </button>
      </div>
      {open && <PayloadSaid payload={payload} />}
    </li>
  )
}
