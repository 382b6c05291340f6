import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { ItemRow } from '#domain/portfolio/contract.ts'
import type { TagRef } from '#domain/portfolio/tag-contract.ts'
import { useTagItems } from './item-acts.ts'
import { NOTHING_TYPED, withTyped, type TagOption } from './tag-options.ts'
import { TagPicker } from './tag-picker.tsx'
import { words } from './words.ts'

interface TagSelectionProps {
  readonly rows: readonly ItemRow[]
  readonly untag: boolean
  readonly onClose: () => void
}

/** Tags put on, or taken off, all selected rows at once (P14). */
export default function TagSelection({ rows, untag, onClose }: TagSelectionProps) {
  const [add, setAdd] = useState<readonly TagOption[]>([])
  const [typing, setTyping] = useState(NOTHING_TYPED)
  const [remove, setRemove] = useState<readonly string[]>([])
  const adding = withTyped(add, typing)
  const tagItems = useTagItems()
  const apply = () =>
    tagItems.mutate(
      { items: rows.map((row) => row.id), add: adding.map((tag) => tag.choice), remove },
      {
        onSuccess: ({ changed }) => {
          notifications.show({ message: untag ? words.bulk.untagged(changed) : words.bulk.tagged(changed) })
          onClose()
        },
      },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={untag ? words.bulk.untagTitle(rows.length) : words.bulk.tagTitle(rows.length)}
      size="md"
      yOffset="12vh"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          apply()
        }}
      >
        {untag ? (
          <TagsBorne rows={rows} chosen={remove} onChosen={setRemove} />
        ) : (
          <TagPicker value={add} typing={typing} onChange={setAdd} onTyping={setTyping} autoFocus />
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={tagItems.isPending} disabled={adding.length === 0 && remove.length === 0}>
            {words.bulk.apply}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

interface TagsBorneProps {
  readonly rows: readonly ItemRow[]
  readonly chosen: readonly string[]
  readonly onChosen: (ids: string[]) => void
}

function TagsBorne({ rows, chosen, onChosen }: TagsBorneProps) {
  const counts = new Map<string, { tag: TagRef; n: number }>()
  for (const tag of rows.flatMap((row) => row.tags)) counts.set(tag.id, { tag, n: (counts.get(tag.id)?.n ?? 0) + 1 })
  if (counts.size === 0) return <Text size="sm">{words.bulk.noTags}</Text>
  return (
    <Checkbox.Group value={[...chosen]} onChange={onChosen} label={words.tags}>
      <Stack gap={8} mt={8}>
        {[...counts.values()]
          .toSorted((a, b) => b.n - a.n)
          .map(({ tag, n }) => (
            <Checkbox key={tag.id} value={tag.id} label={`${tag.label} (${words.items(n)})`} />
          ))}
      </Stack>
    </Checkbox.Group>
  )
}
