import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RecordView } from '#domain/training/placement-contract.ts'
import styles from './elsewhere.module.css'
import { words } from './words.ts'

/** That there is something that was signed elsewhere, in the overview of a record. */
export function ElsewherePart({
  ownerId,
  counts,
}: {
  readonly ownerId: string
  readonly counts: RecordView['signedElsewhere']
}): ReactNode {
  if (counts === null) return null
  return (
    <section className={styles['card']} aria-labelledby="signed-elsewhere">
      <h2 id="signed-elsewhere">{words.title}</h2>
      <p>
        {words.part.counts(counts.all, counts.waiting)}{' '}
        <Link to="/record/$ownerId/elsewhere" params={{ ownerId }}>
          {words.part.open}
        </Link>
      </p>
    </section>
  )
}
