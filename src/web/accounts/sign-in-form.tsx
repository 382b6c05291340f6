import { Button, Checkbox, Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { signIn } from '#domain/accounts/contract.ts'
import { signInHere } from '#web/platform/session.ts'
import { useSession } from '#web/platform/session-store.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { PasswordField } from '#web/ui/password-field.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { SecondStepForm } from './second-step-form.tsx'
import { words } from './words.ts'

interface Props {
  /** Whose it is, where that is known. */
  readonly email?: string
  readonly deviceIsMine?: boolean
  readonly onSignedIn?: (who: 'same' | 'other') => void
}

export function SignInForm(props: Props): ReactNode {
  const { secondStep } = useSession()
  const [over, setOver] = useState<string | null>(null)
  if (secondStep) return <SecondStepForm onSignedIn={props.onSignedIn} onOver={setOver} />
  return (
    <>
      <div role="alert">{over === null ? null : <Text mb="sm">{over}</Text>}</div>
      <PasswordForm {...props} />
    </>
  )
}

function PasswordForm({ email, deviceIsMine = false, onSignedIn }: Props): ReactNode {
  const form = useForm(signIn.schema.body, { email: email ?? '', password: '', deviceIsMine })
  const send = form.submit(async (body) => {
    const who = await signInHere(body)
    if (who !== 'second step') onSignedIn?.(who)
  })
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <FormFault form={form} />
        {email === undefined ? (
          <TextInput label={words.email} type="email" autoComplete="username" required {...form.text('email')} />
        ) : (
          <>
            <Text size="sm" fw={550}>
              {email}
            </Text>
            {/* For password managers, which look for a name beside the password. */}
            <input type="email" autoComplete="username" value={email} readOnly hidden aria-label={words.email} />
          </>
        )}
        <PasswordField label={words.password} autoComplete="current-password" required {...form.text('password')} />
        <Checkbox
          label={words.deviceIsMine}
          description={words.deviceIsMineWhy}
          checked={form.values.deviceIsMine ?? false}
          onChange={(event) => form.set('deviceIsMine', event.currentTarget.checked)}
        />
        <Button type="submit" loading={form.busy} disabled={form.wait > 0} fullWidth mt={4}>
          {words.signIn}
        </Button>
      </Stack>
    </form>
  )
}
