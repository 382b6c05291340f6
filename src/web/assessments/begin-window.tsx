import { Modal, Select, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { beginEntry, NewEntry } from '#domain/assessments/contract.ts'
import type { Family } from '#domain/assessments/form-file.ts'
import { call } from '#web/platform/call.ts'
import { useKeptForm } from '#web/training/kept-form.ts'
import { FormDay, FormFoot, londonToday } from '#web/training/training-parts.tsx'
import { recordQuery } from '#web/training/placement-queries.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedInput } from '#web/ui/guarded-input.tsx'
import { entriesChanged, formsQuery } from './entry-queries.ts'
import styles from './forms.module.css'
import { words } from './words.ts'

const say = words.begin
const BEGINNING = NewEntry.pick({ form: true, title: true, eventOn: true, askedId: true, overrides: true })

interface Props {
  readonly ownerId: string
  readonly families: readonly Family[]
  /** The form to begin with. */
  readonly form?: string
  readonly onClose: () => void
}

/** Begins a form: which, of what day, and who is asked to write the other part. */
export function BeginWindow({ ownerId, families, form: first = '', onClose }: Props): ReactNode {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [id] = useState(() => newId())
  const form = useKeptForm(`new-entry/${ownerId}`, BEGINNING, { form: first, title: '', eventOn: londonToday(), askedId: null })
  const forms = useQuery(formsQuery).data?.forms.filter(({ family }) => families.includes(family)) ?? []
  const supervisors = (useQuery(recordQuery(ownerId)).data?.supervisors ?? []).filter(({ phase }) => phase === 'during')
  const chosen = forms.find(({ name }) => name === form.values.form)
  return (
    <Modal opened onClose={onClose} title={say.title}>
      <form
        noValidate
        onSubmit={form.submit(async (wanted) => {
          await call(beginEntry, { params: { ownerId }, body: { id, ...wanted } })
          await form.draft.discard()
          await entriesChanged(client, ownerId)
          await navigate({ to: '/record/$ownerId/entries/$itemId', params: { ownerId, itemId: id } })
        })}
      >
        <Stack gap="md">
          <Select
            label={say.form}
            placeholder={say.chooseForm}
            data={forms.map(({ name, title, short }) => ({ value: name, label: labelOf(title, short) }))}
            value={form.values.form === '' ? null : form.values.form}
            error={form.faults['form']}
            onChange={(name) => form.set('form', name ?? '')}
            searchable
            openOnFocus={false}
            data-autofocus
          />
          {chosen === undefined ? null : <p className={styles['quiet']}>{chosen.about}</p>}
          <FormDay label={say.day} value={form.values.eventOn} onValue={(day) => form.set('eventOn', day)} fault={form.faults['eventOn']} />
          <GuardedInput label={say.name} description={say.nameHint} {...form.guarded('title')} />
          <Select
            label={say.asked}
            description={say.askedHint}
            data={[
              { value: '', label: say.askedNone },
              ...new Map(
                supervisors.map(({ personId, name, relation }) => [personId, { value: personId, label: `${name}, ${relation}` }]),
              ).values(),
            ]}
            value={form.values.askedId ?? ''}
            error={form.faults['askedId']}
            onChange={(value) => form.set('askedId', value === '' ? null : value)}
            allowDeselect={false}
          />
          <FormFault form={form} />
          <FormFoot onClose={onClose} busy={form.busy} save={say.go} />
        </Stack>
      </form>
    </Modal>
  )
}

/** With the short name that it is known by, but not what its title has said already. */
const labelOf = (title: string, short: string) => (title === short ? title : `${title} (${short.replace(/ \(.*\)$/, '')})`)
