import { Modal, Text, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { askCorrection, type SupervisorView } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useKeptForm } from './kept-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormFoot } from './training-parts.tsx'

const say = words.form
const Input = z.strictObject({ says: askCorrection.schema.body.shape.says })

/** The trainee says in a sentence what is wrong with a supervisor (T2). */
export function WrongWindow({
  ownerId,
  supervisor,
  onClose,
}: {
  readonly ownerId: string
  readonly supervisor: SupervisorView
  readonly onClose: () => void
}): ReactNode {
  const { relationId, name } = supervisor
  const form = useKeptForm(`correction/${relationId}`, Input, { says: '' })
  const after = useAfterChange()
  const send = form.submit(async ({ says }) => {
    await call(askCorrection, { params: { ownerId }, body: { relationId, says } })
    await form.draft.discard()
    await after(say.wrongSent)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={say.wrongTitle(name)}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm" c="dimmed">
          {say.wrongText}
        </Text>
        <Textarea label={say.wrongSays} autosize minRows={3} maxLength={1000} data-autofocus {...form.text('says')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.wrongSend}>
          <DraftMark state={form.draft.state} />
        </FormFoot>
      </form>
    </Modal>
  )
}
