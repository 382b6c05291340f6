import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { offerSecondFactor, renewRecoveryCodes, turnOffSecondFactor, turnOnSecondFactor } from '#domain/accounts/second-factor-contract.ts'
import { inGroups } from '#domain/accounts/second-factor.ts'
import { renderSVG } from 'uqr'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { PasswordField } from '#web/ui/password-field.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { CopyButton, RecoveryCodes } from './recovery-codes.tsx'
import classes from './second-factor.module.css'
import { secondFactorWords as say } from './second-factor-words.ts'

interface Props {
  /** Told the news to be said on the page; null where nothing was done. */
  readonly onClose: (news: string | null) => void
}

/** A window that a slip beside it does not close. */
function Window({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}): ReactNode {
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': say.cancel }}>
      {children}
    </Modal>
  )
}

/** The codes are shown this once, so nothing but their button closes the window. */
function CodesWindow({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }): ReactNode {
  return (
    <Modal
      opened
      onClose={() => undefined}
      title={say.codesTitle}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <RecoveryCodes codes={codes} onDone={onDone} />
    </Modal>
  )
}

type Offer = z.output<(typeof offerSecondFactor.schema.response)[200]>

/** Password, then the key for the app and its first code, then the recovery codes. */
export function TurnOnWindow({ onClose }: Props): ReactNode {
  const [offer, setOffer] = useState<Offer | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes !== null) return <CodesWindow codes={codes} onDone={() => onClose(say.isOn)} />
  const cancel = () => onClose(null)
  return (
    <Window title={say.turnOnTitle} onClose={cancel}>
      {offer === null ? (
        <PasswordPart onOffer={setOffer} onCancel={cancel} />
      ) : (
        <KeyPart offer={offer} onCodes={setCodes} onCancel={cancel} />
      )}
    </Window>
  )
}

function PasswordPart({ onOffer, onCancel }: { readonly onOffer: (offer: Offer) => void; readonly onCancel: () => void }): ReactNode {
  const ownerId = usePerson().id
  const form = useForm(offerSecondFactor.schema.body, { password: '' })
  const send = form.submit(async (body) => onOffer(await call(offerSecondFactor, { params: { ownerId }, body })))
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <FormFault form={form} />
        <Text size="sm">{say.passwordFirst}</Text>
        <PasswordField label={say.password} autoComplete="current-password" required data-autofocus {...form.text('password')} />
        <Foot button={say.goOn} form={form} onCancel={onCancel} />
      </Stack>
    </form>
  )
}

const focus = (element: HTMLElement | null) => element?.focus()

function KeyPart({
  offer,
  onCodes,
  onCancel,
}: {
  readonly offer: Offer
  readonly onCodes: (codes: readonly string[]) => void
  readonly onCancel: () => void
}): ReactNode {
  const ownerId = usePerson().id
  const form = useForm(turnOnSecondFactor.schema.body, { offer: offer.offer, code: '' })
  const send = form.submit(async (body) => onCodes((await call(turnOnSecondFactor, { params: { ownerId }, body })).recoveryCodes))
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <Text size="sm" tabIndex={-1} ref={focus} style={{ outline: 'none' }}>
          {say.scan}
        </Text>
        <img className={classes['qr']} alt={say.qr} src={`data:image/svg+xml,${encodeURIComponent(renderSVG(offer.uri, { border: 2 }))}`} />
        <div>
          <Text size="sm">{say.byHand}</Text>
          <code className={classes['key']}>{inGroups(offer.key)}</code>
          <Group gap="sm" mt={6}>
            <CopyButton text={offer.key} label={say.copyKey} />
            <Anchor href={offer.uri} size="sm">
              {say.onThisDevice}
            </Anchor>
          </Group>
        </div>
        <FormFault form={form} />
        <TextInput label={say.firstCode} inputMode="numeric" autoComplete="one-time-code" required {...form.text('code')} />
        <Foot button={say.confirm} form={form} onCancel={onCancel} />
      </Stack>
    </form>
  )
}

export function TurnOffWindow({ onClose }: Props): ReactNode {
  const ownerId = usePerson().id
  return (
    <Window title={say.turnOffTitle} onClose={() => onClose(null)}>
      <BothForm
        lead={say.turnOffLead}
        button={say.turnOff}
        onCancel={() => onClose(null)}
        send={async (body) => {
          await call(turnOffSecondFactor, { params: { ownerId }, body })
          onClose(say.isOff)
        }}
      />
    </Window>
  )
}

export function NewCodesWindow({ onClose }: Props): ReactNode {
  const ownerId = usePerson().id
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes !== null) return <CodesWindow codes={codes} onDone={() => onClose(say.renewed)} />
  return (
    <Window title={say.newCodesTitle} onClose={() => onClose(null)}>
      <BothForm
        lead={say.newCodesLead}
        button={say.newCodes}
        onCancel={() => onClose(null)}
        send={async (body) => setCodes((await call(renewRecoveryCodes, { params: { ownerId }, body })).recoveryCodes)}
      />
    </Window>
  )
}

/** Asks for the password and a code. */
function BothForm({
  lead,
  button,
  onCancel,
  send,
}: {
  readonly lead: string
  readonly button: string
  readonly onCancel: () => void
  readonly send: (body: { password: string; code: string }) => Promise<unknown>
}): ReactNode {
  const form = useForm(turnOffSecondFactor.schema.body, { password: '', code: '' })
  return (
    <form onSubmit={form.submit(send)} noValidate>
      <Stack gap="sm">
        <FormFault form={form} />
        <Text size="sm">{lead}</Text>
        <PasswordField label={say.password} autoComplete="current-password" required data-autofocus {...form.text('password')} />
        <TextInput
          label={say.eitherCode}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          {...form.text('code')}
        />
        <Foot button={button} form={form} onCancel={onCancel} />
      </Stack>
    </form>
  )
}

function Foot({
  button,
  form,
  onCancel,
}: {
  readonly button: string
  readonly form: { readonly busy: boolean; readonly wait: number }
  readonly onCancel: () => void
}): ReactNode {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        {say.cancel}
      </Button>
      <Button type="submit" loading={form.busy} disabled={form.wait > 0}>
        {button}
      </Button>
    </Group>
  )
}
