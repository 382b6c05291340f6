import { Button, Group, Text } from '@mantine/core'
import { windowWords } from './window-words.ts'

/** Something begun earlier is kept too, and can be put in the place of what is typed now (P20). */
export function BeganEarlier({ text, onBringBack }: { readonly text: string; readonly onBringBack: () => void }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" role="status">
      <Text size="sm" lineClamp={2}>
        {text}
      </Text>
      <Button size="compact-sm" variant="light" style={{ flex: 'none' }} onClick={onBringBack}>
        {windowWords.item.bringBack}
      </Button>
    </Group>
  )
}
