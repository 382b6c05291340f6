import { Button, Modal, Text, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { endTraining, TrainingEndInput, type RecordView } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import { FormDay, FormFoot, londonToday } from './training-parts.tsx'
import styles from './record.module.css'

const say = words.endTraining

/** For who may: ends the doctor's training in the programme, or takes it back (T1). */
export function EndTraining({ record }: { readonly record: RecordView }): ReactNode {
  const [open, setOpen] = useState(false)
  if (record.can.place !== null || record.programme === null) return null
  return (
    <div>
      <Button variant="default" size="xs" onClick={() => setOpen(true)}>
        {say.open}
      </Button>
      {open ? <EndTrainingWindow record={record} programme={record.programme} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

function EndTrainingWindow({
  record,
  programme,
  onClose,
}: {
  readonly record: RecordView
  readonly programme: NonNullable<RecordView['programme']>
  readonly onClose: () => void
}): ReactNode {
  const form = useForm(TrainingEndInput, { on: londonToday(), reason: '' })
  const after = useAfterChange()
  const navigate = useNavigate()
  const send = form.submit(async (body) => {
    await call(endTraining, { params: { ownerId: record.person.id }, body })
    onClose()
    // Of who is over the programme reads no more.
    if (body.on < record.today) await navigate({ to: '/programmes/$programmeId', params: { programmeId: programme.id } })
    await after(say.ended)
  })
  return (
    <Modal opened onClose={onClose} title={say.title(programme.title)}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm" c="dimmed">
          {say.text}
        </Text>
        <FormDay label={words.form.endOn} value={form.values.on} fault={form.faults['on']} onValue={(on) => form.set('on', on)} />
        <Textarea label={say.reason} description={say.reasonText} autosize minRows={2} maxLength={1000} {...form.text('reason')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.save} />
      </form>
    </Modal>
  )
}
