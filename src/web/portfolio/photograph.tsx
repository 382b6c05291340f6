import { Button, type ButtonProps } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import IconCamera from '@tabler/icons-react/dist/esm/icons/IconCamera.mjs'
import { useRef } from 'react'
import { v7 as newId } from 'uuid'
import { longDate } from '#domain/plain-date.ts'
import { recordItem } from '#domain/portfolio/contract.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useToday } from '#web/platform/zone.ts'
import { sayFailed } from './item-acts.ts'
import { readForm, type ItemForm } from './item-form.ts'
import { notifyWithAct } from './notify.tsx'
import { itemSaved } from './portfolio-queries.ts'
import { withTyped } from './tag-options.ts'
import { addUploads } from './uploads.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const say = windowWords.newItem

interface PhotographProps extends ButtonProps {
  readonly onOpen: (id: string) => void
  /** What was typed already goes with the picture. */
  readonly typed?: ItemForm
  /** Told whether all that was typed went with it. */
  readonly onRecorded?: (whole: boolean) => void
}

/** A paper, photographed: one tap opens the camera, the next makes the picture a file on a new item (P23). */
export function Photograph({ onOpen, typed, onRecorded, ...look }: PhotographProps) {
  const input = useRef<HTMLInputElement>(null)
  const ownerId = usePerson().id
  const client = useQueryClient()
  const today = useToday()
  const record = useMutation({
    mutationFn: async (picture: File) => {
      const title = typed?.title.trim() || say.photographed(longDate(today))
      const read = typed === undefined ? null : readForm({ ...typed, title }, today)
      const whole = read === null || 'fields' in read
      const fields =
        read !== null && typed !== undefined && 'fields' in read
          ? { ...read.fields, tags: withTyped(typed.tags, typed.typing).map((tag) => tag.choice) }
          : {}
      const body = { ...fields, id: newId(), title, source: 'photographed' as const }
      const item = await call(recordItem, { params: { ownerId }, body })
      return { item, whole, picture }
    },
    onSuccess: ({ item, whole, picture }) => {
      itemSaved(client, item)
      const onAct = () => onOpen(item.id)
      notifyWithAct({ kind: 'recorded', message: say.recorded(item.title), own: [item.title], act: words.open, onAct })
      addUploads(ownerId, item.id, [picture], ({ reason }) => {
        const message = say.pictureFailed(item.title, reason)
        notifyWithAct({ kind: 'recorded', failed: true, message, own: [item.title], act: words.open, onAct })
      })
      onRecorded?.(whole)
    },
    onError: sayFailed,
  })
  return (
    <>
      <Button
        variant="default"
        {...look}
        leftSection={<IconCamera size={17} aria-hidden />}
        loading={record.isPending}
        onClick={() => input.current?.click()}
      >
        {say.photograph}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={say.photograph}
        onChange={({ currentTarget }) => {
          const picture = currentTarget.files?.[0]
          if (picture) record.mutate(picture)
          currentTarget.value = ''
        }}
      />
    </>
  )
}
