import { Button, Group, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState, type ReactNode } from 'react'
import { NOTHING_TYPED, withTyped, type TagOption } from '#web/portfolio/tag-options.ts'
import { TagPicker } from '#web/portfolio/tag-picker.tsx'
import { useEscape } from '#web/portfolio/use-escape.ts'
import { useAdd } from './module-acts.ts'
import styles from './module-page.module.css'
import { words } from './words.ts'

const say = words.add

interface Props {
  readonly moduleId: string
  readonly title: string
  readonly onClose: () => void
}

/** Saves a module for later, with tags if there is a thought of them (L2). */
export function AddWindow({ moduleId, title, onClose }: Props): ReactNode {
  const [tags, setTags] = useState<readonly TagOption[]>([])
  const [typing, setTyping] = useState(NOTHING_TYPED)
  const add = useAdd(moduleId, () => {
    notifications.show({ message: say.added(title) })
    onClose()
  })
  // The list of tags takes the first Escape.
  useEscape('add-module', onClose)
  return (
    <Modal opened onClose={onClose} title={say.title} yOffset="10vh" closeOnEscape={false} classNames={{ content: styles.addWindow ?? '' }}>
      <div data-window="add-module">
        <Text size="sm" mb="md">
          {say.explain}
        </Text>
        <TagPicker value={tags} typing={typing} onChange={setTags} onTyping={setTyping} />
        <Group mt="lg" justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button loading={add.isPending} onClick={() => add.mutate(withTyped(tags, typing).map((tag) => tag.choice))}>
            {say.confirm}
          </Button>
        </Group>
      </div>
    </Modal>
  )
}
