import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { passSecondStep } from '#domain/accounts/second-factor-contract.ts'
import { CallFault } from '#web/platform/call.ts'
import { leaveSecondStepHere, passSecondStepHere } from '#web/platform/session.ts'
import { setSession } from '#web/platform/session-store.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { secondFactorWords as say } from './second-factor-words.ts'

interface Props {
  readonly onSignedIn?: ((who: 'same' | 'other') => void) | undefined
  /** Hears why the password is asked for again. */
  readonly onOver: (why: string | null) => void
}

const focus = (element: HTMLElement | null) => element?.focus()

/** After the right password: the code of the app, or a recovery code (A3). */
export function SecondStepForm({ onSignedIn, onOver }: Props): ReactNode {
  const form = useForm(passSecondStep.schema.body, { code: '' })
  const [recovery, setRecovery] = useState(false)
  const send = form.submit(async (body) => {
    try {
      const who = await passSecondStepHere(body)
      onSignedIn?.(who)
    } catch (fault) {
      if (!(fault instanceof CallFault) || fault.code !== 'link_expired') throw fault
      onOver(fault.title)
      setSession({ secondStep: false })
    }
  })
  const other = () => {
    setRecovery((now) => !now)
    form.set('code', '')
  }
  const again = () => {
    onOver(null)
    void leaveSecondStepHere().catch(() => setSession({ secondStep: false }))
  }
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <FormFault form={form} />
        <Text size="sm">{recovery ? say.stepLeadRecovery : say.stepLead}</Text>
        {recovery ? (
          <TextInput
            key="recovery"
            ref={focus}
            label={say.recoveryCode}
            description={say.recoveryHint}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            {...form.text('code')}
          />
        ) : (
          <TextInput
            key="app"
            ref={focus}
            label={say.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            {...form.text('code')}
          />
        )}
        <Button type="submit" loading={form.busy} disabled={form.wait > 0} fullWidth mt={4}>
          {say.goIn}
        </Button>
        <Group justify="space-between" gap="xs">
          <Anchor component="button" type="button" size="sm" onClick={other}>
            {recovery ? say.useApp : say.useRecovery}
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={again}>
            {say.beginAgain}
          </Anchor>
        </Group>
        {recovery ? (
          <Text size="sm" c="dimmed">
            {say.lost}
          </Text>
        ) : null}
      </Stack>
    </form>
  )
}
