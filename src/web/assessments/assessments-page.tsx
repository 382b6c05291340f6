import { Anchor, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import IconClipboardCheck from '@tabler/icons-react/dist/esm/icons/IconClipboardCheck.mjs'
import { useState, type ReactNode } from 'react'
import type { EntryLine } from '#domain/assessments/contract.ts'
import { isLocked } from '#domain/assessments/entry-steps.ts'
import type { Family } from '#domain/assessments/form-file.ts'
import { longDate } from '#domain/plain-date.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { State } from '#web/ui/state.tsx'
import { CountMark, Minima } from './counts.tsx'
import { BeginWindow } from './begin-window.tsx'
import { RoundsPart } from './rounds-part.tsx'
import { entriesQuery } from './entry-queries.ts'
import styles from './forms.module.css'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/record/$ownerId/assessments')
const say = words.list
export const ASSESSING: readonly Family[] = ['supervised learning event', 'assessment']

/** Supervised learning events and assessments of one trainee (F2), newest first. */
export function AssessmentsPage(): ReactNode {
  const { ownerId } = route.useParams()
  const own = usePerson().id === ownerId
  const asked = useQuery(entriesQuery(ownerId, ASSESSING))
  const [beginning, setBeginning] = useState(false)
  const may = asked.data?.can.begin['supervised learning event'] ?? null
  return (
    <RecordFrame
      ownerId={ownerId}
      title={own || asked.data === undefined ? say.own : say.title(asked.data.name)}
      helpPage="assessments"
      failed={asked.error !== null}
      reading
    >
      <Asked asked={asked}>
        {({ entries, can }) => (
          <>
            <div className={styles['head']}>
              <span />
              {own ? may === null ? <Button onClick={() => setBeginning(true)}>{say.begin}</Button> : <MayNot reason={may} /> : null}
            </div>
            <Minima ownerId={ownerId} />
            {can.readRounds === null ? <RoundsPart ownerId={ownerId} /> : null}
            {entries.length === 0 ? (
              <State icon={<IconClipboardCheck size={28} />} title={say.none} text={own ? say.noneText : say.noneOther} />
            ) : (
              <EntryList ownerId={ownerId} entries={entries} />
            )}
          </>
        )}
      </Asked>
      {beginning ? <BeginWindow ownerId={ownerId} families={ASSESSING} onClose={() => setBeginning(false)} /> : null}
    </RecordFrame>
  )
}

/** Filled forms, each with how far it is and a way into it. */
export function EntryList({ ownerId, entries }: { readonly ownerId: string; readonly entries: readonly EntryLine[] }): ReactNode {
  const own = usePerson().id === ownerId
  return (
    <ul className={styles['list']}>
      {entries.map((one) => (
        <li key={one.id} className={styles['card']}>
          <h3>
            <Anchor component={Link} to="/record/$ownerId/entries/$itemId" params={{ ownerId, itemId: one.id } as never} inherit>
              {one.title}
            </Anchor>
          </h3>
          <p className={styles['quiet']}>
            {[one.title === one.form ? '' : one.form, longDate(one.eventOn), one.placement].filter((part) => part !== '').join(' · ')}
          </p>
          <p className={styles['quiet']} style={{ marginTop: 6 }}>
            <span className={styles['mark']} data-good={isLocked(one.state) || undefined}>
              {words.entry.state[one.state]}
            </span>{' '}
            {one.signedBy === null ? '' : `${say.signedBy(one.signedBy)}. `}
            {one.waitsFor === null ? '' : `${say.waits(one.waitsFor, own && one.waitsFor === 'trainee')}. `}
            {one.isCorrected ? `${say.corrected}.` : ''}
          </p>
          <CountMark ownerId={ownerId} entry={one} />
        </li>
      ))}
    </ul>
  )
}
