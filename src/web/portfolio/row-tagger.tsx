import { Popover } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { ItemRow } from '#domain/portfolio/contract.ts'
import { NOTHING_TYPED, optionOf, tagChanges, withTyped, type TagOption } from './tag-options.ts'
import { TagPicker } from './tag-picker.tsx'
import { useTagItems } from './item-acts.ts'
import { words } from './words.ts'

interface RowTaggerProps {
  readonly row: ItemRow
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Tags of one row, changed where they stand (P5). Each choice holds at once, and so does what was typed and left; Escape drops that. */
export default function RowTagger({ row, onClose, children }: RowTaggerProps) {
  const tagItems = useTagItems()
  const [typing, setTyping] = useState(NOTHING_TYPED)
  const value = row.tags.map(optionOf)
  const change = (next: readonly TagOption[]) => {
    const changes = tagChanges(value, next)
    tagItems.mutate({ items: [row.id], ...changes, shown: next })
  }
  const leave = () => {
    if (typing.tag !== null) change(withTyped(value, typing))
    onClose()
  }
  return (
    <Popover
      opened
      onChange={(open) => open || leave()}
      closeOnEscape={false}
      width="min(340px, calc(100vw - 24px))"
      position="bottom-start"
      shadow="md"
      trapFocus
      withinPortal
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown
        p="sm"
        aria-label={words.table.addTagTo(row.title)}
        onKeyDownCapture={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      >
        <TagPicker value={value} typing={typing} onChange={change} onTyping={setTyping} autoFocus inPlace />
      </Popover.Dropdown>
    </Popover>
  )
}
