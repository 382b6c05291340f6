import type { ReactNode } from 'react'
import type { CapturedBefore } from '#domain/capture/contract.ts'
import { dayIn, longDate } from '#domain/plain-date.ts'
import { useZone } from '#web/platform/zone.ts'
import styles from './capture.module.css'
import { OpenItem } from './open-item.tsx'
import { words } from './words.ts'

const say = words.found

interface FoundBeforeProps {
  readonly row: CapturedBefore
  /** There is nothing else to do about it. */
  readonly alone: boolean
}

/** The page is in the portfolio already (K3): since when, and the way to it. */
export function FoundBefore({ row, alone }: FoundBeforeProps): ReactNode {
  const zone = useZone()
  return (
    <section className={styles.found} aria-label={say.region} role="status">
      <p className={styles.since}>{say.since(longDate(dayIn(zone, Date.parse(row.addedAt))))}</p>
      <p className={styles.title}>
        <bdi>{row.title}</bdi>
      </p>
      <OpenItem id={row.id} variant={alone ? 'filled' : 'default'} name={say.open} />
    </section>
  )
}
