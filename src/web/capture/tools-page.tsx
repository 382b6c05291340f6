import type { ReactNode } from 'react'
import { Page } from '#web/ui/page.tsx'
import { AddLinkMaker } from './add-link-maker.tsx'
import { Bookmarklet } from './bookmarklet.tsx'
import styles from './tools-page.module.css'
import { words } from './words.ts'

/** What saves from the web, to be taken along: the bookmark for readers, the link for publishers (K1, K2). */
export function ToolsPage(): ReactNode {
  const base = window.location.origin
  return (
    <Page title={words.tools.title} helpPage="tools" narrow>
      <p className={styles.intro}>{words.tools.intro}</p>
      <Bookmarklet base={base} />
      <AddLinkMaker base={base} />
    </Page>
  )
}
