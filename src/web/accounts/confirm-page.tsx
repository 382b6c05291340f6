import { Button, Group, Stack, Text } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { confirmEmail, currentSession as sessionNow } from '#domain/accounts/contract.ts'
import { call } from '#web/platform/call.ts'
import { queryClient } from '#web/platform/queries.ts'
import { currentSession, setSession, useSession } from '#web/platform/session-store.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { Page } from '#web/ui/page.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { words } from './words.ts'

const route = getRouteApi('/confirm')

/** Opening the link changes nothing, as mail scanners open links: only the button does. */
export function ConfirmPage(): ReactNode {
  const { token } = route.useSearch()
  const { person } = useSession()
  const [confirmed, setConfirmed] = useState<string | null>(null)
  const form = useForm(confirmEmail.schema.body, { token })
  const send = form.submit(async (body) => {
    const { email } = await call(confirmEmail, { body })
    setConfirmed(email)
    // The one signed in here may have changed their address by this very link.
    if (currentSession().person !== null) setSession(await call(sessionNow, {}))
    await queryClient.invalidateQueries()
  })
  return (
    <Page title={words.confirmTitle} helpPage="sign-in" narrow>
      {confirmed !== null ? (
        <Stack role="status" align="flex-start">
          <Text>{words.confirmed(confirmed)}</Text>
          <Button component={Link} to={person === null ? '/welcome' : '/profile'}>
            {person === null ? words.goSignIn : words.goOn}
          </Button>
        </Stack>
      ) : token === '' ? (
        <Text>{words.confirmNoToken}</Text>
      ) : (
        <form onSubmit={send} noValidate>
          <Stack align="flex-start">
            <Text>{words.confirmExplained}</Text>
            <FormFault form={form} />
            <Group>
              <Button type="submit" loading={form.busy}>
                {words.confirmButton}
              </Button>
              {form.fault === null ? null : (
                <Button component={Link} to="/check-email" variant="default">
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
