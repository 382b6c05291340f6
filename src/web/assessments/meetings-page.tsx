import { Button, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { beginEntry, type EntryLine } from '#domain/assessments/contract.ts'
import type { MeetingForm } from '#domain/assessments/meetings-due.ts'
import type { Due } from '#domain/assessments/meetings-contract.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { AgendaPart } from '#web/training/agenda-part.tsx'
import { useAfterChange } from '#web/training/placement-queries.ts'
import styles from '#web/training/record.module.css'
import { FormDay, FormFoot, londonToday, Part } from '#web/training/training-parts.tsx'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { meetingPageWords } from './meeting-page-words.ts'
import { meetingsQuery } from './meeting-web-queries.ts'

const route = getRouteApi('/signed-in/record/$ownerId/meetings')
const say = meetingPageWords.meetings

interface Beginning {
  readonly form: MeetingForm
  readonly title: string
  /** Empty for a meeting of the year. */
  readonly post: string
}

/** The meetings of a training record: what the year asks for, and what there is (T12). */
export function MeetingsPage(): ReactNode {
  const { ownerId } = route.useParams()
  const own = usePerson().id === ownerId
  const asked = useQuery(meetingsQuery(ownerId))
  const [beginning, setBeginning] = useState<Beginning | null>(null)
  return (
    <RecordFrame
      ownerId={ownerId}
      title={own || asked.data === undefined ? say.own : say.title(asked.data.name)}
      helpPage="meetings"
      failed={asked.error !== null}
      reading
    >
      <Asked asked={asked}>
        {({ due, meetings, can }) => (
          <>
            <Part id="due" title={say.due}>
              <p className={styles['quiet']}>{due.length === 0 ? say.noneDue : `${say.dueText} ${say.dueOurs}`}</p>
              <ul className={styles['rows']}>
                {due.map((one) => (
                  <li key={`${one.form} ${one.post} ${one.by}`}>
                    <DueLine due={one} />
                    {one.id === null ? (
                      <BeginButton due={one} may={can.begin[one.form] ?? null} onBegin={() => setBeginning(one)} />
                    ) : (
                      <OpenLink ownerId={ownerId} id={one.id} name={say.openNamed(one.title, one.post)} />
                    )}
                  </li>
                ))}
              </ul>
            </Part>
            {can.readAgenda === null ? <AgendaPart ownerId={ownerId} /> : null}
            <Part id="meetings" title={say.all}>
              {meetings.length === 0 ? <Text size="sm">{say.none}</Text> : null}
              <ul className={styles['rows']}>
                {meetings.map((one) => (
                  <li key={one.id}>
                    <MeetingLine meeting={one} />
                    <OpenLink ownerId={ownerId} id={one.id} name={`${say.open}: ${one.title}, ${say.day(one.eventOn)}`} />
                  </li>
                ))}
              </ul>
            </Part>
          </>
        )}
      </Asked>
      {beginning === null ? null : <BeginWindow ownerId={ownerId} of={beginning} onClose={() => setBeginning(null)} />}
    </RecordFrame>
  )
}

const OpenLink = ({ ownerId, id, name }: { readonly ownerId: string; readonly id: string; readonly name: string }) => (
  <Link to="/record/$ownerId/entries/$itemId" params={{ ownerId, itemId: id }} aria-label={name}>
    {say.open}
  </Link>
)

function DueLine({ due: { title, post, by, standing } }: { readonly due: Due }) {
  return (
    <div className={styles['main']}>
      <strong>{title}</strong>{' '}
      <span
        className={styles['mark']}
        data-bad={standing === 'overdue' || undefined}
        data-strong={standing === 'due' || standing === 'begun' || undefined}
      >
        {say.standings[standing]}
      </span>
      <p className={styles['quiet']}>{[post, say.by(by)].filter((part) => part !== '').join(', ')}</p>
    </div>
  )
}

function BeginButton({ due, may, onBegin }: { readonly due: Due; readonly may: string | null; readonly onBegin: () => void }) {
  if (may !== null) return <MayNot reason={may} />
  return (
    <Button
      size="xs"
      variant={due.standing === 'to come' ? 'default' : 'filled'}
      aria-label={say.beginNamed(due.title, due.post)}
      onClick={onBegin}
    >
      {say.begin}
    </Button>
  )
}

function MeetingLine({ meeting: { title, eventOn, placement, state, signedBy, waitsFor, isCorrected } }: { readonly meeting: EntryLine }) {
  const about = [
    say.day(eventOn),
    placement,
    signedBy === null ? '' : say.signedBy(signedBy),
    waitsFor === null ? '' : say.waitsFor(waitsFor),
  ]
  return (
    <div className={styles['main']}>
      <strong>{title}</strong> <span className={styles['mark']}>{isCorrected ? say.corrected : say.states[state]}</span>
      <p className={styles['quiet']}>{about.filter((part) => part !== '').join(', ')}</p>
    </div>
  )
}

const BeginInput = z.object({ eventOn: z.string().pipe(PlainDate) })

function BeginWindow({ ownerId, of, onClose }: { readonly ownerId: string; readonly of: Beginning; readonly onClose: () => void }) {
  const [id] = useState(() => uuidv7())
  const form = useForm(BeginInput, { eventOn: londonToday() })
  const after = useAfterChange()
  const navigate = useNavigate()
  const send = form.submit(async ({ eventOn }) => {
    await call(beginEntry, { params: { ownerId }, body: { id, form: of.form, eventOn, placement: of.post } })
    await after()
    await navigate({ to: '/record/$ownerId/entries/$itemId', params: { ownerId, itemId: id } })
  })
  return (
    <Modal opened onClose={onClose} title={say.window(of.title)}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <FormDay
          label={say.on}
          value={form.values.eventOn}
          fault={form.faults['eventOn']}
          onValue={(value) => form.set('eventOn', value)}
        />
        <p className={styles['quiet']}>{say.onText}</p>
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.begin} />
      </form>
    </Modal>
  )
}
