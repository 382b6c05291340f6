import { Modal, NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { convene, PanelInput } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormDay, FormFoot, londonToday } from './training-parts.tsx'

const RELATIONS = ['panel member', 'lay member'] as const

export function PanelWindow({ ownerId, onClose }: { readonly ownerId: string; readonly onClose: () => void }): ReactNode {
  const form = useForm(PanelInput, { relation: 'panel member', email: '', from: londonToday(), until: '' })
  const after = useAfterChange()
  const send = form.submit(async (body) => {
    await call(convene, { params: { ownerId }, body })
    await after(words.saved)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={words.record.convene} size="lg">
      <form onSubmit={send} noValidate className={styles['form']}>
        <NativeSelect
          label={words.form.relation}
          data-autofocus
          data={RELATIONS.map((value) => ({ value, label: words.relations[value] }))}
          {...form.text('relation')}
        />
        <TextInput label={words.email} type="email" {...form.text('email')} />
        <div className={styles['pair']}>
          <FormDay label={words.from} value={form.values.from} fault={form.faults['from']} onValue={(from) => form.set('from', from)} />
          <FormDay
            label={words.until}
            value={form.values.until}
            fault={form.faults['until']}
            onValue={(until) => form.set('until', until)}
          />
        </div>
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={words.record.convene} />
      </form>
    </Modal>
  )
}
