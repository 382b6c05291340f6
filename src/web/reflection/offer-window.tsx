import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { offerReflection, type OfferDraft } from '#domain/assessments/collection-contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { tell } from '#web/training/tell.ts'
import { Asked } from '#web/ui/asked.tsx'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedInput } from '#web/ui/guarded-input.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { offerDraftQuery, reflectionChanged } from './reflection-web-queries.ts'
import styles from './reflection.module.css'
import { words } from './words.ts'

const say = words.offer

interface Props {
  readonly ownerId: string
  readonly itemId: string
  readonly onClose: () => void
}

/** An anonymised copy, made by the author before anybody sees it (F6). */
export function OfferWindow(props: Props): ReactNode {
  const asked = useQuery(offerDraftQuery(props.ownerId, props.itemId))
  return (
    <Modal opened onClose={props.onClose} title={say.title} size="lg">
      <Asked asked={asked}>
        {(draft) => (draft.can.offer === null ? <Copy {...props} start={draft} /> : <Text>{draft.can.offer}</Text>)}
      </Asked>
    </Modal>
  )
}

interface Values {
  readonly title: string
  readonly texts: Readonly<Record<string, string>>
}

function Copy({ ownerId, itemId, start, onClose }: Props & { readonly start: OfferDraft }): ReactNode {
  const client = useQueryClient()
  const [id] = useState(() => newId())
  const [typed, setTyped] = useState<Values | null>(null)
  const [isChecked, setChecked] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const values = typed ?? { title: start.title, texts: Object.fromEntries(start.parts.map((part) => [part.id, part.text])) }
  const draft = useDraft(`offer/${itemId}`, values, { enabled: typed !== null, onRestore: (kept) => setTyped(kept) })
  const fields = fault instanceof CallFault ? fault.fields : []
  const at = (path: string) => fields.find((one) => one.path === path)?.message
  const send = async () => {
    setBusy(true)
    setFault(null)
    try {
      // An unticked box is refused by the server in the words of the form.
      await call(offerReflection, { params: { ownerId, itemId }, body: { id, ...values, isChecked: isChecked as true } })
      await draft.discard()
      await reflectionChanged(client, ownerId)
      tell(say.sent)
      onClose()
    } catch (error) {
      setFault(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Stack gap="md">
        <Text size="sm">{say.intro(start.programme?.title ?? '')}</Text>
        <p className={styles['quiet']}>{say.copy}</p>
        <GuardedInput
          kind="clinical writing"
          label={say.name}
          value={values.title}
          error={at('title')}
          maxLength={200}
          onText={(title) => setTyped({ ...values, title })}
        />
        {start.parts.map(({ id: field, label }) => (
          <GuardedText
            kind="clinical writing"
            key={field}
            label={label}
            value={values.texts[field] ?? ''}
            error={at(`texts.${field}`)}
            minRows={2}
            maxRows={14}
            onText={(text) => setTyped({ ...values, texts: { ...values.texts, [field]: text } })}
          />
        ))}
        <Checkbox
          label={say.checked}
          checked={isChecked}
          error={at('isChecked')}
          onChange={({ currentTarget }) => setChecked(currentTarget.checked)}
        />
        <FormFault
          form={{
            fault: fault === null || (fields.length > 0 && at('texts') === undefined) ? null : (at('texts') ?? sayFault(fault)),
            wait: 0,
          }}
        />
        <Group justify="flex-end">
          <DraftMark state={typed === null ? 'none' : draft.state} />
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {say.send}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
