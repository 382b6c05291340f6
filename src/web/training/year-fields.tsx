import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { addDays, addMonths, isPlainDate } from '#domain/plain-date.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormDay } from './training-parts.tsx'

/** What it needs of the forms it stands in. */
interface YearForm {
  readonly values: { readonly from: string; readonly until: string }
  readonly faults: Readonly<Record<string, string>>
  set(name: 'from' | 'until', value: string): void
  text(name: 'code'): object
}

interface Props {
  readonly form: YearForm
  readonly yearCodes: readonly { readonly code: string; readonly title: string }[]
  readonly untilLabel: string
}

/** Which training year, and its days: a year long unless said otherwise. */
export function YearFields({ form, yearCodes, untilLabel }: Props): ReactNode {
  return (
    <>
      <NativeSelect
        label={words.year}
        data={[
          { value: '', label: words.chooseYear },
          ...yearCodes.map(({ code, title }) => ({ value: code, label: `${code}: ${title}` })),
        ]}
        {...form.text('code')}
      />
      <div className={styles['pair']}>
        <FormDay
          label={words.from}
          value={form.values.from}
          fault={form.faults['from']}
          onValue={(from) => {
            form.set('from', from)
            if (isPlainDate(from) && form.values.until === '') form.set('until', addDays(addMonths(from, 12), -1))
          }}
        />
        <FormDay label={untilLabel} value={form.values.until} fault={form.faults['until']} onValue={(until) => form.set('until', until)} />
      </div>
    </>
  )
}
