import { Button, Fieldset, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { isFinished } from '#domain/assessments/objectives.ts'
import { closeYear, LeaveRow, moveYear, setLeave, type AppraisalYear } from '#domain/reviews/year-contract.ts'
import { call, CallFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useToday } from '#web/platform/zone.ts'
import { FormDay, FormFoot } from '#web/training/training-parts.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { z } from 'zod'
import { Refused, useYearAct } from './year-act.tsx'
import styles from './reviews.module.css'
import { shareWords, yearWords as say } from './words.ts'

interface WindowProps {
  readonly year: AppraisalYear
  readonly onClose: () => void
}

interface Typed {
  readonly id: string
  readonly isShare: boolean
  readonly from: string
  readonly to: string
  readonly percent: number | string
  readonly reason: string
}

/** When the owner was away, by days or by a share of the year; all rows are saved together. */
export function LeaveWindow({ year, onClose }: WindowProps): ReactNode {
  const ownerId = usePerson().id
  const [rows, setRows] = useState<readonly Typed[]>(() =>
    year.sum.leave.map((one) => ({
      id: one.id,
      isShare: one.percent !== null,
      from: one.from ?? '',
      to: one.to ?? '',
      percent: one.percent ?? '',
      reason: one.reason,
    })),
  )
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const save = useYearAct(
    (leave: LeaveRow[]) => call(setLeave, { params: { ownerId, yearId: year.id }, body: { version: year.version, leave } }),
    onClose,
  )
  const change = (at: number, to: Partial<Typed>) => {
    setRows(rows.map((row, index) => (index === at ? { ...row, ...to } : row)))
    setFaults((now) =>
      Object.fromEntries(Object.entries(now).filter(([path]) => !Object.keys(to).some((name) => path === `leave.${at}.${name}`))),
    )
  }
  const add = (isShare: boolean) => setRows([...rows, { id: newId(), isShare, from: '', to: '', percent: '', reason: '' }])
  const send = () => {
    const checked = rows.map(({ id, isShare, from, to, percent, reason }) =>
      LeaveRow.safeParse({
        id,
        from: isShare || from === '' ? null : from,
        to: isShare || to === '' ? null : to,
        percent: isShare ? (percent === '' ? 0 : Number(percent)) : null,
        reason,
      }),
    )
    const found = checked.flatMap((one, index) =>
      one.success ? [] : one.error.issues.map(({ path, message }) => [`leave.${index}.${String(path[0])}`, message] as const),
    )
    setFaults(Object.fromEntries(found))
    if (found.length > 0) return
    save.mutate(
      checked.flatMap((one) => (one.success ? [one.data] : [])),
      {
        onError: (error) =>
          setFaults(
            error instanceof CallFault
              ? Object.fromEntries(error.fields.map(({ path, message }) => [path.replace(/^body\./, ''), message]))
              : {},
          ),
      },
    )
  }
  return (
    <Modal opened onClose={onClose} title={say.changeLeave} size="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Stack gap="md">
          <Text size="sm">{say.leaveText}</Text>
          {rows.map((row, index) => (
            <Fieldset key={row.id} legend={say.legend(index + 1)}>
              <Stack gap="sm">
                {row.isShare ? (
                  <NumberInput
                    label={say.percent}
                    min={1}
                    max={100}
                    suffix="%"
                    value={row.percent}
                    error={faults[`leave.${index}.percent`]}
                    onChange={(percent) => change(index, { percent })}
                  />
                ) : (
                  <Group grow align="flex-start">
                    <FormDay
                      label={say.from}
                      value={row.from}
                      onValue={(from) => change(index, { from })}
                      fault={faults[`leave.${index}.from`]}
                    />
                    <FormDay label={say.to} value={row.to} onValue={(to) => change(index, { to })} fault={faults[`leave.${index}.to`]} />
                  </Group>
                )}
                <TextInput
                  label={say.reason}
                  description={say.reasonHint}
                  value={row.reason}
                  error={faults[`leave.${index}.reason`]}
                  onChange={({ currentTarget }) => change(index, { reason: currentTarget.value })}
                />
                <div>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={say.remove(index + 1)}
                    onClick={() => {
                      setRows(rows.filter((one) => one.id !== row.id))
                      setFaults({})
                    }}
                  >
                    {say.remove(index + 1)}
                  </Button>
                </div>
              </Stack>
            </Fieldset>
          ))}
          <Group gap="xs">
            <Button variant="light" size="compact-md" fz="sm" onClick={() => add(false)}>
              {say.addDates}
            </Button>
            <Button variant="light" size="compact-md" fz="sm" onClick={() => add(true)}>
              {say.addPercent}
            </Button>
          </Group>
          <Refused fault={Object.keys(faults).length > 0 ? null : save.error} />
          <FormFoot onClose={onClose} busy={save.isPending} save={say.save} />
        </Stack>
      </form>
    </Modal>
  )
}

const Discussed = z.object({
  discussedOn: z.string().min(1, { error: 'Give the day you discussed it.' }),
  discussedWith: z.string().max(200),
})

/** Says when the year was discussed, and with whom. */
export function DiscussWindow({ year, onClose }: WindowProps): ReactNode {
  const ownerId = usePerson().id
  const form = useForm(Discussed, { discussedOn: useToday(), discussedWith: '' })
  const move = useYearAct(
    (body: z.output<typeof Discussed>) =>
      call(moveYear, { params: { ownerId, yearId: year.id }, body: { ...body, state: 'discussed', version: year.version } }),
    onClose,
  )
  return (
    <Modal opened onClose={onClose} title={say.discussTitle}>
      <form noValidate onSubmit={form.submit((body) => move.mutateAsync(body))}>
        <Stack gap="md">
          <FormDay
            label={say.discussedOn}
            value={form.values.discussedOn}
            onValue={(value) => form.set('discussedOn', value)}
            fault={form.faults['discussedOn']}
          />
          <TextInput label={say.discussedWith} {...form.text('discussedWith')} />
          <FormFault form={form} />
          <FormFoot onClose={onClose} busy={form.busy} save={say.save} />
        </Stack>
      </form>
    </Modal>
  )
}

/** Says what is kept and what is carried over, and asks. */
export function CloseWindow({ year, onClose }: WindowProps): ReactNode {
  const ownerId = usePerson().id
  const [nextId] = useState<string>(() => newId())
  const close = useYearAct(
    () => call(closeYear, { params: { ownerId, yearId: year.id }, body: { version: year.version, nextId } }),
    () => {
      notifications.show({ message: say.closed })
      onClose()
    },
  )
  const left = year.sum.objectives.filter(({ state }) => !isFinished(state))
  return (
    <Modal opened onClose={onClose} title={say.closeTitle}>
      <Text>{say.closeText}</Text>
      <Text mt="sm">{say.closeCarry(left.length)}</Text>
      <ul className={styles['said']}>
        {left.map((one) => (
          <li key={one.id}>{one.objective}</li>
        ))}
      </ul>
      <Refused fault={close.error} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {shareWords.cancel}
        </Button>
        <Button loading={close.isPending} onClick={() => close.mutate(undefined)}>
          {say.acts.close}
        </Button>
      </Group>
    </Modal>
  )
}
