import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from '#web/ui/page.tsx'
import classes from './profile-pages.module.css'
import { words } from './words.ts'

/** The frame of the pages of the profile. */
export function ProfileFrame({
  title,
  helpPage = 'profile',
  children,
}: {
  readonly title: string
  readonly helpPage?: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <Page title={title} helpPage={helpPage} narrow>
      <nav aria-label={words.profilePages} className={classes['nav']}>
        <Link to="/profile" activeOptions={{ exact: true }}>
          {words.profileTitle}
        </Link>
        <Link to="/connections">{words.connectionsTitle}</Link>
        <Link to="/profile/security">{words.securityTitle}</Link>
        <Link to="/profile/audit">{words.auditTitle}</Link>
        <Link to="/archive">{words.archiveTitle}</Link>
      </nav>
      {children}
    </Page>
  )
}
