import { Link } from '@tanstack/react-router'
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import type { ReactNode } from 'react'
import type { Attempt } from '#domain/learning/contract.ts'
import styles from './reader.module.css'
import { words } from './words.ts'

const say = words.reader

interface Props {
  readonly attempt: Attempt
  readonly page: number
}

/** The pages of the module: beside them on a wide screen, folded above them on a narrow one. */
export function PageList({ attempt, page }: Props): ReactNode {
  return (
    <>
      <nav className={styles.side} aria-label={say.pages}>
        <List attempt={attempt} page={page} />
        <Link to="/learning/modules/$moduleId" params={{ moduleId: attempt.moduleId }} className={styles.toFront}>
          {say.toFront}
        </Link>
      </nav>
      <details key={page} className={styles.fold}>
        <summary>
          {say.pages}
          <IconChevronDown size={17} aria-hidden />
        </summary>
        <nav aria-label={say.pages}>
          <List attempt={attempt} page={page} />
          <Link to="/learning/modules/$moduleId" params={{ moduleId: attempt.moduleId }} className={styles.toFront}>
            {say.toFront}
          </Link>
        </nav>
      </details>
    </>
  )
}

function List({ attempt, page }: Props): ReactNode {
  const { pages, preTest, submitted } = attempt
  return (
    <ol className={styles.list}>
      {preTest.length > 0 && !submitted && (
        <Entry attempt={attempt} to={0} current={page === 0}>
          {say.before}
        </Entry>
      )}
      {pages.map(({ title }, index) => (
        <Entry key={index} attempt={attempt} to={index + 1} current={page === index + 1}>
          <span className={styles.number}>{index + 1}</span>
          {title}
        </Entry>
      ))}
      {!submitted && (
        <Entry attempt={attempt} to={pages.length + 1} current={page > pages.length}>
          {say.assessment}
        </Entry>
      )}
    </ol>
  )
}

interface EntryProps {
  readonly attempt: Attempt
  readonly to: number
  readonly current: boolean
  readonly children: ReactNode
}

const Entry = ({ attempt, to, current, children }: EntryProps) => (
  <li>
    <Link
      to="/learning/attempts/$attemptId"
      params={{ attemptId: attempt.id }}
      search={{ page: to }}
      aria-current={current ? 'page' : undefined}
      preload={false}
    >
      {children}
    </Link>
  </li>
)
