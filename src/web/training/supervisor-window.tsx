import { Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { giveSupervision, SupervisionInput, type RecordView } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormDay, FormFoot, londonToday } from './training-parts.tsx'

const say = words.form
const RELATIONS = ['educational supervisor', 'clinical supervisor'] as const

export function SupervisorWindow({ record, onClose }: { readonly record: RecordView; readonly onClose: () => void }): ReactNode {
  const { person, placements, years } = record
  const today = londonToday()
  const year = years.find(({ until }) => until >= today) ?? years.at(-1)
  const form = useForm(SupervisionInput, {
    relation: 'educational supervisor',
    email: '',
    from: today,
    until: year?.until ?? '',
    placementId: null,
    instead: false,
  })
  const after = useAfterChange()
  const clinical = form.values.relation === 'clinical supervisor'
  const send = form.submit(async (body) => {
    await call(giveSupervision, { params: { ownerId: person.id }, body })
    await after(words.saved)
    onClose()
  })
  const choose = (id: string) => {
    const placement = placements.find((one) => one.id === id)
    form.set('placementId', placement?.id ?? null)
    if (placement === undefined) return
    form.set('from', placement.from)
    form.set('until', placement.until)
  }
  return (
    <Modal opened onClose={onClose} title={words.record.giveSupervisor} size="lg">
      <form onSubmit={send} noValidate className={styles['form']}>
        <NativeSelect
          label={say.relation}
          data-autofocus
          data={RELATIONS.map((value) => ({ value, label: words.relations[value] }))}
          {...form.text('relation')}
        />
        {clinical ? (
          <NativeSelect
            label={say.placement}
            value={form.values.placementId ?? ''}
            error={form.faults['placementId']}
            data={[
              { value: '', label: say.choosePlacement },
              ...placements
                .filter(({ when }) => when !== 'past')
                .map(({ id, post, from, until }) => ({ value: id, label: `${post}, ${words.span(from, until)}` })),
            ]}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          />
        ) : null}
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
        {clinical ? null : (
          <Checkbox
            label={say.instead}
            checked={form.values.instead}
            onChange={({ currentTarget }) => form.set('instead', currentTarget.checked)}
          />
        )}
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={words.record.giveSupervisor} />
      </form>
    </Modal>
  )
}
