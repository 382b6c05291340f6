import { Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { Email, PersonName } from '#domain/accounts/contract.ts'
import type { AssessorRole } from '#domain/assessments/form-file.ts'
import { askAssessor, type Way } from '#domain/assessments/ticket-contract.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { call } from '#web/platform/call.ts'
import { useKeptForm } from '#web/training/kept-form.ts'
import { tell } from '#web/training/tell.ts'
import { FormFoot } from '#web/training/training-parts.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { ticketWords as say } from './ticket-page-words.ts'
import { ticketsChanged } from './ticket-queries.ts'

interface Props {
  readonly ownerId: string
  readonly itemId: string
  readonly way: Way
  readonly roles: readonly AssessorRole[]
  readonly onClose: () => void
  readonly onCode: (url: string) => void
}

const BY_MAIL = z.object({
  name: z.string().trim().min(1, { error: 'Write their name.' }).pipe(PersonName),
  email: Email,
  role: z.string().min(1, { error: 'Choose what they are.' }),
  note: z.string().max(300, { error: 'This is longer than 300 characters.' }),
  overrides: GuardOverrides.optional(),
})
const ON_THE_SPOT = BY_MAIL.pick({ note: true, overrides: true })

/** Asks an assessor by email, or makes the code that is shown on the spot. */
export function AskWindow({ ownerId, itemId, way, roles, onClose, onCode }: Props): ReactNode {
  const client = useQueryClient()
  const [id] = useState(() => newId())
  const byMail = way === 'email'
  const start = { name: '', email: '', role: '', note: '' }
  const form = useKeptForm(
    `ticket/${ownerId}/${itemId}/${byMail ? 'email' : 'spot'}`,
    (byMail ? BY_MAIL : ON_THE_SPOT) as typeof BY_MAIL,
    start,
  )
  return (
    <Modal opened onClose={onClose} title={byMail ? say.ask : say.spot}>
      <form
        noValidate
        onSubmit={form.submit(async (wanted) => {
          const { url } = await call(askAssessor, { params: { ownerId, itemId }, body: { id, way, ...wanted } as never })
          await form.draft.discard()
          if (byMail) tell(say.sentTo(wanted.name))
          onClose()
          await ticketsChanged(client, ownerId)
          if (url !== null) onCode(url)
        })}
      >
        <Stack gap="md">
          <Text size="sm">{byMail ? say.askText : say.spotText}</Text>
          {byMail ? (
            <>
              <TextInput label={say.nameOf} data-autofocus maxLength={200} {...form.text('name')} />
              <TextInput label={say.emailOf} type="email" maxLength={254} {...form.text('email')} />
              <NativeSelect label={say.roleOf} data={[{ value: '', label: say.chooseRole }, ...roles]} {...form.text('role')} />
            </>
          ) : null}
          <GuardedText label={say.noteOf} description={say.noteHint} minRows={2} maxLength={300} {...form.guarded('note')} />
          <FormFault form={form} />
          <FormFoot onClose={onClose} busy={form.busy} save={byMail ? say.send : say.show} />
        </Stack>
      </form>
    </Modal>
  )
}
