import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from './page.tsx'
import classes from './parts-nav.module.css'
import { words } from './words.ts'

interface Props {
  readonly title: string
  /** The name help is opened at: a topic's `pages` in docs/guide. */
  readonly helpPage: string
  /** What stands beside the title. */
  readonly left?: ReactNode
  /** A column for reading and forms. */
  readonly reading?: boolean
  /** The college's pages are refused: they lead nowhere. */
  readonly failed?: boolean
  readonly children: ReactNode
}

const say = words.college

/** The frame of the college's pages, each leading to the others. */
export function CollegeFrame({ title, helpPage, left, reading = false, failed = false, children }: Props): ReactNode {
  return (
    <Page title={title} helpPage={helpPage} left={left}>
      {failed ? null : (
        <nav aria-label={say.parts} className={classes['nav']}>
          <Link to="/college" activeOptions={{ exact: true }}>
            {say.programmes}
          </Link>
          <Link to="/college/exam-results">{say.examResults}</Link>
          <Link to="/college/curricula">{say.curricula}</Link>
          <Link to="/college/reflections">{say.reflections}</Link>
        </nav>
      )}
      {reading ? <div className={classes['reading']}>{children}</div> : children}
    </Page>
  )
}
