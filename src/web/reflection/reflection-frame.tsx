import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from '#web/ui/page.tsx'
import classes from '#web/ui/parts-nav.module.css'
import { words } from './words.ts'

interface Props {
  readonly title: string
  readonly children: ReactNode
}

/** The frame of the pages under 'Reflection': a calm column, and the two places there are. */
export function ReflectionFrame({ title, children }: Props): ReactNode {
  return (
    <Page title={title} helpPage="reflection" narrow>
      <nav aria-label={words.parts} className={classes['nav']}>
        <Link to="/reflection" activeOptions={{ exact: true }}>
          {words.mine}
        </Link>
        <Link to="/reflection/shared">{words.collection}</Link>
      </nav>
      {children}
    </Page>
  )
}
