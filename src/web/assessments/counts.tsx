import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { EntryLine } from '#domain/assessments/contract.ts'
import { isLocked } from '#domain/assessments/entry-steps.ts'
import { PaceLines } from '#web/training/pace-lines.tsx'
import styles from './forms.module.css'
import { ticketWords as say } from './ticket-page-words.ts'
import { countsQuery } from './ticket-queries.ts'

/** How many of each form there are towards the minimum of this training year, and where a steady pace would be (T18). */
export function Minima({ ownerId }: { readonly ownerId: string }): ReactNode {
  const { data } = useQuery({ ...countsQuery(ownerId), retry: false })
  if (data === undefined || data.year === null || data.minima.length === 0) return null
  return (
    <section className={styles['card']} aria-labelledby="minima" style={{ marginBottom: 14 }}>
      <div className={styles['head']}>
        <h2 id="minima">{say.year(data.year)}</h2>
      </div>
      <PaceLines lines={data.minima} />
      <p className={styles['quiet']} style={{ marginTop: 10 }}>
        {say.minimaNote}
      </p>
    </section>
  )
}

/** Whether a signed form counts, and why it does not; how far the ticket of one that is not signed is. */
export function CountMark({ ownerId, entry }: { readonly ownerId: string; readonly entry: EntryLine }): ReactNode {
  const { data } = useQuery({
    ...countsQuery(ownerId),
    retry: false,
    enabled: entry.family === 'assessment' || entry.family === 'supervised learning event',
  })
  const verdict = data?.verdicts.find(({ id }) => id === entry.id)
  if (verdict === undefined) return null
  if (!isLocked(entry.state)) {
    return verdict.ticket === null ? null : (
      <p className={styles['quiet']} style={{ marginTop: 6 }}>
        <span className={styles['mark']}>{say.states[verdict.ticket]}</span>
      </p>
    )
  }
  return (
    <p className={styles['quiet']} style={{ marginTop: 6 }}>
      <span className={styles['mark']} data-good={verdict.counts || undefined} data-warn={!verdict.counts || undefined}>
        {verdict.counts ? say.counts : say.countsNot}
      </span>{' '}
      {verdict.isFreeMail ? (
        <span className={styles['mark']} data-warn>
          {say.freeMail}
        </span>
      ) : null}{' '}
      {verdict.because}
    </p>
  )
}
