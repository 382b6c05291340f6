import type { ReactNode } from 'react'
import type { PaceLine } from '#domain/training/logs-contract.ts'
import { words } from './log-page-words.ts'
import styles from './logs.module.css'

/** Where somebody is and where a steady pace would be, one line a rule (T18). */
export function PaceLines({
  lines,
  children,
}: {
  readonly lines: readonly PaceLine[]
  readonly children?: (line: PaceLine) => ReactNode
}): ReactNode {
  return (
    <ul className={styles['lines']}>
      {lines.map((line) => (
        <li key={`${line.code} ${line.year}`} data-standing={line.standing}>
          <Line line={line} />
          {children?.(line)}
        </li>
      ))}
    </ul>
  )
}

function Line({ line }: { readonly line: PaceLine }): ReactNode {
  const { title, year, done, due, need, steady, standing } = line
  const share = (amount: number) => `${Math.min(100, due === 0 ? 100 : (amount / due) * 100)}%`
  return (
    <>
      <p className={styles['name']}>
        {title} <span className={styles['quiet']}>{year === null ? words.inAll : words.inYear(year)}</span>
      </p>
      <p className={styles['figure']}>
        <strong>{words.of(line)}</strong>
        <span className={styles['standing']}>{standing === 'behind' ? words.behind(line) : words.standings[standing]}</span>
      </p>
      <div className={styles['track']} aria-hidden>
        <span className={styles['done']} style={{ inlineSize: share(done) }} />
        {standing === 'met' ? null : <span className={styles['mark']} style={{ insetInlineStart: share(steady) }} />}
      </div>
      <p className={styles['quiet']}>
        {standing === 'met' ? '' : `${words.steady(steady)} `}
        {due < need ? `${words.lowered(need)} ` : ''}
        {words.enough(line)}
      </p>
    </>
  )
}
