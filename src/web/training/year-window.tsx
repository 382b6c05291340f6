import { Modal, NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { addDays, addMonths, isPlainDate } from '#domain/plain-date.ts'
import { changeYear, giveYear, type RecordView, type YearView } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormDay, FormFoot } from './training-parts.tsx'

interface Props {
  readonly record: RecordView
  /** Null for a new one. */
  readonly year: YearView | null
  readonly onClose: () => void
}

export function YearWindow({ record, year, onClose }: Props): ReactNode {
  const params = { ownerId: record.person.id }
  const form = useForm(giveYear.schema.body, { code: year?.code ?? '', from: year?.from ?? '', until: year?.until ?? '' })
  const after = useAfterChange()
  const send = form.submit(async (body) => {
    if (year === null) await call(giveYear, { params, body })
    else await call(changeYear, { params: { ...params, yearId: year.id }, body })
    await after(words.saved)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={year === null ? words.record.giveYear : words.year}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <NativeSelect
          label={words.year}
          data={[
            { value: '', label: words.chooseYear },
            ...record.yearCodes.map(({ code, title }) => ({ value: code, label: `${code}: ${title}` })),
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
          <FormDay
            label={words.until}
            value={form.values.until}
            fault={form.faults['until']}
            onValue={(until) => form.set('until', until)}
          />
        </div>
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={words.save} />
      </form>
    </Modal>
  )
}
