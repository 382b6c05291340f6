import { Text } from '@mantine/core'
import { useState } from 'react'
import { cpdYear, lastYears, shortDate, type PlainDate } from '#domain/plain-date.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { usePreferences } from '#web/platform/queries.ts'
import { todayIn, useZone } from '#web/platform/zone.ts'
import { DayField } from './day-field.tsx'
import styles from './date-range.module.css'
import { words } from './words.ts'

interface Dates {
  readonly from: PlainDate | undefined
  readonly to: PlainDate | undefined
}

interface DateRangeProps {
  readonly filters: ItemFilters
  readonly onChange: (range: Dates) => void
}

const always = (): Dates => ({ from: undefined, to: undefined })

/** 'From' and 'To', both days included, and ready-made spans (P8). */
export function DateRange({ filters: { from, to }, onChange }: DateRangeProps) {
  const zone = useZone()
  const { yearStartsIn } = usePreferences()
  const presets = [
    { name: words.dates.year, span: () => cpdYear(todayIn(zone), yearStartsIn) },
    { name: words.dates.months, span: () => lastYears(todayIn(zone), 1) },
    { name: words.dates.five, span: () => lastYears(todayIn(zone), 5) },
    { name: words.dates.all, span: always },
  ]
  // A preset takes the place of whatever stands in the fields, a half-typed day too.
  const [chosen, setChosen] = useState(0)
  // The day is asked only where there are dates to compare: the first time it takes a phone 50 ms, and the rows would wait (N3).
  const bare = from === undefined && to === undefined
  const isChosen = (span: () => Dates) => (bare ? span === always : span().from === from && span().to === to)
  const crossed = from !== undefined && to !== undefined && from > to
  return (
    <div role="group" aria-label={words.dates.group} className={styles.range}>
      <Limit key={`from ${chosen}`} label={words.dates.from} day={from} onDay={(day) => onChange({ from: day, to })} crossed={crossed} />
      <Limit key={`to ${chosen}`} label={words.dates.to} day={to} onDay={(day) => onChange({ from, to: day })} crossed={crossed} />
      <div role="group" aria-label={words.dates.presets} className={styles.presets}>
        {presets.map(({ name, span }) => (
          <button
            key={name}
            type="button"
            className={styles.preset}
            aria-pressed={isChosen(span)}
            onClick={() => {
              setChosen((n) => n + 1)
              onChange(span())
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {crossed && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)" className={styles.crossed}>
          {words.dates.crossed}
        </Text>
      )}
    </div>
  )
}

interface LimitProps {
  readonly label: string
  readonly day: PlainDate | undefined
  readonly onDay: (day: PlainDate | undefined) => void
  readonly crossed: boolean
}

function Limit({ label, day, onDay, crossed }: LimitProps) {
  const [typed, setTyped] = useState(day === undefined ? '' : shortDate(day))
  const [taken, setTaken] = useState(day)
  const [before, setBefore] = useState(day)
  // A preset or the browser's 'back' changes the day from outside: the field follows.
  if (day !== before) {
    setBefore(day)
    if (day !== taken) setTyped(day === undefined ? '' : shortDate(day))
    setTaken(day)
  }
  return (
    <DayField
      label={label}
      className={styles.field ?? ''}
      size="sm"
      placeholder={words.dates.any}
      aria-invalid={crossed || undefined}
      typed={typed}
      onTyped={setTyped}
      onDay={(chosen) => {
        const next = chosen ?? undefined
        if (next === day) return
        setTaken(next)
        onDay(next)
      }}
    />
  )
}
