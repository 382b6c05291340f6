import { Modal, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { givePlacement, PlacementInput, type RecordView } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useKeptForm } from './kept-form.ts'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormDay, FormFoot, londonToday } from './training-parts.tsx'

const say = words.form

export function PlacementWindow({ record, onClose }: { readonly record: RecordView; readonly onClose: () => void }): ReactNode {
  const { person, years } = record
  const today = londonToday()
  const year = years.find(({ until }) => until >= today) ?? years.at(-1)
  const form = useKeptForm(`placement/${person.id}`, PlacementInput, {
    yearId: year?.id ?? '',
    post: '',
    specialty: '',
    site: '',
    employer: '',
    from: '',
    until: year?.until ?? '',
    workingPercent: 100,
  })
  const after = useAfterChange()
  const send = form.submit(async (body) => {
    await call(givePlacement, { params: { ownerId: person.id }, body })
    await form.draft.discard()
    await after(words.saved)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={words.record.givePlacement} size="lg">
      <form onSubmit={send} noValidate className={styles['form']}>
        <NativeSelect
          label={words.year}
          data={years.map(({ id, code, from, until }) => ({ value: id, label: `${code}, ${words.span(from, until)}` }))}
          {...form.text('yearId')}
        />
        <div className={styles['pair']}>
          <TextInput label={say.post} data-autofocus {...form.text('post')} />
          <TextInput label={say.specialty} {...form.text('specialty')} />
          <TextInput label={say.site} {...form.text('site')} />
          <TextInput label={say.employer} {...form.text('employer')} />
          <FormDay label={words.from} value={form.values.from} fault={form.faults['from']} onValue={(from) => form.set('from', from)} />
          <FormDay
            label={words.until}
            value={form.values.until}
            fault={form.faults['until']}
            onValue={(until) => form.set('until', until)}
          />
        </div>
        <NumberInput
          label={say.percent}
          value={form.values.workingPercent}
          error={form.faults['workingPercent']}
          min={10}
          max={100}
          step={10}
          allowDecimal={false}
          clampBehavior="none"
          onChange={(percent) => form.set('workingPercent', percent as number)}
        />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={words.record.givePlacement}>
          <DraftMark state={form.draft.state} />
        </FormFoot>
      </form>
    </Modal>
  )
}
