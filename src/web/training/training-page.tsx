import { Alert, Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import IconSchool from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs'
import type { ReactNode } from 'react'
import { dayIn, longDate } from '#domain/plain-date.ts'
import type { EnrolmentStanding, OwnInvitation } from '#domain/training/enrolment-contract.ts'
import { sayFault, type CallOutput } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { Awaited } from '#web/ui/asked.tsx'
import { Page } from '#web/ui/page.tsx'
import type { readDuties } from '#domain/training/enrolment-contract.ts'
import { dutiesQuery, enrolmentQuery, useAskForInvitation, type Enrolment } from './enrolment-web-queries.ts'
import { FirstStepsCard } from './first-steps-card.tsx'
import { PageLink } from './page-link.tsx'
import { words } from './programme-words.ts'
import { waitsWords } from './waits-words.ts'
import styles from './training.module.css'

const say = words.hub
type Duties = CallOutput<typeof readDuties>

/** My own training, and what I am to others' (T1, T3). */
export function TrainingPage(): ReactNode {
  const { id } = usePerson()
  const enrolment = useQuery({ ...enrolmentQuery(id), staleTime: 0 })
  const duties = useQuery(dutiesQuery(id))
  const error = enrolment.error ?? duties.error
  return (
    <Page title={say.title} helpPage="training">
      {enrolment.data !== undefined && duties.data !== undefined ? (
        <Shown enrolment={enrolment.data} duties={duties.data} />
      ) : (
        <Awaited fault={error} onRetry={() => void Promise.all([enrolment.refetch(), duties.refetch()])} />
      )}
    </Page>
  )
}

function Shown({ enrolment, duties }: { readonly enrolment: Enrolment; readonly duties: Duties }): ReactNode {
  const { training, invitations, steps, carryOver } = enrolment
  if (training === null && invitations.length === 0 && duties.trainees === 0 && duties.roles.length === 0) {
    return <State icon={<IconSchool size={28} />} title={say.nothing} text={say.nothingText} />
  }
  return (
    <>
      {invitations.map((invitation) => (
        <InvitationCard key={invitation.id} {...invitation} />
      ))}
      {carryOver === 0 ? null : <CarryOverCard waiting={carryOver} />}
      {training === null ? null : <TrainingCard training={training} isInvited={invitations.length > 0} />}
      {steps === null ? null : <FirstStepsCard steps={steps} />}
      <Others duties={duties} />
    </>
  )
}

function InvitationCard({ id, programme, trainingYear, startsOn }: OwnInvitation): ReactNode {
  return (
    <section className={styles.card} aria-label={say.invited(programme)}>
      <h2>{say.invited(programme)}</h2>
      <Text size="sm" mb="sm">
        {say.invitedText(trainingYear, startsOn)}
      </Text>
      <PageLink to={`/enrol?invitation=${id}`}>{say.see}</PageLink>
    </section>
  )
}

function CarryOverCard({ waiting }: { readonly waiting: number }): ReactNode {
  const { id } = usePerson()
  return (
    <section className={styles.card} aria-label={waitsWords.carryOver}>
      <h2>{waitsWords.carryOver}</h2>
      <Text size="sm" mb="sm">
        {waitsWords.carryOverLeft(waiting)}
      </Text>
      <PageLink to={`/record/${id}/carry-over`}>{say.carryOver}</PageLink>
    </section>
  )
}

function TrainingCard({ training, isInvited }: { readonly training: EnrolmentStanding; readonly isInvited: boolean }): ReactNode {
  const { id } = usePerson()
  const { year, enrolment } = training
  const parts = [
    [`/record/${id}`, say.record],
    [`/record/${id}/curriculum`, say.curriculum],
    [`/record/${id}/declarations`, say.declarations],
    [`/record/${id}/certificates`, say.certificates],
    [`/record/${id}/absence`, say.absence],
    [`/record/${id}/proof`, say.proof],
    ['/library', say.library],
  ] as const
  return (
    <section className={styles.card} aria-labelledby="my-training">
      <h2 id="my-training">{say.myTraining}</h2>
      <Text>{say.standing(training)}</Text>
      {enrolment === 'ended' ? null : (
        <p className={styles.quiet}>{year === null ? say.noYear : say.year(year.title, year.from, year.until)}</p>
      )}
      {enrolment === 'frozen' ? (
        <Alert color="yellow" variant="light" mt="sm" role="presentation">
          <Text size="sm">{say.frozen}</Text>
          <Text size="sm" mt={6}>
            {isInvited ? say.frozenInvited : say.whomToAskFrozen(training)}
          </Text>
          {isInvited ? null : <Ask training={training} />}
        </Alert>
      ) : null}
      {enrolment === 'no invitation' ? (
        <Alert color="yellow" variant="light" mt="sm" role="presentation">
          <Text size="sm">{say.whomToAsk(training)}</Text>
          <Ask training={training} />
        </Alert>
      ) : null}
      <ul className={styles.links} aria-label={say.links}>
        {parts.map(([to, label]) => (
          <li key={to}>
            <PageLink to={to} variant="default" size="compact-md" fz="sm" h={36}>
              {label}
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One button that tells the programme, once a day (T1). */
function Ask({ training }: { readonly training: EnrolmentStanding }): ReactNode {
  const ask = useAskForInvitation()
  const { can, askedAt } = training
  const said =
    ask.error !== null
      ? sayFault(ask.error)
      : ask.isSuccess
        ? say.asked
        : askedAt === null
          ? ''
          : say.askedOn(longDate(dayIn('Europe/London', Date.parse(askedAt))))
  return (
    <div className={styles.foot}>
      {can.ask === null ? (
        <Button size="compact-md" fz="sm" h={34} loading={ask.isPending} onClick={() => ask.mutate()}>
          {say.ask}
        </Button>
      ) : null}
      <Text size="sm" role="status">
        {said === '' ? can.ask : said}
      </Text>
    </div>
  )
}

function Others({ duties }: { readonly duties: Duties }): ReactNode {
  const held = new Set(duties.roles.map(({ role }) => role))
  const cards = [
    ...(duties.trainees > 0 ? [{ title: say.supervise, text: say.superviseText(duties.trainees), to: '/trainees' }] : []),
    ...duties.roles.flatMap(({ role, programmeId, programme }) =>
      programmeId === null ? [] : [{ title: programme, text: say.programme(role), to: `/programmes/${programmeId}` }],
    ),
    ...(held.has('college administrator') ? [{ title: say.college, text: say.collegeText, to: '/college' }] : []),
    ...(held.has('system administrator') ? [{ title: say.administration, text: say.administrationText, to: '/administration' }] : []),
  ]
  if (cards.length === 0) return null
  return (
    <div className={styles.cards} data-tour="duties">
      {cards.map(({ title, text, to }) => (
        <section key={`${to} ${text}`} className={styles.card} aria-label={title}>
          <h2>{title}</h2>
          <p>{text}</p>
          <PageLink to={to} variant="default" size="compact-md" fz="sm" h={36} aria-label={`Open: ${title}`}>
            Open
          </PageLink>
        </section>
      ))}
    </div>
  )
}
