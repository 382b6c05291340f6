import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment, useState, type ReactNode } from 'react'
import { listKept, readKept } from '#domain/training/kept-contract.ts'
import { shortDate } from '#domain/plain-date.ts'
import { call } from '#web/platform/call.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { Asked } from '#web/ui/asked.tsx'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { Part } from './training-parts.tsx'

const say = words.kept

/** What the programme keeps of closed accounts (A10); nothing is shown where there is none. */
export function KeptRecords({ programmeId }: { readonly programmeId: string }): ReactNode {
  const { data } = useQuery({
    queryKey: ['programme', programmeId, 'kept'],
    queryFn: ({ signal }) => call(listKept, { params: { programmeId }, signal }),
  })
  const [shown, setShown] = useState<string | null>(null)
  if (data === undefined || data.people.length === 0) return null
  return (
    <Part id="kept" title={say.title}>
      <p className={styles['quiet']}>{say.lead}</p>
      <ul className={styles['rows']}>
        {data.people.map(({ ownerId, name, professionalNumber, until }) => (
          <li key={ownerId}>
            <strong>{name}</strong> {professionalNumber} <span className={styles['quiet']}>{say.until(shortDate(until))}</span>{' '}
            <Button
              variant="default"
              size="compact-sm"
              aria-expanded={shown === ownerId}
              aria-label={say.showOf(name)}
              onClick={() => setShown(shown === ownerId ? null : ownerId)}
            >
              {say.show}
            </Button>
            {shown === ownerId ? <Signed programmeId={programmeId} doctorId={ownerId} /> : null}
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Signed({ programmeId, doctorId }: { readonly programmeId: string; readonly doctorId: string }): ReactNode {
  const zone = useZone()
  const asked = useQuery({
    queryKey: ['programme', programmeId, 'kept', doctorId],
    queryFn: ({ signal }) => call(readKept, { params: { programmeId, doctorId }, signal }),
  })
  return (
    <Asked asked={asked}>
      {({ records }) => (
        <ol>
          {records.map(({ number, says, by, as, at, text }) => (
            <li key={number} value={number}>
              {text === '' ? (
                <div>{says}</div>
              ) : (
                <details>
                  <summary>{says}</summary>
                  <Said value={JSON.parse(text)} />
                </details>
              )}
              <span className={styles['quiet']}>{say.signed(by, as, sayMoment(at, zone))}</span>
            </li>
          ))}
        </ol>
      )}
    </Asked>
  )
}

/** Not what a person reads: how records name one another. */
const MARK = /^(id|hash|sha256|corrects)$|Id$/

const labelOf = (key: string) => key.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()

/** A signed record in words: each name with what stands under it. */
function Said({ value }: { readonly value: unknown }): ReactNode {
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value
    return (
      <ul>
        {parts.map((part, at) => (
          <li key={at}>
            <Said value={part} />
          </li>
        ))}
      </ul>
    )
  }
  if (typeof value !== 'object' || value === null) return String(value)
  return (
    <dl>
      {Object.entries(value)
        .filter(([key, part]) => !MARK.test(key) && part !== null && part !== '')
        .map(([key, part]) => (
          <Fragment key={key}>
            <dt>{labelOf(key)}</dt>
            <dd>
              <Said value={part} />
            </dd>
          </Fragment>
        ))}
    </dl>
  )
}
