import { Button, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import { Email } from '#domain/accounts/contract.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { closeCorrection, nameSupervisor, type CorrectionView } from '#domain/training/placement-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useKeptForm } from './kept-form.ts'
import { correctionsQuery, useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { FormDay, londonToday, Part } from './training-parts.tsx'

const say = words.correction

interface Can {
  readonly name: string | null
  readonly close: string | null
}

/** Supervisors said to be wrong: the tutor names the right one, the coordinator makes the change (T2). */
export function ProgrammeCorrections({ programmeId, can }: { readonly programmeId: string; readonly can: Can }): ReactNode {
  const { data } = useQuery(correctionsQuery(programmeId))
  if (data === undefined || data.corrections.length === 0) return null
  return (
    <Part id="corrections" title={words.programme.corrections}>
      <ul className={styles['rows']}>
        {data.corrections.map((correction) => (
          <li key={correction.id}>
            <div className={styles['main']}>
              <Text size="sm">
                {say.by(correction.trainee)} <strong>{correction.about}</strong>
              </Text>
              <CorrectionState correction={correction} />
              {correction.outcome === null && <Acts ownerId={correction.ownerId} correction={correction} can={can} />}
            </div>
            <Link to="/record/$ownerId" params={{ ownerId: correction.ownerId }}>
              {say.openRecord}
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** What the trainee said, and how far it is. */
export function CorrectionState({ correction }: { readonly correction: CorrectionView }): ReactNode {
  const { says, named, namedBy, outcome, reason, closedBy } = correction
  const state =
    outcome === 'changed'
      ? say.changed(named ?? '')
      : outcome === 'not changed'
        ? say.notChanged(closedBy ?? '', reason)
        : named === null
          ? say.waitsTutor
          : say.waitsCoordinator(named, namedBy ?? '')
  return (
    <>
      <Text size="sm" c="dimmed">
        {say.said(says)}
      </Text>
      <span className={styles['mark']} data-strong={outcome === null || undefined} style={{ whiteSpace: 'normal' }}>
        {state}
      </span>
    </>
  )
}

function Acts({
  ownerId,
  correction,
  can,
}: {
  readonly ownerId: string
  readonly correction: CorrectionView
  readonly can: Can
}): ReactNode {
  const params = { ownerId, correctionId: correction.id }
  const [declining, setDeclining] = useState(false)
  const mayName = can.name === null
  const mayClose = can.close === null
  if (!mayName && !mayClose) return null
  const decline = (
    <Button variant="default" onClick={() => setDeclining(true)}>
      {mayName ? say.asItIs : say.decline}
    </Button>
  )
  if (declining)
    return (
      <Reason
        id={correction.id}
        onSend={(reason) => call(mayName ? nameSupervisor : closeCorrection, { params, body: { reason } })}
        onClose={() => setDeclining(false)}
      />
    )
  if (mayClose && correction.named !== null) return <Change params={params} correction={correction} decline={decline} />
  return mayName ? <Name params={params} decline={decline} /> : <div className={styles['inline']}>{decline}</div>
}

interface Params {
  readonly ownerId: string
  readonly correctionId: string
}

const NameInput = z.strictObject({ email: Email })

function Name({ params, decline }: { readonly params: Params; readonly decline: ReactNode }): ReactNode {
  const form = useForm(NameInput, { email: '' })
  const after = useAfterChange()
  return (
    <form
      noValidate
      onSubmit={form.submit(async (body) => {
        await call(nameSupervisor, { params, body })
        form.setValues({ email: '' })
        await after(say.named)
      })}
    >
      <div className={styles['inline']}>
        <TextInput label={say.right} type="email" {...form.text('email')} />
        <Button type="submit" loading={form.busy}>
          {say.name}
        </Button>
        {decline}
      </div>
      <FormFault form={form} />
    </form>
  )
}

const ChangeInput = z.strictObject({ from: PlainDate })

function Change({
  params,
  correction,
  decline,
}: {
  readonly params: Params
  readonly correction: CorrectionView
  readonly decline: ReactNode
}): ReactNode {
  const form = useForm(ChangeInput, { from: londonToday() })
  const after = useAfterChange()
  return (
    <form
      noValidate
      onSubmit={form.submit(async (body) => {
        await call(closeCorrection, { params, body })
        await after(say.made)
      })}
    >
      <div className={styles['inline']}>
        <FormDay label={say.changeFrom} value={form.values.from} fault={form.faults['from']} onValue={(from) => form.set('from', from)} />
        <Button type="submit" loading={form.busy}>
          {say.change}
        </Button>
        {decline}
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        {say.changeText(correction.about, correction.named ?? '')}
      </Text>
      <FormFault form={form} />
    </form>
  )
}

const ReasonInput = z.strictObject({ reason: z.string().trim().min(1, { error: 'Say why, so that the trainee knows.' }).max(1000) })

function Reason({
  id,
  onSend,
  onClose,
}: {
  readonly id: string
  readonly onSend: (reason: string) => Promise<unknown>
  readonly onClose: () => void
}): ReactNode {
  const form = useKeptForm(`correction-reason/${id}`, ReasonInput, { reason: '' })
  const after = useAfterChange()
  return (
    <form
      noValidate
      onSubmit={form.submit(async ({ reason }) => {
        await onSend(reason)
        await form.draft.discard()
        await after(say.closed)
      })}
    >
      <Textarea label={say.why} description={say.whyText} autosize minRows={2} maxLength={1000} autoFocus {...form.text('reason')} />
      <div className={styles['inline']}>
        <span />
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button type="submit" loading={form.busy}>
          {words.save}
        </Button>
      </div>
      <FormFault form={form} />
    </form>
  )
}
