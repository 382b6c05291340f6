import { Modal, NativeSelect, NumberInput, Text, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { isPlainDate } from '#domain/plain-date.ts'
import { ABSENCE_TYPES, weekdaysBetween } from '#domain/training/absence.ts'
import { AbsenceInput, recordAbsence } from '#domain/training/absence-contract.ts'
import { call } from '#web/platform/call.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useKeptForm } from './kept-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormDay, FormFoot } from './training-parts.tsx'

const say = words.absence
/** No absence here is longer; a day typed with a wrong year is not counted through. */
const MOST_YEARS = 3

/** Records an absence. The working days are suggested from the dates until they are written. */
export function AbsenceWindow({ ownerId, onClose }: { readonly ownerId: string; readonly onClose: () => void }): ReactNode {
  const [id] = useState(() => uuidv7())
  const form = useKeptForm(`absence/${ownerId}`, AbsenceInput, START as never)
  const { from, until, workingDays } = form.values
  const suggested =
    isPlainDate(from) && isPlainDate(until) && from <= until && Number(until.slice(0, 4)) - Number(from.slice(0, 4)) <= MOST_YEARS
      ? weekdaysBetween(from, until)
      : null
  const [written, setWritten] = useState(false)
  const days = written || suggested === null ? workingDays : suggested
  const after = useAfterChange()
  const send = form.submit(async (body) => {
    await call(recordAbsence, { params: { ownerId }, body: { ...body, id } })
    await form.draft.discard()
    await after(say.recorded)
    onClose()
  })
  const setDay = (name: 'from' | 'until', value: string) => {
    form.set(name, value)
    const [first, last] = name === 'from' ? [value, until] : [from, value]
    if (
      !written &&
      isPlainDate(first) &&
      isPlainDate(last) &&
      first <= last &&
      Number(last.slice(0, 4)) - Number(first.slice(0, 4)) <= MOST_YEARS
    )
      form.set('workingDays', weekdaysBetween(first, last))
  }
  return (
    <Modal opened onClose={onClose} title={say.record}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm" c="dimmed">
          {say.text}
        </Text>
        <NativeSelect
          label={say.type}
          data-autofocus
          data={[{ value: '', label: say.chooseType }, ...ABSENCE_TYPES.map((value) => ({ value, label: say.types[value] ?? value }))]}
          {...form.text('type')}
        />
        <div className={styles['pair']}>
          <FormDay label={words.from} value={from} fault={form.faults['from']} onValue={(value) => setDay('from', value)} />
          <FormDay label={words.until} value={until} fault={form.faults['until']} onValue={(value) => setDay('until', value)} />
        </div>
        <NumberInput
          label={say.working}
          description={suggested === null ? undefined : say.suggested(suggested)}
          value={days}
          error={form.faults['workingDays']}
          step={0.5}
          decimalScale={1}
          clampBehavior="none"
          onChange={(value) => {
            setWritten(true)
            form.set('workingDays', value as number)
          }}
        />
        <Textarea label={say.note} autosize minRows={2} maxLength={1000} {...form.text('note')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.record}>
          <DraftMark state={form.draft.state} />
        </FormFoot>
      </form>
    </Modal>
  )
}

const START = { type: '', from: '', until: '', workingDays: '', note: '' }
