import { Button, Group, Modal, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import type { Entry } from '#domain/assessments/contract.ts'
import {
  closeRound,
  extendRound,
  leaveOutRemark,
  openReplies,
  remindRaters,
  setRoundAside,
  type Round,
} from '#domain/assessments/msf-contract.ts'
import { msfWords } from '#domain/assessments/msf-words.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { call } from '#web/platform/call.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { useKeptForm } from '#web/training/kept-form.ts'
import { tell } from '#web/training/tell.ts'
import { FormDay, FormFoot } from '#web/training/training-parts.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import styles from './forms.module.css'
import { RoundRaters } from './round-raters.tsx'
import { entriesChanged } from './entry-queries.ts'
import { repliesQuery, roundQuery } from './round-queries.ts'
import { RoundSummary } from './round-summary.tsx'
import { roundWords as say } from './round-words.ts'
import own from './round.module.css'

/** The round of feedback beside its form: how far it is, who is asked, and in the end what they said (F5). */
export function RoundPart({ entry: { ownerId, id: itemId } }: { readonly entry: Entry }): ReactNode {
  const { data: round } = useQuery(roundQuery(ownerId, itemId))
  if (round === undefined) return null
  return (
    <div className={own['parts']}>
      <Course ownerId={ownerId} round={round} />
      <RoundRaters ownerId={ownerId} round={round} />
      {round.summary === null ? null : <RoundSummary summary={round.summary} leavingOut={null} />}
      {round.can.read === null ? <Replies ownerId={ownerId} itemId={itemId} /> : null}
    </div>
  )
}

type Asking = 'close' | 'read' | 'extend' | 'set aside'

function Course({ ownerId, round }: { readonly ownerId: string; readonly round: Round }): ReactNode {
  const client = useQueryClient()
  const [asking, setAsking] = useState<Asking | null>(null)
  const { itemId, state, answered, asked, closesOn, least, can, setAsideBecause } = round
  const params = { ownerId, itemId }
  const act = (work: () => Promise<unknown>, said: string) => ({
    mutationFn: work,
    onSuccess: async () => {
      setAsking(null)
      tell(said)
      await entriesChanged(client, ownerId)
    },
    onError: sayFailed,
  })
  const remind = useMutation(act(() => call(remindRaters, { params, body: {} }), say.reminded))
  const close = useMutation(act(() => call(closeRound, { params, body: {} }), say.isClosed))
  const read = useMutation(act(() => call(openReplies, { params, body: {} }), say.isRead))
  const isOver = state === 'released' || state === 'set aside'
  return (
    <section className={styles['card']} aria-labelledby="round">
      <div className={styles['head']}>
        <h2 id="round">{say.part}</h2>
        <span className={styles['mark']} data-good={state === 'released' || undefined} data-warn={state === 'set aside' || undefined}>
          {say.states[state]}
        </span>
      </div>
      <p className={styles['quiet']}>{say.steps[state]}</p>
      {setAsideBecause === '' ? null : <Text mt="sm">{say.because(setAsideBecause)}</Text>}
      {state === 'preparing' || state === 'set aside' ? null : (
        <Text mt="sm" fw={600}>
          {say.answered(answered, asked)}
          {closesOn === null || isOver ? '' : `, ${state === 'open' ? say.closes(closesOn) : say.closed(closesOn)}`}
        </Text>
      )}
      {isOver ? null : (
        <ul className={own['needs']}>
          <li>
            {say.needs(least.replies)}
            {state === 'preparing' ? '' : `: ${answered >= least.replies ? say.isMet : say.notMet}`}
          </li>
          {least.byRole.map(({ role, least: needed, isMet }) => (
            <li key={role}>
              {say.needsRole(msfWords.many(role), needed)}
              {state === 'preparing' ? '' : `: ${isMet ? say.isMet : say.notMet}`}
            </li>
          ))}
        </ul>
      )}
      <div className={own['acts']}>
        {can.remind === null ? (
          <Button size="xs" variant="default" loading={remind.isPending} onClick={() => remind.mutate()}>
            {say.remind}
          </Button>
        ) : null}
        {can.extend === null ? (
          <Button size="xs" variant="default" onClick={() => setAsking('extend')}>
            {say.extend}
          </Button>
        ) : null}
        {can.close === null ? (
          <Button size="xs" variant="default" onClick={() => setAsking('close')}>
            {say.close}
          </Button>
        ) : null}
        {can.setAside === null ? (
          <Button size="xs" variant="default" onClick={() => setAsking('set aside')}>
            {say.setAside}
          </Button>
        ) : null}
        {can.open === null && state !== 'read' ? (
          <Button size="xs" onClick={() => setAsking('read')}>
            {say.read}
          </Button>
        ) : null}
      </div>
      {asking === 'close' ? (
        <Sure
          title={say.closeTitle}
          text={say.closeText}
          act={say.close}
          busy={close.isPending}
          onGo={() => close.mutate()}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === 'read' ? (
        <Sure
          title={say.readTitle}
          text={say.readText}
          act={say.read}
          busy={read.isPending}
          onGo={() => read.mutate()}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === 'extend' ? <ExtendWindow ownerId={ownerId} round={round} onClose={() => setAsking(null)} /> : null}
      {asking === 'set aside' ? <AsideWindow ownerId={ownerId} round={round} onClose={() => setAsking(null)} /> : null}
    </section>
  )
}

function Sure(props: {
  readonly title: string
  readonly text: string
  readonly act: string
  readonly busy: boolean
  readonly onGo: () => void
  readonly onClose: () => void
}): ReactNode {
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <Text>{props.text}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={props.onClose}>
          {say.cancel}
        </Button>
        <Button data-autofocus loading={props.busy} onClick={props.onGo}>
          {props.act}
        </Button>
      </Group>
    </Modal>
  )
}

interface Window {
  readonly ownerId: string
  readonly round: Round
  readonly onClose: () => void
}
const Extending = z.object({ closesOn: z.string({ error: 'Give the day.' }).pipe(PlainDate) })

function ExtendWindow({ ownerId, round: { itemId, extendableTo }, onClose }: Window): ReactNode {
  const client = useQueryClient()
  const form = useForm(Extending, { closesOn: '' })
  const send = form.submit(async (body) => {
    await call(extendRound, { params: { ownerId, itemId }, body })
    tell(say.extended)
    onClose()
    await entriesChanged(client, ownerId)
  })
  return (
    <Modal opened onClose={onClose} title={say.extend}>
      <form onSubmit={send} noValidate>
        <FormDay
          label={say.lastDay}
          value={form.values.closesOn}
          fault={form.faults['closesOn']}
          onValue={(value) => form.set('closesOn', value)}
        />
        <p className={styles['quiet']}>{say.extendTo(extendableTo)}</p>
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.extend} />
      </form>
    </Modal>
  )
}

const Aside = setRoundAside.schema.body

function AsideWindow({ ownerId, round: { itemId }, onClose }: Window): ReactNode {
  const client = useQueryClient()
  const form = useKeptForm(`round/${ownerId}/${itemId}/aside`, Aside, { reason: '' })
  const send = form.submit(async (body) => {
    await call(setRoundAside, { params: { ownerId, itemId }, body })
    await form.draft.discard()
    tell(say.isSetAside)
    onClose()
    await entriesChanged(client, ownerId)
  })
  return (
    <Modal opened onClose={onClose} title={say.setAside}>
      <form onSubmit={send} noValidate>
        <Text mb="md">{say.setAsideText}</Text>
        <Textarea label={say.reason} data-autofocus autosize minRows={3} maxLength={2000} {...form.text('reason')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.setAside} />
      </form>
    </Modal>
  )
}

function Replies({ ownerId, itemId }: { readonly ownerId: string; readonly itemId: string }): ReactNode {
  const client = useQueryClient()
  const { data } = useQuery(repliesQuery(ownerId, itemId))
  const leave = useMutation({
    mutationFn: (body: { key: string; isOut: boolean }) => call(leaveOutRemark, { params: { ownerId, itemId }, body }),
    onSuccess: () => entriesChanged(client, ownerId),
    onError: sayFailed,
  })
  if (data === undefined) return null
  return (
    <RoundSummary
      summary={data.summary}
      leavingOut={{ keys: data.leftOut, busy: leave.isPending, onRemark: (key, isOut) => leave.mutate({ key, isOut }) }}
    />
  )
}
