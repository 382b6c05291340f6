import { Alert, Button, List, Loader, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { enrol, lookAtInvitation } from '#domain/training/enrolment-contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { setSession, usePerson } from '#web/platform/session-store.ts'
import { Page } from '#web/ui/page.tsx'
import { PageLink } from './page-link.tsx'
import { words } from './programme-words.ts'
import styles from './training.module.css'

const route = getRouteApi('/signed-in/enrol')
const say = words.enrol

/** An invitation to enrol: what it is to, what enrolling means, and one button (T1). */
export function EnrolPage(): ReactNode {
  const person = usePerson()
  const { token, invitation } = route.useSearch()
  const key = { token: token ?? '', invitationId: invitation ?? null }
  const given = key.token !== '' || key.invitationId !== null
  const { data, error } = useQuery({
    queryKey: [person.id, 'invitation', key],
    queryFn: ({ signal }) => call(lookAtInvitation, { params: { ownerId: person.id }, body: key, signal }),
    enabled: given,
    gcTime: 0,
  })
  return (
    <Page title={say.title} helpPage="enrol" narrow>
      {data !== undefined ? (
        <Shown invitation={data} accept={() => call(enrol, { params: { ownerId: person.id }, body: key })} />
      ) : given && error === null ? (
        <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
      ) : (
        <Stack align="flex-start">
          <Alert color="yellow" variant="light" w="100%">
            {error === null ? say.noToken : sayFault(error)}
          </Alert>
          <PageLink to="/training" variant="default">
            {say.on}
          </PageLink>
        </Stack>
      )}
    </Page>
  )
}

interface ShownProps {
  readonly invitation: Awaited<ReturnType<typeof call<typeof lookAtInvitation>>>
  readonly accept: () => Promise<unknown>
}

function Shown({ invitation, accept }: ShownProps): ReactNode {
  const person = usePerson()
  const client = useQueryClient()
  const [state, setState] = useState<'open' | 'sending' | 'done'>('open')
  const [fault, setFault] = useState<string | null>(null)
  const send = async () => {
    setState('sending')
    setFault(null)
    try {
      await accept()
      setState('done')
      setSession({ person: { ...person, hasTraining: true } })
      await client.invalidateQueries({ queryKey: [person.id], predicate: ({ queryKey }) => queryKey[1] !== 'invitation' })
    } catch (error) {
      setFault(sayFault(error))
      setState('open')
    }
  }
  if (state === 'done' || invitation.isAccepted) {
    return (
      <Stack align="flex-start" role="status">
        <Text>{state === 'done' ? say.enrolled(invitation.programme) : say.already(invitation.programme)}</Text>
        <PageLink to="/training">{say.on}</PageLink>
      </Stack>
    )
  }
  return (
    <>
      <section className={styles.card} aria-label={invitation.programme}>
        <dl className={styles.facts}>
          <dt>{say.programme}</dt>
          <dd>{invitation.programme}</dd>
          <dt>{say.year}</dt>
          <dd>{invitation.yearTitle}</dd>
          <dt>{say.from}</dt>
          <dd>{longDate(invitation.startsOn)}</dd>
          {invitation.feeNote === '' ? null : (
            <>
              <dt>{say.fee}</dt>
              <dd>{invitation.feeNote}</dd>
            </>
          )}
        </dl>
      </section>
      <section className={styles.card} aria-labelledby="meaning">
        <h2 id="meaning">{say.meaning}</h2>
        <List spacing="xs" size="sm">
          {say.means.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      </section>
      <div role="alert">
        {fault === null ? null : (
          <Alert color="red" variant="light" mb="md" role="presentation">
            {fault}
          </Alert>
        )}
      </div>
      <Button onClick={() => void send()} loading={state === 'sending'}>
        {say.act}
      </Button>
    </>
  )
}
