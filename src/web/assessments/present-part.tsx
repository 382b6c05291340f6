import { Button, Modal, NativeSelect, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { presentRecord } from '#domain/assessments/brief-contract.ts'
import { useKeptForm } from '#web/training/kept-form.ts'
import { useAfterChange } from '#web/training/placement-queries.ts'
import record from '#web/training/record.module.css'
import { FormFoot, Part } from '#web/training/training-parts.tsx'
import { dayOf } from '#web/curriculum/item-view.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import styles from './meetings.module.css'
import { meetingPageWords } from './meeting-page-words.ts'
import { lastPresentedQuery, type Brief } from './meeting-web-queries.ts'

const say = meetingPageWords.brief

/** When the record was presented, with the notes; the trainee presents it here (T19). */
export function PresentPart({
  ownerId,
  brief: { presented, supervisors, can },
}: {
  readonly ownerId: string
  readonly brief: Brief
}): ReactNode {
  const [presenting, setPresenting] = useState(false)
  return (
    <Part
      id="presented"
      title={say.presented}
      mayNot={can.present}
      act={
        <Button size="xs" onClick={() => setPresenting(true)}>
          {say.present}
        </Button>
      }
    >
      {presented.length === 0 ? <p className={styles['quiet']}>{say.neverPresented}</p> : null}
      <ul className={record['rows']}>
        {presented.map(({ id, toName, note, at }) => (
          <li key={id}>
            <div className={record['main']}>
              <span className={styles['quiet']}>{say.presentedTo(toName, dayOf(at))}</span>
              {note === '' ? null : <p className={styles['words']}>{note}</p>}
            </div>
          </li>
        ))}
      </ul>
      {presenting ? <PresentWindow ownerId={ownerId} supervisors={supervisors} onClose={() => setPresenting(false)} /> : null}
    </Part>
  )
}

const Input = presentRecord.schema.body.pick({ toId: true, note: true, overrides: true })

function PresentWindow({
  ownerId,
  supervisors,
  onClose,
}: {
  readonly ownerId: string
  readonly supervisors: Brief['supervisors']
  readonly onClose: () => void
}) {
  const [id] = useState(() => uuidv7())
  const first = supervisors.find(({ relation }) => relation === 'educational supervisor') ?? supervisors[0]
  const form = useKeptForm(`presentation/${ownerId}`, Input, { toId: first?.id ?? '', note: '' })
  const after = useAfterChange()
  const send = form.submit(async (body) => {
    await call(presentRecord, { params: { ownerId }, body: { ...body, id } })
    await form.draft.discard()
    await after(say.sent)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={say.present}>
      <form onSubmit={send} noValidate className={record['form']}>
        <Text size="sm">{say.presentText}</Text>
        <NativeSelect
          label={say.to}
          data={[
            { value: '', label: say.chooseTo },
            ...supervisors.map((one) => ({ value: one.id, label: `${one.name}, ${one.relation}` })),
          ]}
          {...form.text('toId')}
        />
        <GuardedText label={say.note} description={say.noteHint} minRows={3} data-autofocus {...form.guarded('note')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.send}>
          <DraftMark state={form.draft.state} />
        </FormFoot>
      </form>
    </Modal>
  )
}

/** On the trainee's home: when their record was last presented, and the way there (T19). */
export function LastPresented(): ReactNode {
  const { id, hasTraining } = usePerson()
  const { data } = useQuery({ ...lastPresentedQuery(id), enabled: hasTraining })
  if (data === undefined || !data.isTrainee) return null
  return (
    <Part id="last-presented" title={say.home}>
      <p className={styles['quiet']}>{data.last === null ? say.homeNever : say.last(data.last.toName, dayOf(data.last.at))}</p>
      <Link to="/record/$ownerId/brief" params={{ ownerId: id }}>
        {say.open}
      </Link>
    </Part>
  )
}
