import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { isPlainDate, shortDate, type PlainDate } from '#domain/plain-date.ts'
import { todayIn } from '#web/platform/zone.ts'
import { DayField } from '#web/portfolio/day-field.tsx'
import { readDay } from '#web/portfolio/typed-date.ts'
import { MayNot } from '#web/ui/may-not.tsx'
import { useState } from 'react'
import { words } from './placement-words.ts'
import styles from './record.module.css'

/** A part of a page, with what may be done to it, or the red cross and why not. */
export function Part({
  id,
  title,
  act,
  mayNot = null,
  children,
}: {
  readonly id: string
  readonly title: string
  readonly act?: ReactNode
  readonly mayNot?: string | null
  readonly children: ReactNode
}): ReactNode {
  return (
    <section className={styles['card']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id}>{title}</h2>
        {mayNot === null ? act : <MayNot reason={mayNot} />}
      </div>
      {children}
    </section>
  )
}

/** The day as the programmes count it. */
export const londonToday = (): PlainDate => todayIn('Europe/London')

/** A day of a form: what was typed and is no day stays there, and is refused as such. */
export function FormDay({
  label,
  value,
  onValue,
  fault,
}: {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly fault: string | undefined
}): ReactNode {
  const [typed, setTyped] = useState('')
  const read = (text: string) => {
    const day = readDay(text, londonToday())
    return 'value' in day ? (day.value ?? '') : text.trim()
  }
  // The value also comes from elsewhere: a draft, a suggestion.
  const shown = read(typed) === value ? typed : isPlainDate(value) ? shortDate(value) : value
  return (
    <DayField
      label={label}
      typed={shown}
      onTyped={(text) => {
        setTyped(text)
        onValue(read(text))
      }}
      fault={fault}
    />
  )
}

/** The foot of a form in a window. */
export function FormFoot({
  onClose,
  busy,
  save,
  children,
}: {
  readonly onClose: () => void
  readonly busy: boolean
  readonly save: string
  readonly children?: ReactNode
}): ReactNode {
  return (
    <Group justify="flex-end" gap="xs" mt="lg">
      {children}
      <Button variant="default" onClick={onClose}>
        {words.cancel}
      </Button>
      <Button type="submit" loading={busy}>
        {save}
      </Button>
    </Group>
  )
}
