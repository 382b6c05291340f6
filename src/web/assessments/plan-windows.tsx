import { Checkbox, Modal, NativeSelect, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { v7 as uuidv7 } from 'uuid'
import type { ObjectiveState } from '#domain/assessments/objectives.ts'
import {
  agreeObjective,
  commentOnObjective,
  moveObjective,
  ObjectiveInput,
  saveObjective,
  type Objective,
} from '#domain/assessments/plan-contract.ts'
import { useKeptForm } from '#web/training/kept-form.ts'
import { useAfterChange } from '#web/training/placement-queries.ts'
import record from '#web/training/record.module.css'
import { FormDay, FormFoot } from '#web/training/training-parts.tsx'
import { call } from '#web/platform/call.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { useForm } from '#web/ui/use-form.ts'
import styles from './meetings.module.css'
import { meetingPageWords } from './meeting-page-words.ts'
import type { Plan } from './meeting-web-queries.ts'

const say = meetingPageWords.plan

interface Props {
  readonly ownerId: string
  readonly objective: Objective
  readonly onClose: () => void
}

/** Writes an objective, or changes it. */
export function ObjectiveWindow({
  ownerId,
  plan,
  objective,
  onClose,
}: Omit<Props, 'objective'> & { readonly plan: Plan; readonly objective: Objective | null }): ReactNode {
  const [id] = useState(() => objective?.id ?? uuidv7())
  const start = {
    objective: objective?.objective ?? '',
    targetOn: objective?.targetOn ?? '',
    plan: objective?.plan ?? '',
    measure: objective?.measure ?? '',
    outcome: objective?.outcome ?? '',
    codes: objective?.codes ?? [],
  }
  const form = useKeptForm(`objective/${ownerId}/${objective?.id ?? 'new'}`, ObjectiveInput, start)
  const after = useAfterChange()
  const send = form.submit(async (body) => {
    await call(saveObjective, { params: { ownerId, objectiveId: id }, body: { ...body, version: objective?.version ?? 0 } })
    await form.draft.discard()
    await after(say.saved)
    onClose()
  })
  const isAgreed = plan.needsAgreement && objective !== null && (objective.state === 'agreed' || objective.state === 'in progress')
  return (
    <Modal opened onClose={onClose} title={objective === null ? say.add : say.change} size="44rem">
      <form onSubmit={send} noValidate className={record['form']}>
        {isAgreed ? <Text size="sm">{say.redraft}</Text> : null}
        <GuardedText label={say.objective} description={say.objectiveHint} minRows={2} data-autofocus {...form.guarded('objective')} />
        <FormDay
          label={say.target}
          value={form.values.targetOn}
          fault={form.faults['targetOn']}
          onValue={(value) => form.set('targetOn', value)}
        />
        <GuardedText label={say.plan} minRows={2} {...form.guarded('plan')} />
        <GuardedText label={say.measure} minRows={2} {...form.guarded('measure')} />
        {objective === null ? null : <GuardedText label={say.outcome} minRows={2} {...form.guarded('outcome')} />}
        {plan.items.length === 0 ? null : (
          <Checkbox.Group
            label={say.codes}
            description={say.codesHint}
            value={form.values.codes}
            error={form.faults['codes']}
            onChange={(codes) => form.set('codes', codes)}
          >
            <div className={styles['codes']}>
              {plan.items.map(({ code, title }) => (
                <Checkbox key={code} value={code} label={`${code}. ${title}`} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.save}>
          <DraftMark state={form.draft.state} />
        </FormFoot>
      </form>
    </Modal>
  )
}

const MoveInput = moveObjective.schema.body.pick({ says: true, overrides: true })

/** What came of an objective, or why it is dropped. */
export function MoveWindow({ ownerId, objective, to, onClose }: Props & { readonly to: ObjectiveState }): ReactNode {
  const form = useForm(MoveInput, { says: '' })
  const after = useAfterChange()
  const send = form.submit(async ({ says, overrides }) => {
    await call(moveObjective, {
      params: { ownerId, objectiveId: objective.id },
      body: { state: to, says, overrides, version: objective.version },
    })
    await after(say.saved)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={say.moveTitle(to)}>
      <form onSubmit={send} noValidate className={record['form']}>
        <Text size="sm">{objective.objective}</Text>
        <GuardedText label={to === 'dropped' ? say.saysWhy : say.outcome} minRows={3} data-autofocus {...form.guarded('says')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.move(to)} />
      </form>
    </Modal>
  )
}

const AgreeInput = agreeObjective.schema.body.pick({ meetingId: true })

/** The educational supervisor signs an objective as it stands. */
export function AgreeWindow({ ownerId, plan, objective, onClose }: Props & { readonly plan: Plan }): ReactNode {
  const [id] = useState(() => uuidv7())
  const form = useForm(AgreeInput, { meetingId: plan.meetings[0]?.id ?? null })
  const after = useAfterChange()
  const send = form.submit(async ({ meetingId }) => {
    await call(agreeObjective, {
      params: { ownerId, objectiveId: objective.id },
      body: { id, version: objective.version, meetingId },
    })
    await after(say.saved)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={say.agreeTitle}>
      <form onSubmit={send} noValidate className={record['form']}>
        <Text size="sm" fw={600}>
          {objective.objective}
        </Text>
        <Text size="sm">{say.agreeText}</Text>
        <NativeSelect
          label={say.meeting}
          data-autofocus
          value={form.values.meetingId ?? ''}
          error={form.faults['meetingId']}
          data={[
            { value: '', label: say.noMeeting },
            ...plan.meetings.map((one) => ({ value: one.id, label: `${one.title}, ${meetingPageWords.meetings.day(one.on)}` })),
          ]}
          onChange={({ currentTarget }) => form.set('meetingId', currentTarget.value === '' ? null : currentTarget.value)}
        />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.agree} />
      </form>
    </Modal>
  )
}

const CommentInput = commentOnObjective.schema.body.pick({ text: true, overrides: true })

export function CommentWindow({ ownerId, objective, onClose }: Props): ReactNode {
  const [id] = useState(() => uuidv7())
  const form = useKeptForm(`objective-comment/${ownerId}/${objective.id}`, CommentInput, { text: '' })
  const after = useAfterChange()
  const send = form.submit(async ({ text, overrides }) => {
    await call(commentOnObjective, { params: { ownerId, objectiveId: objective.id }, body: { id, text, overrides } })
    await form.draft.discard()
    await after(say.saved)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={say.addComment}>
      <form onSubmit={send} noValidate className={record['form']}>
        <Text size="sm">{objective.objective}</Text>
        <GuardedText label={say.comment} minRows={3} data-autofocus {...form.guarded('text')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.send}>
          <DraftMark state={form.draft.state} />
        </FormFoot>
      </form>
    </Modal>
  )
}
