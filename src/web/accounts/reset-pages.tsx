import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { requestReset, resetPassword } from '#domain/accounts/contract.ts'
import { call } from '#web/platform/call.ts'
import { useSession } from '#web/platform/session-store.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { Page } from '#web/ui/page.tsx'
import { PasswordField } from '#web/ui/password-field.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { words } from './words.ts'

export function ForgotPage(): ReactNode {
  const { demo } = useSession().house
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm(requestReset.schema.body, { email: '' })
  const send = form.submit(async (body) => {
    await call(requestReset, { body })
    setSentTo(body.email)
  })
  return (
    <Page title={words.forgotTitle} helpPage="sign-in" narrow>
      {sentTo !== null ? (
        <Stack role="status" align="flex-start">
          <Text>{words.forgotSent(sentTo)}</Text>
          {demo ? (
            <Button component={Link} to="/demo/mailbox">
              {words.openMailbox}
            </Button>
          ) : null}
        </Stack>
      ) : (
        <form onSubmit={send} noValidate>
          <Stack maw={460}>
            <Text>{words.forgotExplained}</Text>
            <FormFault form={form} />
            <TextInput label={words.email} type="email" autoComplete="username" required {...form.text('email')} />
            <Group>
              <Button type="submit" loading={form.busy} disabled={form.wait > 0}>
                {words.forgotButton}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Page>
  )
}

const route = getRouteApi('/reset')

export function ResetPage(): ReactNode {
  const { token } = route.useSearch()
  const [done, setDone] = useState(false)
  const form = useForm(resetPassword.schema.body, { token, password: '' })
  const send = form.submit(async (body) => {
    await call(resetPassword, { body })
    setDone(true)
  })
  return (
    <Page title={words.resetTitle} helpPage="sign-in" narrow>
      {done ? (
        <Stack role="status" align="flex-start">
          <Text>{words.resetDone}</Text>
          <Button component={Link} to="/welcome">
            {words.goSignIn}
          </Button>
        </Stack>
      ) : token === '' ? (
        <Text>{words.confirmNoToken}</Text>
      ) : (
        <form onSubmit={send} noValidate>
          <Stack maw={460}>
            <Text>{words.resetExplained}</Text>
            <FormFault form={form} />
            <PasswordField
              label={words.newPassword}
              description={words.passwordHint}
              autoComplete="new-password"
              required
              {...form.text('password')}
            />
            <Group>
              <Button type="submit" loading={form.busy} disabled={form.wait > 0}>
                {words.resetButton}
              </Button>
              {form.fault === null ? null : (
                <Button component={Link} to="/forgot" variant="default">
                  {words.askNewLink}
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      )}
    </Page>
  )
}
