import { Button, Checkbox, Group, Modal, SimpleGrid, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { editShared, THEMES, type EditedReflection, type Theme } from '#domain/assessments/collection-contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { tell } from '#web/training/tell.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedInput } from '#web/ui/guarded-input.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { toEditQuery } from './reflection-web-queries.ts'
import { words } from './words.ts'

const say = words.edit

interface Values {
  readonly title: string
  readonly texts: Readonly<Record<string, string>>
  readonly themes: readonly Theme[]
}

/** A copy in an editor's hands: what could identify is taken out, and it is filed and published (F6). */
export function EditWindow({ one, onClose }: { readonly one: EditedReflection; readonly onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const [typed, setTyped] = useState<Values | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const values: Values = typed ?? {
    title: one.title,
    texts: Object.fromEntries(one.parts.map(({ id, text }) => [id, text])),
    themes: one.themes as Theme[],
  }
  const draft = useDraft(`edit-shared/${one.id}`, values, { enabled: typed !== null, onRestore: (kept) => setTyped(kept) })
  const fields = fault instanceof CallFault ? fault.fields : []
  const at = (path: string) => fields.find((each) => each.path === path || each.path.startsWith(`${path}.`))?.message
  const isPublished = one.state === 'published'
  const send = async (publish: boolean, said: string) => {
    setBusy(true)
    setFault(null)
    try {
      await call(editShared, {
        params: { programmeId: one.programmeId, sharedId: one.id },
        body: { version: one.version, ...values, themes: [...values.themes], publish },
      })
      await draft.discard()
      await client.invalidateQueries({ queryKey: toEditQuery.queryKey })
      tell(said)
      onClose()
    } catch (error) {
      setFault(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={say.open(one.title)} size="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send(true, isPublished ? say.done : say.didPublish)
        }}
      >
        <Stack gap="md">
          <GuardedInput
            kind="clinical writing"
            label={say.name}
            value={values.title}
            error={at('title')}
            maxLength={200}
            onText={(title) => setTyped({ ...values, title })}
          />
          {one.parts.map(({ id, label }) => (
            <GuardedText
              kind="clinical writing"
              key={id}
              label={label}
              value={values.texts[id] ?? ''}
              error={at(`texts.${id}`)}
              minRows={2}
              maxRows={14}
              onText={(text) => setTyped({ ...values, texts: { ...values.texts, [id]: text } })}
            />
          ))}
          <Checkbox.Group
            label={say.themes}
            description={say.themesHint}
            value={[...values.themes]}
            error={at('themes')}
            onChange={(themes) => setTyped({ ...values, themes })}
          >
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing="xs" mt="xs">
              {THEMES.map((theme) => (
                <Checkbox key={theme} value={theme} label={theme} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          <FormFault form={{ fault: fault === null || fields.length > 0 ? null : sayFault(fault), wait: 0 }} />
          <Group justify="flex-end">
            <DraftMark state={typed === null ? 'none' : draft.state} />
            <Button variant="default" loading={busy} onClick={() => void send(false, say.done)}>
              {isPublished ? say.unpublish : say.save}
            </Button>
            <Button type="submit" loading={busy}>
              {isPublished ? say.saveChange : say.publish}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
