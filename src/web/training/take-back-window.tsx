import { Modal, Text, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { longDate } from '#domain/plain-date.ts'
import { TakeBackInput, takeTraineeBack, type RosterRow } from '#domain/training/roster-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import { FormFoot } from './training-parts.tsx'
import styles from './record.module.css'

const say = words.programme

interface Props {
  readonly programmeId: string
  readonly row: RosterRow
  readonly onClose: () => void
}

/** Takes back a doctor who has not begun here (T1). */
export function TakeBackWindow({ programmeId, row, onClose }: Props): ReactNode {
  const form = useForm(TakeBackInput, { reason: '' })
  const after = useAfterChange()
  const send = form.submit(async (body) => {
    await call(takeTraineeBack, { params: { programmeId, doctorId: row.ownerId }, body })
    onClose()
    await after(say.takenBack)
  })
  return (
    <Modal opened onClose={onClose} title={say.takeBackTitle(row.name)}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm" c="dimmed">
          {say.takeBackText(longDate(row.from))}
        </Text>
        <Textarea
          label={words.endTraining.reason}
          description={words.endTraining.reasonText}
          autosize
          minRows={2}
          maxLength={1000}
          {...form.text('reason')}
        />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.takeBackSave} />
      </form>
    </Modal>
  )
}
