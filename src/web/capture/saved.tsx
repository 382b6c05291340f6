import { Button, Group, Skeleton, Text } from '@mantine/core'
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { itemQuery } from '#web/portfolio/portfolio-queries.ts'
import { Page } from '#web/ui/page.tsx'
import styles from './capture.module.css'
import { OpenItem } from './open-item.tsx'
import { inOwnWindow } from './own-window.ts'
import { words } from './words.ts'

const say = words.saved
const CLOSING_MS = 500

interface SavedProps {
  readonly id: string
  /** A note was added to what was there. */
  readonly noted: boolean
}

/** All is done: what was saved, and the way to it or out. */
export function Saved({ id, noted }: SavedProps): ReactNode {
  const item = useQuery(itemQuery(usePerson().id, id))
  const [stays, setStays] = useState(false)
  const small = inOwnWindow()
  // The field or button that had the focus is gone.
  useEffect(() => document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }), [])
  const close = () => {
    window.close()
    setTimeout(() => setStays(true), CLOSING_MS)
  }
  return (
    <Page title={noted ? say.noted : say.title} helpPage="capture" narrow small={small}>
      <div className={styles.form}>
        <div role="status">
          {item.isPending && <Skeleton height={24} aria-label={say.loading} />}
          {item.isSuccess && (
            <p className={styles.done}>
              <IconCircleCheck size={22} aria-hidden />
              <bdi>{item.data.title}</bdi>
            </p>
          )}
        </div>
        {item.isError ? (
          <Text role="alert">{sayFault(item.error)}</Text>
        ) : (
          <Group mt="md" gap="sm">
            <OpenItem id={id} name={say.open} />
            {small && (
              <Button variant="default" onClick={close}>
                {say.close}
              </Button>
            )}
          </Group>
        )}
        <Text role="status" size="sm" mt="sm">
          {stays ? say.closeYourself : ''}
        </Text>
      </div>
    </Page>
  )
}
