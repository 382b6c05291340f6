import { VisuallyHidden } from '@mantine/core'
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs'
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs'
import IconPaperclip from '@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs'
import IconSchool from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Column } from '#domain/accounts/profile-contract.ts'
import { showHundredths } from '#domain/hundredths.ts'
import { shortDate, type PlainDate } from '#domain/plain-date.ts'
import type { ItemRow } from '#domain/portfolio/contract.ts'
import { SOURCE_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { StatusMark } from './status-mark.tsx'
import styles from './items-table.module.css'
import { words } from './words.ts'

/** Columns read from the right, so that amounts stand under each other. */
export const NUMERIC: ReadonlySet<Column> = new Set(['credits', 'impact', 'files'])

/** Sorting by these begins with the largest or latest. */
export const LATEST_FIRST: ReadonlySet<Column> = new Set(['started', 'completed', 'credits', 'impact', 'files'])

/** What a cell holds; the title and the tags, which can be acted on, stand in the row itself. */
export const CELLS: Readonly<Record<Exclude<Column, 'title' | 'tags'>, (row: ItemRow, lensed: boolean) => ReactNode>> = {
  type: (row) => (row.type === null ? null : TYPE_WORDS[row.type]),
  status: (row) => <StatusMark status={row.status} />,
  started: (row) => <Day on={row.startedOn} />,
  completed: (row) => <Day on={row.completedOn} />,
  credits: (row, lensed) => <Credits row={row} lensed={lensed} />,
  impact: (row) => (row.impact === null ? null : showHundredths(row.impact)),
  files: (row) =>
    row.files === 0 ? null : (
      <span className={styles.files}>
        <IconPaperclip size={14} aria-hidden />
        {row.files}
        <VisuallyHidden>{words.table.files(row.files).replace(/^\S+/, '')}</VisuallyHidden>
      </span>
    ),
  source: (row) => SOURCE_WORDS[row.source],
  link: (row) => (row.link === '' ? null : isOurs(row.link) ? <ModuleIcon row={row} /> : <LinkIcon link={row.link} />),
}

const Day = ({ on }: { on: PlainDate | null }) => (on === null ? null : <time dateTime={on}>{shortDate(on)}</time>)

/** What the organisation gave, else what the owner gave; the latter is marked where it is not counted (C6). */
function Credits({ row, lensed }: { row: ItemRow; lensed: boolean }) {
  if (row.awarded !== null) return showHundredths(row.awarded)
  if (row.personal === null) return null
  if (!lensed) return showHundredths(row.personal)
  return (
    <span className={styles.beside} title={words.table.notCounted}>
      <IconCircleDashed size={13} aria-hidden />
      {showHundredths(row.personal)}
      <VisuallyHidden>{words.table.notCounted}</VisuallyHidden>
    </span>
  )
}

/** The address of a link without its 'www.', or nothing where it is none. */
export const hostOf = (link: string): string => (URL.canParse(link) ? new URL(link).hostname.replace(/^www\./, '') : '')

/** The page of a module of ours, not of another site's. */
export const isOurs = (link: string): boolean => link.startsWith('/learning/modules/')

/** A module is a page of ours: it opens in this window (P12). */
function ModuleIcon({ row }: { row: ItemRow }) {
  const name = words.table.opensModule(row.title)
  return (
    <Link className={styles.iconLink} to={row.link} title={name} aria-label={name}>
      <IconSchool size={17} aria-hidden />
    </Link>
  )
}

function LinkIcon({ link }: { link: string }) {
  const name = words.table.opens(hostOf(link))
  return (
    <a className={styles.iconLink} href={link} target="_blank" rel="noopener noreferrer" title={name} aria-label={name}>
      <IconExternalLink size={16} aria-hidden />
    </a>
  )
}
