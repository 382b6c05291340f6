import { Button, Group, Modal, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { declineTicket } from '#domain/assessments/ticket-contract.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { ticketWords as say } from './ticket-page-words.ts'

export interface Acting {
  readonly code: string
  /** It is over, and what is told in the end. */
  readonly onOver: (lines: readonly string[]) => void
}

/** One act at a time, with what went wrong, as a whole or at its fields. */
export function useAct() {
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const run = (act: () => Promise<void>) => {
    setBusy(true)
    setFault(null)
    setFaults({})
    void act()
      .catch((error: unknown) => {
        const fields = error instanceof CallFault ? error.fields : []
        setFaults(Object.fromEntries(fields.map(({ path, message }) => [path.replace(/^body\./, ''), message])))
        setFault(fields.length > 0 ? null : sayFault(error))
      })
      .finally(() => setBusy(false))
  }
  return { busy, fault, faults, run }
}

export function DeclineButton({ code, trainee, onOver }: Acting & { readonly trainee: string }): ReactNode {
  const [asked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const [overrides, setOverrides] = useState<GuardOverrides>({})
  const { busy, fault, faults, run } = useAct()
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>
        {say.decline}
      </Button>
      <Modal opened={asked} onClose={() => setAsked(false)} title={say.declineTitle}>
        <Text mb="md">{say.declineText(trainee)}</Text>
        <GuardedText
          label={say.reason}
          data-autofocus
          minRows={2}
          maxLength={500}
          value={reason}
          error={fault ?? faults['reason']}
          onText={setReason}
          kind="clinical writing"
          field="reason"
          reasons={overrides}
          onReasons={setOverrides}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsked(false)}>
            {say.cancel}
          </Button>
          <Button
            loading={busy}
            onClick={() =>
              run(async () => {
                await call(declineTicket, { params: { code }, body: { reason, overrides } })
                onOver([say.declined(trainee)])
              })
            }
          >
            {say.decline}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
