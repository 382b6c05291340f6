import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import type { HandedOver } from '#domain/capture/handed-over.ts'
import { BeganEarlier } from '#web/portfolio/began-earlier.tsx'
import { TagPicker } from '#web/portfolio/tag-picker.tsx'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { Page } from '#web/ui/page.tsx'
import styles from './capture.module.css'
import { FoundBefore } from './found-before.tsx'
import { inOwnWindow } from './own-window.ts'
import { useCaptureForm } from './use-capture-form.ts'
import { words } from './words.ts'

const say = words.add

interface CaptureFormProps {
  readonly id: string
  readonly handed: HandedOver
}

/** A page of the web on its way into the portfolio (K1, K2); where it is there already, the way to its item (K3). */
export function CaptureForm({ id, handed }: CaptureFormProps): ReactNode {
  const element = useRef<HTMLFormElement>(null)
  const toFirstFault = () => setTimeout(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  const { form, faults, draft, cut, found, note, busy, fault, change, save, startOver } = useCaptureForm(id, handed, toFirstFault)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || (event.key !== 's' && event.key !== 'Enter')) return
    event.preventDefault()
    save()
  }
  return (
    <Page title={say.title} helpPage="capture" narrow small={inOwnWindow()}>
      <form
        ref={element}
        noValidate
        className={styles.form}
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Stack gap="sm">
          {draft.earlier && <BeganEarlier text={say.earlier} onBringBack={draft.bringBack} />}
          {found === null ? (
            <TextInput
              label={say.itemTitle}
              description={cut.title ? say.titleCut : undefined}
              inputWrapperOrder={ORDER}
              required
              value={form.title}
              error={faults['title']}
              onChange={({ currentTarget }) => change({ title: currentTarget.value })}
            />
          ) : (
            <FoundBefore row={found} alone={note !== 'new'} />
          )}
          <TextInput
            label={say.address}
            type="url"
            required
            placeholder="https://"
            value={form.link}
            error={faults['link']}
            onChange={({ currentTarget }) => change({ link: currentTarget.value })}
          />
          <Textarea
            label={say.note}
            placeholder={say.notePlaceholder}
            description={cut.note ? say.noteCut : found === null ? undefined : words.found.noteHint}
            inputWrapperOrder={ORDER}
            autosize
            minRows={3}
            maxRows={8}
            value={form.notes}
            error={faults['notes']}
            onChange={({ currentTarget }) => change({ notes: currentTarget.value })}
          />
          {found === null && (
            <TagPicker
              value={form.tags}
              typing={form.typing}
              onChange={(tags) => change({ tags })}
              onTyping={(typing) => change({ typing })}
              inPlace
            />
          )}
          {fault !== null && (
            <Text role="alert" size="sm" c="var(--mantine-color-error)">
              {fault}
            </Text>
          )}
          <div className={styles.foot}>
            <DraftMark state={draft.state} />
            {draft.restored && (
              <Button variant="subtle" color="gray" px="xs" onClick={startOver}>
                {say.startOver}
              </Button>
            )}
            {note === 'there' && <Text size="sm">{words.found.noteThere}</Text>}
            {(found === null || note === 'new') && (
              <Button type="submit" loading={busy}>
                {found === null ? say.save : words.found.addNote}
              </Button>
            )}
          </div>
        </Stack>
      </form>
    </Page>
  )
}

const ORDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
