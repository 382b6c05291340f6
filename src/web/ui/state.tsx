import type { ReactNode } from 'react'
import styles from './state.module.css'

interface Props {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly alert?: boolean
  readonly children?: ReactNode
}

/** What stands where nothing else can: why, and a way on. */
export function State({ icon, title, text, alert = false, children }: Props): ReactNode {
  return (
    <div className={styles.state} role={alert ? 'alert' : undefined}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  )
}
