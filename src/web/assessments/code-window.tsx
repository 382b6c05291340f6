import { Button, Group, Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { renderSVG } from 'uqr'
import { CopyField } from '#web/ui/copy-field.tsx'
import { ticketWords as say } from './ticket-page-words.ts'
import { ticketsChanged } from './ticket-queries.ts'
import own from './tickets.module.css'

/** The code that an assessor scans on the spot (F9). */
export function CodeWindow({
  url,
  ownerId,
  onClose,
}: {
  readonly url: string
  readonly ownerId: string
  readonly onClose: () => void
}): ReactNode {
  const client = useQueryClient()
  const close = () => {
    onClose()
    void ticketsChanged(client, ownerId)
  }
  return (
    <Modal opened onClose={close} title={say.spot}>
      <Text size="sm">{say.spotText}</Text>
      <img className={own['code']} alt={say.code} src={`data:image/svg+xml,${encodeURIComponent(renderSVG(url, { border: 2 }))}`} />
      <CopyField label={say.address} text={url} button={say.copy} />
      <Group justify="flex-end" mt="lg">
        <Button onClick={close}>{say.close}</Button>
      </Group>
    </Modal>
  )
}
