import { Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { PlainDate } from '#domain/plain-date.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import { FormDay, FormFoot, londonToday } from './training-parts.tsx'
import styles from './record.module.css'

const Input = z.strictObject({ on: PlainDate })

/** Moves a last day to an earlier one. */
export function EndWindow({
  what,
  onEnd,
  onClose,
}: {
  readonly what: string
  readonly onEnd: (on: PlainDate) => Promise<unknown>
  readonly onClose: () => void
}): ReactNode {
  const form = useForm(Input, { on: londonToday() })
  const after = useAfterChange()
  const send = form.submit(async ({ on }) => {
    await onEnd(on)
    await after(words.saved)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={words.form.endTitle(what)}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm" c="dimmed">
          {words.form.endText}
        </Text>
        <FormDay label={words.form.endOn} value={form.values.on} fault={form.faults['on']} onValue={(on) => form.set('on', on)} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={words.form.endSave} />
      </form>
    </Modal>
  )
}
