import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import type { FileRef } from '#domain/portfolio/contract.ts'
import { downloadFile, previewFile } from '#domain/portfolio/file-contract.ts'
import { addressOf } from '#web/platform/call.ts'
import styles from './file-preview.module.css'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const say = windowWords.files

interface FilePreviewProps {
  readonly file: FileRef
  readonly ownerId: string
  readonly onClose: () => void
}

/** A picture, or a PDF in the browser's own viewer. */
export default function FilePreview({ file, ownerId, onClose }: FilePreviewProps) {
  const [failed, setFailed] = useState(false)
  const params = { ownerId, id: file.itemId, fileId: file.id }
  const address = addressOf(previewFile, params)
  return (
    <Modal opened onClose={onClose} title={file.name} size="60rem" yOffset="3vh">
      {failed ? (
        <Text role="alert">{say.cannotShow}</Text>
      ) : file.mediaType === 'application/pdf' ? (
        // oxlint-disable-next-line react/iframe-missing-sandbox -- browsers show no PDF in a sandbox; the server sends it with its own
        <iframe className={styles.pdf} src={address} title={file.name} />
      ) : (
        <img className={styles.picture} src={address} alt={file.name} onError={() => setFailed(true)} />
      )}
      <Group justify="flex-end" mt="sm">
        <Button component="a" variant="default" href={addressOf(downloadFile, params)} download={file.name}>
          {say.download(file.name)}
        </Button>
        <Button onClick={onClose}>{words.close}</Button>
      </Group>
    </Modal>
  )
}
