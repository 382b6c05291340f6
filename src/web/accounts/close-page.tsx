import { Button, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { closeAccount, readClosing } from '#domain/accounts/closing-contract.ts'
import { closingWords } from '#domain/accounts/closing-words.ts'
import { longDate } from '#domain/plain-date.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { queryClient } from '#web/platform/queries.ts'
import { setSession, usePerson } from '#web/platform/session-store.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { PasswordField } from '#web/ui/password-field.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { ProfileFrame } from './profile-pages.tsx'
import classes from './profile-pages.module.css'
import { words } from './words.ts'

/** What goes, what stays and what happens at once, before anything is typed (A10). */
export function ClosePage(): ReactNode {
  const ownerId = usePerson().id
  const asked = useQuery({
    queryKey: [ownerId, 'closing'],
    queryFn: ({ signal }) => call(readClosing, { params: { ownerId }, signal }),
    staleTime: 0,
  })
  const kept = asked.data?.kept
  return (
    <ProfileFrame title={words.closeTitle} helpPage="closing">
      <Listed id="goes" title={words.closeGoes} lines={words.closeGoesList}>
        <Button component={Link} to="/archive" variant="default" mt="xs">
          {words.closeTakeFirst}
        </Button>
      </Listed>
      {kept === undefined ? (
        <Skeleton h={120} mb="md" />
      ) : (
        <Listed
          id="stays"
          title={words.closeStays}
          lines={[
            ...(kept.length === 0
              ? [words.closeStaysNone]
              : kept.map(({ programme, until }) => words.closeStaysSigned(programme, longDate(until)))),
            words.closeStaysOthers,
            words.closeStaysChain,
          ]}
        />
      )}
      <Listed id="at-once" title={words.closeAtOnce} lines={words.closeAtOnceList} />
      {asked.error === null ? null : <Text role="alert">{sayFault(asked.error)}</Text>}
      {asked.data === undefined ? null : <CloseForm why={asked.data.can.close} />}
    </ProfileFrame>
  )
}

interface ListedProps {
  readonly id: string
  readonly title: string
  readonly lines: readonly string[]
  readonly children?: ReactNode
}

function Listed({ id, title, lines, children }: ListedProps): ReactNode {
  return (
    <section className={classes['card']} aria-labelledby={id}>
      <Title order={2} id={id} mb="xs">
        {title}
      </Title>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {children}
    </section>
  )
}

function CloseForm({ why }: { readonly why: string | null }): ReactNode {
  const person = usePerson()
  const navigate = useNavigate()
  const form = useForm(closeAccount.schema.body, { password: '', word: '' })
  const send = form.submit(async (body) => {
    const { closesOn } = await call(closeAccount, { params: { ownerId: person.id }, body })
    setSession({ person: { ...person, closesOn } })
    await navigate({ to: '/closing', replace: true })
    queryClient.clear()
  })
  if (why !== null) {
    return (
      <section className={classes['card']}>
        <Text>
          <MayNot reason={why} /> {why}
        </Text>
      </section>
    )
  }
  return (
    <section className={classes['card']} aria-label={words.closeButton}>
      <form onSubmit={send} noValidate>
        <Stack gap="sm" maw={420}>
          <FormFault form={form} />
          <PasswordField label={words.password} autoComplete="current-password" required {...form.text('password')} />
          <TextInput label={words.closeWord(closingWords.word)} autoComplete="off" required {...form.text('word')} />
          <Button type="submit" color="red.9" loading={form.busy} disabled={form.wait > 0}>
            {words.closeButton}
          </Button>
        </Stack>
      </form>
    </section>
  )
}
