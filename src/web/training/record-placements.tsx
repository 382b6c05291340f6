import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { PlacementView, RecordView, YearView } from '#domain/training/placement-contract.ts'
import { endPlacement } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { EndWindow } from './end-window.tsx'
import { PlacementWindow } from './placement-window.tsx'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { Part } from './training-parts.tsx'
import { YearWindow } from './year-window.tsx'

const say = words.record

/** Placements, those of today first, then those to come, then the past. */
export function Placements({ record }: { readonly record: RecordView }): ReactNode {
  const [open, setOpen] = useState<'new' | PlacementView | null>(null)
  const { can, person, placements } = record
  const close = () => setOpen(null)
  const ordered = (['present', 'to come', 'past'] as const).flatMap((when) => placements.filter((one) => one.when === when))
  return (
    <Part
      id="placements"
      title={say.placements}
      mayNot={can.place}
      act={
        <Button variant="default" size="xs" disabled={record.years.length === 0} onClick={() => setOpen('new')}>
          {say.givePlacement}
        </Button>
      }
    >
      {ordered.length === 0 ? <p className={styles['quiet']}>{say.noPlacements}</p> : null}
      <ul className={styles['rows']}>
        {ordered.map((one) => (
          <li key={one.id}>
            <div className={styles['main']}>
              <strong>
                <bdi>{one.post}</bdi>
              </strong>{' '}
              <span className={styles['mark']} data-strong={one.when === 'present' || undefined}>
                {say.when[one.when]}
              </span>
              <p className={styles['quiet']}>
                {[one.specialty, one.site, one.employer, say.percent(one.workingPercent)].filter((part) => part !== '').join(', ')}
                <br />
                {words.span(one.from, one.until)}
                {codeOf(record.years, one.yearId)}
              </p>
            </div>
            {can.place === null && one.when !== 'past' ? (
              <Button variant="default" size="xs" aria-label={`${say.end}: ${one.post}`} onClick={() => setOpen(one)}>
                {say.end}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {open === 'new' ? <PlacementWindow record={record} onClose={close} /> : null}
      {open !== null && open !== 'new' ? (
        <EndWindow
          what={open.post}
          onEnd={(on) => call(endPlacement, { params: { ownerId: person.id, placementId: open.id }, body: { on } })}
          onClose={close}
        />
      ) : null}
    </Part>
  )
}

const codeOf = (years: readonly YearView[], id: string): string => {
  const year = years.find((one) => one.id === id)
  return year === undefined ? '' : `, ${year.code}`
}

export function Years({ record }: { readonly record: RecordView }): ReactNode {
  const [open, setOpen] = useState<'new' | YearView | null>(null)
  const { can, years } = record
  return (
    <Part
      id="years"
      title={say.years}
      mayNot={can.place}
      act={
        <Button variant="default" size="xs" disabled={record.programme === null} onClick={() => setOpen('new')}>
          {say.giveYear}
        </Button>
      }
    >
      {years.length === 0 ? <p className={styles['quiet']}>{say.noYears}</p> : null}
      <ul className={styles['rows']}>
        {years.map((year) => (
          <li key={year.id}>
            <div className={styles['main']}>
              <strong>{year.code}</strong> {year.title}
              <p className={styles['quiet']}>{words.span(year.from, year.until)}</p>
            </div>
            {can.place === null ? (
              <Button variant="default" size="xs" aria-label={`${say.changeYear}: ${year.code}`} onClick={() => setOpen(year)}>
                {say.changeYear}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {open === null ? null : <YearWindow record={record} year={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Part>
  )
}
