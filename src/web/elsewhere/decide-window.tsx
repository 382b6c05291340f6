import { Button, Group, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { DecideInput, decideElsewhere, type RecordElsewhere } from '#domain/elsewhere/contract.ts'
import type { AnswerElsewhere } from '#domain/elsewhere/acceptance.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { useForm } from '#web/ui/use-form.ts'
import styles from './elsewhere.module.css'
import { elsewhereChanged } from './elsewhere-queries.ts'
import { words } from './words.ts'

interface Props {
  readonly ownerId: string
  readonly answer: AnswerElsewhere
  readonly records: readonly RecordElsewhere[]
  readonly onClose: (isDone: boolean) => void
}

const say = words.decide

/** A decision about records that were signed elsewhere. It is the same decision however often it is sent. */
export function DecideWindow({ ownerId, answer, records, onClose }: Props): ReactNode {
  const client = useQueryClient()
  const [wanted] = useState(() => records.map(({ id, decision }) => ({ id, decisionId: newId(), after: decision?.id ?? null })))
  const form = useForm(DecideInput, { answer, reason: '', records: wanted })
  const send = form.submit(async (body) => {
    await call(decideElsewhere, { params: { ownerId }, body })
    await elsewhereChanged(client, ownerId)
    notifications.show({ message: say.done[answer](records.length), closeButtonProps: { 'aria-label': words.close } })
    onClose(true)
  })
  const { value, error } = form.text('reason')
  return (
    <Modal opened onClose={() => onClose(false)} title={say.title[answer](records.length)}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <ul>
          {records.map(({ id, title }) => (
            <li key={id}>
              <bdi>{title}</bdi>
            </li>
          ))}
        </ul>
        <Text size="sm">{say.text[answer]}</Text>
        <GuardedText
          label={answer === 'accepted' ? say.note : say.reason}
          description={answer === 'accepted' ? say.noteText : undefined}
          kind="clinical writing"
          autosize
          minRows={2}
          maxLength={1000}
          value={value}
          error={error}
          onText={(text) => form.set('reason', text)}
        />
        <FormFault form={form} />
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={() => onClose(false)}>
            {say.cancel}
          </Button>
          <Button type="submit" loading={form.busy}>
            {words.acts[answer]}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
