import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { register, resendConfirmation } from '#domain/accounts/contract.ts'
import { call } from '#web/platform/call.ts'
import { useSession } from '#web/platform/session-store.ts'
import { browserZone } from '#web/platform/zone.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { Page } from '#web/ui/page.tsx'
import { PasswordField } from '#web/ui/password-field.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { words } from './words.ts'

const registerRoute = getRouteApi('/register')

/** What one was on the way to goes along from page to page. */
export function RegisterPage(): ReactNode {
  const navigate = useNavigate()
  const { next } = registerRoute.useSearch()
  const form = useForm(register.schema.body, { name: '', email: '', password: '', timeZone: browserZone() })
  const send = form.submit(async (body) => {
    await call(register, { body })
    await navigate({ to: '/check-email', search: { email: body.email, next }, hash: true })
  })
  return (
    <Page title={words.registerTitle} helpPage="sign-in" narrow>
      <form onSubmit={send} noValidate>
        <Stack gap="md" maw={420}>
          <FormFault form={form} />
          <TextInput label={words.name} description={words.nameHint} autoComplete="name" required {...form.text('name')} />
          <TextInput label={words.email} description={words.emailHint} type="email" autoComplete="email" required {...form.text('email')} />
          <PasswordField
            label={words.password}
            description={words.passwordHint}
            autoComplete="new-password"
            required
            {...form.text('password')}
          />
          <Button type="submit" loading={form.busy} disabled={form.wait > 0}>
            {words.register}
          </Button>
          <Text size="sm">
            {words.haveAccount}{' '}
            <Anchor component={Link} to="/welcome" search hash inherit>
              {words.signIn}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </Page>
  )
}

const route = getRouteApi('/check-email')

export function CheckEmailPage(): ReactNode {
  const { email } = route.useSearch()
  const { demo } = useSession().house
  const form = useForm(resendConfirmation.schema.body, { email: email ?? '' })
  const [sent, setSent] = useState(false)
  const again = form.submit(async (body) => {
    setSent(false)
    await call(resendConfirmation, { body })
    setSent(true)
  })
  return (
    <Page title={words.checkTitle} helpPage="sign-in" narrow>
      <form onSubmit={again} noValidate>
        <Stack gap="md">
          <Text>{email === undefined ? words.checkSentUnknown : words.checkSent(email)}</Text>
          {email === undefined ? (
            <TextInput label={words.email} type="email" autoComplete="email" required maw={420} {...form.text('email')} />
          ) : (
            <Text size="sm" c="dimmed">
              {words.checkNothing}
            </Text>
          )}
          <FormFault form={form} />
          <Group>
            {demo ? (
              <Button component={Link} to="/demo/mailbox">
                {words.openMailbox}
              </Button>
            ) : null}
            <Button type="submit" variant="default" loading={form.busy} disabled={form.wait > 0}>
              {words.sendAgain}
            </Button>
          </Group>
          <Text role="status" size="sm">
            {sent ? words.sentAgain : ''}
          </Text>
          <Text size="sm">
            {words.confirmedAlready}{' '}
            <Anchor component={Link} to="/welcome" search hash inherit>
              {words.signIn}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </Page>
  )
}
