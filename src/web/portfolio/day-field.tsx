import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import { lazy, Suspense, useId, useRef, useState, type ComponentProps } from 'react'
import { shortDate, type PlainDate } from '#domain/plain-date.ts'
import { todayIn, useToday, useZone } from '#web/platform/zone.ts'
import { patiently } from '#web/ui/patiently.ts'
import { readDay } from './typed-date.ts'
import { words } from './words.ts'

const loadCalendar = patiently(() => import('./day-calendar.tsx'))
const LazyCalendar = lazy(loadCalendar)
const Calendar = (props: Omit<ComponentProps<typeof LazyCalendar>, 'today'>) => <LazyCalendar {...props} today={useToday()} />

interface DayFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error' | 'label'> {
  readonly label: string
  /** What stands in the field, as it was typed. */
  readonly typed: string
  readonly onTyped: (typed: string) => void
  /** The day, once what was typed is one. Not called for what is not. */
  readonly onDay?: (day: PlainDate | null) => void
  /** A fault found elsewhere, such as by the server. */
  readonly fault?: string | undefined
}

/** A day, typed or chosen from a calendar. What is typed stays as it is, also when it is no day (N1). */
export function DayField({ label, typed, onTyped, onDay, fault, disabled, ...rest }: DayFieldProps) {
  const zone = useZone()
  const labelId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [left, setLeft] = useState(true)
  // Which day it is, is asked only of what was typed: the first time it takes a phone 50 ms, and the rows would wait (N3).
  const readNow = (text: string) => (text.trim() === '' ? { value: null } : readDay(text, todayIn(zone)))
  const read = readNow(typed)
  const own = left && 'fault' in read ? read.fault : undefined
  const take = (text: string) => {
    const now = readNow(text)
    if ('fault' in now) return
    onDay?.(now.value)
  }
  return (
    <TextInput
      {...rest}
      ref={input}
      label={<span id={labelId}>{label}</span>}
      value={typed}
      disabled={disabled ?? false}
      autoComplete="off"
      error={own ?? fault}
      onFocus={() => setLeft(false)}
      onChange={({ currentTarget: { value } }) => {
        onTyped(value)
        // A year half typed ('2/3/20') is not yet what the person means.
        if (value.trim() === '' || /(^|\D)\d{4}(\D|$)/.test(value)) take(value)
      }}
      onBlur={() => {
        setLeft(true)
        const now = readNow(typed)
        if ('value' in now && now.value !== null) onTyped(shortDate(now.value))
        take(typed)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          setLeft(true)
          take(typed)
        } else if (event.key === 'ArrowDown' && event.altKey) setOpen(true)
      }}
      rightSection={
        <Popover opened={open} onChange={setOpen} trapFocus returnFocus withinPortal position="bottom-end" shadow="md">
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={disabled ?? false}
              aria-label={words.dates.calendar}
              aria-describedby={labelId}
              onPointerEnter={() => void loadCalendar()}
              onFocus={() => void loadCalendar()}
              onClick={() => setOpen((now) => !now)}
            >
              <IconCalendar size={16} aria-hidden />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown p="xs" aria-label={label}>
            <Suspense fallback={<div style={{ width: 252, height: 276 }} />}>
              <Calendar
                day={'value' in read ? read.value : null}
                onDay={(day) => {
                  onTyped(day === null ? '' : shortDate(day))
                  onDay?.(day)
                  setOpen(false)
                }}
              />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      }
    />
  )
}
