import { Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Entry } from '#domain/assessments/contract.ts'
import { isLocked } from '#domain/assessments/entry-steps.ts'
import { cancelTicket, sendTicketAgain, showTicket, type TicketLine } from '#domain/assessments/ticket-contract.ts'
import { dayIn, longDate } from '#domain/plain-date.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { tell } from '#web/training/tell.ts'
import { MayNot } from '#web/ui/may-not.tsx'
import { AskWindow } from './ask-window.tsx'
import { CodeWindow } from './code-window.tsx'
import styles from './forms.module.css'
import { ticketWords as say } from './ticket-page-words.ts'
import { ticketsChanged, ticketsQuery } from './ticket-queries.ts'
import own from './tickets.module.css'

/** Who was asked to assess by this form, how far that is, and asking (F3, F9). Nothing where nobody without an account assesses by it. */
export function TicketsPart({ entry }: { readonly entry: Entry }): ReactNode {
  const isAssessed = entry.form.assessing !== undefined && entry.form.signedBy === 'assessor' && entry.askedName === null
  return isAssessed && entry.form.sections.length > 0 ? <Tickets entry={entry} /> : null
}

function Tickets({ entry: { ownerId, id: itemId, state } }: { readonly entry: Entry }): ReactNode {
  const isOwn = usePerson().id === ownerId
  const { data } = useQuery(ticketsQuery(ownerId, itemId))
  const [asking, setAsking] = useState<'email' | 'on the spot' | null>(null)
  const [url, setUrl] = useState<string | null>(null)
  if (data === undefined || (isLocked(state) && data.tickets.length === 0)) return null
  return (
    <section className={styles['card']} aria-labelledby="assessor" style={{ marginTop: 18 }}>
      <div className={styles['head']}>
        <h2 id="assessor">
          {say.part}
          {isOwn && data.can.ask !== null && !isLocked(state) && data.tickets.length === 0 ? <MayNot reason={data.can.ask} /> : null}
        </h2>
        {isOwn && data.can.ask === null ? (
          <Group gap="sm">
            <Button variant="default" onClick={() => setAsking('on the spot')}>
              {say.spot}
            </Button>
            <Button onClick={() => setAsking('email')}>{say.ask}</Button>
          </Group>
        ) : null}
      </div>
      <p className={styles['quiet']}>
        {data.assessing?.reason} {data.tickets.length === 0 && data.can.ask !== null ? data.can.ask : ''}
      </p>
      {data.tickets.map((ticket) => (
        <Ticket key={ticket.id} ownerId={ownerId} ticket={ticket} isOwn={isOwn} onCode={setUrl} />
      ))}
      {asking === null || data.assessing === null ? null : (
        <AskWindow
          ownerId={ownerId}
          itemId={itemId}
          way={asking}
          roles={data.assessing.roles}
          onClose={() => setAsking(null)}
          onCode={setUrl}
        />
      )}
      {url === null ? null : <CodeWindow url={url} ownerId={ownerId} onClose={() => setUrl(null)} />}
    </section>
  )
}

interface One {
  readonly ownerId: string
  readonly ticket: TicketLine
  readonly isOwn: boolean
  readonly onCode: (url: string) => void
}

function Ticket({ ownerId, ticket, isOwn, onCode }: One): ReactNode {
  const client = useQueryClient()
  const params = { ownerId, ticketId: ticket.id }
  const act = (work: () => Promise<unknown>, said: string | null) => ({
    mutationFn: work,
    onSuccess: async () => {
      if (said !== null) tell(said)
      await ticketsChanged(client, ownerId)
    },
    onError: sayFailed,
  })
  const remind = useMutation(act(() => call(sendTicketAgain, { params, body: {} }), say.reminded))
  const cancel = useMutation(act(() => call(cancelTicket, { params }), say.cancelled))
  const show = useMutation(act(async () => onCode((await call(showTicket, { params, body: {} })).url), null))
  const { can, state, way } = ticket
  const isOpen = ['created', 'sent', 'begun', 'draft'].includes(state)
  const name = ticket.assessorName === '' ? say.onTheSpot : ticket.assessorName
  const isUnconfirmed = ticket.identity === 'not confirmed' || ticket.identity === 'private address'
  const remindable = way === 'email' || isUnconfirmed
  return (
    <div className={own['ticket']}>
      <div style={{ minWidth: 0 }}>
        <span style={{ overflowWrap: 'anywhere' }}>
          <strong>{name}</strong>
          {ticket.assessorRole === '' ? '' : `, ${ticket.assessorRole}`}
        </span>
        <p className={styles['quiet']}>
          <span className={styles['mark']} data-good={state === 'submitted' || undefined}>
            {say.states[state]}
          </span>{' '}
          {ticket.isFreeMail && ticket.identity !== 'private address' ? (
            <span className={styles['mark']} data-warn>
              {say.freeMail}
            </span>
          ) : null}{' '}
          {ticket.identity === null || ticket.identity === 'email' ? null : (
            <span className={styles['mark']} data-warn={ticket.identity !== 'account' || undefined}>
              {say.identities[ticket.identity]}
            </span>
          )}{' '}
          {[
            ticket.assessorEmail,
            isOpen ? say.until(longDate(dayIn('Europe/London', Date.parse(ticket.expiresAt)))) : '',
            ticket.declineReason === '' ? '' : say.because(ticket.declineReason),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
      </div>
      {isOwn ? (
        <Group gap="xs">
          {can.show === null ? (
            <Button size="compact-sm" variant="default" loading={show.isPending} onClick={() => show.mutate()}>
              {say.show}
            </Button>
          ) : null}
          {remindable && can.remind === null ? (
            <Button size="compact-sm" variant="default" loading={remind.isPending} onClick={() => remind.mutate()}>
              {state === 'expired' ? say.sendAgain : say.remind}
            </Button>
          ) : remindable && (isOpen || isUnconfirmed) && can.remind !== null ? (
            <span className={styles['quiet']}>
              {say.remind} <MayNot reason={can.remind} />
            </span>
          ) : null}
          {can.cancel === null ? (
            <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {say.cancelTicket}
            </Button>
          ) : null}
        </Group>
      ) : null}
    </div>
  )
}
