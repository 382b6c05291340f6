import { Alert, Button, Loader, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { Answers } from '#domain/assessments/answers.ts'
import { beginTicket, confirmTicket, ticketPhoto, type TicketView } from '#domain/assessments/ticket-contract.ts'
import { isFreeMail } from '#domain/assessments/work-email.ts'
import { addressOf } from '#domain/endpoint.ts'
import { dayIn, longDate } from '#domain/plain-date.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { Page } from '#web/ui/page.tsx'
import { FormRead } from './form-fields.tsx'
import styles from './forms.module.css'
import { DeclineButton, useAct, type Acting } from './ticket-acts.tsx'
import { TicketForm } from './ticket-form.tsx'
import { ticketWords as say } from './ticket-page-words.ts'
import { ticketQuery } from './ticket-queries.ts'
import own from './tickets.module.css'

const route = getRouteApi('/ticket/$code')

/** Where an assessor without an account is led by the link in their letter, or by a code shown on the spot (F3, F9). */
export function TicketPage(): ReactNode {
  const { code } = route.useParams()
  const { data, error, refetch } = useQuery(ticketQuery(code))
  const [over, setOver] = useState<readonly string[] | null>(null)
  if (over !== null) return <Told title={say.thanks} lines={over} />
  if (data === undefined && error !== null) {
    const isGone = error instanceof CallFault && error.code === 'link_expired'
    return <Told title={isGone ? say.goneTitle : say.failed} lines={[sayFault(error)]} />
  }
  if (data === undefined) {
    return (
      <Page title={say.title} helpPage="assessors" narrow>
        <Loader aria-label={say.loading} m="5vh auto" display="block" />
      </Page>
    )
  }
  if (data.state === 'paused') return <Told title={say.pausedTitle} lines={[say.paused]} />
  const again = async () => void (await refetch())
  return (
    <Page title={data.state === 'confirm' ? say.wasIt(data.trainee.name) : say.asks(data.trainee.name)} helpPage="assessors" narrow>
      <Head code={code} view={data} />
      {data.state === 'sent' ? <Start code={code} view={data} onBegun={again} onOver={setOver} /> : null}
      {data.state === 'begun' && data.open !== null ? <TicketForm code={code} view={data} open={data.open} onOver={setOver} /> : null}
      {data.state === 'confirm' && data.open !== null ? <Confirm code={code} view={data} open={data.open} onOver={setOver} /> : null}
    </Page>
  )
}

function Told({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): ReactNode {
  return (
    <Page title={title} helpPage="assessors" narrow>
      <div role="status" className={styles['card']}>
        {lines.map((line) => (
          <Text key={line} mt="xs">
            {line}
          </Text>
        ))}
      </div>
    </Page>
  )
}

function Head({ code, view }: { readonly code: string; readonly view: TicketView }): ReactNode {
  return (
    <div className={own['head']}>
      {view.trainee.hasPhoto ? (
        <img src={addressOf(ticketPhoto, { code })} alt={say.photo(view.trainee.name)} width={72} height={72} className={own['photo']} />
      ) : null}
      <div>
        <Text fw={600}>{view.form.title}</Text>
        <p className={styles['quiet']}>{say.about(longDate(view.eventOn), view.placement)}</p>
      </div>
    </div>
  )
}

function Start({ code, view, onBegun, onOver }: Acting & { readonly view: TicketView; readonly onBegun: () => Promise<void> }): ReactNode {
  const { busy, fault, run } = useAct()
  return (
    <section className={styles['card']} aria-label={view.form.title}>
      <Text>{view.form.about}</Text>
      <Text mt="sm">{say.noAccount}</Text>
      <p className={styles['quiet']} style={{ marginTop: 10 }}>
        {view.form.reason}
      </p>
      {fault === null ? null : (
        <Alert color="red" variant="light" mt="md">
          {fault}
        </Alert>
      )}
      <div className={styles['foot']}>
        <DeclineButton code={code} trainee={view.trainee.name} onOver={onOver} />
        <Button
          loading={busy}
          onClick={() =>
            run(async () => {
              await call(beginTicket, { params: { code }, body: {} })
              await onBegun()
            })
          }
        >
          {say.begin}
        </Button>
      </div>
    </section>
  )
}

interface Confirming extends Acting {
  readonly view: TicketView
  readonly open: NonNullable<TicketView['open']>
}

function Confirm({ code, view, open, onOver }: Confirming): ReactNode {
  const { busy, fault, faults, run } = useAct()
  const [workEmail, setWorkEmail] = useState('')
  const all: Answers = Object.assign({}, ...Object.values(open.answers)) as Answers
  const answer = (wasMe: boolean) =>
    run(async () => {
      const { confirmAt } = await call(confirmTicket, { params: { code }, body: { wasMe, workEmail: wasMe ? workEmail.trim() : '' } })
      onOver([confirmAt !== null ? say.askedAtWork(confirmAt) : wasMe ? say.confirmed : say.denied])
    })
  return (
    <>
      {open.signed === null ? null : (
        <p className={styles['notice']}>
          {say.signedAs(open.signed.name, open.signed.role, longDate(dayIn('Europe/London', Date.parse(open.signed.at))))}
        </p>
      )}
      {open.form.sections.map((section) => (
        <section key={section.id} className={styles['card']} aria-labelledby={`section-${section.id}`}>
          <div className={styles['head']}>
            <h2 id={`section-${section.id}`}>{section.title}</h2>
          </div>
          <FormRead form={open.form} section={section} answers={open.answers[section.id] ?? {}} others={all} />
        </section>
      ))}
      {fault === null ? null : (
        <Alert color="red" variant="light" mt="md">
          {fault}
        </Alert>
      )}
      {view.isFreeMail ? (
        <section className={styles['card']} aria-label={say.workEmail}>
          <Text size="sm" mb="sm">
            {isFreeMail(view.assessor.email) ? say.privateAddress : say.askedBefore(view.assessor.email)}
          </Text>
          <TextInput
            label={say.workEmail}
            type="email"
            autoComplete="email"
            maxLength={254}
            value={workEmail}
            error={faults['workEmail']}
            onChange={({ currentTarget }) => setWorkEmail(currentTarget.value)}
          />
        </section>
      ) : null}
      <div className={styles['foot']}>
        <Button variant="default" disabled={busy} onClick={() => answer(false)}>
          {say.no}
        </Button>
        <Button loading={busy} onClick={() => answer(true)}>
          {say.yes}
        </Button>
      </div>
    </>
  )
}
