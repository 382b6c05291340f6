import { Button, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { longDate } from '#domain/plain-date.ts'
import { AgendaInput, closeAgendaPoint, raiseAgendaPoint, type AgendaPoint } from '#domain/training/agenda-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { agendaQuery } from './agenda-queries.ts'
import { useKeptForm } from './kept-form.ts'
import { words } from './log-page-words.ts'
import { useAfterChange, usePress } from './placement-queries.ts'
import styles from './record.module.css'
import { FormFoot, Part } from './training-parts.tsx'

/**
 * What waits for the next meeting (T18). On the page of a meeting, `meetingId`, what was talked about there is marked so.
 */
export function AgendaPart({
  ownerId,
  meetingId = null,
  isOver = false,
}: {
  readonly ownerId: string
  readonly meetingId?: string | null
  /** The meeting is signed: what it talked about stays, and what waits is another's. */
  readonly isOver?: boolean
}): ReactNode {
  const { data } = useQuery(agendaQuery(ownerId, meetingId))
  const [raising, setRaising] = useState(false)
  if (data === undefined) return null
  const points = isOver ? data.points.filter(({ doneAt }) => doneAt !== null) : data.points
  if (isOver && points.length === 0) return null
  return (
    <Part
      id="agenda"
      title={isOver ? words.talkedAbout : meetingId === null ? words.agenda : words.agendaHere}
      mayNot={isOver ? null : data.can.write}
      act={
        isOver ? undefined : (
          <Button size="xs" variant="default" onClick={() => setRaising(true)}>
            {words.addPoint}
          </Button>
        )
      }
    >
      {points.length === 0 ? <p className={styles['quiet']}>{words.noPoints}</p> : null}
      <ul className={styles['rows']}>
        {points.map((point) => (
          <li key={point.id}>
            <Point point={point} ownerId={ownerId} meetingId={meetingId} isOpen={data.can.write === null && !isOver} />
          </li>
        ))}
      </ul>
      {raising ? <RaiseWindow ownerId={ownerId} start="" onClose={() => setRaising(false)} /> : null}
    </Part>
  )
}

const RaiseText = AgendaInput.pick({ text: true, overrides: true })

/** Puts something on the agenda, beginning with `start`. */
export function RaiseWindow({
  ownerId,
  start,
  onClose,
}: {
  readonly ownerId: string
  readonly start: string
  readonly onClose: () => void
}): ReactNode {
  const [id] = useState(() => uuidv7())
  const form = useKeptForm(`agenda/${ownerId}/${start === '' ? 'point' : 'pace'}`, RaiseText, { text: start })
  const after = useAfterChange()
  const send = form.submit(async ({ text, overrides }) => {
    await call(raiseAgendaPoint, { params: { ownerId }, body: { id, text, overrides } })
    await form.draft.discard()
    await after(words.raised)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={start === '' ? words.addPoint : words.raise}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm">{words.raiseText}</Text>
        <GuardedText label={words.raiseWhat} data-autofocus minRows={3} maxLength={1000} {...form.guarded('text')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={start === '' ? words.add : words.raise}>
          <DraftMark state={form.draft.state} />
        </FormFoot>
      </form>
    </Modal>
  )
}

function Point({
  point,
  ownerId,
  meetingId,
  isOpen,
}: {
  readonly point: AgendaPoint
  readonly ownerId: string
  readonly meetingId: string | null
  readonly isOpen: boolean
}): ReactNode {
  const press = usePress(() => call(closeAgendaPoint, { params: { ownerId, pointId: point.id }, body: { meetingId } }), words.taken)
  const act = meetingId === null ? words.done : words.talked
  return (
    <>
      <div className={styles['main']}>
        <bdi>{point.text}</bdi>{' '}
        {point.doneAt === null ? null : <span className={styles['mark']}>{words.wasTalked(longDate(point.doneAt.slice(0, 10)))}</span>}
        <p className={styles['quiet']}>{words.raisedBy(point.raisedBy, longDate(point.raisedAt.slice(0, 10)))}</p>
        <div role="alert">{press.error === null ? null : <Text c="var(--mantine-color-error)">{sayFault(press.error)}</Text>}</div>
      </div>
      {isOpen && point.doneAt === null ? (
        <Button
          variant="default"
          size="compact-sm"
          loading={press.isPending}
          aria-label={`${act}: ${point.text}`}
          onClick={() => press.mutate(undefined)}
        >
          {act}
        </Button>
      ) : null}
    </>
  )
}
