import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { hasStanding } from '#domain/connections/standing-words.ts'
import styles from './sync.module.css'
import { SentSaid, SyncLine, type Syncable } from './sync-line.tsx'
import { useSync } from './use-sync.ts'
import { syncWords as say } from './sync-words.ts'

/** In an item's window: how it stands with each portfolio, also those disconnected since (X6). */
export function ItemSync({ item }: { readonly item: Syncable }): ReactNode {
  const ids = useMemo(() => [item.id], [item.id])
  const sync = useSync(ids, { past: true })
  if (sync === null || !sync.knows(item.id)) return null
  const ended = sync.ended(item.id)
  const shown = sync.connections.filter(({ id }) => hasStanding(item, sync.find(item.id, id)))
  if (shown.length === 0 && ended.length === 0) return null
  return (
    <section className={styles.block} aria-labelledby="item-sync">
      <div className={styles.blockHead}>
        <h3 id="item-sync">{say.block}</h3>
        <Link to="/connections">{say.manage}</Link>
      </div>
      <div className={styles.lines}>
        {shown.map((connection) => (
          <SyncLine key={connection.id} item={item} connection={connection} delivery={sync.find(item.id, connection.id)} named full />
        ))}
        {ended.map((delivery) => (
          <div key={delivery.connectionId} className={styles.line}>
            <div className={styles.words}>
              <span className={styles.name}>{delivery.name}</span>
              <SentSaid item={item} name={delivery.name} delivery={delivery} />
              <span className={styles.quiet}>{say.ended}</span>
            </div>
          </div>
        ))}
      </div>
    </section>
  )
}
