import { Modal, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { addTrainee, TraineeInput } from '#domain/training/roster-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormFoot } from './training-parts.tsx'
import { YearFields } from './year-fields.tsx'

const say = words.programme

interface Props {
  readonly programmeId: string
  readonly yearCodes: readonly { readonly code: string; readonly title: string }[]
  readonly onClose: () => void
}

/** Takes a doctor with an account in, and leads to their record. */
export function AddTraineeWindow({ programmeId, yearCodes, onClose }: Props): ReactNode {
  const form = useForm(TraineeInput, { email: '', code: '', from: '', until: '' })
  const after = useAfterChange()
  const navigate = useNavigate()
  const send = form.submit(async (body) => {
    const { ownerId } = await call(addTrainee, { params: { programmeId }, body })
    await after(say.added)
    await navigate({ to: '/record/$ownerId', params: { ownerId } })
  })
  return (
    <Modal opened onClose={onClose} title={say.addTitle} size="lg">
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm" c="dimmed">
          {say.addText}
        </Text>
        <TextInput label={words.email} type="email" data-autofocus {...form.text('email')} />
        <YearFields form={form} yearCodes={yearCodes} untilLabel={say.addUntil} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.add} />
      </form>
    </Modal>
  )
}
