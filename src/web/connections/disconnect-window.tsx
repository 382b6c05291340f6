import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Connection } from '#domain/connections/contract.ts'
import { useDisconnect } from './connection-acts.ts'
import styles from './connections.module.css'
import { words } from './words.ts'

const say = words.disconnect

/** Says what ends and what stays, and asks (X6). */
export function DisconnectWindow({
  connection,
  onClose,
}: {
  readonly connection: Connection
  readonly onClose: (gone: boolean) => void
}): ReactNode {
  const disconnect = useDisconnect(connection)
  return (
    <Modal opened onClose={() => onClose(false)} title={say.title(connection.name)} yOffset="10vh">
      <ul className={styles.points}>
        {say.points(connection.name, connection.waiting + connection.failed).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        {say.text}
      </Text>
      <Group mt="lg" justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus onClick={() => onClose(false)}>
          {words.cancel}
        </Button>
        <Button
          loading={disconnect.isPending}
          onClick={() => disconnect.mutate(undefined, { onSuccess: () => onClose(true), onError: () => onClose(false) })}
        >
          {say.confirm}
        </Button>
      </Group>
    </Modal>
  )
}
