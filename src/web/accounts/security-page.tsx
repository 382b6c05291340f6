import { Badge, Button, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { changeEmail, changePassword, endOtherSessions, endSession, listSessions } from '#domain/accounts/contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { profileQuery, queryClient } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { PasswordField } from '#web/ui/password-field.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { ProfileFrame } from './profile-pages.tsx'
import classes from './profile-pages.module.css'
import { SecondFactorCard } from './second-factor-card.tsx'
import { words } from './words.ts'

export function SecurityPage(): ReactNode {
  return (
    <ProfileFrame title={words.securityTitle}>
      <PasswordCard />
      <SecondFactorCard />
      <EmailCard />
      <SessionsCard />
      <CloseCard />
    </ProfileFrame>
  )
}

const NOTHING = { current: '', password: '' }

function PasswordCard(): ReactNode {
  const ownerId = usePerson().id
  const form = useForm(changePassword.schema.body, NOTHING)
  const [done, setDone] = useState(false)
  const send = form.submit(async (body) => {
    setDone(false)
    await call(changePassword, { params: { ownerId }, body })
    form.setValues(NOTHING)
    setDone(true)
    await queryClient.invalidateQueries({ queryKey: [ownerId, 'sessions'] })
  })
  return (
    <section className={classes['card']} aria-labelledby="password">
      <Title order={2} id="password" mb="sm">
        {words.changePassword}
      </Title>
      <form onSubmit={send} noValidate>
        <Stack gap="sm" align="stretch" maw={420}>
          <FormFault form={form} />
          <PasswordField label={words.currentPassword} autoComplete="current-password" required {...form.text('current')} />
          <PasswordField
            label={words.newPassword}
            description={words.passwordHint}
            autoComplete="new-password"
            required
            {...form.text('password')}
          />
          <Button type="submit" variant="default" loading={form.busy} disabled={form.wait > 0}>
            {words.changePassword}
          </Button>
          <Text role="status" size="sm">
            {done ? words.passwordChanged : ''}
          </Text>
        </Stack>
      </form>
    </section>
  )
}

function EmailCard(): ReactNode {
  const person = usePerson()
  const profile = useQuery(profileQuery(person.id)).data
  const form = useForm(changeEmail.schema.body, { email: '', password: '' })
  const [asked, setAsked] = useState<string | null>(null)
  const send = form.submit(async (body) => {
    await call(changeEmail, { params: { ownerId: person.id }, body })
    setAsked(body.email)
    form.setValues({ email: '', password: '' })
    await queryClient.invalidateQueries({ queryKey: profileQuery(person.id).queryKey })
  })
  const pending = asked ?? profile?.pendingEmail ?? null
  return (
    <section className={classes['card']} aria-labelledby="email">
      <Title order={2} id="email">
        {words.changeEmail}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.emailNow(profile?.email ?? person.email)} {words.emailHint}
      </Text>
      <form onSubmit={send} noValidate>
        <Stack gap="sm" maw={420}>
          <FormFault form={form} />
          <TextInput label={words.newEmail} type="email" autoComplete="email" required {...form.text('email')} />
          <PasswordField label={words.password} autoComplete="current-password" required {...form.text('password')} />
          <Button type="submit" variant="default" loading={form.busy} disabled={form.wait > 0}>
            {words.changeEmail}
          </Button>
          <Text role="status" size="sm">
            {pending === null ? '' : words.emailAsked(pending)}
          </Text>
        </Stack>
      </form>
    </section>
  )
}

function SessionsCard(): ReactNode {
  const ownerId = usePerson().id
  const zone = useZone()
  const queryKey = [ownerId, 'sessions']
  const asked = useQuery({ queryKey, queryFn: ({ signal }) => call(listSessions, { params: { ownerId }, signal }) })
  const [said, setSaid] = useState('')
  const after = { onSettled: () => queryClient.invalidateQueries({ queryKey }), onError: (fault: unknown) => setSaid(sayFault(fault)) }
  const end = useMutation({ ...after, mutationFn: (sessionId: string) => call(endSession, { params: { ownerId, sessionId } }) })
  const endOthers = useMutation({
    ...after,
    mutationFn: () => call(endOtherSessions, { params: { ownerId } }),
    onSuccess: ({ ended }) => setSaid(words.endedOthers(ended)),
  })
  const sessions = asked.data?.sessions
  return (
    <section className={classes['card']} aria-labelledby="sessions">
      <Title order={2} id="sessions" mb="xs">
        {words.sessions}
      </Title>
      {asked.error === null ? null : <Text role="alert">{sayFault(asked.error)}</Text>}
      {asked.isPending ? <Skeleton h={64} /> : null}
      <ul className={classes['rows']}>
        {sessions?.map(({ id, here, device, address, deviceIsMine, lastUsedAt, signedInAt }) => (
          <li key={id}>
            <div>
              <Text fw={550}>
                {device}{' '}
                {here ? (
                  <Badge size="sm" variant="light">
                    {words.here}
                  </Badge>
                ) : null}
              </Text>
              <Text size="sm" c="dimmed">
                {[address, deviceIsMine ? words.markedMine : null, words.signedIn(sayMoment(signedInAt, zone))].filter(Boolean).join(' · ')}
                <br />
                {words.lastUsed(sayMoment(lastUsedAt, zone))}
              </Text>
            </div>
            {here ? null : (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={words.endSessionOf(device)}
                disabled={end.isPending}
                onClick={() => end.mutate(id)}
              >
                {words.endSession}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions !== undefined && sessions.length > 1 ? (
        <Button variant="default" mt="sm" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
          {words.endOthers}
        </Button>
      ) : null}
      <Text role="status" size="sm" mt="xs">
        {said}
      </Text>
    </section>
  )
}

function CloseCard(): ReactNode {
  return (
    <section className={classes['card']} aria-labelledby="close">
      <Title order={2} id="close" mb="xs">
        {words.closeTitle}
      </Title>
      <Text size="sm" mb="sm">
        {words.closeLead}
      </Text>
      <Button component={Link} to="/profile/close" variant="default">
        {words.closeGo}
      </Button>
    </section>
  )
}
