import type { ReactNode } from 'react'
import styles from './result-page.module.css'
import { words } from './words.ts'

const say = words.result

interface Props {
  readonly result: { readonly right: number; readonly of: number; readonly percent: number; readonly passMark: number }
}

/** The score as a bar, the pass mark as a line through it; the same in words for who does not see it. */
export function ScoreFigure({ result: { right, of, percent, passMark } }: Props): ReactNode {
  return (
    <div className={styles.score}>
      <p className={styles.figure}>
        <strong>{percent}%</strong> {say.score(right, of)}
      </p>
      <div className={styles.track} role="img" aria-label={say.figure(percent, passMark)}>
        <span className={styles.done} style={{ width: `${percent}%` }} />
        <span className={styles.mark} style={{ left: `${passMark}%` }} />
      </div>
      <p className={styles.markWords} aria-hidden style={{ marginInlineStart: `${passMark}%` }}>
        {say.mark(passMark)}
      </p>
    </div>
  )
}
