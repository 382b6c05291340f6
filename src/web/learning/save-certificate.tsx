import { Button, type ButtonProps } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import type { ReactNode } from 'react'
import { certificateFile, type Certificate } from '#domain/learning/contract.ts'
import { addressOf } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { words } from './words.ts'

interface Props extends Pick<ButtonProps, 'variant'> {
  readonly certificate: Pick<Certificate, 'id'>
  /** The id of what names the certificate, where several stand on a page. */
  readonly of?: string
}

/** The certificate as a PDF, as often as wished (L8). */
export function SaveCertificate({ certificate, of, variant = 'filled' }: Props): ReactNode {
  const ownerId = usePerson().id
  return (
    <Button
      component="a"
      href={addressOf(certificateFile, { ownerId, certificateId: certificate.id })}
      download
      variant={variant}
      aria-describedby={of}
      leftSection={<IconDownload size={17} aria-hidden />}
    >
      {words.standing.certificate}
    </Button>
  )
}
