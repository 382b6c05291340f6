import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { LOG_PAGES } from '#domain/training/logs-contract.ts'
import classes from '#web/ui/parts-nav.module.css'
import { words } from './log-page-words.ts'

const activeOptions = { exact: true, includeSearch: false }

/** The pages of the logs of one record. */
export function LogNav({ ownerId }: { readonly ownerId: string }): ReactNode {
  const params = { ownerId }
  return (
    <nav aria-label={words.parts} className={classes['nav']}>
      <Link to="/record/$ownerId/logs" params={params} activeOptions={activeOptions}>
        {words.overview}
      </Link>
      {LOG_PAGES.map((page) => (
        <Link key={page} to={`/record/$ownerId/logs/${page}`} params={params} activeOptions={activeOptions}>
          {words.pages[page]}
        </Link>
      ))}
    </nav>
  )
}
