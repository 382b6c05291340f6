import type { ReactNode } from 'react'
import styles from './sync.module.css'
import { SyncLine, type Syncable } from './sync-line.tsx'
import { useSyncOf } from './use-sync.ts'

/** A row's cell of the column 'Sync': a line for each connected portfolio (P1, X3). */
export function SyncCell({ item }: { readonly item: Syncable }): ReactNode {
  const { connections, knows, find } = useSyncOf()
  if (!knows(item.id)) return null
  return (
    <div className={styles.lines}>
      {connections.map((connection) => (
        <SyncLine
          key={connection.id}
          item={item}
          connection={connection}
          delivery={find(item.id, connection.id)}
          named={connections.length > 1}
        />
      ))}
    </div>
  )
}
