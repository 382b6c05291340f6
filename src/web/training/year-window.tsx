import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { changeYear, giveYear, type RecordView, type YearView } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormFoot } from './training-parts.tsx'
import { YearFields } from './year-fields.tsx'

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
        <YearFields form={form} yearCodes={record.yearCodes} untilLabel={words.until} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={words.save} />
      </form>
    </Modal>
  )
}
