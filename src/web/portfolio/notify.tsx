import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { OwnWords } from '#web/ui/own-words.tsx'

interface Notice {
  readonly message: string
  /** Words of the person's in it. */
  readonly own?: readonly string[]
  readonly act: string
  readonly onAct: () => void
  /** A notice of the same kind makes way for this one. */
  readonly kind?: 'recorded'
  readonly failed?: boolean
}

const shown = new Map<string, string>()

/** A notice with one thing to do about it. Stays long enough to be reached by keyboard. */
export function notifyWithAct({ message, own = [], act, onAct, kind, failed = false }: Notice): void {
  const id = crypto.randomUUID()
  const before = kind === undefined ? undefined : shown.get(kind)
  if (before !== undefined) notifications.hide(before)
  if (kind !== undefined) shown.set(kind, id)
  notifications.show({
    id,
    autoClose: failed ? 30_000 : 12_000,
    ...(failed ? { color: 'red' } : {}),
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" lineClamp={failed ? 6 : 3}>
          <OwnWords text={message} own={own} />
        </Text>
        <Button
          size="compact-sm"
          variant="light"
          style={{ flex: 'none' }}
          onClick={() => {
            notifications.hide(id)
            onAct()
          }}
        >
          {act}
        </Button>
      </Group>
    ),
  })
}
