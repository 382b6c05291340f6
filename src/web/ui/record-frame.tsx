import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { MayNot } from './may-not.tsx'
import { Page } from './page.tsx'
import classes from './parts-nav.module.css'
import { words } from './words.ts'

interface Props {
  readonly ownerId: string
  readonly title: string
  /** The name help is opened at: a topic's `pages` in docs/guide. */
  readonly helpPage: string
  /** A column for reading and forms. */
  readonly reading?: boolean
  /** Why the viewer cannot read the absences, where that is known. */
  readonly noAbsence?: string | null
  /** The record could not be had: its parts lead nowhere. */
  readonly failed?: boolean
  /** The list that this page was opened from. */
  readonly within?: 'meetings' | 'assessments' | null
  readonly children: ReactNode
}

/** The frame of every page of a training record: whose it is in the title, then the other pages of the same record. */
export function RecordFrame({
  ownerId,
  title,
  helpPage,
  reading = false,
  noAbsence = null,
  failed = false,
  within = null,
  children,
}: Props): ReactNode {
  return (
    <Page title={title} helpPage={helpPage}>
      {failed ? null : <RecordNav ownerId={ownerId} noAbsence={noAbsence} within={within} />}
      {reading ? <div className={classes['reading']}>{children}</div> : children}
    </Page>
  )
}

const say = words.record
const activeOptions = { exact: true, includeSearch: false }

function RecordNav({ ownerId, noAbsence, within }: Required<Pick<Props, 'ownerId' | 'noAbsence' | 'within'>>): ReactNode {
  const at = { params: { ownerId }, activeOptions }
  return (
    <nav aria-label={say.parts} className={classes['nav']}>
      <Link to="/record/$ownerId" {...at}>
        {say.overview}
      </Link>
      <Link to="/record/$ownerId/curriculum" search={{}} {...at}>
        {say.curriculum}
      </Link>
      <Link to="/record/$ownerId/brief" {...at}>
        {say.brief}
      </Link>
      <Link to="/record/$ownerId/meetings" {...at} data-within={within === 'meetings' || undefined}>
        {say.meetings}
      </Link>
      <Link to="/record/$ownerId/pdp" {...at}>
        {say.plan}
      </Link>
      <Link to="/record/$ownerId/logs" params={{ ownerId }} activeOptions={{ exact: false, includeSearch: false }}>
        {say.logs}
      </Link>
      <Link to="/record/$ownerId/assessments" {...at} data-within={within === 'assessments' || undefined}>
        {say.assessments}
      </Link>
      <Link to="/record/$ownerId/declarations" {...at}>
        {say.declarations}
      </Link>
      <Link to="/record/$ownerId/certificates" {...at}>
        {say.certificates}
      </Link>
      {noAbsence === null ? (
        <Link to="/record/$ownerId/absence" {...at}>
          {say.absence}
        </Link>
      ) : (
        <span className={classes['cannot']}>
          {say.absence} <MayNot reason={noAbsence} />
        </span>
      )}
      <Link to="/record/$ownerId/proof" {...at}>
        {say.proof}
      </Link>
    </nav>
  )
}
